"""What may happen to a request to join a unit: its administrator decides; for a unit without one, the desk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from marketplace.accounts.members import rules
from marketplace.accounts.messages import tell
from marketplace.accounts.models import JoinRequest, JoinState, Membership
from marketplace.flow import duties
from marketplace.flow.access import Role
from marketplace.flow.acts import Act
from marketplace.flow.duties import Owed
from marketplace.flow.errors import Refused, require
from marketplace.flow.workflow import step
from marketplace.law.statutes import PLATFORM

S = JoinState
LAW = PLATFORM["MEMBERS"]


class JoinRequestWorkflow(JoinRequest):
    """加入单位的申请。"""

    class Meta:
        proxy = True

    @step(S.ASKED, S.ACCEPTED, action="join.accept", law=LAW, says="同意加入本单位")
    def accept(self, act: Act, /, *, part: str, reason: str = "") -> None:
        """From now on the person works there; the desk says how it made sure."""
        _judge(self, act, checked=reason)
        Membership.objects.update_or_create(
            user=self.user,
            organization=self.organization,
            defaults={"part": part, "title": self.title, "is_active": True},
        )
        _decided(self, act, reason)
        act.notes["part"] = part
        for other in self.organization.join_requests.open().exclude(pk=self.pk):
            duties.sync(other, act.now)  # the unit may have its first administrator now
        _tell(
            self,
            f"已加入{self.organization}",
            f"您已加入{self.organization}，权限：{Membership.Part(part).label}。",
            act,
        )

    @step(S.ASKED, S.REFUSED, action="join.refuse", law=LAW, says="不同意加入本单位")
    def refuse(self, act: Act, /, *, reason: str) -> None:
        """With a reason that the person reads."""
        _judge(self, act, checked=reason)
        if not reason.strip():
            raise Refused("REASON-NEEDED", "请写明不同意的理由", LAW, field="reason")
        _decided(self, act, reason)
        _tell(self, "加入申请未获同意", f"{self.organization}没有同意您加入：{self.reason}", act)

    def duties(self, now: datetime) -> Iterable[Owed]:
        if self.state != S.ASKED:
            return
        has_admin = self.organization.has_admin
        role = Role.ADMINISTRATOR if has_admin else Role.CENTRE
        owner = f"admin:{self.organization_id}" if has_admin else f"role:{Role.CENTRE}"
        yield Owed(
            "JOIN", "join.accept", role, frozenset({owner}), f"处理加入申请：{self.user}申请加入{self.organization}"[:200],
            LAW, url=self.desk_url,
        )  # fmt: skip


JoinRequest.WORKFLOW = JoinRequestWorkflow


def _judge(row: JoinRequest, act: Act, *, checked: str) -> None:
    by_desk = f"admin:{row.organization_id}" not in act.principal.keys
    facts = rules.Joining(by_desk=by_desk, has_admin=row.organization.has_admin, checked=checked)
    require(rules.the_unit_decides_itself_while_it_can, facts)
    require(rules.the_desk_says_how_it_checked, facts, field="reason")


def _decided(row: JoinRequest, act: Act, reason: str) -> None:
    row.decided_at, row.decided_by_id, row.reason = act.now, act.person_id, reason.strip()


def _tell(row: JoinRequest, subject: str, text: str, act: Act) -> None:
    tell([row.user], subject, text, row.desk_url, act.now)
