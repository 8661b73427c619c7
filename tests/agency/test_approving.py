"""业主确认: the agency prepares and asks, one person of the owner lets it out from a telephone, or sends it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from bidding.demo.journey import Journey
from marketplace.accounts.actions import step_up
from marketplace.accounts.models import User
from marketplace.flow import pending as second_person
from marketplace.flow.errors import NotPermitted, Refused, RuleBroken
from marketplace.flow.models import Duty, Message, Pending
from marketplace.notices.models import Notice
from tenders import actions
from tenders.agency import approving
from tenders.agency.models import Engagement, ProposedText
from tests.agency.conftest import Browser
from tests.factories import a_draft
from tests.workbench.pages import form_at, send


@pytest.fixture
def asked(agreed: Engagement, walk: Journey) -> Pending:
    """Reviewed, and handed over by the agency."""
    a_draft(walk)
    walk.review()
    walk.later(hours=1)
    approving.ask_to_publish(walk.tender, walk.act("lijun"))
    return Pending.objects.get(decided_at=None)


def proved(walk: Journey, username: str) -> None:
    step_up(User.objects.get(username=username), walk.act(username), proved_by="password")


def approve(walk: Journey, asked: Pending, username: str = "zhaozhiqiang") -> None:
    approving.approve(walk.tender, walk.act(username), asked=str(asked.act_id))


def test_the_agency_asks_and_one_person_of_the_owner_lets_it_out(asked: Pending, walk: Journey) -> None:
    assert walk.tender.state == "ready"
    proved(walk, "zhaozhiqiang")
    approve(walk, asked)
    assert walk.tender.state == "published"
    notice = Notice.objects.get(type="E03")
    kept = ProposedText.objects.get(act_id=asked.act_id)
    told = {row["label"]: row["value"] for row in kept.notices[0]["fields"]}
    assert {row["label"]: row["value"] for row in notice.rows() if row["label"] in told} == told
    assert Message.objects.filter(to__username="lijun", subject__contains="已同意公开").exists()


def test_the_text_message_leads_to_the_page_and_signs_nobody_in(asked: Pending, walk: Journey) -> None:
    walk.settle()
    told = Message.objects.filter(url=f"/my/approve/{asked.act_id}/", channel="sms")
    assert {row.to.username for row in told if row.to} >= {"zhaozhiqiang", "gaojie"}
    author = User.objects.get(username="wangmin")
    assert f" user:{author.pk} " in Duty.objects.get(code="CONFIRM-tender.publish", met_at=None).barred
    assert "业主确认" in told[0].subject
    answer = Client().get(told[0].url)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/my/approve/")


@pytest.mark.parametrize("who", ["lijun", "bidder1", "centre1"])
def test_nobody_else_decides(asked: Pending, walk: Journey, signed_in: Browser, who: str) -> None:
    proved(walk, who)
    with pytest.raises(NotPermitted):
        approve(walk, asked, who)
    assert signed_in(who).get(f"/my/approve/{asked.act_id}/").status_code == 404
    assert walk.tender.state == "ready"


def test_the_agency_cannot_confirm_what_the_agency_asked(asked: Pending, walk: Journey) -> None:
    with pytest.raises(NotPermitted) as caught:
        second_person.confirm(asked, walk.act("lijun"))
    assert caught.value.code == "DECIDES-ANOTHER"


def test_who_wrote_it_does_not_let_it_out(asked: Pending, walk: Journey) -> None:
    proved(walk, "wangmin")
    with pytest.raises(RuleBroken) as caught:
        approve(walk, asked, "wangmin")
    assert caught.value.code == "PUBLISH-NOT-BY-ITS-AUTHOR"
    with pytest.raises(RuleBroken):
        second_person.confirm(asked, walk.act("wangmin"))


def test_the_yes_needs_a_proof_of_the_last_thirty_minutes(asked: Pending, walk: Journey) -> None:
    with pytest.raises(RuleBroken) as caught:
        approve(walk, asked)
    assert caught.value.code == "APPROVE-STEP-UP"
    proved(walk, "zhaozhiqiang")
    walk.later(minutes=30)
    with pytest.raises(RuleBroken):
        approve(walk, asked)
    walk.now -= timedelta(seconds=1)
    approve(walk, asked)
    assert walk.tender.state == "published"


def test_the_no_sends_the_draft_back_and_the_next_request_shows_what_changed(
    asked: Pending, walk: Journey, signed_in: Browser
) -> None:
    owner, page = signed_in("zhaozhiqiang"), f"/my/approve/{asked.act_id}/"
    empty = send(owner, page, form_at(owner, page, having="reason"), reason="")
    assert empty.status_code == 422
    sent_back = send(owner, page, form_at(owner, page, having="reason"), reason="工期太紧，请改为 150 天")
    assert sent_back.status_code == 303
    assert "工期太紧" in owner.get(page).content.decode()
    tender = walk.tender
    assert tender.state == "draft"
    assert Message.objects.filter(to__username="lijun", text__contains="工期太紧").exists()
    lot = tender.lots.get()
    actions.edit_tender(
        tender, walk.act("lijun"),
        lots=[actions.LotDraft(lot.name, lot.scope, lot.ceiling_fen, 150, lot.quality)],
    )  # fmt: skip
    walk.review()
    approving.ask_to_publish(walk.tender, walk.act("lijun"))
    again = Pending.objects.get(decided_at=None)
    text = owner.get(f"/my/approve/{again.act_id}/").content.decode()
    assert "<del>120</del><ins>150</ins>" in text.replace("\n", "")
    assert "提请的上一版" in text


def test_the_page_shows_dates_with_their_articles_and_the_exact_notice(
    asked: Pending, walk: Journey, signed_in: Browser
) -> None:
    text = signed_in("zhaozhiqiang").get(f"/my/approve/{asked.act_id}/").content.decode()
    for said in (
        "随之确定的日期",
        "第二十四条",
        "投标截止、开标",
        "开标密钥",
        "肆佰捌拾陆万叁仟贰佰元整",
        "李军",
    ):
        assert said in text
    assert Notice.objects.count() == 0


def test_by_the_projects_number_one_comes_to_the_request_that_waits(
    asked: Pending, walk: Journey, signed_in: Browser
) -> None:
    answer = signed_in("zhaozhiqiang").get(f"/my/approve/{walk.number}/")
    assert answer["Location"] == f"/my/approve/{asked.act_id}/"


def test_a_double_tap_publishes_once(asked: Pending, walk: Journey, signed_in: Browser) -> None:
    proved(walk, "zhaozhiqiang")
    owner, page = signed_in("zhaozhiqiang"), f"/my/approve/{asked.act_id}/"
    values: dict[str, Any] = form_at(owner, page)
    assert [send(owner, page, values).status_code for _ in range(2)] == [303, 303]
    assert Notice.objects.filter(type="E03").count() == 1


def test_an_agency_without_the_clause_does_not_even_ask(agreed: Engagement, walk: Journey) -> None:
    a_draft(walk)
    walk.review()
    agreed.revoke(walk.act("wangmin"), reason="改由本单位发布")  # type: ignore[attr-defined]
    with pytest.raises(Refused) as caught:
        approving.ask_to_publish(walk.tender, walk.act("lijun"))
    assert caught.value.code == "MANDATE-REVOKED"
    assert Duty.objects.get(code="PUBLISH", met_at=None).owner == f"org:{agreed.buyer_id}"


def test_a_clarification_of_the_agency_too_waits_for_the_owner(
    agreed: Engagement, walk: Journey, signed_in: Browser
) -> None:
    a_draft(walk)
    walk.review()
    walk.publish()
    deadline = walk.tender.deadline_at
    assert deadline is not None
    walk.tender.clarify(
        walk.act("lijun"), text="图纸第 3 页尺寸以清单为准。", affects_bids=False, new_deadline=deadline
    )
    waiting = Pending.objects.get(decided_at=None)
    page = signed_in("wangmin").get(f"/my/approve/{waiting.act_id}/").content.decode()
    assert "同意发布澄清" in page or "验证身份" in page
    proved(walk, "wangmin")
    approve(walk, waiting, "wangmin")
    assert Notice.objects.filter(type="E05").count() == 1
