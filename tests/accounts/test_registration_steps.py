"""What may happen to a registration: handed in, verified, sent back, refused, changed, warned, registered twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import cast

import pytest

from bidding.demo import people
from marketplace.accounts.actors import actor_of
from marketplace.accounts.messages import tell_new_duties
from marketplace.accounts.models import Filing, Membership, Organization, User
from marketplace.accounts.registration import actions, checks
from marketplace.accounts.registration.workflow import OrganizationWorkflow
from marketplace.flow import pending, sampling, tick
from marketplace.flow.access import Role
from marketplace.flow.errors import NotPermitted, Refused, WrongState
from marketplace.flow.models import Duty, Message, Pending, Sample
from marketplace.law.workdays import SHANGHAI
from marketplace.record.models import Event
from tests.accounts.units import FRIDAY, MONDAY, USCC, VALUES, account, act, by, given, registered, verified
from tests.conftest import MONDAY as BEGIN

pytestmark = pytest.mark.django_db
DEFECT = [
    {"field": "name", "says": "单位名称与营业执照不一致"},
    {"field": "licence", "says": "照片右上角缺失，请重拍"},
]


@pytest.fixture(autouse=True)
def _county(db: None) -> None:
    people.create(BEGIN)


@pytest.fixture
def owner() -> User:
    return account("13800000501", "王青峰")


def again(unit: Organization) -> OrganizationWorkflow:
    """The unit as the database has it now."""
    return cast(OrganizationWorkflow, Organization.objects.get(pk=unit.pk))


def test_a_registration_is_one_unit_one_administrator_one_receipt(owner: User) -> None:
    number = actions.register(owner, act(owner, FRIDAY), **given())
    unit = Organization.objects.get(uscc=USCC)
    filing = Filing.objects.get(number=number)
    assert (unit.state, unit.kind, unit.receipt) == ("pending", "supplier", number)
    assert len(number) == 10
    assert unit.standing() == frozenset()
    assert list(Membership.objects.in_unit(unit).values_list("user", "part")) == [(owner.pk, "admin")]
    assert filing.values | {"promise": ""} == VALUES | {"promise": ""}
    assert Event.objects.filter(action="organization.register", outcome="done").count() == 1
    assert {m.channel for m in Message.objects.filter(subject__contains=number)} == {"in-site", "sms", "mail"}


def test_the_same_form_twice_is_one_registration(owner: User) -> None:
    once, what = act(owner, FRIDAY), given()
    first = actions.register(owner, once, **what)
    assert actions.register(owner, once, **what) == first
    assert Organization.objects.filter(uscc=USCC).count() == 1


def test_the_desk_has_one_working_day(owner: User) -> None:
    unit = registered(owner)
    duty = Duty.objects.get(code="ORG-VERIFY", met_at=None)
    assert duty.owner == f"role:{Role.CENTRE}"
    assert duty.due_at == datetime(2026, 3, 10, 0, 0, tzinfo=SHANGHAI)  # Friday → Monday 24:00
    assert duty.url == f"/desk/orgs/{unit.uscc}/"


def test_who_is_verified_may_bid_and_somebody_else_looks_at_it(owner: User) -> None:
    unit = registered(owner)
    unit.accept(by("centre2", MONDAY), licence_until=date(2030, 1, 1))
    unit = again(unit)
    assert (unit.state, unit.licence_until) == ("verified", date(2030, 1, 1))
    assert Role.SUPPLIER in actor_of(User.objects.get(pk=owner.pk)).standing
    assert not Duty.objects.filter(code="ORG-VERIFY", met_at=None).exists()
    sample = Sample.objects.get()
    assert (sample.thing, sample.url, sample.done_by.username) == (USCC, f"/desk/orgs/{USCC}/", "centre2")
    assert sample.due_at == datetime(2026, 3, 11, 0, 0, tzinfo=SHANGHAI)
    assert Duty.objects.get(code="SAMPLE", met_at=None).owner == f"org:{sample.unit}"


def test_nobody_samples_their_own_decision_and_the_other_one_ends_the_duty(owner: User) -> None:
    verified(owner)
    sample = Sample.objects.get()
    with pytest.raises(NotPermitted, match="抽查须由另一人办理"):
        sampling.agree(sample, by("centre2", MONDAY))
    with pytest.raises(NotPermitted):
        sampling.agree(sample, by("bidder1", MONDAY))
    sampling.agree(sample, by("centre3", MONDAY))
    assert not Duty.objects.filter(code="SAMPLE", met_at=None).exists()
    with pytest.raises(Refused, match="已由他人抽查"):
        sampling.agree(sample, by("centre4", MONDAY))


def test_an_objection_is_somebodys_duty_until_it_is_settled(owner: User) -> None:
    verified(owner)
    sample, head = Sample.objects.get(), User.objects.get(username="centre1")
    with pytest.raises(Refused, match="请写明哪一处不对"):
        sampling.disagree(sample, by("centre3", MONDAY), note=" ", settle_by=f"user:{head.pk}")
    sampling.disagree(sample, by("centre3", MONDAY), note="执照过期", settle_by=f"user:{head.pk}")
    assert Duty.objects.get(code="SAMPLE-OBJECTED", met_at=None).owner == f"user:{head.pk}"
    with pytest.raises(NotPermitted):
        sampling.settle(sample, by("centre3", MONDAY), settlement="已核对")
    sampling.settle(sample, by("centre1", MONDAY), settlement="已联系单位更换执照")
    assert not Duty.objects.filter(code="SAMPLE-OBJECTED", met_at=None).exists()


def test_everything_wrong_is_told_at_once_and_the_unit_corrects_it(owner: User) -> None:
    unit = registered(owner)
    with pytest.raises(Refused, match="一次列全"):
        unit.send_back(by("centre2", MONDAY), defects=[])
    unit.send_back(by("centre2", MONDAY), defects=DEFECT)
    told = Message.objects.filter(channel="sms", subject__contains="补正").get()
    assert all(one["says"] in told.text for one in DEFECT)
    assert Duty.objects.get(code="ORG-CORRECT", met_at=None).owner == f"admin:{unit.pk}"
    unit.resubmit(act(owner, MONDAY, unit), **given(name="静乐县青峰建设有限公司（示例）"))
    assert (unit.state, unit.name, unit.defects) == ("pending", "静乐县青峰建设有限公司（示例）", [])
    outcomes = Filing.objects.filter(organization=unit).order_by("pk").values_list("kind", "outcome")
    assert list(outcomes) == [("registration", "returned"), ("correction", "waiting")]


def test_a_refusal_takes_two_persons_and_says_what_can_be_done(owner: User) -> None:
    unit = registered(owner)
    unit.refuse(by("centre2", MONDAY), reason="执照不是本单位的")
    assert Organization.objects.get(pk=unit.pk).state == "pending"
    waiting = Pending.objects.get(decided_at=None)
    duty = Duty.objects.get(code="CONFIRM-organization.refuse", met_at=None)
    assert duty.owner == f"role:{Role.CENTRE}"
    with pytest.raises(NotPermitted, match="复核须由另一人办理"):
        pending.confirm(waiting, by("centre2", MONDAY))
    pending.confirm(waiting, by("centre1", MONDAY))
    unit = again(unit)
    assert (unit.state, unit.refusal) == ("refused", "执照不是本单位的")
    told = Message.objects.filter(channel="sms", subject__contains="未通过").get()
    assert "执照不是本单位的" in told.text
    assert "重新提交" in told.text


def test_a_refused_unit_may_try_again(owner: User) -> None:
    unit = registered(owner)
    unit.refuse(by("centre2", MONDAY), reason="执照不是本单位的")
    pending.confirm(Pending.objects.get(decided_at=None), by("centre1", MONDAY))
    unit = again(unit)
    unit.resubmit(act(owner, MONDAY, unit), **given())
    assert (unit.state, unit.refusal) == ("pending", "")


def test_a_change_waits_beside_what_holds(owner: User) -> None:
    unit = verified(owner)
    unit.change(act(owner, MONDAY, unit), **given(name="静乐县青峰集团有限公司（示例）"))
    assert (unit.state, unit.name) == ("changing", VALUES["name"])
    assert Role.SUPPLIER in unit.standing()
    unit.return_change(by("centre2", MONDAY), defects=DEFECT)
    assert (unit.state, unit.name) == ("verified", VALUES["name"])
    assert Duty.objects.filter(code="ORG-CORRECT", met_at=None).count() == 1
    unit.change(act(owner, MONDAY, unit), **given(name="静乐县青峰集团有限公司（示例）"))
    unit.accept(by("centre2", MONDAY), licence_until=None)
    assert (unit.state, unit.name) == ("verified", "静乐县青峰集团有限公司（示例）")


def test_a_change_that_was_sent_back_may_be_given_up(owner: User) -> None:
    unit = verified(owner)
    unit.change(act(owner, MONDAY, unit), **given(name="静乐县青峰集团有限公司（示例）"))
    unit.return_change(by("centre2", MONDAY), defects=DEFECT)
    unit.keep(act(owner, MONDAY, unit))
    assert not Duty.objects.filter(code="ORG-CORRECT", met_at=None).exists()


def test_a_verified_unit_keeps_its_code(owner: User) -> None:
    unit = verified(owner)
    unit.change(act(owner, MONDAY, unit), **given(uscc=people.code(502)))
    assert unit.filings.waiting().get().values["uscc"] == USCC


def test_what_was_accepted_wrongly_is_verified_again_by_two_persons(owner: User) -> None:
    unit = verified(owner)
    unit.reopen(by("centre3", MONDAY), reason="执照编号与登记不符")
    pending.confirm(Pending.objects.get(decided_at=None), by("centre1", MONDAY))
    unit = again(unit)
    assert (unit.state, unit.standing()) == ("pending", frozenset())
    assert unit.filings.waiting().count() == 1
    assert Duty.objects.filter(code="ORG-VERIFY", met_at=None).exists()


def test_an_ended_licence_is_not_verified(owner: User) -> None:
    unit = registered(owner)
    with pytest.raises(Refused, match="营业期限已经届满"):
        unit.accept(by("centre2", MONDAY), licence_until=date(2026, 3, 8))
    unit.accept(by("centre2", MONDAY), licence_until=date(2026, 3, 9))
    assert unit.state == "verified"


def test_only_the_desk_verifies_and_only_what_waits(owner: User) -> None:
    unit = registered(owner)
    with pytest.raises(NotPermitted):
        unit.accept(act(owner, MONDAY), licence_until=None)
    unit.accept(by("centre2", MONDAY), licence_until=None)
    with pytest.raises(WrongState):
        unit.accept(by("centre3", MONDAY), licence_until=None)


def test_two_register_the_same_unit_and_the_second_hears_of_the_first(owner: User) -> None:
    registered(owner)
    other = account("13800000502", "李二")
    with pytest.raises(Refused, match="该单位已登记，向管理员申请加入") as refused:
        actions.register(other, act(other, FRIDAY), **given())
    assert refused.value.code == "UNIT-ONCE"


def test_the_database_itself_keeps_a_code_to_one_unit(owner: User) -> None:
    first = registered(owner)
    other = account("13800000502", "李二")
    second = registered(other, uscc=people.code(503), name="静乐县二号建筑有限公司（示例）")
    second.send_back(by("centre2", MONDAY), defects=DEFECT)
    with pytest.raises(Refused, match="该单位已登记") as refused:
        second.resubmit(act(other, MONDAY, second), **given(uscc=first.uscc))
    assert refused.value.code == "UNIT-ONCE"
    assert Organization.objects.get(pk=second.pk).state == "returned"


@pytest.mark.parametrize("gap", ["name", "legal_representative", "address", "email", "business"])
def test_nothing_is_handed_in_with_a_gap(owner: User, gap: str) -> None:
    with pytest.raises(Refused, match="还有内容没有填写"):
        actions.register(owner, act(owner, FRIDAY), **given(**{gap: "" if gap != "business" else []}))
    assert not Organization.objects.filter(uscc=USCC).exists()


def test_an_older_promise_is_not_taken(owner: User) -> None:
    with pytest.raises(Refused, match="承诺书已经更新"):
        actions.register(owner, act(owner, FRIDAY), **given() | {"promise": "0" * 64})


# ── the licence runs out ────────────────────────────────────────────────────


def nine(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 9, 0, tzinfo=SHANGHAI)


def test_the_clock_warns_sixty_thirty_and_seven_days_before(owner: User) -> None:
    unit = registered(owner)
    unit.accept(by("centre2", MONDAY), licence_until=date(2026, 12, 31))
    instant = timedelta(microseconds=1)
    for on, days in ((date(2026, 11, 1), 60), (date(2026, 12, 1), 30), (date(2026, 12, 24), 7)):
        assert not [line for line in tick.tick(nine(on) - instant) if "warn_expiry" in line]
        assert [line for line in tick.tick(nine(on)) if "warn_expiry" in line]
        assert Organization.objects.get(pk=unit.pk).licence_warned == days
    assert Message.objects.filter(channel="sms", subject__contains="即将到期").count() == 3
    renew = Duty.objects.get(code="LICENCE-RENEW", met_at=None)
    assert renew.due_at == datetime(2027, 1, 1, 0, 0, tzinfo=SHANGHAI)
    assert not Duty.objects.filter(owner="clock", action="organization.warn_expiry", met_at=None).exists()


def test_a_renewed_licence_ends_the_reminding(owner: User) -> None:
    unit = registered(owner)
    unit.accept(by("centre2", MONDAY), licence_until=date(2026, 12, 31))
    tick.tick(nine(date(2026, 11, 1)))
    later = nine(date(2026, 11, 3))
    unit = again(unit)
    unit.change(act(owner, later, unit), **given())
    unit.accept(by("centre3", later), licence_until=date(2031, 12, 31))
    assert not Duty.objects.filter(code="LICENCE-RENEW", met_at=None).exists()
    assert unit.licence_warned is None


# ── what the machine says ───────────────────────────────────────────────────


def says(unit: Organization, user: User, **changed: object) -> dict[str, list[tuple[bool, str]]]:
    found: dict[str, list[tuple[bool, str]]] = {}
    for one in checks.of(unit, VALUES | changed, user, date(2026, 3, 9)):
        found.setdefault(one.field, []).append((one.ok, one.says))
    return found


def test_a_clean_declaration_has_only_ticks(owner: User) -> None:
    found = says(registered(owner), owner)
    assert all(ok for rows in found.values() for ok, _ in rows)
    assert (True, "第 18 位校验码相符") in found["uscc"]


def test_the_machine_points_at_what_is_the_same_elsewhere(owner: User) -> None:
    verified(owner)
    other = account("13800000502", "李二")
    second = registered(other, uscc=people.code(503), name="静乐县青峰建筑工程有限公司（示例）")
    found = says(second, owner, uscc=people.code(503), name="静乐县青峰建筑工程有限公司（示例）")
    assert any("名称相近" in words for ok, words in found["name"] if not ok)
    assert any("法定代表人" in words for ok, words in found["legal_representative"] if not ok)
    assert any("登记人还在" in words for ok, words in found["by"] if not ok)
    assert any("地址相同" in words for ok, words in found["address"] if not ok)


def test_a_code_that_had_another_name_before_is_pointed_out(owner: User) -> None:
    unit = registered(owner)
    unit.send_back(by("centre2", MONDAY), defects=DEFECT)
    unit.resubmit(act(owner, MONDAY, unit), **given(name="静乐县丰润建材有限公司（示例）"))
    found = says(unit, owner, name="静乐县丰润建材有限公司（示例）")
    assert any(VALUES["name"] in words for ok, words in found["name"] if not ok)


def test_an_individual_is_allowed_and_said_in_other_words(owner: User) -> None:
    individual = "92140926MA0K0601" + "X"
    from marketplace.law.identifiers import BadIdentifier, read_uscc

    for check in "0123456789ABCDEFGHJKLMNPQRTUWXY":
        try:
            individual = read_uscc("92140926MA0K06012" + check).code
        except BadIdentifier:
            continue
    unit = registered(owner, uscc=individual)
    assert unit.is_individual
    found = says(unit, owner, uscc=individual)
    assert (True, "登记类别：个体工商户") in found["uscc"]
    assert any("第二十五条" in words for ok, words in found["business"] if not ok)


def test_new_duties_are_told_to_the_people_of_the_desk(owner: User) -> None:
    registered(owner)
    tell_new_duties(FRIDAY)
    told = set(
        Message.objects.filter(channel="sms", subject__contains="核验主体登记").values_list(
            "to__username", flat=True
        )
    )
    assert told == {f"centre{n}" for n in range(1, 6)}
