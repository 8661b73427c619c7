"""What people fill in about an agency's work: agreements, copies, openings, other media, fees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms

from marketplace.accounts.forms import ActForm
from marketplace.accounts.models import Organization
from marketplace.fields import MoneyField
from marketplace.law.money import Money
from marketplace.law.workdays import SHANGHAI, end_of
from tenders.agency import fees
from tenders.agency.clauses import CLAUSES
from tenders.agency.models import Engagement, OpeningPlan
from tenders.forms.fields import SheetField

BANDS = 5


def _number(unit: str) -> forms.NumberInput:
    return forms.NumberInput({"data-kind": "number", "data-unit": unit, "step": "any"})


class ReasonForm(ActForm):
    """An end, with a reason."""

    reason = forms.CharField(
        label="理由", max_length=2000, widget=forms.Textarea({"rows": 3, "data-soft": 300})
    )


class EngagementForm(ActForm):
    """委托代理协议: with whom, what for, from when to when, for which fee."""

    other = forms.ChoiceField(label="对方单位")
    scope = forms.MultipleChoiceField(
        label="委托范围",
        choices=[(row.code, row.name) for row in CLAUSES],
        widget=forms.CheckboxSelectMultiple,
        help_text="没有勾选的事项，代理机构在平台上办不了。定标、签订合同、答复异议始终由委托人办理",
        error_messages={"required": "请至少勾选一项委托范围"},
    )
    since_on = forms.DateField(label="自")
    until_on = forms.DateField(label="至", help_text="含当日，到期自动终止")
    kind = forms.ChoiceField(
        label="代理费计算方式",
        choices=[("fixed", "固定金额"), ("bands", "按中标金额分档计算")],
        widget=forms.RadioSelect,
        initial="bands",
        help_text="收费由双方约定，市场调节，没有政府定价（发改价格〔2015〕299号）",
    )
    fixed_fen = MoneyField(label="固定金额", required=False)
    factor = forms.DecimalField(
        label="按合计的多少收取", required=False, max_digits=6, decimal_places=2, widget=_number("%"),
        help_text="不打折的留空",
    )  # fmt: skip
    payer = forms.ChoiceField(
        label="代理费由谁支付", choices=Engagement._meta.get_field("payer").choices or [], widget=forms.RadioSelect,
        initial="buyer", help_text="由中标人支付的，应当在招标文件中写明",
    )  # fmt: skip
    paper = SheetField(
        label="已签字盖章的纸质协议", required=False, help_text="可以不传；传了，校验值写入协议"
    )

    def __init__(self, *args: Any, others: Sequence[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {row.uscc: row for row in others}
        self.fields["other"].choices = [(row.uscc, row.name) for row in others]  # type: ignore[attr-defined]
        for number in range(1, BANDS + 1):
            self.fields[f"limit_{number}"] = MoneyField(label=f"第 {number} 档至", required=False)
            self.fields[f"rate_{number}"] = forms.DecimalField(
                label=f"第 {number} 档费率",
                required=False,
                max_digits=6,
                decimal_places=4,
                widget=_number("%"),
            )

    @property
    def bands(self) -> list[tuple[Any, Any]]:
        """The rows of the table, for the page."""
        return [(self[f"limit_{n}"], self[f"rate_{n}"]) for n in range(1, BANDS + 1)]

    @property
    def plain(self) -> list[Any]:
        """The other fields in their order."""
        rows = {name for pair in self.bands for name in (pair[0].name, pair[1].name)}
        return [self[name] for name in self.fields if name not in rows]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, until = given.get("since_on"), given.get("until_on")
        if since and until and until < since:
            self.add_error("until_on", "截止日不得早于起始日")
        if not self.errors:
            try:
                fees.checked(self._formula(given))
            except fees.NotAFormula as wrong:
                self.add_error("fixed_fen" if given["kind"] == "fixed" else "kind", str(wrong))
        return given

    def _formula(self, given: dict[str, Any]) -> fees.Formula:
        if given["kind"] == "fixed":
            return fees.Formula(fixed=Money(given["fixed_fen"] or 0))
        rows = [(given.get(f"limit_{n}"), given.get(f"rate_{n}")) for n in range(1, BANDS + 1)]
        bands = tuple(
            fees.Band(Money(limit) if limit else None, rate or Decimal(0))
            for limit, rate in rows
            if limit or rate
        )
        return fees.Formula(bands=bands, factor=given["factor"] or fees.PERCENT)

    def inputs(self) -> dict[str, Any]:
        """What `propose` takes."""
        given = self.cleaned_data
        return {
            "other": self.units[given["other"]], "scope": given["scope"], "since": _begin(given["since_on"]),
            "until": end_of(given["until_on"]), "formula": self._formula(given).as_json(), "payer": given["payer"],
            "paper": given["paper"],
        }  # fmt: skip


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


class CopyForm(ActForm):
    """A new project from the words of an earlier one."""

    title = forms.CharField(
        label="新项目名称", max_length=200, help_text="例如 2027 年城区供热管网改造工程施工"
    )
    source = forms.ChoiceField(
        label="复制哪一个项目的文字", widget=forms.RadioSelect, error_messages={"required": "请选择一个项目"}
    )

    def __init__(self, *args: Any, sources: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = sources  # type: ignore[attr-defined]
        if sources:
            self.fields["source"].initial = sources[0][0]


class OpeningForm(ActForm):
    """Where an opening is watched and who hosts it."""

    room = forms.CharField(
        label="场地", max_length=60, required=False, help_text="例如 开标一室；网上开标不用场地的留空"
    )
    host = forms.ChoiceField(label="主持人", required=False)

    def __init__(
        self, *args: Any, hosts: Sequence[tuple[str, str]], plan: OpeningPlan | None, **kwargs: Any
    ) -> None:
        if plan:
            kwargs["initial"] = {"room": plan.room, "host": plan.host.username if plan.host else ""}
        super().__init__(*args, **kwargs)
        self.fields["host"].choices = hosts  # type: ignore[attr-defined]


class MediumForm(ActForm):
    """How a notice stood in another medium."""

    name = forms.ChoiceField(label="媒介")
    other = forms.CharField(label="其他媒介的名称", max_length=80, required=False)
    at = forms.DateTimeField(label="发布时间", help_text="以该媒介页面上的发布时间为准")
    url = forms.URLField(label="网址", max_length=200, assume_scheme="https")
    text = forms.CharField(
        label="该媒介上的公告文本", required=False, max_length=200_000, widget=forms.Textarea({"rows": 6}),
        help_text="从该媒介页面复制全文粘贴到这里，平台逐句与本公告比对",
    )  # fmt: skip
    picture = SheetField(label="发布页面截图", required=False, help_text="图片或者 PDF，不超过 50 MB")

    def __init__(self, *args: Any, designated: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.designated = designated
        self.fields["name"].choices = [*((one, one) for one in designated), ("", "其他媒介")]  # type: ignore[attr-defined]
        self.fields["name"].required = False

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("name") and not given.get("other", "").strip():
            self.add_error("other", "请填写媒介的名称")
        return given

    def inputs(self) -> dict[str, Any]:
        """What `enter_medium` takes."""
        given = self.cleaned_data
        kept = {name: given[name] for name in ("at", "url", "text", "picture")}
        return kept | {"name": given["name"] or given["other"].strip(), "designated": bool(given["name"])}


class FeeForm(ActForm):
    """Until when the fee is paid; everything else follows from agreement and award."""

    due_on = forms.DateField(label="支付期限", help_text="含当日")


class HandoverForm(ActForm):
    """To whom the papers go."""

    to = forms.ChoiceField(
        label="移交给",
        choices=[("centre", "交易中心"), ("buyer", "委托人")],
        widget=forms.RadioSelect,
        initial="centre",
    )
