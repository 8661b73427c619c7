"""What a bidder's requests do: list, prepare, send the sealed package, withdraw."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bidding import actions, bid_pages
from bidding.forms.bids import LockForm, OfferForm, PackageForm, WithdrawForm
from bidding.lists import OWN_BIDS
from bidding.models import Process, Submission
from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.models import Organization, User
from marketplace.flow.acts import Act
from marketplace.flow.answering import SeeOther, act_id_of, answer
from marketplace.flow.errors import NotPermitted, Refused
from marketplace.flow.middleware import wants_json
from marketplace.law.statutes import E_TENDERING, PLATFORM
from marketplace.lists import as_file
from marketplace.trust import blobs, uploads
from marketplace.trust.canonical import parse_moment
from marketplace.trust.errors import TrustError
from tenders import queries as tender_queries

View = Callable[..., HttpResponseBase]
PIECE = 256 * 1024


def signed_in(view: View) -> View:
    """People are sent to the log-in page and come back; a script is told so and keeps what it holds."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated or not wants_json(request):
            return login_required(view)(request, *args, **kwargs)
        says = "登录已到期。您填写的内容和密文还在这台电脑上，重新登录后接着办"
        body = {"code": "SIGN-IN-NEEDED", "says": says, "law": str(PLATFORM["IDENTITY"])}
        return JsonResponse(body, status=401, json_dumps_params={"ensure_ascii": False})

    return guarded


def lot_of(request: HttpRequest, number: str) -> Process:
    """A published lot, or 404: a stranger's draft does not exist."""
    row = Process.objects.with_tender().visible_to(of_request(request)).numbered(number)
    if row is None:
        raise Http404(number)
    return row


def unit_of(request: HttpRequest) -> Organization:
    """The unit in whose name the person is here."""
    unit = tender_queries.unit_of(of_request(request))
    if unit is None:
        raise Refused("NO-UNIT", "请先登记您的单位，核验后再办理", PLATFORM["IDENTITY"])
    return unit


def _must_bid(request: HttpRequest) -> None:
    if not bid_pages.is_supplier(of_request(request)):
        raise NotPermitted(
            "ACCESS-DENIED", "投标由已核验的单位办理，您现在的身份不是投标单位", PLATFORM["ACCESS"]
        )


def bidder_of(request: HttpRequest) -> Organization:
    """A verified supplier; other people's pages say why there is nothing for them here."""
    unit = unit_of(request)
    if wall := bid_pages.unverified(unit):
        raise NotPermitted(wall["code"], wall["says"], wall["law"])
    _must_bid(request)
    return unit


@require_safe
def self_test(request: HttpRequest) -> HttpResponse:
    """/selftest/: everything is measured in the browser and stays there."""
    return render(request, "bidding/selftest.html", {"now": moment(request)})


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponseBase:
    """/my/bids/: one's own submissions, and the lots anybody may bid for."""
    submitted = Submission.objects.own(of_request(request)).newest()
    if (file := as_file(request, OWN_BIDS, submitted)) is not None:
        return file
    own = submitted[:100]
    lots = Process.objects.visible_to(of_request(request)).with_tender().receiving_at(moment(request))[:50]
    return render(request, "bidding/my_bids.html", bid_pages.my_bids(own, lots, moment(request)))


@require_safe
@signed_in
def bid(request: HttpRequest, number: str) -> HttpResponse:
    """/my/bids/<lot>/: six tasks on one page, or why no bid is taken now."""
    process, actor, now = lot_of(request, number), of_request(request), moment(request)
    own = process.submissions.own(actor).newest()
    unit = tender_queries.unit_of(actor)
    wall = bid_pages.wall(unit, actor, own, now)
    if unit is None or (wall and not (wall["may_prepare"] and "prepare" in request.GET)):
        context = bid_pages.wall_page(process, cast(dict[str, Any], wall), now)
        return render(request, "bidding/bid_wall.html", context, status=403)
    if not wall:
        _must_bid(request)
    if not bid_pages.is_open(process, now):
        return render(request, "bidding/bid_closed.html", bid_pages.closed_page(process, own, now))
    context = bid_pages.bid_page(process, unit, cast(User, request.user), now, act_id_of(request))
    choose = bid_pages.own_lock(process) == "choose"
    context |= {
        "wall": wall,
        "offer": OfferForm.for_lot(process.lot),
        "lock": LockForm(auto_id="lock_%s")["lock"] if choose else None,
    }
    return render(request, "bidding/bid.html", context)


# ── the sealed package ──────────────────────────────────────────────────────


def _body(request: HttpRequest) -> Iterator[bytes]:
    """The file of a form, or the request's body as it is; never more than is allowed."""
    if request.content_type == "multipart/form-data":
        given = request.FILES.get("package")
        pieces = iter(given.chunks(PIECE)) if given else iter(())
    else:
        pieces = iter(lambda: request.read(PIECE), b"")
    length = 0
    for piece in pieces:
        length += len(piece)
        uploads.check_length(length)
        yield piece


def _client_time(text: str, now: datetime) -> datetime:
    """What the bidder's own clock says; it decides nothing (design D11)."""
    try:
        return parse_moment(text)
    except TrustError:
        return now


