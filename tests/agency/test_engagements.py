"""委托 on the pages of both sides: propose, sign, read, end; on paper; to strangers it does not exist."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest

from bidding.demo.journey import Journey
from marketplace import paper
from marketplace.accounts.models import Organization
from marketplace.flow.models import Pending
from tenders import actions
from tenders.agency.models import Engagement
from tests.agency.conftest import Browser
from tests.factories import a_draft
from tests.workbench.pages import form_at, send

HOME = "/my/agency/engagements/"
TERMS = {
    "scope": ["draft", "publish"], "since_on": "2026-03-02", "until_on": "2026-12-31", "kind": "bands", "payer": "buyer",
    "limit_1": "100万元", "rate_1": "1.0", "rate_2": "0.7", "factor": "80",
}  # fmt: skip


def test_the_agency_proposes_signs_and_two_persons_of_the_owner_sign(
    walk: Journey, signed_in: Browser
) -> None:
    agency = signed_in("lijun")
    client = Organization.objects.get(name__startswith="静乐县城市供热")
    form = form_at(agency, f"{HOME}new/", having="since_on")
    made = send(agency, f"{HOME}new/", form, other=client.uscc, **TERMS)
    assert made.status_code == 303
    page, row = made["Location"], Engagement.objects.latest("pk")
    assert row.period == "2026年3月2日至2026年12月31日"
    assert row.formula == {"kind": "bands", "bands": [[100_000_000, "1.0"], [None, "0.7"]], "factor": "80"}
    assert send(agency, f"{page}sign/", form_at(agency, page, goes_to="/sign/")).status_code == 303
    first, second = signed_in("wangmin"), signed_in("zhaozhiqiang")
    asked = send(first, f"{page}sign/", form_at(first, page, goes_to="/sign/"))
    confirm = f"/my/confirm/{Pending.objects.get(decided_at=None).act_id}/"
    assert asked["Location"] == confirm
    assert "已提交，等本单位另一人确认" in first.get(page).content.decode()
    assert send(second, confirm, form_at(second, confirm), decision="confirm").status_code == 303
    text = first.get(page).content.decode()
    assert "有效" in text
    assert "王敏、赵志强" in text
    assert text.count("已委托") == 2


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"scope": []}, "请至少勾选一项委托范围"),
        ({"until_on": "2026-03-01"}, "截止日不得早于起始日"),
        ({"rate_2": ""}, "最后一档不写上限"),
        ({"rate_2": "11"}, "0 至 10%"),
        ({"kind": "fixed"}, "固定金额应当大于 0"),
        ({"since_on": "明年"}, "日期"),
    ],
)
def test_terms_that_do_not_hold_are_said_at_their_field(
    walk: Journey, signed_in: Browser, changed: dict[str, object], says: str
) -> None:
    agency = signed_in("lijun")
    form = form_at(agency, f"{HOME}new/", having="since_on")
    other = Organization.objects.get(name__startswith="静乐县城市供热").uscc
    answer = send(agency, f"{HOME}new/", form, other=other, **TERMS | changed)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Engagement.objects.count() == 1


def test_the_owner_revokes_on_its_page(agreed: Engagement, walk: Journey, signed_in: Browser) -> None:
    a_draft(walk)
    owner, page = signed_in("wangmin"), agreed.get_absolute_url()
    form = form_at(owner, page, goes_to="/end/")
    empty = send(owner, f"{page}end/", form, reason="")
    assert empty.status_code == 422
    assert send(owner, f"{page}end/", form, reason="代理服务质量不符合约定").status_code == 303
    with pytest.raises(Exception, match="已于"):
        actions.edit_tender(walk.tender, walk.act("lijun"), bond_fen=1)
    text = owner.get(page).content.decode()
    assert "代理服务质量不符合约定" in text
    assert "因超出委托被拒绝的办理" in text
    assert "李军" in text


@pytest.mark.parametrize("who", ["bidder1", "centre1", "jiandu", "expert01"])
def test_to_a_stranger_it_does_not_exist(
    agreed: Engagement, walk: Journey, signed_in: Browser, who: str
) -> None:
    stranger = signed_in(who)
    assert stranger.get(HOME).status_code == 404
    for page in ("", "paper/"):
        assert stranger.get(f"{agreed.get_absolute_url()}{page}").status_code == 404
    assert stranger.get(f"{HOME}{agreed.number}.pdf").status_code == 404
    assert stranger.post(f"{agreed.get_absolute_url()}end/", {"reason": "无关"}).status_code == 404


def test_the_list_asks_few_queries(
    agreed: Engagement, walk: Journey, signed_in: Browser, django_assert_max_num_queries: object
) -> None:
    owner = signed_in("wangmin")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        text = owner.get(HOME).content.decode()
    assert "晋信" in text.replace("<wbr>", "")


def test_a_period_that_is_over_is_said_before_the_clock_says_it(agreed: Engagement, walk: Journey) -> None:
    from tenders.agency.pages.engagements import state

    assert state(agreed, agreed.until - timedelta(seconds=1)) == ("有效", "open")
    assert state(agreed, agreed.until) == ("已到期", "")
    assert state(agreed, agreed.since - timedelta(seconds=1)) == ("未到期限", "busy")


@pytest.mark.skipif(not paper.font() or not shutil.which("pdftotext"), reason="no Chinese font or pdftotext")
def test_the_agreement_on_paper(agreed: Engagement, walk: Journey, signed_in: Browser, tmp_path) -> None:  # type: ignore[no-untyped-def]
    import subprocess

    answer = signed_in("lijun").get(f"{HOME}{agreed.number}.pdf")
    file = tmp_path / "a.pdf"
    file.write_bytes(answer.content)
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    assert "招标委托代理协议" in text
    assert "按上列合计的 80% 收取" in text
