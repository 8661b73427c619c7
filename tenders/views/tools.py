"""Which tools are open to anybody: the fair-competition check, which keeps nothing."""

from __future__ import annotations

import io
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from marketplace.accounts.actors import moment
from marketplace.law.workdays import day_of
from tenders.fairness import review
from tenders.fairness.documents import LARGEST_FILE
from tenders.fairness.marking import LEVELS, rows_of, stretches
from tenders.forms.tools import FairReviewForm


class InMemory(FileUploadHandler):
    """Keeps an upload in memory alone, and nothing of it beyond the limit: only its size goes on being counted."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.content = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) <= LARGEST_FILE:
            self.content.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.content.seek(0)
        return InMemoryUploadedFile(
            self.content, self.field_name, self.file_name or "", self.content_type or "", file_size, self.charset
        )  # fmt: skip


@never_cache
@csrf_exempt  # the inner view is protected; handlers have to be chosen before the token is read
@require_http_methods(["GET", "HEAD", "POST"])
def fair_review(request: HttpRequest) -> HttpResponse:
    """/tools/fair-review/: paste or upload, read the findings; no file, row or log remains."""
    request.upload_handlers = [InMemory(request)]
    try:
        return _fair_review(request)
    except RequestDataTooBig:
        form = FairReviewForm({})
        form.errors.clear()
        form.add_error("text", "文字太长，没有收下。请按章节分开粘贴，或者改为上传文件")
        return _page(request, form, {}, 413)


@csrf_protect
def _fair_review(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, FairReviewForm(), {}, 200)
    form = FairReviewForm(request.POST, request.FILES)
    return (
        _page(request, form, _result(request, form), 200)
        if form.is_valid()
        else _page(request, form, {}, 422)
    )


def _result(request: HttpRequest, form: FairReviewForm) -> dict[str, Any]:
    """Marked lines, findings, how many of each; the day decides which rules are in force."""
    done = review(form.document, form.context, law_on=day_of(moment(request)))
    rows = rows_of(done, form.document)
    counts = [
        {"label": level.word, "value": sum(row.level == level.word for row in rows), "note": ""}
        for level in LEVELS.values()
    ]
    return {"done": done, "rows": rows, "counts": counts, "stretches": stretches(done, form.document)}


def _page(request: HttpRequest, form: FairReviewForm, more: dict[str, Any], status: int) -> HttpResponse:
    crumbs = [{"label": "公平竞争自查", "url": ""}]
    return render(request, "tenders/fair_review.html", {"form": form, "crumbs": crumbs} | more, status=status)
