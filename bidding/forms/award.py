"""What owner, winner and centre fill in between the evaluation and the archive."""

from __future__ import annotations

from typing import Any

from django import forms

from bidding import contracts
from bidding.eval_pages import lots
from bidding.models import Contract, Process
from marketplace.accounts.models import Membership
from marketplace.law.money import Money, NotMoney


class MoneyField(forms.CharField):
    """A sum as people write it: 4863200.00, 486.32万元 or 肆佰捌拾陆万叁仟贰佰元整; cleaned to whole 分."""

    widget = forms.TextInput({"data-kind": "money"})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return 0
        try:
            return Money.parse(text).fen
        except NotMoney as error:
            raise forms.ValidationError(f"{error}，例如 4863200.00", code="money") from error


def reason(label: str, help_text: str = "", *, required: bool = True, rows: int = 4) -> forms.CharField:
    """A free text with a soft counter; the kernel says when it may not be empty."""
    widget = forms.Textarea({"rows": rows, "data-soft": 500})
    return forms.CharField(label=label, help_text=help_text, required=required, widget=widget)


class LotForm(forms.Form):
    """A form about one lot; the act's own rules stand in the kernel."""

    def __init__(self, data: Any = None, *, process: Process) -> None:
        super().__init__(data)
        self.process = process


class CommitteeForm(LotForm):
    """Seats per specialty of the expert pool, and at most one representative of the owner."""

    def __init__(self, data: Any = None, *, process: Process) -> None:
        super().__init__(data, process=process)
        self.specialties = lots.pool(process)
        for no, (specialty, available) in enumerate(self.specialties, 1):
            self.fields[f"seats_{no}"] = forms.IntegerField(
                label=f"{specialty}专家",
                help_text=f"专家库中可抽取 {available} 人（已除去应当回避的）；不需要的填 0",
                min_value=0,
                max_value=20,
                widget=forms.NumberInput({"data-kind": "number", "data-unit": "人"}),
            )
        self.fields["representative"] = forms.ChoiceField(
            label="招标人代表",
            help_text="不派代表的不选；代表不得超过成员总数的三分之一",
            required=False,
            choices=[("", "不派招标人代表"), *self._people()],
        )

    def _people(self) -> list[tuple[str, str]]:
        buyer = self.process.tender.project.buyer_id
        rows = Membership.objects.filter(organization=buyer, is_active=True).select_related("user")
        return [(str(row.user_id), f"{row.user.name}（{row.title}）") for row in rows]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["seats"] = {
            specialty: given[f"seats_{no}"]
            for no, (specialty, _) in enumerate(self.specialties, 1)
            if given.get(f"seats_{no}")
        }
        return given


class CorrectForm(LotForm):
    reason = reason("需要复核的内容", "写明异议编号、成立的事实和需要重新评审的部分")


class AwardForm(LotForm):
    """Which candidate; the first one unless it is out for a recorded reason."""

    rank = forms.TypedChoiceField(label="中标候选人", coerce=int, widget=forms.RadioSelect)
    reason = reason("理由", "确定排名第一的候选人时可以不写；递补时写明前一名的情形", required=False)

    def __init__(self, data: Any = None, *, process: Process) -> None:
        super().__init__(data, process=process)
        self.fields["rank"].choices = [  # type: ignore[attr-defined]
            (str(row["rank"]), f"第 {row['rank']} 名 {row['name']}｜{_standing(row)}")
            for row in lots.candidates(process)
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("rank", 1) != 1 and not given.get("reason", "").strip():
            self.add_error("reason", "请写明不确定排名第一的中标候选人的理由")
        return given


def _standing(row: dict[str, Any]) -> str:
    price = Money(row["price_fen"])
    return (
        f"报价 {price}，已不能中标：{row['out']}"
        if row["out"]
        else f"报价 {price}，总分 {row['total'] or '—'}"
    )


class ReportForm(LotForm):
    summary = reason(
        "招标投标情况",
        "招标范围、招标方式和发布媒介、投标人和评标情况、中标结果；附评标报告由平台自动附上",
        rows=8,
    )


class RetenderForm(LotForm):
    analysis = reason("失败原因分析和改进措施", "写明为什么不足三家或者全部否决，招标文件作哪些修改", rows=6)


class ContractForm(forms.Form):
    """The substance that bid and documents fix, and what else the parties agree."""

    amount = MoneyField(label="合同金额")
    duration_days = forms.IntegerField(
        label="工期", min_value=1, widget=forms.NumberInput({"data-kind": "number", "data-unit": "日历天"})
    )
    quality = forms.CharField(label="质量标准", max_length=200)
    manager = forms.CharField(label="项目负责人", max_length=80, required=False)
    performance_bond = MoneyField(
        label="履约保证金", help_text="不收取的填 0；不得超过合同金额的 10%", required=False
    )
    terms = reason("其他条款", "按招标文件的合同条款；不得有背离实质性内容的约定", required=False, rows=8)

    @classmethod
    def of(cls, process: Process, data: Any = None) -> ContractForm:
        """Prefilled from the draft, else from the bid."""
        drafted = process.contracts.filter(award__cancelled_at=None).first()
        return cls(data, initial=_draft(drafted) if drafted else _from_bid(process))


def _draft(row: Contract) -> dict[str, Any]:
    return {
        "amount": Money(row.amount_fen).yuan(),
        "duration_days": row.duration_days,
        "quality": row.quality,
        "manager": row.manager,
        "performance_bond": Money(row.performance_bond_fen).yuan(),
        "terms": row.terms,
    }


def _from_bid(process: Process) -> dict[str, Any]:
    award = process.awards.filter(cancelled_at=None).select_related("bid").get()
    wanted = contracts.expected(award)
    return {
        "amount": wanted["合同金额"],
        "duration_days": wanted["工期（日历天）"],
        "quality": wanted["质量标准"],
        "manager": wanted["项目负责人"],
        "performance_bond": "0.00",
        "terms": "按招标文件合同条款执行",
    }


class GiveUpForm(forms.Form):
    reason = reason("放弃中标的理由", "无正当理由放弃的，投标保证金不予退还")
