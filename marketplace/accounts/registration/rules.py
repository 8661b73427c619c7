"""When a unit may be registered, verified or sent back: the platform's own conditions, with examples."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from marketplace.law.rules import rule
from marketplace.law.statutes import PLATFORM, TBL

_DAY = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Declared:
    """What is handed in."""

    is_known: bool = False  # the code belongs to a unit that is registered already
    is_complete: bool = True
    has_licence: bool = True
    promised: bool = True


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence on a day; `until` is None when it does not run out. `renewal_filed`: a new one is being verified."""

    on: date
    until: date | None = None
    renewal_filed: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the desk is about to answer."""

    defects: int = 1
    reason: str = "执照不是本单位的"


@rule(
    "UNIT-ONCE",
    law=PLATFORM["REGISTRATION"],
    says="该单位已登记，向管理员申请加入",
    holds=[Declared()],
    breaks=[Declared(is_known=True)],
)
def the_unit_is_new(facts: Declared) -> bool:
    return not facts.is_known


@rule(
    "UNIT-COMPLETE",
    law=PLATFORM["REGISTRATION"],
    says="还有内容没有填写，请逐项补齐后再提交",
    holds=[Declared()],
    breaks=[Declared(is_complete=False)],
)
def everything_is_filled_in(facts: Declared) -> bool:
    return facts.is_complete


@rule(
    "UNIT-LICENCE",
    law=PLATFORM["REGISTRATION"],
    says="请上传营业执照的照片或者 PDF",
    holds=[Declared()],
    breaks=[Declared(has_licence=False)],
)
def the_licence_is_there(facts: Declared) -> bool:
    return facts.has_licence


@rule(
    "UNIT-PROMISE",
    law=PLATFORM["REGISTRATION"],
    says="承诺书已经更新，请重新阅读并勾选后再提交",
    holds=[Declared()],
    breaks=[Declared(promised=False)],
)
def the_promise_is_the_present_one(facts: Declared) -> bool:
    return facts.promised


@rule(
    "LICENCE-RUNS",
    law=PLATFORM["LICENCE"],
    says="营业期限已经届满，不能通过核验，请退回并请对方换照",
    holds=[Licence(_DAY), Licence(_DAY, _DAY)],
    breaks=[Licence(_DAY, date(2026, 11, 23))],
)
def the_licence_runs_today(facts: Licence) -> bool:
    return facts.until is None or facts.until >= facts.on


@rule(
    "LICENCE-AT-START",
    law=TBL[26],
    says="登记的营业期限已经届满。请先上传更新后的营业执照，提交后就可以开始投标，不必等核验",
    holds=[Licence(_DAY), Licence(_DAY, _DAY), Licence(_DAY, date(2026, 11, 23), renewal_filed=True)],
    breaks=[Licence(_DAY, date(2026, 11, 23))],
)
def the_licence_runs_or_its_renewal_is_filed(facts: Licence) -> bool:
    return facts.until is None or facts.until >= facts.on or facts.renewal_filed


@rule(
    "DEFECTS-NAMED",
    law=PLATFORM["REGISTRATION"],
    says="请写明需要补正的内容，一次列全",
    holds=[Verdict(defects=1)],
    breaks=[Verdict(defects=0)],
)
def the_defects_are_named(facts: Verdict) -> bool:
    return facts.defects > 0


@rule(
    "REFUSAL-REASON",
    law=PLATFORM["REGISTRATION"],
    says="请写明不通过的理由",
    holds=[Verdict()],
    breaks=[Verdict(reason="  ")],
)
def the_reason_is_given(facts: Verdict) -> bool:
    return bool(facts.reason.strip())
