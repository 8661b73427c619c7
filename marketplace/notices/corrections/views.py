"""The toolbox at /desk/correct/: 「要改的是什么？」 leads to one of five tools; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.forms import ActForm, sent
from marketplace.accounts.models import Organization, User
from marketplace.flow.answering import act_id_of, answer
from marketplace.flow.errors import NotPermitted
from marketplace.law.statutes import NOTICES, PLATFORM
from marketplace.law.workdays import day_of
from marketplace.notices.corrections import actions, pages, targets, undo
from marketplace.notices.corrections.announcing import LABEL
from marketplace.notices.corrections.forms import AmendForm, ErratumForm, HideForm, PastForm, RestoreForm
from marketplace.notices.corrections.models import Correction
from marketplace.notices.corrections.targets import Target
from marketplace.notices.corrections.workflow import CorrectionWorkflow

FORM_METHODS = ["GET", "HEAD", "POST"]
Show = Callable[..., HttpResponse]


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """/desk/correct/: the question, one's own acts of the last half hour, and what was corrected."""
    actor, now = of_request(request), moment(request)
    wanted = request.GET.get("number", "").strip().upper()[:80]
    if wanted and (found := targets.find("notice", wanted) or targets.find("project", wanted)):
        return HttpResponseRedirect(pages.address(found))
    mine = Correction.objects.visible_to(actor).newest_first()
    context = {
        "questions": pages.QUESTIONS, "number": wanted, "missed": bool(wanted), "rows": pages.lines(mine[:30]),
        "undoable": len(undo.recent(actor.user_id, now)), "past": _past_unit(request) is not None, "now": now,
        "crumbs": pages.crumbs(),
    }  # fmt: skip
    return render(request, "corrections/index.html", context)


def _target(request: HttpRequest, kind: str, key: str) -> Target:
    """A thing in which the person's unit has a say; to everybody else the desk knows no such thing."""
    found = targets.find(kind, key)
    if found is None or not targets.may_touch(of_request(request), found):
        raise Http404
    return found


