"""What a person gives to bring in a file: the file itself, and on what the rows were verified."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from marketplace.accounts.bulk.kinds import Kind
from marketplace.sheets.archive import LARGEST

NOBODY, DESK = "nobody", "desk"


class UploadForm(forms.Form):
    """The file, and for units whether the desk has verified them already."""

    file = forms.FileField(
        label="表格文件",
        help_text="XLSX 或者 CSV，不超过 10 MB、20,000 行。先试导入，这一步什么都不写入",
        widget=forms.ClearableFileInput({"accept": ".xlsx,.csv"}),
        error_messages={
            "required": "请选择要导入的文件", "empty": "文件是空的，请重新选择", "missing": "没有收到文件，请重新选择",
        },
    )  # fmt: skip
    verified = forms.ChoiceField(
        label="新单位的核验情况",
        choices=[
            (NOBODY, "没有核验｜由单位登录核对、提交营业执照，交易中心核验后才能投标"),
            (DESK, "本中心已经核验｜例如从原系统迁入的已核验名录；写明依据，由另一人抽查"),
        ],
        initial=NOBODY,
        widget=forms.RadioSelect,
    )
    source = forms.CharField(
        label="核验依据", max_length=200, required=False, help_text="已经核验的必填，例如 原交易系统 2026年11月20日 已核验供应商名录",
    )  # fmt: skip

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not kind.asks_source:
            del self.fields["verified"], self.fields["source"]

    def clean_file(self) -> tuple[str, bytes]:
        """Name and bytes; a file that is too large is not read into memory."""
        sent: UploadedFile[Any] = self.cleaned_data["file"]
        if (sent.size or 0) > LARGEST:
            size = (sent.size or 0) / 1_048_576
            raise forms.ValidationError(
                f"文件有 {size:.1f} MB，超过 10 MB；请去掉图片或者分成几个文件", code="too-large"
            )
        return PurePath(str(sent.name).replace("\\", "/")).name[-160:], sent.read()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        source = " ".join(str(given.get("source", "")).split())
        if given.get("verified") == DESK and len(source) < 6:
            self.add_error(
                "source", "写明依据：哪一份名录、哪一天核验，例如 原交易系统 2026年11月20日 已核验供应商名录"
            )
        given["source"] = source if given.get("verified") == DESK else ""
        return given


class WriteForm(forms.Form):
    """The one button that writes; it carries how many rows the person saw as good."""

    promised = forms.IntegerField(widget=forms.HiddenInput)
