"""Which form takes a file: refused with its reason, or kept with what was found in it."""

from __future__ import annotations

from typing import Any

from wagtail.documents.forms import BaseDocumentForm

from cms.uploads import NotTaken, look_into

SCAN = (
    "这份 PDF 是扫描件，没有文字层，不能检索和朗读。请换成由文字导出的 PDF；"
    "确需使用的，先勾选“这是扫描件”再上传"
)


class AttachmentForm(BaseDocumentForm):
    """A file of the site; a scan needs somebody's word."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        file = cleaned.get("file")
        if file and "file" in self.changed_data:
            self._look_into(file, confirmed=bool(cleaned.get("scan_confirmed")))
        return cleaned

    def _look_into(self, file: Any, *, confirmed: bool) -> None:
        file.seek(0)
        try:
            seen = look_into(file.name, file.read())
        except NotTaken as refused:
            self.add_error("file", str(refused))
            return
        finally:
            file.seek(0)
        self.instance.has_text = seen.has_text
        if seen.has_text is False and not confirmed:
            self.add_error("file", SCAN)
