"""An agency acts within what its client entrusted to it (招标投标法 15): scope, period, signatures, revocation."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bidding.demo import mandates
from bidding.demo.journey import Journey
from marketplace.flow import pending, tick
from marketplace.flow.access import MAY, Role
from marketplace.flow.errors import NotPermitted, Refused, WrongState
from marketplace.flow.models import Duty, Message, Pending
from marketplace.record.models import Event
from tenders import actions
from tenders.agency import clauses
from tenders.agency.models import Engagement
from tests.agency.conftest import YEAR
from tests.conftest import MONDAY
from tests.factories import a_draft, a_process

NARROW = ("draft", "answer")
EVERYTHING = tuple(clauses.BY_CODE)


def test_every_action_of_an_agency_stands_in_one_clause_or_is_its_own() -> None:
    entrusted = [action for clause in clauses.CLAUSES for action in clause.actions]
    open_to_agencies = {action for action, roles in MAY.items() if Role.PROCURING_ENTITY in roles}
    assert len(entrusted) == len(set(entrusted))
    assert set(entrusted) | clauses.OWN == open_to_agencies


def end(row: Engagement, walk: Journey, reason: str = "代理合同纠纷") -> None:
    row.revoke(walk.act("wangmin"), reason=reason)  # type: ignore[attr-defined]


def refusal(walk: Journey) -> Refused:
    with pytest.raises(NotPermitted) as caught:
        actions.edit_tender(walk.tender, walk.act("lijun"), bond_fen=1)
    return caught.value


def test_within_its_scope_and_period_the_agency_acts(agreed: Engagement, walk: Journey) -> None:
    a_draft(walk)
    actions.edit_tender(walk.tender, walk.act("lijun"), bond_fen=1)
    assert walk.tender.bond_fen == 1


def test_without_an_agreement_it_is_refused(walk: Journey) -> None:
    a_draft(walk)
    Engagement.objects.all().delete()
    refused = refusal(walk)
    assert refused.code == "MANDATE-NONE"
    assert "编制招标资料和招标文件，提交审查" in refused.says
    assert "第十五条" in refused.law


def test_outside_the_scope_the_refusal_names_clause_and_agreement(agreed: Engagement, walk: Journey) -> None:
    process = a_process(walk, at="announced")
    end(agreed, walk)
    narrow = mandates.entrust(
        walk.now,
        agent="lijun",
        owners=("wangmin", "zhaozhiqiang"),
        since=MONDAY,
        until=MONDAY + YEAR,
        scope=NARROW,
    )
    with pytest.raises(NotPermitted) as caught:
        process.sign_record(walk.act("lijun"))
    assert caught.value.code == "MANDATE-SCOPE"
    assert narrow.number in caught.value.says
    assert "“安排和主持开标，签署开标记录”" in caught.value.says
    kept = Event.objects.get(code="MANDATE-SCOPE")
    assert (kept.outcome, kept.by_name, kept.tender) == ("refused", "李军", walk.number)
    process.sign_record(walk.act("wangmin"))
    assert walk.process().state == "opened"


def test_the_period_is_half_open(agreed: Engagement, walk: Journey) -> None:
    a_draft(walk)
    first, last = agreed.since, agreed.until
    tender = walk.tender
    assert tender.outside_mandate("tender.edit", first) is None
    assert tender.outside_mandate("tender.edit", last - timedelta(seconds=1)) is None
    early, late = (tender.outside_mandate("tender.edit", at) for at in (first - timedelta(seconds=1), last))
    assert early is not None
    assert late is not None
    assert (early.code, late.code) == ("MANDATE-PERIOD", "MANDATE-PERIOD")
    assert "尚未开始" in early.says
    assert "已经到期" in late.says
    assert agreed.number in late.says


def test_revoking_bites_at_once_and_says_who_must_act_now(agreed: Engagement, walk: Journey) -> None:
    a_draft(walk)
    owner, agency = (f"org:{unit}" for unit in (agreed.buyer_id, agreed.agency_id))
    drafting = Duty.objects.filter(code="DRAFT", met_at=None)
    assert drafting.get().owner == agency
    end(agreed, walk)
    assert drafting.get().owner == owner
    refused = refusal(walk)
    assert refused.code == "MANDATE-REVOKED"
    assert "代理合同纠纷" in refused.says
    told = Message.objects.filter(subject__contains="已解除", channel="sms")
    assert {row.to.username for row in told if row.to} == {"wangmin", "zhaozhiqiang", "gaojie", "lijun"}


def test_one_person_of_the_owner_revokes_and_needs_a_reason(agreed: Engagement, walk: Journey) -> None:
    with pytest.raises(Refused) as caught:
        end(agreed, walk, reason=" ")
    assert caught.value.field == "reason"
    end(agreed, walk)
    assert Engagement.objects.get().state == "revoked"
    with pytest.raises(WrongState):
        end(agreed, walk)


def test_the_clock_ends_it_and_the_work_goes_back_to_the_owner(agreed: Engagement, walk: Journey) -> None:
    a_draft(walk)
    assert f"{agreed.number} engagement.expire" not in tick.run_until_quiet(
        agreed.until - timedelta(seconds=1)
    )
    assert f"{agreed.number} engagement.expire" in tick.run_until_quiet(agreed.until)
    assert Engagement.objects.get().state == "expired"
    assert Duty.objects.get(code="DRAFT", met_at=None).owner == f"org:{agreed.buyer_id}"


def test_nothing_holds_before_both_have_signed_and_two_persons_sign_for_the_owner(
    agreed: Engagement, walk: Journey
) -> None:
    a_draft(walk)
    end(agreed, walk)
    number = actions_of(walk, "lijun", agreed, since=MONDAY, until=MONDAY + YEAR)
    row = Engagement.objects.get(number=number)
    row.agency_signs(walk.act("lijun"))  # type: ignore[attr-defined]
    refused = refusal(walk)
    assert refused.code == "MANDATE-UNSIGNED"
    row.buyer_accepts(walk.act("wangmin"))  # type: ignore[attr-defined]
    waiting = Pending.objects.get(thing=number, decided_at=None)
    assert refusal(walk).code == refused.code
    with pytest.raises(NotPermitted):
        pending.confirm(waiting, walk.act("wangmin"))
    with pytest.raises(NotPermitted):
        pending.confirm(waiting, walk.act("lijun"))
    pending.confirm(waiting, walk.act("zhaozhiqiang"))
    row = Engagement.objects.get(number=number)
    assert (str(row.buyer_asked_by), str(row.buyer_signed_by), row.state) == ("王敏", "赵志强", "in_force")
    actions.edit_tender(walk.tender, walk.act("lijun"), bond_fen=1)


def actions_of(walk: Journey, who: str, like: Engagement, *, since: datetime, until: datetime) -> str:
    from tenders.agency import actions as agency

    unit, other = (like.agency, like.buyer) if who == "lijun" else (like.buyer, like.agency)
    return agency.propose(
        unit, walk.act(who), other=other, scope=list(EVERYTHING), since=since, until=until,
        formula=mandates.FORMULA, payer="buyer",
    )  # fmt: skip


def test_the_owner_proposes_and_the_agency_accepts(agreed: Engagement, walk: Journey) -> None:
    end(agreed, walk)
    number = actions_of(walk, "wangmin", agreed, since=MONDAY, until=MONDAY + YEAR)
    row = Engagement.objects.get(number=number)
    walk.two_persons(row, "buyer_signs", "wangmin", "zhaozhiqiang")
    row = Engagement.objects.get(number=number)
    assert row.state == "buyer_signed"
    assert Duty.objects.get(code="SIGN-AGENCY", met_at=None).owner == f"org:{agreed.agency_id}"
    row.agency_accepts(walk.act("lijun"))  # type: ignore[attr-defined]
    assert Engagement.objects.get(number=number).is_in_force(walk.now)


@pytest.mark.parametrize("until", [MONDAY, MONDAY - timedelta(seconds=1)])
def test_terms_that_are_over_are_refused(agreed: Engagement, walk: Journey, until: datetime) -> None:
    with pytest.raises(Refused) as caught:
        actions_of(walk, "lijun", agreed, since=MONDAY - YEAR, until=until)
    assert caught.value.code == "MANDATE-LASTS"


def test_a_stranger_does_not_take_part(agreed: Engagement, walk: Journey) -> None:
    for who in ("bidder1", "centre1", "jiandu"):
        with pytest.raises(NotPermitted):
            agreed.revoke(walk.act(who), reason="无关")  # type: ignore[attr-defined]


def test_an_agency_whose_mandate_ended_corrects_nothing(agreed: Engagement, walk: Journey) -> None:
    from marketplace.notices.corrections import actions as correcting
    from marketplace.notices.corrections import targets

    a_process(walk)
    notice = targets.find("notice", f"{walk.number}-E03-1")
    assert notice is not None
    end(agreed, walk)
    with pytest.raises(NotPermitted) as caught:
        correcting.set_right(
            notice,
            walk.act("lijun"),
            label="招标项目名称",
            old=walk.tender.title,
            new=f"{walk.tender.title} ",
        )
    assert caught.value.code.startswith("MANDATE-")
    hidden = correcting.hide(
        notice, walk.act("lijun"), passages=["静乐县城区"], files=[], ground="personal", reason="误公开"
    )
    assert hidden
