"""What the reviewer of the documents answers: item by item, a conclusion, and the deadline."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms

from marketplace.accounts.forms import ActForm
from tenders.checklist import ITEMS, PARTS
from tenders.fairness import RULES, Section
from tenders.models import FairCase, FairReview
from tenders.schedule import Strip, at

HALF_PAST_NINE = time(9, 30)
_RULES = sorted({row.code: f"{row.code} {row.says}" for rows in RULES.values() for row in rows}.items())


class IssueForm(forms.Form):
    """The day the notice is meant to appear: the strip of lawful deadlines follows from it."""

    issue_on = forms.DateField(label="计划发布日", help_text="改了以后，可选的截止日期随之重新计算")


class ReviewForm(ActForm):
    """逐项结论、总结论、截止时间. A day that is not lawful cannot be chosen and says why."""

    issue_on = forms.DateField(widget=forms.HiddenInput)
    conclusion = forms.ChoiceField(
        label="审查结论",
        choices=[
            (FairReview.Conclusion.CONFORMS, "符合｜没有违反公平竞争审查标准的内容"),
            (FairReview.Conclusion.EXCEPTION, "适用例外规定｜写明适用哪一项例外和理由，随公告公开"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择审查结论；不符合的，请在下面“退回修改”"},
    )
    reason = forms.CharField(
        label="理由", required=False, max_length=4000, widget=forms.Textarea({"rows": 3, "data-soft": 500}),
        help_text="适用例外规定的必填",
    )  # fmt: skip
    deadline_on = forms.CharField(label="投标截止日期", error_messages={"required": "请选择投标截止日期"})
    hour = forms.TimeField(
        label="投标截止时刻", initial=HALF_PAST_NINE, input_formats=["%H:%M", "%H:%M:%S"], help_text="北京时间，例如 09:30",
        widget=forms.TimeInput({"inputmode": "numeric"}, format="%H:%M"),
        error_messages={"invalid": "时刻应写成 09:30"},
    )  # fmt: skip
    documents_until = forms.DateTimeField(
        label="招标文件获取截止时间", required=False, help_text="不填就是投标截止时间；不少于 5 日"
    )

    def __init__(self, *args: Any, strip: Strip, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.strip = strip
        for item in ITEMS:
            self.fields[f"item_{item.code}"] = forms.ChoiceField(
                label=item.asks, help_text=str(item.law), choices=[("no", "没有"), ("yes", "有")],
                widget=forms.RadioSelect, error_messages={"required": f"请回答第 {item.code[1:]} 项"},
            )  # fmt: skip

    def clean_deadline_on(self) -> date:
        days = {day.on.isoformat(): day for day in self.strip.days}
        day = days.get(self.cleaned_data["deadline_on"])
        if day is None:
            raise forms.ValidationError("请从日历中选一天", code="not-in-strip")
        if day.obstacle is not None:
            raise forms.ValidationError(f"{day.obstacle.says}（{day.obstacle.law}）", code=day.obstacle.code)
        return day.on

    @property
    def parts(self) -> list[tuple[str, list[Any]]]:
        """The bound fields of the checklist under the four parts of the sheet."""
        return [
            (name, [self[f"item_{item.code}"] for item in ITEMS if item.part == code])
            for code, name in PARTS.items()
        ]

    @property
    def inputs(self) -> dict[str, Any]:
        """What `pass_review` takes."""
        given = self.cleaned_data
        deadline: datetime = at(given["deadline_on"], given["hour"])
        return {
            "answers": {item.code: given[f"item_{item.code}"] for item in ITEMS},
            "conclusion": given["conclusion"],
            "reason": given["reason"],
            "deadline_at": deadline,
            "documents_until": given["documents_until"] or deadline,
        }


class ReturnForm(ActForm):
    """「不符合」, or sent back before publication, with a reason."""

    reason = forms.CharField(
        label="不符合的条款和理由", help_text="写明哪一处、违反哪一条、怎样改", max_length=4000,
        widget=forms.Textarea({"rows": 3, "data-soft": 500}),
    )  # fmt: skip


class FindingForm(ActForm):
    """One finding: the rewrite taken over (as it stands or as the author made it), or the clause kept with a reason."""

    key = forms.CharField(max_length=24)
    text = forms.CharField(label="改为", required=False, max_length=4000)
    reason = forms.CharField(label="保留的理由", required=False, max_length=4000)
    choice = forms.ChoiceField(choices=[("adopt", "采用"), ("keep", "保留")])


class AnswerForm(ActForm):
    """What is done with an answer that stands: confirmed, taken back, noted by the authority."""

    note = forms.CharField(
        label="监督意见", required=False, max_length=4000, widget=forms.Textarea({"rows": 3}),
        help_text="可以不填。认为应当改正的，另行依法处理",
    )  # fmt: skip


class DisputeForm(ActForm):
    """Somebody says that the review missed a clause or was wrong about one."""

    kind = forms.ChoiceField(
        label="情形", choices=FairCase.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选择是漏了还是错了"},
    )  # fmt: skip
    text = forms.CharField(
        label="条款原文", max_length=4000, widget=forms.Textarea({"rows": 3}), help_text="照抄招标文件里的那一句"
    )  # fmt: skip
    section = forms.ChoiceField(
        label="所在部分", required=False, choices=[("", "不清楚"), *((one.value, one.value) for one in Section)]
    )  # fmt: skip
    rule = forms.ChoiceField(label="涉及的规则", required=False, choices=[("", "不清楚"), *_RULES])
    reason = forms.CharField(
        label="理由", max_length=4000, widget=forms.Textarea({"rows": 4}), help_text="限制了谁，或者为什么合法；引用条款更好"
    )  # fmt: skip


class DecideForm(ActForm):
    """The authority's decision on a case."""

    decision = forms.ChoiceField(
        label="处理", choices=[("accept", "成立｜作为标注案例，用于改进审查"), ("reject", "不成立｜审查结果维持")],
        widget=forms.RadioSelect, error_messages={"required": "请选择成立或者不成立"},
    )  # fmt: skip
    labels = forms.MultipleChoiceField(
        label="违反的规则", required=False, choices=_RULES, help_text="漏审成立的必选；误报成立的不选",
        widget=forms.SelectMultiple({"size": 8}),
    )  # fmt: skip
    answer = forms.CharField(label="处理的理由", max_length=4000, widget=forms.Textarea({"rows": 4}))
