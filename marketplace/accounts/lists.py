"""Which lists of the house leave as tables: units, members, samples, what a person owes."""

from __future__ import annotations

from marketplace.accounts.registration.pages import business_words
from marketplace.flow.models import Sample
from marketplace.lists import declare


def _verdict(row: Sample) -> str:
    """What the second look said; nothing before it."""
    if row.agreed is None:
        return "待抽查"
    return "认可" if row.agreed else "有异议，已处理" if row.settled_at else "有异议"


UNITS = declare(
    "units", "单位登记",
    ("单位名称", "name", 36), ("统一社会信用代码", "uscc", 24), ("类别", "get_kind_display", 16),
    ("业务类别", lambda row: business_words(row.business), 24), ("状态", "state_says", 12),
    ("法定代表人", "legal_representative", 14), ("地址", "address", 36), ("电话", "phone", 18), ("邮箱", "email", 26),
    ("提交时间", "submitted_at", 18), ("核验时间", "verified_at", 18), ("营业期限至", "licence_until", 14),
)  # fmt: skip
MEMBERS = declare(
    "members",
    "本单位人员",
    ("姓名", "user.name", 16),
    ("职务", "title", 18),
    ("权限", "get_part_display", 12),
)
SAMPLES = declare(
    "samples", "抽查",
    ("编号", "number", 16), ("办了什么", "says", 30), ("对象", "thing", 26), ("办理人", "done_by.name", 14), ("办理时间", "done_at", 18),
    ("最晚抽查", "due_at", 18), ("抽查人", lambda row: row.sampled_by.name if row.sampled_by else "", 14), ("抽查时间", "sampled_at", 18),
    ("结论", _verdict, 16), ("意见", "note", 40),
)  # fmt: skip
DUTIES = declare(
    "duties", "待办",
    ("事项", "says", 48), ("对象", "thing", 26), ("期限", "due_at", 18), ("依据", "law", 48), ("开始时间", "opened_at", 18),
)  # fmt: skip
