"""Which pages of a tender everybody reads: files, and the slips for asking and registering."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.models import Organization
from marketplace.downloads import send
from marketplace.flow import clock
from marketplace.flow.answering import act_id_of, answer
from marketplace.flow.errors import Refused
from marketplace.law.statutes import PLATFORM
from marketplace.templatetags.ui import iso
from tenders import actions, pages, queries
from tenders.models import Question, Registration, Tender
from tenders.public_forms import AskForm, RegisterForm


def unknown(request: HttpRequest, number: str) -> HttpResponse:
    """404 with a search box and the numbers closest to the one asked for."""
    rows = Tender.objects.published().near(number)
    nearest = [pages.link(f"{row.number} {row.title}", row.get_absolute_url()) for row in rows]
    return render(request, "404.html", {"nearest": nearest}, status=404)


def _tender(number: str) -> Tender:
    """A published tender, or 404."""
    row = Tender.objects.published().with_parties().numbered(number)
    if row is None:
        raise Http404(number)
    return row


@require_safe
def download(request: HttpRequest, number: str, digest: str) -> HttpResponseBase:
    """/tenders/<number>/files/<first 16 digits of the hash>/: anonymous, writes nothing (design D26)."""
    rows = pages.public_documents(_tender(number).documents.all())
    row = next((row for row in rows if row.sha256.startswith(digest)), None)
    if row is None:
        raise Http404(digest)
    return send(request, pages.download_of(row))


@require_safe
def files(request: HttpRequest, number: str) -> HttpResponse:
    """/tenders/<number>/files/: every version of every file."""
    tender = _tender(number)
    rows = pages.public_documents(tender.documents.all())
    context = {"tender": tender, "documents": [pages.document(tender, row) for row in rows]}
    return render(request, "tenders/files.html", context | {"crumbs": _crumbs(tender, "全部文件和历史版本")})


def _crumbs(tender: Tender, here: str) -> list[dict[str, Any]]:
    return [
        pages.link("招标项目", "/tenders/"),
        pages.link(tender.number, tender.get_absolute_url()),
        pages.link(here, ""),
    ]


@login_required
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """/tenders/<number>/ask/: an anonymous question; the answer goes to everybody."""
    tender, form = _tender(number), AskForm(request.POST or None)

    def show(status: int) -> HttpResponse:
        context = {
            "tender": tender,
            "form": form,
            "act_id": act_id_of(request),
            "crumbs": _crumbs(tender, "提问"),
        }
        return render(request, "tenders/ask.html", context | {"now": moment(request)}, status=status)

    if request.method != "POST":
        return show(200)
    return answer(
        form,
        lambda given: actions.ask(tender, act_for(request, "question.ask"), text=given["text"]),
        to=lambda receipt: f"/tenders/{number}/receipts/{receipt}/",
        show=show,
    )


@login_required
def register(request: HttpRequest, number: str) -> HttpResponse:
    """/tenders/<number>/register/: 登记获取 for the signed-in unit (design D26)."""
    tender, form = _tender(number), RegisterForm(request.POST if request.method == "POST" else None)

    def show(status: int) -> HttpResponse:
        context = {
            "tender": tender,
            "form": form,
            "act_id": act_id_of(request),
            "crumbs": _crumbs(tender, "登记获取"),
        }
        return render(request, "tenders/register.html", context | {"now": moment(request)}, status=status)

    if request.method != "POST":
        return show(200)
    return answer(
        form,
        lambda _: actions.register(
            tender, act_for(request, "registration.register"), organization=_own_unit(request)
        ),
        to=lambda receipt: f"/tenders/{number}/receipts/{receipt}/",
        show=show,
    )


def _own_unit(request: HttpRequest) -> Organization:
    unit = queries.unit_of(of_request(request))
    if unit is None:
        raise Refused("NO-UNIT", "请先登记您的单位，再登记获取招标文件", PLATFORM["IDENTITY"])
    return unit


@never_cache
@login_required
def slip(request: HttpRequest, number: str, receipt: str) -> HttpResponse:
    """/tenders/<number>/receipts/<receipt>/: what exists after asking or registering; others get 404."""
    tender = _tender(number)
    own = queries.registration_of(tender, receipt, of_request(request))
    asked = queries.question_of(tender, receipt)
    if own is None and asked is None:
        raise Http404(receipt)
    context = _registered(tender, own) if own else _asked(tender, cast(Question, asked))
    more = {"now": moment(request), "tender": tender, "crumbs": _crumbs(tender, "回执")}
    return render(request, "tenders/slip.html", context | more)


def _registered(tender: Tender, row: Registration) -> dict[str, Any]:
    row.tender = tender
    lead = ["澄清、修改发布时会直接通知贵单位。", "登记信息封存至投标截止，任何人看不到。"]
    return {"receipt": pages.slip(row, "登记获取回执", lead, row.at)}


def _asked(tender: Tender, row: Question) -> dict[str, Any]:
    row.tender = tender
    lead = ["问题已送招标人。", "答复时与问题一并公开，不显示提问者。"]
    return {"receipt": pages.slip(row, "提问回执", lead, row.asked_at)}


@never_cache
@require_safe
def time(request: HttpRequest) -> JsonResponse:
    """/time: the platform's time; clock.js halves the round trip."""
    return JsonResponse({"now": iso_millis()}, headers={"Access-Control-Allow-Origin": "*"})


def iso_millis() -> str:
    now = clock.now()
    return iso(now).replace("+08:00", f".{now.microsecond // 1000:03d}+08:00")
