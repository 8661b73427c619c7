"""Which files editors attach: only kinds that open safely, scans only when somebody vouches for them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from wagtail.documents.models import AbstractDocument, DocumentQuerySet


class Attachment(AbstractDocument):
    """A file of the site. `has_text` is found on upload; None when the kind has no pages to look at."""

    has_text = models.BooleanField("有文字层", null=True, editable=False)
    scan_confirmed = models.BooleanField(
        "这是扫描件，正文里已写明它的内容", default=False, help_text="只有没有文字层的 PDF 需要勾选"
    )

    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, editable=False,
        verbose_name="上传人",
    )  # fmt: skip

    objects: Any = DocumentQuerySet.as_manager()

    admin_form_fields = ("title", "file", "collection", "scan_confirmed")

    class Meta(AbstractDocument.Meta):
        verbose_name = "附件"
        verbose_name_plural = "附件"

    @property
    def kind(self) -> str:
        """PDF, DOCX …, with a word when it cannot be searched."""
        return f"{self.file_extension.upper()}{'（扫描件）' if self.has_text is False else ''}"
