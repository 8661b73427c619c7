"""m6 and m7: the fee by the agreement's formula, and the papers that are handed over."""

from __future__ import annotations

import pytest

from bidding.demo.journey import Journey
from marketplace import paper
from marketplace.flow.errors import NotPermitted, RuleBroken
from marketplace.flow.models import Duty
from tenders.agency import actions
from tenders.agency.models import AgencyFee, Engagement, Handover
from tests.agency.conftest import Browser
from tests.factories import a_process
from tests.workbench.pages import form_at, send


@pytest.fixture
def awarded(agreed: Engagement, walk: Journey) -> str:
    return str(a_process(walk, at="notified").number)


def issue(agency, lot: str) -> AgencyFee:  # type: ignore[no-untyped-def]
    page = f"/my/agency/fees/new/{lot}/"
    form = form_at(agency, page, having="due_on")
    made = send(agency, page, form, due_on="2026-12-31")
    assert made.status_code == 303, made.content.decode()
    return AgencyFee.objects.latest("pk")


def test_the_fee_follows_from_award_and_agreement(awarded: str, walk: Journey, signed_in: Browser) -> None:
    agency = signed_in("lijun")
    assert awarded in agency.get("/my/agency/fees/").content.decode()
    row = issue(agency, awarded)
    amount = walk.process().awards.get(cancelled_at=None).amount_fen
    assert row.base_fen == amount
    exact = (1_000_000 * 100 * 10 + (amount - 100_000_000) * 7) * 8  # 分 × 10000: 1 %, 0.7 %, times 80 %
    assert row.amount_fen == (exact + 5_000) // 10_000
    assert row.payer.memberships.get().user.username == walk.winner()
    text = agency.get(row.get_absolute_url()).content.decode().replace("<wbr>", "")
    assert "× 0.7%" in text
    assert f"{row.amount_fen / 100:,.2f}" in text


def test_the_payer_reads_it_and_owes_it_until_it_is_settled(
    awarded: str, walk: Journey, signed_in: Browser
) -> None:
    agency, payer = signed_in("lijun"), signed_in(walk.winner())
    row = issue(agency, awarded)
    page = row.get_absolute_url()
    duty = Duty.objects.get(code="FEE", met_at=None)
    assert (duty.owner, duty.url) == (f"org:{row.payer_id}", page)
    assert "登记到账" not in payer.get(page).content.decode()
    assert send(payer, f"{page}settle/", {}).status_code == 403
    assert send(agency, f"{page}settle/", form_at(agency, page, goes_to="/settle/")).status_code == 303
    assert AgencyFee.objects.get().state == "paid"
    assert not Duty.objects.filter(code="FEE", met_at=None).exists()
    strangers = [name for name in ("bidder1", "bidder2", "bidder3") if name != walk.winner()]
    assert signed_in(strangers[0]).get(page).status_code == 404


def test_a_wrong_notice_is_withdrawn_and_another_follows(
    awarded: str, walk: Journey, signed_in: Browser
) -> None:
    agency = signed_in("lijun")
    row = issue(agency, awarded)
    page = row.get_absolute_url()
    assert agency.get(f"/my/agency/fees/new/{awarded}/").status_code == 404
    assert (
        send(agency, f"{page}withdraw/", form_at(agency, page, having="reason"), reason="").status_code == 422
    )
    done = send(agency, f"{page}withdraw/", form_at(agency, page, having="reason"), reason="付款单位有误")
    assert done.status_code == 303
    assert issue(agency, awarded).number != row.number


@pytest.mark.skipif(not paper.font(), reason="no Chinese font")
def test_the_notice_is_a_pdf(awarded: str, walk: Journey, signed_in: Browser) -> None:
    agency = signed_in("lijun")
    row = issue(agency, awarded)
    sent = signed_in(walk.winner()).get(f"/my/fees/{row.number}.pdf")
    assert sent.content.startswith(b"%PDF-")


# ── the papers ──────────────────────────────────────────────────────────────


@pytest.fixture
def contracted(agreed: Engagement, walk: Journey) -> str:
    return str(a_process(walk, at="contracted").number)


