"""Bad input is said at its place, loses nothing and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bidding.demo.journey import Journey
from marketplace.flow import clock
from tenders.checklist import ITEMS
from tenders.forms.fields import LARGEST
from tenders.models import Document, FairReview, Tender
from tests.factories import a_draft
from tests.workbench.pages import filled, form_at, send

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


@pytest.fixture
def home(walk: Journey) -> str:
    return f"/my/tenders/{a_draft(walk)}/"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("清单.xlsx", b"", "文件是空的"),
        ("清单.exe", b"MZ\x90\x00", "可执行程序"),
        ("图纸.pdf", b"MZ\x90\x00", "可执行程序"),
        ("图纸.zip", b"0" * (LARGEST + 1), "超过 50 MB"),
        ("长" * 170 + ".pdf", b"%PDF-1.7", "文件名"),
    ],
)
def test_a_file_is_refused_with_its_reason(
    home: str, signed_in: Browser, name: str, content: bytes, says: str
) -> None:
    client, page = signed_in("lijun"), f"{home}documents/"
    form = form_at(client, page, having="kind") | {"kind": "technicalSpecifications"}
    refused = send(client, page, form, file=SimpleUploadedFile(name, content))
    assert refused.status_code == 422
    assert says in refused.content.decode()
    assert filled(refused.content.decode(), having="kind")["kind"] == "technicalSpecifications"
    assert Document.objects.count() == 1


def test_a_scan_is_taken_with_a_warning(home: str, signed_in: Browser) -> None:
    client, page = signed_in("lijun"), f"{home}documents/"
    file = SimpleUploadedFile("扫描.pdf", b"%PDF-1.4 broken")
    assert send(client, page, form_at(client, page, having="kind"), file=file).status_code == 303
    shown = client.get(page).content.decode()
    assert "扫描.pdf" in shown
    assert 'class="ban pub"' in shown


@pytest.mark.parametrize(
    ("typed", "says"),
    [("-5", "不能是负数"), ("0", "应当大于 0"), ("4,86,3200", "逗号"), ("1.234", "精确到分")],
)
def test_a_sum_nobody_can_read_stays_as_typed(home: str, signed_in: Browser, typed: str, says: str) -> None:
    client, page = signed_in("lijun"), f"{home}lots/"
    form = form_at(client, page, having="seen") | {"rows-0-ceiling_fen": typed}
    refused = client.post(page, form)
    assert refused.status_code == 422
    assert says in refused.content.decode()
    assert f'value="{typed}"' in refused.content.decode()


def test_sums_are_read_as_people_write_them(home: str, signed_in: Browser) -> None:
    client, page = signed_in("lijun"), f"{home}lots/"
    for typed, fen in (("四百万", 400_000_000), ("486.32万元", 486_320_000), ("4,863,200.00", 486_320_000)):
        form = form_at(client, page, having="seen") | {"rows-0-ceiling_fen": typed}
        assert client.post(page, form).status_code == 303
        assert Tender.objects.get().lots.get().ceiling_fen == fen


def test_weights_that_do_not_add_up_are_said(home: str, signed_in: Browser) -> None:
    client, page = signed_in("lijun"), f"{home}scoring/"
    form = form_at(client, page, having="seen") | {"rows-1-weight": "20"}
    refused = client.post(page, form)
    assert refused.status_code == 422
    assert "各项满分之和应为 100 分，现在是 95 分" in refused.content.decode()


@pytest.mark.parametrize("typed", ["NaN", "sNaN", "Infinity", "1e400"])
def test_what_is_no_number_is_said_and_stays(home: str, signed_in: Browser, typed: str) -> None:
    client, page = signed_in("lijun"), f"{home}scoring/"
    refused = client.post(page, form_at(client, page, having="seen") | {"above": typed})
    assert refused.status_code == 422
    assert f'value="{typed}"' in refused.content.decode()


@pytest.mark.parametrize("typed", ["²", "9" * 20, "-1", "x"])
def test_a_delegation_that_does_not_exist_changes_nothing(home: str, signed_in: Browser, typed: str) -> None:
    client, page = signed_in("lijun"), f"{home}project/"
    form = form_at(client, page, having="seen") | {"on_behalf_of": typed}
    assert client.post(page, form).status_code in (303, 403, 422)


def test_a_row_is_taken_away_and_another_added(home: str, signed_in: Browser) -> None:
    client, page = signed_in("lijun"), f"{home}scoring/"
    form = form_at(client, page, having="seen") | {
        "rows-3-DELETE": "on", "rows-4-name": "信用", "rows-4-kind": "objective", "rows-4-weight": "5",
        "rows-4-levels": "A 级 = 5\nB 级 = 3",
    }  # fmt: skip
    saved = client.post(page, form)
    assert saved.status_code == 303, saved.content.decode()
    rows = Tender.objects.get().evaluation["criteria"]
    assert [row["name"] for row in rows] == ["投标报价", "施工组织设计", "项目管理机构", "信用"]
    assert rows[3]["levels"] == [{"says": "A 级", "points": "5"}, {"says": "B 级", "points": "3"}]


def test_the_trial_ranks_samples_and_saves_nothing(home: str, signed_in: Browser) -> None:
    client, page = signed_in("lijun"), f"{home}scoring/"
    before = Tender.objects.get().evaluation
    form = form_at(client, page, having="seen")
    tried = client.post(
        f"{page}trial/", form | {"price_1": "470万元", "price_2": "465万元", "price_3": "455万元"}
    )
    assert tried.status_code == 200, tried.content.decode()
    assert "试算结果" in tried.content.decode()
    assert "第 1" in tried.content.decode()
    above = client.post(f"{page}trial/", form | {"price_1": "999万元"})
    assert above.status_code == 422
    assert "超过最高投标限价" in above.content.decode()
    assert Tender.objects.get().evaluation == before


def test_a_bond_above_two_percent_is_refused_with_the_sum(home: str, signed_in: Browser) -> None:
    client, page = signed_in("lijun"), f"{home}bond/"
    refused = send(client, page, form_at(client, page, having="seen"), bond_fen="10万元")
    assert refused.status_code == 422
    assert "不超过招标项目估算价的 2%，即 97,264.00 元" in refused.content.decode()
    assert send(client, page, form_at(client, page, having="seen"), bond_fen="97264").status_code == 303


def test_an_unlawful_day_cannot_be_chosen_and_says_why(walk: Journey, home: str, signed_in: Browser) -> None:
    walk.tender.submit_review(walk.act("lijun"))
    client, page = signed_in("gaojie"), f"{home}fairness/"
    form = form_at(client, page, goes_to="/fairness/", having="deadline_on")
    lawful = form["deadline_on"]
    answers = {f"item_{item.code}": "no" for item in ITEMS}
    early = (clock.now() + timedelta(days=10)).date().isoformat()
    refused = send(client, page, form, conclusion="conforms", reason="看过", deadline_on=early, **answers)
    assert refused.status_code == 422
    assert "不少于 20 日" in refused.content.decode()
    assert "看过" in refused.content.decode()
    assert f'value="{early}"' not in refused.content.decode()
    assert f'value="{lawful}"' in refused.content.decode()


def test_every_item_wants_an_answer_and_violations_cannot_conform(
    walk: Journey, home: str, signed_in: Browser
) -> None:
    walk.tender.submit_review(walk.act("lijun"))
    client, page = signed_in("gaojie"), f"{home}fairness/"
    form = form_at(client, page, goes_to="/fairness/", having="deadline_on")
    silent = send(client, page, form, conclusion="conforms")
    assert silent.status_code == 422
    assert "请回答第 1 项" in silent.content.decode()
    answers = {f"item_{item.code}": "no" for item in ITEMS} | {"item_F1": "yes"}
    wrong = send(client, page, form, conclusion="conforms", **answers)
    assert wrong.status_code == 422
    assert "REVIEW-CONCLUSION" in wrong.content.decode()
    assert not FairReview.objects.exists()
    back = form_at(client, page, goes_to="/fail/")
    assert send(client, f"{page}fail/", back, reason="删去第 1 项").status_code == 303
    assert FairReview.objects.get().conclusion == "violates"
    assert Tender.objects.get().state == Tender.State.DRAFT


def test_the_author_cannot_review(walk: Journey, home: str, signed_in: Browser) -> None:
    walk.tender.submit_review(walk.act("lijun"))
    answers = {f"item_{item.code}": "no" for item in ITEMS}
    form = form_at(signed_in("gaojie"), f"{home}fairness/", goes_to="/fairness/", having="deadline_on")
    refused = send(signed_in("wangmin"), f"{home}fairness/", form, conclusion="conforms", **answers)
    assert refused.status_code == 422
    assert "REVIEWER-NOT-AUTHOR" in refused.content.decode()


def test_a_clause_that_keeps_outsiders_away_is_shown_to_the_author(home: str, signed_in: Browser) -> None:
    client, page = signed_in("lijun"), f"{home}qualification/"
    form = form_at(client, page, having="qualification")
    send(client, page, form, qualification="投标人须在静乐县设有分公司。")
    shown = client.get(f"{home}fairness/").content.decode()
    assert '<mark class="must open">' in shown
    assert "必须修改" in shown


def test_answers_may_be_kept_for_later(home: str, signed_in: Browser) -> None:
    client, page = signed_in("lijun"), f"{home}project/"
    form = form_at(client, page, having="seen")
    missing = client.post(page, form | {"funds": ""})
    assert missing.status_code == 422
    assert "请填写资金来源" in missing.content.decode()
    assert client.post(page, form | {"funds": "", "later": "1"}).status_code == 303
    tasks = client.get(home).content.decode()
    assert "还缺：资金来源" in tasks
    hand_in = send(
        client, f"{home}submit-review/", form_at(client, f"{home}fairness/", goes_to="/submit-review/")
    )
    assert hand_in.status_code == 422
    assert "NOTICE-INCOMPLETE" in hand_in.content.decode()
