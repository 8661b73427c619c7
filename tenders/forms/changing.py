"""What an owner fills in after publication: answers, clarifications, extensions, the end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from marketplace.accounts.forms import ActForm
from tenders.forms.fields import SheetField


def _long(label: str, rows: int = 5, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=8000, widget=forms.Textarea({"rows": rows, "data-soft": 1000}), **more
    )


class QuestionAnswerForm(ActForm):
    """An answer goes to everybody; what changes the documents is a clarification."""

    receipt = forms.CharField(widget=forms.HiddenInput)
    answer = _long("答复", help_text="对所有人公开。改变招标文件内容的，请另发澄清")


class ClarifyForm(ActForm):
    """澄清、修改、补遗 with what it does to the deadline."""

    text = _long("澄清或者修改的内容", 8, help_text="写明改的是哪一处：原来怎样，现在怎样")
    affects_bids = forms.TypedChoiceField(
        label="是否可能影响投标文件编制",
        choices=[
            ("yes", "可能影响｜距投标截止不足 15 日的，截止时间顺延"),
            ("no", "不影响｜只作说明，截止时间不变"),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是否可能影响投标文件编制"},
    )
    later_deadline = forms.DateTimeField(
        label="比上面更晚的截止时间",
        required=False,
        help_text="不填就按法定最早时间；复核人可能隔天才确认的，请适当定晚",
    )
    file = SheetField(label="澄清文件", required=False, help_text="不超过 50 MB，随本次澄清公开")
    kept_reason = _long(
        "公平竞争审查有提示仍要保留的理由", 3, required=False,
        help_text="提交时自动审查。没有提示的不填；理由公开，由复核人一并负责，监督部门同步收到",
    )  # fmt: skip

    def deadline(self, old: datetime, moved: datetime) -> datetime:
        """The deadline this clarification asks for."""
        lawful = moved if self.cleaned_data["affects_bids"] else old
        return self.cleaned_data["later_deadline"] or lawful


class ExtendForm(ActForm):
    """延期."""

    new_deadline = forms.DateTimeField(label="新的投标截止时间", help_text="晚于原截止时间，工作日")
    reason = _long("延期的理由", 4)


class TerminateForm(ActForm):
    """终止招标: cannot be taken back."""

    reason = _long("终止的理由", 4, help_text="写明发生了什么、为什么必须终止；理由随公告公开")
    sure = forms.BooleanField(label="我知道终止后本次招标不能恢复，收取的费用和保证金应当及时退还")


class ObjectionAnswerForm(ActForm):
    """答复异议."""

    founded = forms.TypedChoiceField(
        label="异议是否成立",
        choices=[("yes", "成立｜说明将怎样改正，改正另行办理"), ("no", "不成立｜说明事实和依据")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择异议是否成立"},
    )
    answer = _long("答复", 6, help_text="写明事实、依据和结论")


class RetenderForm(ActForm):
    """重新招标."""

    analysis = _long(
        "失败原因分析和改进措施", 6, help_text="例如 资格条件、限价、工期、公告期是否合理，这次改什么"
    )


class RejectForm(ActForm):
    """The second person sends an act back."""

    reason = forms.CharField(
        label="退回的理由", max_length=4000, widget=forms.Textarea({"rows": 3, "data-soft": 500})
    )
