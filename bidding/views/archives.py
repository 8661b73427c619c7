"""The centre's archive: make the package outside the transaction, keep it, hand it out."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from bidding import archiving
from bidding.eval_pages import contracts
from bidding.forms.evaluation import EmptyForm
from bidding.lists import ARCHIVES
from bidding.models import Archive, Process
from bidding.procedures.works_open import WorksOpenTender
from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.downloads import Download, send
from marketplace.flow.answering import act_id_of, answer
from marketplace.lists import as_file
from marketplace.trust import blobs


def _process(request: HttpRequest, number: str) -> WorksOpenTender:
    rows = Process.objects.with_tender().archives_of(of_request(request))
    row: WorksOpenTender = get_object_or_404(rows, number=number)  # type: ignore[assignment]
    return row


@login_required
def index(request: HttpRequest) -> HttpResponseBase:
    """/desk/archive/"""
    rows = list(Process.objects.with_tender().archives_of(of_request(request)))
    if (file := as_file(request, ARCHIVES, rows)) is not None:
        return file
    return render(request, "bidding/archive_list.html", contracts.archives_page(rows, moment(request)))


@login_required
def archive(request: HttpRequest, number: str) -> HttpResponse:
    """/desk/archive/<no>/"""
    process = _process(request, number)
    form = EmptyForm(request.POST if request.method == "POST" else None)

    def show(status: int) -> HttpResponse:
        page = contracts.archive_page(process, of_request(request), moment(request))
        return render(
            request,
            "bidding/archive.html",
            page | {"form": form, "act_id": act_id_of(request)},
            status=status,
        )

    if request.method != "POST":
        return show(200)
    return answer(
        form, lambda _: archiving.keep(process, act_for(request, "process.archive")),
        to=lambda _: f"/desk/archive/{number}/", show=show,
    )  # fmt: skip


@login_required
def package(request: HttpRequest, number: str) -> HttpResponseBase:
    """/desk/archive/<no>/package.zip"""
    kept = get_object_or_404(Archive, process=_process(request, number))
    return send(
        request, Download(partial(blobs.open_blob, kept.blob), f"{number}.zip", kept.size, kept.sha256)
    )