def _take(process: Process, unit: Organization, act: Act, blob: str, client_time: str) -> str:
    """Measure what has arrived and take the act; a refused or repeated package leaves no blob."""
    with blobs.open_blob(blob) as file:
        package = actions.measure(blob, file, _client_time(client_time, act.now))
    try:
        return actions.submit_bid(process, act, organization=unit, package=package)
    finally:
        if not Submission.objects.keeping(blob).exists():
            blobs.delete(blob)


def _receipt(request: HttpRequest, number: str) -> HttpResponse:
    url = f"/receipts/{number}/"
    return JsonResponse({"receipt": url, "number": number}) if wants_json(request) else SeeOther(url)


@require_POST
@signed_in
def package(request: HttpRequest, number: str) -> HttpResponse:
    """POST /my/bids/<lot>/package/: the whole sealed file at once, as body or as a form's `package`."""
    process, unit = lot_of(request, number), bidder_of(request)
    blob, _, _ = blobs.put(_body(request))
    # the clock is asked here, once, when the last byte is in and before any lock (design D11)
    act = act_for(request, "bid.submit", act_id=request.headers.get("X-Act-Id", ""))
    return _receipt(request, _take(process, unit, act, blob, request.headers.get("X-Client-Time", "")))


@require_safe
@signed_in
def offline(request: HttpRequest, number: str) -> HttpResponse:
    """/my/bids/<lot>/offline/: hand in what the offline tool has sealed; works without script."""
    process, unit = lot_of(request, number), bidder_of(request)
    context = {
        "process": process, "title": process.title, "form": PackageForm(), "act_id": act_id_of(request),
        "seal": bid_pages.seal_of(process, unit), "now": moment(request),
        "stepup": bid_pages.step_up(cast(User, request.user), moment(request)),
    }  # fmt: skip
    return render(request, "bidding/bid_offline.html", context)


@require_safe
def card(request: HttpRequest, number: str) -> HttpResponse:
    """/my/bids/<lot>/card.json: the key card, whose hash is printed in the announcement; public."""
    return JsonResponse(lot_of(request, number).keycard or {}, json_dumps_params={"ensure_ascii": False})


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        given = json.loads(request.body)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise Refused("UPLOAD-FORM", "递交请求的格式不对，请刷新页面重新递交", E_TENDERING[27])
    return given


@require_POST
@signed_in
def begin_upload(request: HttpRequest, number: str) -> HttpResponse:
    """POST …/uploads/ {ct_len}: room for the segments. Nothing is recorded: only what arrives whole is a bid."""
    process, unit, given = lot_of(request, number), bidder_of(request), _json(request)
    length = given.get("ct_len")
    if not isinstance(length, int) or isinstance(length, bool):
        raise Refused("UPLOAD-FORM", "递交请求没有写明文件长度，请刷新页面重新递交", E_TENDERING[27])
    upload = uploads.begin(owner=unit.key, scope=process.number, length=length, now=moment(request))
    return JsonResponse({"upload": f"/my/bids/{process.number}/uploads/{upload.token}/", "have": []})


def _upload(request: HttpRequest, process: Process, token: str) -> uploads.Upload:
    upload = uploads.find(token, owner=bidder_of(request).key, scope=process.number)
    if upload is None:
        raise Http404(token)
    return upload


@require_safe
@signed_in
def upload_state(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """GET …/uploads/<token>/: which segments are here, to go on after a break."""
    return JsonResponse({"have": _upload(request, lot_of(request, number), token).have()})


@signed_in
def segment(request: HttpRequest, number: str, token: str, n: int) -> HttpResponse:
    """PUT …/uploads/<token>/<n>/: one segment; the same again changes nothing."""
    if request.method != "PUT":
        return HttpResponse(status=405, headers={"Allow": "PUT"})
    upload = _upload(request, lot_of(request, number), token)
    uploads.put(upload, n, request.body, request.headers.get("X-Segment-Hash", ""))
    return HttpResponse(status=204)


@require_POST
@signed_in
def finish_upload(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """POST …/finish/ {act_id, client_time}: the last step; segments stay when it is refused."""
    process, unit, given = lot_of(request, number), bidder_of(request), _json(request)
    # the clock is asked here, once, when the last byte is in and before any lock (design D11)
    act = act_for(request, "bid.submit", act_id=str(given.get("act_id", "")))
    upload = _upload(request, process, token)
    receipt = uploads.receipt_of(upload)
    if not receipt:
        receipt = _take(process, unit, act, uploads.join(upload), str(given.get("client_time", "")))
        uploads.close(upload, receipt)
    return _receipt(request, receipt)


# ── withdrawing ─────────────────────────────────────────────────────────────


@signed_in
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """/my/bids/<lot>/withdraw/: what follows, then one button, then a receipt."""
    process, unit = lot_of(request, number), bidder_of(request)
    form = WithdrawForm(request.POST if request.method == "POST" else None)

    def show(status: int) -> HttpResponse:
        live = process.submissions.own(of_request(request)).live().first()
        context = bid_pages.withdraw_page(process, live, cast(User, request.user), moment(request))
        return render(
            request,
            "bidding/withdraw.html",
            context | {"form": form, "act_id": act_id_of(request)},
            status=status,
        )

    if request.method != "POST":
        return show(200)
    return answer(
        form,
        lambda given: actions.withdraw_bid(
            process, act_for(request, "bid.withdraw"), organization=unit, reason=given["reason"]
        ),
        to=lambda receipt: bid_pages.withdrawal_url(Submission.objects.receipted(receipt)),
        show=show,
    )
