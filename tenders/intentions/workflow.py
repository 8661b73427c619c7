"""What may happen to intentions that were handed over: published by two persons, or given back as drafts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from marketplace.flow.access import Role
from marketplace.flow.acts import Act
from marketplace.flow.duties import Owed
from marketplace.flow.errors import require
from marketplace.flow.workflow import step
from marketplace.law.money import Money
from marketplace.law.statutes import INTENTIONS, PLATFORM
from marketplace.notices.publish import About, publish
from tenders.intentions import rules
from tenders.intentions.models import BatchState, Intention, IntentionBatch, in_words

S = BatchState


def fields(row: Intention) -> dict[str, str]:
    """G01 as it is printed."""
    return {
        "采购单位": row.unit.name, "采购项目名称": row.title, "采购需求概况": row.needs,
        "预算金额": str(Money(row.budget_fen)), "预计采购时间": in_words(row.month), "备注": row.remarks,
        "说明": "采购意向仅供了解初步采购安排，实际采购需求、预算金额和执行时间以采购公告和采购文件为准。",
    }  # fmt: skip


class IntentionBatchWorkflow(IntentionBatch):
    """采购意向：汇总 → 公开（两人）；公开前可以退回草稿。"""

    class Meta:
        proxy = True

    def duties(self, now: datetime) -> Iterable[Owed]:
        if self.state == S.GATHERED:
            yield Owed(
                "INTENTIONS", "intention.publish", Role.BUYER, frozenset({self.unit.key}), "公开采购意向", INTENTIONS,
                url=self.desk_url,
            )  # fmt: skip

    @step(S.GATHERED, S.PUBLISHED, action="intention.publish", law=INTENTIONS, says="公开采购意向")
    def publish(self, act: Act, /) -> None:
        """One G01 for each: 采购意向按采购项目公开. Each month must lie thirty days ahead today."""
        earliest = rules.first_day(act.now)
        self.published_at = act.now
        for row in self.intentions.select_related("unit").order_by("month", "pk"):
            require(
                rules.the_month_lies_thirty_days_ahead, rules.Planned(row.month, earliest),
                says=f"“{row.title}”的预计采购时间最早填{in_words(earliest)}：采购意向应当在采购活动开始前 30 日公开",
            )  # fmt: skip
            about = About(row.title, self.number, (), self.unit.name, "", row.budget_fen)
            notice = publish("G01", about, act, fields=fields(row))
            Intention.objects.filter(pk=row.pk).update(notice=notice.number)

    @step(S.GATHERED, S.RELEASED, action="intention.release", law=PLATFORM["INTENTIONS"], says="退回草稿")
    def release(self, act: Act, /) -> None:
        """They can be changed again; nothing was public."""
        act.notes["intentions"] = self.intentions.update(batch=None)


IntentionBatch.WORKFLOW = IntentionBatchWorkflow
