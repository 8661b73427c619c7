"""What anybody may hand to the fair-competition check: words or a file, and which law they stand under."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.base import File

from tenders.fairness import Context, Document, Unreadable, plain_text, read_document
from tenders.fairness.documents import LARGEST_FILE

# What one visitor may ask of the machine at a time: about 400 pages of text, two seconds of work.
MOST_CHARACTERS = 400_000
KINDS = ".docx,.xlsx,.pdf,.html,.htm,.txt"


class FairReviewForm(forms.Form):
    """Paste or upload; everything else only sharpens the answer and may stay empty."""

    text = forms.CharField(
        label="粘贴文字", required=False, strip=False, widget=forms.Textarea({"rows": 10, "spellcheck": "false"}),
        error_messages={"null_characters_not_allowed": "文字里有看不见的控制字符，请从 Word、WPS 或者网页里重新复制"},
    )  # fmt: skip
    file = forms.FileField(
        label="上传文件",
        required=False,
        allow_empty_file=True,
        help_text="DOCX、PDF、HTML、XLSX 或文本，30MB 以内。不保存，检查完就丢弃",
        widget=forms.FileInput({"accept": KINDS}),
        error_messages={"invalid": "没有收到文件，请重新选择"},
    )
    law = forms.ChoiceField(
        label="适用的法律", required=False, widget=forms.RadioSelect,
        choices=[("", "不清楚｜两部法律规定不同的，只请说明"), ("招标投标法", "招标投标法｜工程建设"),
                 ("政府采购法", "政府采购法｜货物、服务")],
    )  # fmt: skip
    region = forms.CharField(
        label="采购人所在地", required=False, max_length=60, help_text="例如 山西省忻州市静乐县，用来认出“本地”是哪里"
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two; the file becomes words here, so that its refusal stands at its field."""
        given: dict[str, Any] = super().clean() or {}
        words, file = given.get("text") or "", given.get("file")
        if self.errors:
            return given
        if file and words.strip():
            self.add_error("file", "文字和文件一次只检查一样：请清空文字，或者不选文件")
        elif file:
            self._read("file", file)
        elif words.strip():
            self._read("text", words)
        else:
            self.add_error("text", "请粘贴文字，或者选择一个文件")
        return given

    def _read(self, field: str, sent: File[bytes] | str) -> None:
        try:
            document = plain_text(sent) if isinstance(sent, str) else read_document(_content(sent))
        except Unreadable as refused:
            self.add_error(field, refused.says)
            return
        if len(document.text) > MOST_CHARACTERS:
            self.add_error(field, f"文字超过{MOST_CHARACTERS // 10_000}万字，请按章节分开检查")
        self.document = document

    document: Document

    @property
    def context(self) -> Context:
        """What is known besides the words."""
        return Context.of({"law": self.cleaned_data["law"], "region": self.cleaned_data["region"]})


def _content(file: File[bytes]) -> bytes:
    """A file over the limit was not kept while it arrived; its true size is all that is left of it."""
    if (file.size or 0) > LARGEST_FILE:
        raise Unreadable("too-large", "文件超过30MB，请去掉图片，或者按章节分开检查")
    return bytes(file.read())
