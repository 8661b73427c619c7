"""What members of the committee fill in: declaration, vote, judgement, score, signature."""

from __future__ import annotations

from typing import Any

from django import forms

from bidding.eval_pages import committee, joint, sheet
from bidding.forms.award import reason
from bidding.models import Process
from bidding.rejections import CASES


class EmptyForm(forms.Form):
    """An act that needs nothing but the person's decision."""


class CheckInForm(forms.Form):
    """The tick is the declaration; the kernel refuses a check-in without it."""

    declares_no_conflict = forms.BooleanField(
        label="我已核对上列单位，声明与其均无应当回避的情形，并承诺对评标情况保密", required=False
    )


class RecuseForm(forms.Form):
    reason = reason("回避的理由", "写明与哪个单位、什么关系；提交后立即停止评审，由候补专家接替")


class LeaderForm(forms.Form):
    member = forms.TypedChoiceField(label="推举谁为主任", coerce=int, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, process: Process) -> None:
        super().__init__(data)
        self.fields["member"].choices = committee.electable(process)  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    """Pass, or reject by a case of the catalogue and say why."""

    verdict = forms.ChoiceField(
        label="评审意见",
        choices=[
            ("pass", "通过｜资格、形式和响应性均符合要求"),
            ("reject", "否决｜须选定法定情形并写明依据"),
        ],
        widget=forms.RadioSelect,
    )
    code = forms.ChoiceField(
        label="否决情形",
        required=False,
        choices=[
            ("", "不否决的不选"),
            *((row.code, f"{row.code} {row.says}（{row.law}）") for row in CASES.values()),
        ],
    )
    reason = reason("理由", "否决的写明投标文件的页码、内容和招标文件的条款；通过的可以不写", required=False)


class CompetitionForm(forms.Form):
    competition = reason(
        "竞争性", "有效投标不足三个的，写明仍具有竞争性、继续评审的理由；三个以上的不用写", required=False
    )


class RejectAllForm(forms.Form):
    reason = reason("否决所有投标的理由", "所有投标均被否决，或者有效投标不足三个且明显缺乏竞争")


class CellForm(forms.Form):
    """One cell. An objective one takes the points of its level, a subjective one the typed number."""

    band = forms.ChoiceField(label="档", required=False)
    value = forms.CharField(label="得分", required=False, max_length=12)
    reason = forms.CharField(label="理由", required=False, max_length=400)

    def __init__(self, data: Any = None, *, row: dict[str, Any]) -> None:
        super().__init__(data)
        self.row = row
        self.fields["band"].choices = [("", ""), *sheet.level_choices(row)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        objective = self.row["kind"] == "objective" and self.row.get("levels")
        value = given.get("band") if objective else given.get("value", "").strip()
        if not value and not self.errors:
            self.add_error("band" if objective else "value", "请选一档" if objective else "请填写得分")
        return given | {"value": value or ""}


class TieForm(forms.Form):
    """Asked only when a tie is left that neither price nor technical points break."""

    order = forms.ChoiceField(label="并列的先后", widget=forms.RadioSelect)
    reason = reason("决定先后的理由", "写明招标文件关于并列的规定")

    def __init__(self, data: Any = None, *, process: Process) -> None:
        super().__init__(data)
        choices = joint.tie_choices(process)
        self.fields["order"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["order"], self.fields["reason"]

    def decided(self) -> dict[str, Any]:
        """What `conclude_scoring` takes."""
        order = self.cleaned_data.get("order", "")
        keys = [int(key) for key in order.split(",") if key]
        return {"tie_order": keys, "tie_reason": self.cleaned_data.get("reason", "")} if keys else {}


class SignForm(forms.Form):
    dissent = reason("不同意见", "同意评标结论的不写；有不同意见的写明理由，与报告一并提交", required=False)


def first_error(form: forms.BaseForm) -> str:
    """The first sentence that says what is wrong with a cell."""
    return next(iter(str(message) for messages in form.errors.values() for message in messages), "")