@login_required
@require_safe
def thing(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """/desk/correct/<kind>/<key>/: every field with the way by which it may be changed."""
    target = _target(request, kind, key)
    return render(
        request, "corrections/thing.html", pages.thing(target, of_request(request), moment(request))
    )


def _page(request: HttpRequest, target: Target, form: ActForm, title: str, **more: Any) -> Show:
    def show(status: int = 200) -> HttpResponse:
        here = pages.link(target.what or target.title, pages.address(target))
        context = {
            "target": target, "form": form, "title": title, "act_id": act_id_of(request), "now": moment(request),
            "crumbs": pages.crumbs(here, pages.link(title, "")), "cancel": pages.link("不改了，回到这份内容", pages.address(target)),
        }  # fmt: skip
        return render(request, "corrections/form.html", context | more, status=status)

    return show


def _done(number: str) -> str:
    return f"{pages.HOME}{number}/"


@login_required
@require_http_methods(FORM_METHODS)
def erratum(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """/desk/correct/<kind>/<key>/erratum/?label=: one slip; class B."""
    target = _target(request, kind, key)
    label = request.POST.get("label") or request.GET.get("label", "")
    words = target.words_of(label)
    if words is None:
        raise Http404
    form = ErratumForm(**sent(request, "erratum.make"), initial={"label": label})
    show = _page(
        request, target, form, "勘误", label=label, words=words, submit="勘误，由另一人抽查", law=PLATFORM["ERRATUM"],
        says="立即公开；另一人在下一个工作日前抽查。",
    )  # fmt: skip
    if request.method != "POST":
        return show()
    return answer(form, lambda given: actions.set_right(
        target, act_for(request, "erratum.make"), label=label, old=given["old"].strip(), new=given["new"]
    ), to=_done, show=show)  # fmt: skip


@login_required
@require_http_methods(FORM_METHODS)
def hide(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """/desk/correct/<kind>/<key>/hide/: out of sight at once; a second person within one working day."""
    target = _target(request, kind, key)
    form = HideForm(**sent(request, "redaction.hide"), target=target)
    show = _page(
        request, target, form, "紧急遮蔽", danger=True, submit="立即遮蔽，由另一人确认", law=PLATFORM["REDACTION"],
        says="提交后立即不再公开；另一人在 1 个工作日内确认或者恢复。",
    )  # fmt: skip
    if request.method != "POST":
        return show()
    return answer(form, lambda given: actions.hide(
        target, act_for(request, "redaction.hide"), passages=form.words(), files=given.get("attachments", []),
        ground=given["ground"], reason=given["reason"],
    ), to=_done, show=show)  # fmt: skip


@login_required
@require_http_methods(FORM_METHODS)
def amend(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """/desk/correct/<kind>/<key>/amend/?label=…: a new notice with old and new side by side; class A."""
    target = _target(request, kind, key)
    form = AmendForm(**sent(request, "correction.draft"), target=target, labels=request.GET.getlist("label"))
    if not form.labels or target.notice is None:
        raise Http404
    others = [text.label for text in target.texts if text.label not in form.labels]
    show = _page(
        request, target, form, "更正公告", class_a=True, submit="提交更正公告", law=NOTICES[16], labels=form.labels, others=others,
    )  # fmt: skip
    if request.method != "POST":
        return show()
    return answer(form, lambda given: actions.draft(
        target, act_for(request, "correction.draft"), changes=form.changes(), reason=given["reason"]
    ), to=lambda row: _done(row.number), show=show)  # fmt: skip


def _past_unit(request: HttpRequest) -> Organization | None:
    """The unit that enters its own past: an owner's, or the centre's."""
    actor = of_request(request)
    unit = Organization.objects.filter(pk=actor.org_id).first() if actor.org_id else None
    return unit if unit and unit.kind in (Organization.Kind.BUYER, Organization.Kind.CENTRE) else None


@login_required
@require_http_methods(FORM_METHODS)
def past(request: HttpRequest) -> HttpResponse:
    """/desk/correct/past/: 补录 of a project carried out before or outside the platform; class A."""
    unit, now = _past_unit(request), moment(request)
    if unit is None:
        raise NotPermitted("ACCESS-DENIED", "补录由招标人（采购人）或者交易中心办理", PLATFORM["ACCESS"])
    owner = "" if unit.kind == Organization.Kind.CENTRE else unit.name
    form = PastForm(**sent(request, "past.enter"), unit=owner, today=day_of(now))

    def show(status: int = 200) -> HttpResponse:
        context = {
            "form": form, "title": "补录过去的项目", "act_id": act_id_of(request), "class_a": True, "submit": "提交补录",
            "law": PLATFORM["BACKFILL"], "lead": f"{LABEL}。", "now": now, "crumbs": pages.crumbs(pages.link("补录", "")),
            "cancel": pages.link("不补录了", pages.HOME),
        }  # fmt: skip
        return render(request, "corrections/form.html", context, status=status)

    if request.method != "POST":
        return show()
    return answer(form, lambda _: actions.enter_past(
        unit, act_for(request, "past.enter"), values=form.values()
    ), to=lambda row: _done(row.number), show=show)  # fmt: skip


@login_required
@require_http_methods(FORM_METHODS)
def undo_own(request: HttpRequest) -> HttpResponse:
    """/desk/correct/undo/: one's own acts of the last half hour; what can be taken back, and why the rest cannot."""
    actor, now = of_request(request), moment(request)
    form = ActForm(**sent(request))

    def show(status: int = 200) -> HttpResponse:
        context = {
            "rows": undo.rows(actor.user_id, now), "table": list(undo.TABLE.values()), "form": form, "now": now,
            "act_id": act_id_of(request), "law": PLATFORM["UNDO"], "crumbs": pages.crumbs(pages.link("撤销误操作", "")),
        }  # fmt: skip
        return render(request, "corrections/undo.html", context, status=status)

    if request.method != "POST":
        return show()
    return answer(form, lambda _: undo.undo(
        cast(User, request.user), act_for(request, "act.undo"), undoes=request.POST.get("undoes", "")
    ), to=lambda _: "/my/#done", show=show)  # fmt: skip


@login_required
@require_http_methods(FORM_METHODS)
def state(request: HttpRequest, number: str) -> HttpResponse:
    """/desk/correct/<JZ-…>/: the receipt, and for a redaction the second person's decision."""
    row = Correction.objects.visible_to(of_request(request)).numbered(number)
    if not isinstance(row, CorrectionWorkflow):
        raise Http404
    back = request.POST.get("decision") == "restore"
    yes = ActForm(**sent(request, "redaction.confirm"))
    no = RestoreForm(**sent(request, "redaction.restore")) if back else RestoreForm()

    def show(status: int = 200) -> HttpResponse:
        context = pages.state(row, of_request(request), moment(request))
        context |= {"form": yes, "back": no, "act_id": act_id_of(request)}
        return render(request, "corrections/state.html", context, status=status)

    def decide(given: dict[str, Any]) -> None:
        if back:
            row.restore(act_for(request, "redaction.restore"), reason=given["reason"])
        else:
            row.confirm(act_for(request, "redaction.confirm"))

    if request.method != "POST":
        return show()
    return answer(no if back else yes, decide, to=lambda _: _done(number), show=show)
