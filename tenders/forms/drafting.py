"""What an owner fills in before anything is published: the tasks of the workbench, a page each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.forms import BaseFormSet, formset_factory

from marketplace.accounts.forms import ActForm
from marketplace.accounts.models import Organization
from marketplace.fields import MoneyField
from marketplace.law.caps import Subject, bond_cap
from marketplace.law.money import Money
from tenders.actions import LotDraft
from tenders.forms.fields import SheetField
from tenders.models import Document, Tender
from tenders.particulars import BY_CODE

PROJECT = ("name", "approval_authority", "approval_number", "funds", "place")
OF_PROJECT = (
    "scope",
    "scale",
    "owner_address",
    "owner_contact",
    "owner_phone",
    "agency_contact",
    "agency_phone",
)
LOT_KEPT = "_lot"  # what a notice said of a lot that could not be made yet, because its ceiling is not known


def kept_lots(tender: Tender) -> list[dict[str, Any]]:
    """Lots that wait for their ceiling: one that a notice told of, or several that were copied."""
    kept: Any = tender.particulars.get(LOT_KEPT) or []
    return list(kept) if isinstance(kept, list) else [kept]


def choices_of(units: Sequence[Organization]) -> list[tuple[str, str]]:
    return [(row.uscc, row.name) for row in units]


class NewTenderForm(ActForm):
    """An old notice to read, or a title to begin with; who runs it and who supervises."""

    notice = forms.CharField(
        label="粘贴旧公告预填",
        help_text="把以前类似项目的招标公告全文贴在这里。平台读出其中的内容填好表格，读不到的列出来由您补填，不会猜",
        required=False,
        max_length=200_000,
        widget=forms.Textarea({"rows": 10}),
    )
    file = SheetField(label="或者上传旧公告", help_text="DOCX、HTML 或者 TXT", required=False)
    title = forms.CharField(
        label="招标项目名称",
        help_text="不用旧公告的，从名称开始，其余各项稍后填写",
        required=False,
        max_length=200,
    )
    procuring_entity = forms.ChoiceField(label="招标代理机构", required=False)
    review_body = forms.ChoiceField(label="监督部门")

    def __init__(
        self, *args: Any, agencies: Sequence[Organization], authorities: Sequence[Organization], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units = {row.uscc: row for row in (*agencies, *authorities)}
        self.fields["procuring_entity"].choices = [("", "自行招标，不委托"), *choices_of(agencies)]  # type: ignore[attr-defined]
        self.fields["review_body"].choices = choices_of(authorities)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not any(given.get(name) for name in ("notice", "file", "title")):
            self.add_error("title", "请粘贴或者上传旧公告，或者填写招标项目名称")
        return given

    def unit(self, name: str) -> Organization | None:
        """The chosen unit."""
        return self.units.get(self.cleaned_data.get(name, ""))

    @property
    def authority(self) -> Organization:
        """Who supervises; the form does not do without."""
        return self.units[self.cleaned_data["review_body"]]


class TaskForm(ActForm):
    """One page of the draft. It carries the version it was opened with; empty answers may be kept for later."""

    title_of: ClassVar[str] = ""
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, tender: Tender, **kwargs: Any) -> None:
        kwargs["initial"] = self.stored(tender) | {"seen": tender.version}
        super().__init__(*args, **kwargs)
        self.tender = tender
        if self.data and "later" in self.data:
            for field in self.fields.values():
                field.required = False

    @classmethod
    def stored(cls, tender: Tender) -> dict[str, Any]:
        """What the draft says now."""
        raise NotImplementedError

    def changes(self) -> dict[str, Any]:
        """The inputs of `edit_tender`."""
        raise NotImplementedError

    def _particulars(self, codes: Sequence[str]) -> dict[str, str]:
        told: dict[str, Any] = self.tender.particulars
        return told | {code: self.cleaned_data[code] for code in codes if code in self.cleaned_data}


def _text(label: str, longest: int = 200, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, **more)


def _particular(code: str, **more: Any) -> forms.CharField:
    row = BY_CODE[code]
    widget = forms.Textarea({"rows": 4}) if row.long else forms.TextInput()
    return forms.CharField(
        label=row.label, required=row.required, help_text=row.help, max_length=4000 if row.long else 200,
        **{"widget": widget} | more,
    )  # fmt: skip


class ProjectForm(TaskForm):
    """What is to be built, who approved it, from which funds, whom to ask."""

    title_of = "项目信息"
    title = _text("招标项目名称")
    name = _text("项目名称", help_text="与审批文件一致")
    approval_authority = _text("审批部门", 120)
    approval_number = _text("审批文号", 120, help_text="例如 静发改审批〔2026〕12号")
    funds = _text("资金来源", help_text="例如 县级财政资金，已落实")
    place = _text("建设地点")
    scope = _particular("scope")
    scale = _particular("scale")
    owner_address = _particular("owner_address")
    owner_contact = _particular("owner_contact")
    owner_phone = _particular("owner_phone")
    agency_contact = _particular("agency_contact")
    agency_phone = _particular("agency_phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.tender.project.procuring_entity_id is None:
            for name in ("agency_contact", "agency_phone"):
                del self.fields[name]

    @classmethod
    def stored(cls, tender: Tender) -> dict[str, Any]:
        project = {name: getattr(tender.project, name) for name in PROJECT}
        return {"title": tender.title} | project | {code: tender.particular(code) for code in OF_PROJECT}

    def clean_title(self) -> str:
        return self.cleaned_data["title"] or self.tender.title

    def clean_name(self) -> str:
        return self.cleaned_data["name"] or self.tender.project.name

    def changes(self) -> dict[str, Any]:
        return {
            "title": self.cleaned_data["title"],
            "project": {name: self.cleaned_data[name] for name in PROJECT},
            "particulars": self._particulars(OF_PROJECT),
        }


class LotRow(forms.Form):
    """One lot; an empty row is no lot."""

    name = _text("标段名称")
    scope = forms.CharField(label="招标范围", max_length=4000, widget=forms.Textarea({"rows": 3}))
    ceiling_fen = MoneyField(label="最高投标限价", help_text="也可以写 486.32万元")
    duration_days = forms.IntegerField(
        label="工期", min_value=1, max_value=3650, widget=forms.NumberInput({"data-kind": "number", "data-unit": "日历天"}),
        error_messages={"min_value": "工期应当大于 0 天", "max_value": "工期超过十年，请核对"},
    )  # fmt: skip
    quality = _text("质量要求", help_text="例如 符合国家现行施工质量验收规范，一次性验收合格")

    def clean_ceiling_fen(self) -> int | None:
        fen: int | None = self.cleaned_data["ceiling_fen"]
        if fen == 0:
            raise forms.ValidationError("最高投标限价应当大于 0", code="zero")
        return fen


class RowsForm(TaskForm):
    """A task made of rows: errors of a row stand in the summary too, with the row's number."""

    row_form: ClassVar[type[forms.Form]]
    blank_rows: ClassVar[int] = 1  # a page without rows starts with one that is not folded away
    row_word: ClassVar[str] = "行"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: type[BaseFormSet[Any]] = formset_factory(
            self.row_form, extra=self.blank_rows, can_delete=True, max_num=60
        )
        data = self.data if self.is_bound else None
        stored = self.stored_rows(self.tender) or [{}]
        self.rows = kind(data, prefix="rows", initial=stored)
        for form in self.rows:
            form.fields["DELETE"].label = f"删去这一{self.row_word}"

    @classmethod
    def stored_rows(cls, tender: Tender) -> list[dict[str, Any]]:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.wants_rows() and not self.rows.is_valid():
            for number, form in enumerate(self.rows, 1):
                for name, wrong in form.errors.items():
                    label = form.fields[name].label if name in form.fields else ""
                    self.add_error(None, f"第 {number} {self.row_word}“{label}”：{wrong[0]}")
            for sentence in self.rows.non_form_errors():
                self.add_error(None, str(sentence))
        return given

    @property
    def more_typed(self) -> bool:
        """Whether somebody typed into a blank row: then it is not folded away."""
        return any(form.has_changed() for form in self.rows.extra_forms)

    def wants_rows(self) -> bool:
        """Whether the answers so far need the table at all."""
        return True

    @property
    def filled(self) -> list[dict[str, Any]]:
        """The rows that stay, in order."""
        return [
            form.cleaned_data
            for form in self.rows
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]


