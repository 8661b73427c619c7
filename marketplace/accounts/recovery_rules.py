"""When somebody may be let in again: never by themselves, never by one person alone, not for long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from marketplace.law.rules import rule
from marketplace.law.statutes import PLATFORM

LASTS = timedelta(minutes=30)  # PLATFORM["RECOVERY-CODE"]
TRIES = 5  # PLATFORM["RECOVERY-CODE"]
WAITS = timedelta(hours=24)  # PLATFORM["RECOVERY-LIFE"]
LENGTH = 8


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who confirms for whom; `first` is who confirmed before, 0 when nobody has."""

    confirmer: int
    person: int
    first: int = 0


@dataclass(frozen=True, slots=True)
class Return:
    """Who comes back, and the code they bring: how old, how often tried before."""

    comer: int
    person: int
    age: timedelta = timedelta(0)
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Asking:
    """What was asked before: from this network address in an hour, for this account in a day."""

    from_address: int = 0
    for_account: int = 0


@rule(
    "RECOVERY-NOT-BY-ONESELF",
    law=PLATFORM["RECOVERY"],
    says="不能由申请恢复的人自己确认",
    holds=[Confirmation(1, 2)],
    breaks=[Confirmation(2, 2)],
)
def another_than_the_person(facts: Confirmation) -> bool:
    return facts.confirmer != facts.person


@rule(
    "RECOVERY-TWO-AT-THE-DESK",
    law=PLATFORM["RECOVERY"],
    says="服务台的两次回电核实须由两个人办理，您已经确认过一次",
    holds=[Confirmation(1, 2), Confirmation(1, 2, first=3)],
    breaks=[Confirmation(1, 2, first=1)],
)
def another_than_the_first(facts: Confirmation) -> bool:
    return facts.confirmer != facts.first


@rule(
    "RECOVERY-BY-THE-PERSON",
    law=PLATFORM["RECOVERY"],
    says="这一步只能由申请恢复的人本人办理",
    holds=[Return(2, 2)],
    breaks=[Return(1, 2)],
)
def the_person_themselves(facts: Return) -> bool:
    return facts.comer == facts.person


@rule(
    "RECOVERY-IN-TIME",
    law=PLATFORM["RECOVERY-CODE"],
    says="恢复码不对或者已经过期（30 分钟），请核对，或者重新申请",
    holds=[Return(2, 2, timedelta(minutes=29, seconds=59))],
    breaks=[Return(2, 2, LASTS)],
)
def the_recovery_code_is_fresh(facts: Return) -> bool:
    return facts.age < LASTS


@rule(
    "RECOVERY-FIVE-TRIES",
    law=PLATFORM["RECOVERY-CODE"],
    says="恢复码已经输错 5 次，不能再用，请重新申请",
    holds=[Return(2, 2, tries=4)],
    breaks=[Return(2, 2, tries=TRIES)],
)
def the_recovery_code_was_tried_less_than_five_times(facts: Return) -> bool:
    return facts.tries < TRIES


@rule(
    "RECOVERY-FEW-ASKED",
    law=PLATFORM["RECOVERY-LIFE"],
    says="恢复申请过多（同一网络每小时 10 份、同一账户每天 5 份），请拨打服务热线",
    holds=[Asking(9, 4)],
    breaks=[Asking(10, 0), Asking(0, 5)],
)
def few_recoveries_were_asked_for(facts: Asking) -> bool:
    return facts.from_address < 10 and facts.for_account < 5
