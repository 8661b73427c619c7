"""How a file comes out of a form: as an upload that was looked at."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from tenders.actions import Upload

LARGEST = 50 * 1024 * 1024
LONGEST_NAME = 160
RUNS = frozenset(
    [
        ".exe",
        ".com",
        ".bat",
        ".cmd",
        ".msi",
        ".scr",
        ".pif",
        ".dll",
        ".sys",
        ".js",
        ".jse",
        ".vbs",
        ".vbe",
        ".wsf",
        ".ps1",
        ".sh",
        ".jar",
        ".apk",
        ".lnk",
        ".reg",
        ".hta",
    ]
)
MAGIC = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa")


class SheetField(forms.FileField):
    """One file, at most 50 MB, nothing that runs; comes out as an `Upload`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages |= {
            "empty": "文件是空的，请重新选择",
            "missing": "没有收到文件，请重新选择",
            "required": f"请选择{self.label}",
        }

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent = super().clean(data, initial)
        if not isinstance(sent, UploadedFile):
            return None
        name = PurePath(str(sent.name).replace("\\", "/")).name
        _refuse(name, sent)
        return Upload(name, sent.read())


def _refuse(name: str, sent: UploadedFile[Any]) -> None:
    """In the order a person would ask: too large, a program, a name nobody can read."""
    if (sent.size or 0) > LARGEST:
        raise forms.ValidationError(
            f"文件 {(sent.size or 0) / 1_000_000:.1f} MB，超过 50 MB，请压缩图片或者分开上传",
            code="too-large",
        )
    head = sent.read(8)
    sent.seek(0)
    if PurePath(name).suffix.lower() in RUNS or head.startswith(MAGIC):
        raise forms.ValidationError(
            f"“{name}”是可执行程序，不能上传；请上传 PDF、DOCX、XLSX 等文件", code="runs"
        )
    if len(name) > LONGEST_NAME:
        raise forms.ValidationError("文件名超过 160 字，请改短后重新选择", code="long-name")