class LotsForm(RowsForm):
    """标段与限价."""

    title_of = "标段与限价"
    row_form = LotRow
    row_word = "标段"

    @classmethod
    def stored(cls, tender: Tender) -> dict[str, Any]:
        return {}

    @classmethod
    def stored_rows(cls, tender: Tender) -> list[dict[str, Any]]:
        names = LotDraft.__slots__
        rows = [{name: getattr(lot, name) for name in names} for lot in tender.lots.all()]
        return rows or kept_lots(tender)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.errors and not self.filled:
            self.add_error(None, "请至少填写一个标段")
        return given

    def changes(self) -> dict[str, Any]:
        rows = [LotDraft(**{name: row[name] for name in LotDraft.__slots__}) for row in self.filled]
        particulars = {code: value for code, value in self.tender.particulars.items() if code != LOT_KEPT}
        return {"lots": rows, "particulars": particulars}


class TimesForm(TaskForm):
    """How the opening runs; the deadline itself is chosen with the review, when the key cards are made."""

    title_of = "时间安排"
    auto_open = forms.TypedChoiceField(
        label="开标方式",
        choices=[
            ("True", "到点自动开标（推荐）｜投标截止的同一时间由平台开标，无需人操作"),
            ("False", "由招标人或者代理机构主持｜须有人在投标截止时登录并点“开标”"),
        ],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )
    window_minutes = forms.IntegerField(
        label="解密时限", min_value=10, max_value=240,
        help_text="选择“我自己到场解密”的投标人在这段时间内解密；不少于 10 分钟",
        widget=forms.NumberInput({"data-kind": "number", "data-unit": "分钟"}),
    )  # fmt: skip

    @classmethod
    def stored(cls, tender: Tender) -> dict[str, Any]:
        return {"auto_open": str(tender.auto_open), "window_minutes": tender.window_minutes}

    def changes(self) -> dict[str, Any]:
        return {
            "auto_open": self.cleaned_data["auto_open"],
            "window_minutes": self.cleaned_data["window_minutes"] or self.tender.window_minutes,
        }


