"""The whole way through the pages: paste an old notice, draft, review, publish, confirm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bidding.demo.journey import Journey
from marketplace.flow import clock
from marketplace.flow.models import Pending
from marketplace.notices.models import Notice
from tenders.checklist import ITEMS
from tenders.models import Tender
from tests.workbench.pages import filled, form_at, send

SAMPLE = Path(__file__).parents[2] / "bidding/demo/sample_notice.txt"
pytestmark = pytest.mark.django_db


def paste(client: Client) -> str:
    """wangmin pastes the old notice; returns the address of the new tender."""
    form = form_at(client, "/my/tenders/new/", having="notice")
    made = send(client, "/my/tenders/new/", form, notice=SAMPLE.read_text())
    assert made.status_code == 303, made.content.decode()[:2000]
    return str(made["Location"])


def complete(client: Client, home: str) -> None:
    """Every task that the notice could not fill."""
    for task in ("project", "lots", "scoring"):
        page = f"{home}{task}/"
        saved = send(client, page, form_at(client, page, having="seen"))
        assert saved.status_code == 303, saved.content.decode()
    page = f"{home}documents/"
    form = form_at(client, page, having="kind")
    file = SimpleUploadedFile("招标文件.txt", "招标文件（示例）\n投标人须知\n".encode())
    assert send(client, page, form, file=file).status_code == 303


def review(client: Client, home: str) -> None:
    page = f"{home}fairness/"
    form = form_at(client, page, goes_to="/fairness/", having="deadline_on")
    answers = {f"item_{item.code}": "no" for item in ITEMS}
    done = send(client, page, form, conclusion="conforms", **answers)
    assert done.status_code == 303, done.content.decode()


def test_an_old_notice_becomes_a_published_tender(walk: Journey, signed_in: Callable[[str], Client]) -> None:
    wangmin, gaojie, zhaozhiqiang = (signed_in(name) for name in ("wangmin", "gaojie", "zhaozhiqiang"))
    home = paste(wangmin)
    number = home.rstrip("/").rsplit("/", 1)[1]
    tender = Tender.objects.get(number=number)
    assert tender.project.funds
    assert tender.lots.get().ceiling_fen == 486_320_000
    assert tender.bond_fen == 8_000_000

    complete(wangmin, home)
    handed_in = send(
        wangmin, f"{home}submit-review/", form_at(wangmin, f"{home}fairness/", goes_to="/submit-review/")
    )
    assert handed_in.status_code == 303, handed_in.content.decode()
    assert "不能审查自己编制的文件" in wangmin.get(f"{home}fairness/").content.decode()

    assert "公平竞争审查" in gaojie.get("/my/").content.decode()
    review(gaojie, home)
    walk.until(clock.now())
    walk.settle()

    page = f"{home}publish/"
    preview = wangmin.get(page).content.decode()
    assert "4,863,200.00 元（肆佰捌拾陆万叁仟贰佰元整）" in preview
    asked = send(wangmin, page, filled(preview, having="act_id"))
    assert asked.status_code == 303, asked.content.decode()
    assert not Notice.objects.exists()

    confirm = asked["Location"]
    assert "等本单位另一人复核确认" in wangmin.get(confirm).content.decode()
    to_check = zhaozhiqiang.get(confirm).content.decode()
    assert "将要公开的招标公告" in to_check
    assert "密钥卡校验值" in to_check
    assert not Notice.objects.exists()
    decided = send(zhaozhiqiang, confirm, filled(to_check, having="decision"))
    assert decided.status_code == 303, decided.content.decode()

    notice = Notice.objects.get(type="E03")
    assert notice.tender == number
    assert notice.number in zhaozhiqiang.get(confirm).content.decode()
    assert Tender.objects.get(number=number).state == Tender.State.PUBLISHED


def test_a_double_click_makes_one_tender(walk: Journey, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("wangmin")
    form = form_at(client, "/my/tenders/new/", having="notice") | {"notice": SAMPLE.read_text()}
    first, second = (client.post("/my/tenders/new/", form) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Tender.objects.count() == 1


def test_the_second_tab_does_not_overwrite_the_first(
    walk: Journey, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("wangmin")
    page = f"{paste(client)}project/"
    first, second = form_at(client, page, having="seen"), form_at(client, page, having="seen")
    assert send(client, page, first, funds="县级财政资金").status_code == 303
    refused = send(client, page, second, funds="上级补助资金")
    assert refused.status_code == 409
    assert "CHANGED-MEANWHILE" in refused.content.decode()
    assert "上级补助资金" in refused.content.decode()
    assert Tender.objects.get().project.funds == "县级财政资金"


def test_what_the_notice_does_not_say_is_listed_and_stays_empty(
    walk: Journey, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("wangmin")
    form = form_at(client, "/my/tenders/new/", having="notice")
    lines = [
        line
        for line in SAMPLE.read_text().splitlines()
        if "最高投标限价" not in line and "资金来" not in line
    ]
    made = send(client, "/my/tenders/new/", form, notice="\n".join(lines))
    page = client.get(made["Location"]).content.decode()
    assert "旧公告里没有读到" in page
    tender = Tender.objects.get()
    assert not tender.lots.exists()
    lots = form_at(client, f"{made['Location']}lots/", having="seen")
    assert lots["rows-0-ceiling_fen"] == ""
    assert lots["rows-0-duration_days"] == "120"
    saved = send(client, f"{made['Location']}lots/", lots, **{"rows-0-ceiling_fen": "486.32万元"})
    assert saved.status_code == 303, saved.content.decode()
    assert tender.lots.get().ceiling_fen == 486_320_000


def test_the_rejected_publication_changes_nothing(walk: Journey, signed_in: Callable[[str], Client]) -> None:
    wangmin, zhaozhiqiang = signed_in("wangmin"), signed_in("zhaozhiqiang")
    home = paste(wangmin)
    complete(wangmin, home)
    send(wangmin, f"{home}submit-review/", form_at(wangmin, f"{home}fairness/", goes_to="/submit-review/"))
    review(signed_in("gaojie"), home)
    walk.until(clock.now())
    walk.settle()
    asked = send(wangmin, f"{home}publish/", form_at(wangmin, f"{home}publish/", having="act_id"))
    confirm = asked["Location"]
    form = form_at(zhaozhiqiang, confirm, having="reason")
    empty = send(zhaozhiqiang, confirm, form, reason="")
    assert empty.status_code == 422
    assert "请填写退回的理由" in empty.content.decode()
    assert send(zhaozhiqiang, confirm, form, reason="资金来源写错").status_code == 303
    assert "资金来源写错" in wangmin.get(confirm).content.decode()
    assert Pending.objects.get(action="tender.publish").confirmed is False
    assert not Notice.objects.exists()
