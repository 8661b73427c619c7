"""Whether an act of an agency lies within what its client entrusted to it, and if not, why not.

招标投标法 15. The door asks this once, for whoever has no other role here than that of the agency: a thing
says it in `outside_mandate(action, now)`, and the refusal names the clause and the agreement.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from marketplace.flow.errors import NotPermitted, Refused
from marketplace.law.statutes import TBL
from marketplace.templatetags.ui import day
from tenders.agency.clauses import BY_ACTION, OWN, Clause

if TYPE_CHECKING:
    from tenders.agency.models import Engagement

LAW = TBL[15]
INSTEAD = "这一步请由委托人办理，或者补充签订协议"


def judged(rows: Iterable[Engagement], client: str, action: str, now: datetime) -> Refused | None:
    """None when an agreement in force has the action's clause; `rows` newest first."""
    if action in OWN:
        return None
    clause = BY_ACTION.get(action)
    if clause is None:
        return NotPermitted("MANDATE-NOBODY", "这一事项不在任何委托条款里，只能由委托人自己办理", LAW)
    known = list(rows)
    in_force = [row for row in known if row.is_in_force(now)]
    if any(clause.code in row.scope for row in in_force):
        return None
    if in_force:
        return _refused(
            "MANDATE-SCOPE", f"委托协议 {in_force[0].number}（{in_force[0].period}）没有授予", clause
        )
    naming = [row for row in known if clause.code in row.scope]
    return _no_longer(next(iter(naming or known), None), client, clause, now)


def _refused(code: str, says: str, clause: Clause) -> Refused:
    return NotPermitted(code, f"{says}“{clause.name}”，{INSTEAD}", LAW)


def _no_longer(row: Engagement | None, client: str, clause: Clause, now: datetime) -> Refused:
    """Nothing is in force: what the newest agreement with the clause says about it."""
    if row is None:
        return _refused("MANDATE-NONE", f"贵单位与{client}没有委托代理协议，无权办理", clause)
    named = f"委托协议 {row.number}"
    if row.state == row.State.REVOKED and row.ended_at:
        return _refused(
            "MANDATE-REVOKED", f"{named}已于 {day(row.ended_at)}解除（{row.reason}），不能再办理", clause
        )
    if row.state in (row.State.IN_FORCE, row.State.EXPIRED):
        tense = "尚未开始" if now < row.since else "已经到期"
        return _refused("MANDATE-PERIOD", f"{named}的期限为 {row.period}，{tense}，不能办理", clause)
    return _refused("MANDATE-UNSIGNED", f"{named}还没有双方签署，不能办理", clause)