class QualificationForm(TaskForm):
    """资格条件: free text, always read by the review."""

    title_of = "资格条件"
    qualification = _particular("qualification", widget=forms.Textarea({"rows": 8, "data-soft": 800}))
    consortium = _particular("consortium")

    @classmethod
    def stored(cls, tender: Tender) -> dict[str, Any]:
        return {code: tender.particular(code) for code in ("qualification", "consortium")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consortium"].help_text = "例如 不接受联合体投标；接受的，写明家数"

    def changes(self) -> dict[str, Any]:
        return {"particulars": self._particulars(("qualification", "consortium"))}


class BondForm(TaskForm):
    """投标保证金: none, or at most 2 % (条例 26)."""

    title_of = "合同与保证金"
    bond_fen = MoneyField(
        label="投标保证金",
        required=False,
        help_text="不收取的留空。任何形式的保函都应当接受，不得限定出具机构",
    )

    @classmethod
    def stored(cls, tender: Tender) -> dict[str, Any]:
        return {"bond_fen": tender.bond_fen or None}

    def clean_bond_fen(self) -> int:
        fen: int = self.cleaned_data["bond_fen"] or 0
        ceilings = [lot.ceiling_fen for lot in self.tender.lots.all()]
        cap = bond_cap(Subject.WORKS, Money(min(ceilings))) if ceilings else None
        if cap and Money(fen) > cap.amount:
            articles = "、".join(str(law) for law in cap.law)
            raise forms.ValidationError(f"投标保证金{cap.says}（{articles}）", code="over-cap")
        return fen

    def changes(self) -> dict[str, Any]:
        return {"bond_fen": self.cleaned_data["bond_fen"]}


class DocumentForm(ActForm):
    """One file of the tender."""

    kind = forms.ChoiceField(
        label="类别",
        choices=[choice for choice in Document.Kind.choices if choice[0] != Document.Kind.CLARIFICATION],
    )
    file = SheetField(
        label="文件", help_text="不超过 50 MB。招标文件请用能复制文字的 PDF 或者 DOCX，不要用扫描件"
    )
