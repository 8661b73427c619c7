"""What the centre's people fill in: an information notice by its type, a file, a line of the media ledger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from marketplace.accounts.forms import ActForm
from marketplace.fields import MoneyField
from marketplace.notices import typed
from marketplace.notices.kinds import Item, Kind, NoticeType
from marketplace.notices.models import NoticeDraft
from marketplace.notices.workflow import Sheet

LARGEST = 20 * 1024 * 1024
_FIELDS: dict[Kind, Callable[..., forms.Field]] = {
    Kind.LINE: lambda **more: forms.CharField(max_length=300, **more),
    Kind.TEXT: lambda **more: forms.CharField(widget=forms.Textarea({"rows": 4}), **more),
    Kind.DAY: forms.DateField,
    Kind.MOMENT: forms.DateTimeField,
    Kind.MONEY: MoneyField,
}


def _field(item: Item) -> forms.Field:
    return _FIELDS[item.kind](label=item.label, help_text=item.hint, required=False)


class NoticeForm(ActForm):
    """Every field of the type. A draft may be saved with holes; what the notice may not lack is marked."""

    use_required_attribute = False
    title = forms.CharField(label="标题", max_length=200)
    issuer = forms.CharField(
        label="发布责任单位", max_length=120, help_text="对内容负责的单位，例如出让人、转让方、处理机关"
    )
    external = forms.CharField(label="项目编号（原单位）", max_length=64, required=False)

    def __init__(self, *args: Any, kind: NoticeType, draft: NoticeDraft | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["issuer"].label = f"{kind.issuer}（发布责任单位）"
        for n, item in enumerate(kind.items):
            self.fields[f"f{n}"] = _field(item)
        if draft:
            self.initial.update(title=draft.title, issuer=draft.issuer, external=draft.external)
            for n, item in enumerate(kind.items):
                self.initial[f"f{n}"] = typed.read(item, draft.values.get(item.label))

    def mark_required(self) -> None:
        """For people: only what the type does not require is called 选填."""
        for n, item in enumerate(self.kind.items):
            self.fields[f"f{n}"].required = item.required

    def inputs(self) -> dict[str, Any]:
        """What the act takes."""
        given = self.cleaned_data
        values = {item.label: typed.as_stored(given.get(f"f{n}")) for n, item in enumerate(self.kind.items)}
        return {name: given[name] for name in ("title", "issuer", "external")} | {"values": values}


class FileForm(ActForm):
    """One PDF of a notice."""

    file = forms.FileField(
        label="附件",
        help_text="用 Word 或 WPS 直接导出的 PDF，不超过 20 MB；扫描件不能检索，不收",
        widget=forms.ClearableFileInput({"accept": ".pdf"}),
        error_messages={
            "empty": "文件是空的，请重新选择",
            "required": "请选择附件",
            "missing": "没有收到文件，请重新选择",
        },
    )

    def clean_file(self) -> Sheet:
        sent: UploadedFile[Any] = self.cleaned_data["file"]
        name = PurePath(str(sent.name).replace("\\", "/")).name
        if (sent.size or 0) > LARGEST:
            raise forms.ValidationError("文件超过 20 MB，请压缩图片或者分开上传", code="too-large")
        if len(name) > 160:
            raise forms.ValidationError("文件名超过 160 字，请改短后重新选择", code="long-name")
        return Sheet(name, sent.read())


class MediumForm(ActForm):
    """Where else the notice stands, and since when."""

    name = forms.CharField(label="媒介名称", max_length=80, help_text="例如 中国招标投标公共服务平台")
    at = forms.DateTimeField(label="在该媒介的发布时间")
    url = forms.CharField(label="网址", max_length=200)
    designated = forms.BooleanField(
        label="是依法指定的媒介，期限自最早的指定媒介起算", required=False, initial=True
    )
