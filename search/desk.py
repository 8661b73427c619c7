"""The page of those who keep the search: health, lag, what found nothing, synonyms; and the API's description."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.models import User
from marketplace.flow.access import may
from marketplace.flow.answering import SeeOther, act_id_of, answer
from search import actions, following, misses
from search.api import Asked, api
from search.choosing import ask
from search.forms import SynonymForm
from search.models import Cursor, Entry, Subscription, Synonym
from tenders.pages import link

SOURCES = {
    "notices": "公告",
    "record": "办理记录",
    "pages": "网站稿件",
    "files": "公开文件",
    "elastic": "全文检索服务",
    "rebuild": "重建",
}


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _must_keep(request: HttpRequest) -> None:
    """To everybody else the page does not exist."""
    if not may(of_request(request), "search.add_synonym", _me(request)):
        raise Http404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """/desk/search/"""
    _must_keep(request)
    form, now = SynonymForm(request.POST if request.method == "POST" else None), moment(request)

    def show(status: int = 200) -> HttpResponse:
        _, notice = ask(lambda engine: engine.name)
        context = {
            "form": form, "act_id": act_id_of(request), "now": now, "notice": notice, "counts": Entry.objects.by_scope(),
            "engine": "Elasticsearch" if settings.SEARCH_URL else "平台数据库（内置）", "lag": following.lag() if settings.SEARCH_URL else 0,
            "cursors": [(SOURCES[row.source], row) for row in Cursor.objects.order_by("source") if row.source in SOURCES],
            "misses": misses.of_the_week(now), "synonyms": Synonym.objects.order_by("words"),
            "subscriptions": Subscription.objects.active().count(), "crumbs": [link("搜索维护", "")],
        }  # fmt: skip
        return render(request, "search/desk.html", context, status=status)

    def add(given: dict[str, Any]) -> str:
        return actions.add_synonym(_me(request), act_for(request, "search.add_synonym"), words=given["words"])

    return (
        answer(form, add, to=lambda _: "/desk/search/#synonyms", show=show)
        if request.method == "POST"
        else show()
    )


@login_required
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """/desk/search/remove/: one group of synonyms."""
    key = request.POST.get("synonym", "")
    if not key.isdecimal():
        raise Http404
    actions.remove_synonym(_me(request), act_for(request, "search.remove_synonym"), synonym=int(key))
    return SeeOther("/desk/search/#synonyms")


@login_required
@require_POST
def rebuild(request: HttpRequest) -> HttpResponse:
    """/desk/search/rebuild/: the clock does it."""
    actions.order_rebuild(_me(request), act_for(request, "search.rebuild"))
    return SeeOther("/desk/search/")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """/api/v1/docs/: what programs may ask, in words; openapi.json beside it."""
    fields = [(name, field.description or "") for name, field in Asked.model_fields.items()]
    context = {"fields": fields, "about": api.description, "crumbs": [link("开放接口", "")]}
    return render(request, "search/api.html", context)
