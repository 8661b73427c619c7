"""How bids are to be scored: method, price formula, rows that sum to 100, and a trial with sample prices."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from marketplace.fields import MoneyField
from marketplace.law.money import Money
from tenders.forms.drafting import RowsForm, TaskForm
from tenders.lots_port import lots
from tenders.models import Tender

KINDS = [
    ("price", "投标报价（按公式计算）"),
    ("objective", "客观分（按事实分档）"),
    ("subjective", "主观分（由评委打分）"),
]
# What a page starts with when nothing is chosen yet: a common table for small works, saved only by the owner.
STARTING: list[dict[str, Any]] = [
    {"code": "price", "name": "投标报价", "kind": "price", "weight": "60", "levels": ""},
    {"code": "plan", "name": "施工组织设计", "kind": "subjective", "weight": "25", "levels": ""},
    {
        "code": "team", "name": "项目管理机构", "kind": "objective", "weight": "10",
        "levels": "项目负责人高级职称 = 10\n项目负责人中级职称 = 6",
    },
    {"code": "record", "name": "类似业绩", "kind": "objective", "weight": "5", "levels": "2 项及以上 = 5\n1 项 = 3"},
]  # fmt: skip
SAMPLES = (Decimal("0.97"), Decimal("0.95"), Decimal("0.92"))
_LEVEL = re.compile(r"(.+?)\s*[=＝：:]\s*([\d.]+)\s*分?$")


def _number(text: str) -> str:
    """A decimal as it is stored; no float is ever made of it."""
    return format(Decimal(text).normalize(), "f")


class PercentField(forms.DecimalField):
    """A number of percent or points with at most four digits behind the point."""

    def __init__(self, label: str, unit: str, **more: Any) -> None:
        widget = forms.NumberInput({"data-kind": "number", "inputmode": "decimal", "data-unit": unit})
        super().__init__(
            label=label, min_value=Decimal(0), max_value=Decimal(100), max_digits=7, decimal_places=4,
            widget=widget, error_messages={"invalid": f"{label}应为数字，例如 1.5"}, **more,
        )  # fmt: skip

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override] # as the stubs have it, a DecimalField gives int
        """NaN is no number; Django would fill it into the sentence, whose label may hold a per cent sign."""
        number: Decimal | None = super().to_python(value)
        if number is not None and not number.is_finite():
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return number


class CriterionRow(forms.Form):
    """One row of the scoring table; an empty row is none."""

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    name = forms.CharField(label="评审因素", max_length=60)
    kind = forms.ChoiceField(label="评分方式", choices=KINDS, initial="subjective")
    weight = forms.DecimalField(
        label="满分", min_value=Decimal("0.1"), max_value=Decimal(100), max_digits=5, decimal_places=2,
        widget=forms.NumberInput({"data-kind": "number", "inputmode": "decimal", "data-unit": "分"}),
        error_messages={"invalid": "满分应为数字，例如 25", "min_value": "满分应当大于 0"},
    )  # fmt: skip
    levels = forms.CharField(
        label="分档", required=False, max_length=2000, widget=forms.Textarea({"rows": 2}),
        help_text="客观分必填，每行一档，写成“2 项及以上 = 5”",
    )  # fmt: skip

    def clean_levels(self) -> list[dict[str, str]]:
        lines = [line.strip() for line in self.cleaned_data["levels"].splitlines() if line.strip()]
        return [_level(line) for line in lines]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == "objective" and given.get("levels") == []:
            self.add_error("levels", "客观分应当写明分档，例如“2 项及以上 = 5”")
        return given

    def has_changed(self) -> bool:
        """The choice of a kind alone makes no row."""
        return bool(set(self.changed_data) - {"kind", "code"})


def _level(line: str) -> dict[str, str]:
    read = _LEVEL.match(line)
    try:
        return {"says": read[1], "points": _number(read[2])} if read else _unread(line)
    except InvalidOperation:
        return _unread(line)


def _unread(line: str) -> dict[str, str]:
    raise forms.ValidationError(f"看不懂“{line}”：请写成“说明 = 分值”，例如“2 项及以上 = 5”", code="level")


class ScoringForm(RowsForm):
    """评分办法."""

    title_of = "评分办法"
    row_form = CriterionRow
    blank_rows = 3
    row_word = "项"
    method = forms.ChoiceField(
        label="评标方法",
        choices=[
            ("comprehensive", "综合评估法｜报价、技术、商务按表打分，总分高的在前"),
            ("lowest", "经评审的最低投标价法｜技术达标后，评审价低的在前"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择评标方法"},
    )
    formula = forms.ChoiceField(
        label="报价得分公式",
        choices=[
            ("benchmark", "平均价下浮为基准价｜偏离基准价越多扣分越多"),
            ("lowest", "低价优先｜最低价得满分，其余按比例"),
        ],
        widget=forms.RadioSelect,
    )
    down = PercentField(
        "基准价下浮", "%", help_text="基准价 = 平均价 ×（1 − 下浮）；6 家及以上先去掉最高、最低各一家"
    )
    above = PercentField("每高于基准价 1% 扣", "分")
    below = PercentField("每低于基准价 1% 扣", "分")
    drop_extremes = forms.BooleanField(label="主观分去掉一个最高分和一个最低分再平均", required=False)
    price_1 = MoneyField(label="试算报价一", required=False)
    price_2 = MoneyField(label="试算报价二", required=False)
    price_3 = MoneyField(label="试算报价三", required=False)

    @classmethod
    def stored(cls, tender: Tender) -> dict[str, Any]:
        told = tender.evaluation
        price = told.get("price", {})
        ceiling = min((lot.ceiling_fen for lot in tender.lots.all()), default=0)
        samples = {
            f"price_{number}": Money(ceiling).times(share).fen
            for number, share in enumerate(SAMPLES, 1)
            if ceiling
        }
        return samples | {
            "method": told.get("method", "comprehensive"),
            "formula": price.get("formula", "benchmark"),
            "down": Decimal(str(price.get("down", "0.01"))) * 100,
            "above": price.get("above", "1"),
            "below": price.get("below", "0.5"),
            "drop_extremes": bool(told.get("drop_extremes")),
        }

    @classmethod
    def stored_rows(cls, tender: Tender) -> list[dict[str, Any]]:
        if not tender.evaluation:
            return STARTING
        return [
            row | {"levels": _lines(row.get("levels", []))} for row in tender.evaluation.get("criteria", [])
        ]

    def wants_rows(self) -> bool:
        """The lowest evaluated price needs no table."""
        return self.cleaned_data.get("method") != "lowest"

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.errors and given["method"] == "comprehensive":
            for sentence in lots().problems(self.evaluation):
                self.add_error(None, sentence)
        return given

    @property
    def evaluation(self) -> dict[str, Any]:
        """The method as the lots' procedures read it."""
        given = self.cleaned_data
        if given["method"] == "lowest":
            return {
                "method": "lowest",
                "criteria": [],
                "price": {"formula": "lowest"},
                "drop_extremes": False,
            }
        price = {"formula": "lowest"}
        if given["formula"] == "benchmark":
            price = {"formula": "benchmark", "down": _number(str(given["down"] / 100))} | {
                name: _number(str(given[name])) for name in ("above", "below")
            }
        return {
            "method": "comprehensive", "criteria": self._criteria(), "price": price,
            "drop_extremes": given["drop_extremes"],
        }  # fmt: skip

    def _criteria(self) -> list[dict[str, Any]]:
        taken = {row["code"] for row in self.filled if row["code"]}
        fresh = (code for code in (f"c{n}" for n in range(1, 100)) if code not in taken)
        return [
            {
                "code": row["code"] or next(fresh), "name": row["name"], "kind": row["kind"],
                "weight": _number(str(row["weight"])), "levels": row["levels"] if row["kind"] == "objective" else [],
            }
            for row in self.filled
        ]  # fmt: skip

    def changes(self) -> dict[str, Any]:
        return {"evaluation": self.evaluation}

    def samples(self) -> list[Money]:
        """The prices of the trial; a lot without a ceiling, or a price above it, is said at its field."""
        ceiling = self.ceiling()
        for name in ("price_1", "price_2", "price_3"):
            fen = self.cleaned_data.get(name)
            if not fen:
                self.add_error(name, "试算需要三个报价")
            elif ceiling is not None and Money(fen) > ceiling:
                self.add_error(name, f"试算报价超过最高投标限价 {ceiling}")
        names = ("price_1", "price_2", "price_3")
        return [] if self.errors else [Money(self.cleaned_data[name]) for name in names]

    def ceiling(self) -> Money | None:
        """The lowest ceiling of the lots, so that the samples suit each of them."""
        found = [lot.ceiling_fen for lot in self.tender.lots.all()]
        return Money(min(found)) if found else None


def _lines(levels: list[dict[str, Any]]) -> str:
    return "\n".join(f"{level['says']} = {level['points']}" for level in levels)


def tasks() -> dict[str, type[TaskForm]]:
    """The draft's pages by their address."""
    from tenders.forms import drafting

    return {
        "project": drafting.ProjectForm,
        "lots": drafting.LotsForm,
        "schedule": drafting.TimesForm,
        "qualification": drafting.QualificationForm,
        "scoring": ScoringForm,
        "bond": drafting.BondForm,
    }
