"""Who may decide about a unit's people, and what must remain: the platform's own conditions, with examples."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.law.rules import rule
from marketplace.law.statutes import PLATFORM

LAW = PLATFORM["MEMBERS"]


@dataclass(frozen=True, slots=True)
class Team:
    """A unit's people as an act would leave them."""

    other_admins: int = 1
    stays_admin: bool = False
    is_member: bool = False


@dataclass(frozen=True, slots=True)
class Joining:
    """Who decides about a request: the unit's administrator, or the desk for a unit that has none."""

    by_desk: bool = False
    has_admin: bool = True
    checked: str = ""
    asked_before: bool = False


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that somebody takes up."""

    is_open: bool = True
    is_theirs: bool = True


@rule(
    "UNIT-HAS-ADMIN",
    law=LAW,
    says="这是本单位唯一的管理员，请先把另一人设为管理员",
    holds=[Team(other_admins=1), Team(other_admins=0, stays_admin=True)],
    breaks=[Team(other_admins=0)],
)
def an_administrator_remains(facts: Team) -> bool:
    return facts.other_admins > 0 or facts.stays_admin


@rule(
    "MEMBER-ONCE",
    law=LAW,
    says="此人已经是本单位的人员",
    holds=[Team()],
    breaks=[Team(is_member=True)],
)
def the_person_is_new_here(facts: Team) -> bool:
    return not facts.is_member


@rule(
    "JOIN-BY-ADMIN",
    law=LAW,
    says="该单位有管理员，由其管理员决定；交易中心只办理没有管理员的单位",
    holds=[Joining(), Joining(by_desk=True, has_admin=False)],
    breaks=[Joining(by_desk=True)],
)
def the_unit_decides_itself_while_it_can(facts: Joining) -> bool:
    return not (facts.by_desk and facts.has_admin)


@rule(
    "JOIN-CHECKED",
    law=LAW,
    says="请写明怎样核实的，例如回拨登记电话、查验授权委托书",
    holds=[Joining(), Joining(by_desk=True, has_admin=False, checked="回拨单位座机核实")],
    breaks=[Joining(by_desk=True, has_admin=False)],
)
def the_desk_says_how_it_checked(facts: Joining) -> bool:
    return not facts.by_desk or bool(facts.checked.strip())


@rule(
    "JOIN-ONCE",
    law=LAW,
    says="您已经申请加入这个单位，请等它的管理员决定",
    holds=[Joining()],
    breaks=[Joining(asked_before=True)],
)
def nobody_asks_twice(facts: Joining) -> bool:
    return not facts.asked_before


@rule(
    "INVITATION-OPEN",
    law=LAW,
    says="这份邀请已经用过、被收回或者过期，请联系对方管理员重新邀请",
    holds=[Invited()],
    breaks=[Invited(is_open=False)],
)
def the_invitation_is_open(facts: Invited) -> bool:
    return facts.is_open


@rule(
    "INVITATION-PHONE",
    law=LAW,
    says="这份邀请发给另一个手机号，请用收到短信的手机号登录",
    holds=[Invited()],
    breaks=[Invited(is_theirs=False)],
)
def the_invitation_is_for_this_phone(facts: Invited) -> bool:
    return facts.is_theirs