def test_what_is_missing_is_said_and_nothing_incomplete_is_handed_over(
    contracted: str, walk: Journey, signed_in: Browser
) -> None:
    agency, page = signed_in("lijun"), f"/my/agency/archive/{contracted}/"
    text = agency.get(page).content.decode()
    assert "还不能办：</" not in text
    assert "还缺 向行政监督部门的书面报告、投标保证金退还记录" in text
    refused = send(agency, page, form_at(agency, page, having="to"))
    assert refused.status_code == 422
    assert "HANDOVER-COMPLETE" in refused.content.decode()
    assert Handover.objects.count() == 0


@pytest.fixture
def complete(contracted: str, walk: Journey) -> str:
    from bidding import actions as bidding

    walk.later(days=1)
    bidding.report_to_authority(walk.process(), walk.act("lijun"), summary="书面报告（示例）")
    bidding.refund_bonds(walk.process(), walk.act("lijun"))
    return contracted


@pytest.mark.parametrize(("to", "who"), [("centre", "centre5"), ("buyer", "wangmin")])
def test_the_list_is_handed_over_and_received(
    complete: str, walk: Journey, signed_in: Browser, to: str, who: str
) -> None:
    agency, page = signed_in("lijun"), f"/my/agency/archive/{complete}/"
    made = send(agency, page, form_at(agency, page, having="to"), to=to)
    assert made.status_code == 303, made.content.decode()
    row = Handover.objects.get()
    assert made["Location"] == row.get_absolute_url()
    assert Duty.objects.get(code="RECEIVE", met_at=None).url == row.get_absolute_url()
    names = {one["name"] for one in row.contents}
    assert {"report.json", "keycard.json", "record.jsonl"} <= names
    assert any(name.startswith("agreements/WT-") for name in names)
    assert all(len(one["sha256"]) == 64 for one in row.contents)
    receiver = signed_in(who)
    assert send(agency, f"{row.get_absolute_url()}receive/", {}).status_code == 403
    form = form_at(receiver, row.get_absolute_url(), goes_to="/receive/")
    assert send(receiver, f"{row.get_absolute_url()}receive/", form).status_code == 303
    text = agency.get(row.get_absolute_url()).content.decode()
    assert "档案移交回执" in text
    assert Handover.objects.get().received_for in text


def test_what_does_not_agree_is_sent_back_and_handed_over_again(
    complete: str, walk: Journey, signed_in: Browser
) -> None:
    agency, page = signed_in("lijun"), f"/my/agency/archive/{complete}/"
    send(agency, page, form_at(agency, page, having="to"), to="centre")
    row = Handover.objects.get()
    twice = send(agency, page, form_at(agency, page, having="to"), to="centre")
    assert twice.status_code == 422
    keeper = signed_in("centre5")
    back = send(
        keeper,
        f"{row.get_absolute_url()}back/",
        form_at(keeper, row.get_absolute_url(), having="reason"),
        reason="缺图纸",
    )
    assert back.status_code == 303
    again = send(agency, page, form_at(agency, page, having="to"), to="centre")
    assert again.status_code == 303


def test_another_unit_hands_nothing_over(complete: str, walk: Journey, signed_in: Browser) -> None:
    with pytest.raises(NotPermitted):
        actions.hand_over_papers(
            walk.tender, walk.act("bidder1"), lot=complete, to_centre=True, items=[], contents=[]
        )
    missing = [{"name": "合同", "law": "", "files": [], "required": True}]
    with pytest.raises(RuleBroken):
        actions.hand_over_papers(
            walk.tender, walk.act("lijun"), lot=complete, to_centre=True, items=missing, contents=[]
        )
    assert signed_in("wangmin").get(f"/my/agency/archive/{complete}/").status_code == 404


@pytest.mark.skipif(not paper.font(), reason="no Chinese font")
def test_the_list_is_a_pdf(complete: str, walk: Journey, signed_in: Browser) -> None:
    agency, page = signed_in("lijun"), f"/my/agency/archive/{complete}/"
    send(agency, page, form_at(agency, page, having="to"), to="centre")
    row = Handover.objects.get()
    assert agency.get(f"/my/handovers/{row.number}.pdf").content.startswith(b"%PDF-")
