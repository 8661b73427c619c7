"""What an owner does after publication: answer, clarify, extend, end, answer objections, tender again."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid5

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.forms import sent
from marketplace.flow.acts import Act
from marketplace.flow.answering import act_id_of, answer
from marketplace.law.statutes import TBL, TBL_REGULATION
from marketplace.law.workdays import day_of
from tenders import actions, pages
from tenders.forms import changing
from tenders.models import Document, Objection
from tenders.schedule import Moved, moved_deadline
from tenders.views.desk import offers_of, own_tender, page, step_of
from tenders.workflow import ObjectionWorkflow, TenderWorkflow

FORM_METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(FORM_METHODS)
def questions(request: HttpRequest, number: str) -> HttpResponse:
    """/my/tenders/<no>/questions/: each waiting question with its form; the asker stays unknown."""
    row = own_tender(request, number)
    form = changing.QuestionAnswerForm(**sent(request, "question.answer"))
    show = page(request, "tenders/my_questions.html", row, "答复提问", lambda: {
        "waiting": row.questions.waiting(), "answered": pages.questions(row.questions.answered()), "form": form,
        "law": TBL_REGULATION[21], "asked": request.POST.get("receipt", ""),
    })  # fmt: skip

    def reply(given: dict[str, Any]) -> None:
        actions.answer(
            row, act_for(request, "question.answer"), receipt=given["receipt"], answer=given["answer"]
        )

    if request.method != "POST":
        return show()
    return answer(form, reply, to=lambda _: f"/my/tenders/{number}/questions/", show=show)


def _moved(request: HttpRequest, row: TenderWorkflow) -> Moved | None:
    """The deadline if a clarification that may affect the bids were announced now; None after the deadline."""
    now, deadline = moment(request), row.deadline_at
    if deadline is None or now >= deadline:
        return None
    return moved_deadline(deadline, now, issued_on=day_of(row.published_at) if row.published_at else None)


@login_required
@require_http_methods(FORM_METHODS)
def clarify(request: HttpRequest, number: str) -> HttpResponse:
    """/my/tenders/<no>/clarify/: what it does to the deadline stands on the page before it is sent; class A."""
    row = own_tender(request, number)
    form = changing.ClarifyForm(**sent(request, "tender.clarify"))
    moved = _moved(request, row)
    show = page(request, "tenders/my_clarify.html", row, "发布澄清（修改、补遗）", lambda: {
        "form": form, "moved": moved, "offer": step_of(offers_of(request, row), "clarify"), "law": TBL[23],
        "attached": [pages.document(row, one) for one in row.documents.waiting()],
    })  # fmt: skip

    def ask(given: dict[str, Any]) -> str:
        act = act_for(request, "tender.clarify")
        old = cast(datetime, row.deadline_at)
        if given["file"]:
            actions.attach(row, _beside(request, act), kind=Document.Kind.CLARIFICATION, file=given["file"])
        deadline = form.deadline(old, moved.deadline if moved else old)
        row.clarify(
            act, text=given["text"], affects_bids=given["affects_bids"], new_deadline=deadline,
            kept_reason=given["kept_reason"],
        )  # fmt: skip
        return str(act.id)

    return _class_a(request, form, ask, show)


def _beside(request: HttpRequest, act: Act) -> Act:
    """The act that stores the file sent with another act; a double submit is one upload too."""
    return act_for(request, "tender.attach", act_id=str(uuid5(UUID(str(act.id)), "file")))


def _class_a(request: HttpRequest, form: Any, ask: Any, show: Any) -> HttpResponse:
    """What a second person confirms: afterwards the page that shows what waits."""
    if request.method != "POST":
        return cast(HttpResponse, show())
    return answer(form, ask, to=lambda act_id: f"/my/confirm/{act_id}/", show=show)


@login_required
@require_http_methods(FORM_METHODS)
def extend(request: HttpRequest, number: str) -> HttpResponse:
    """/my/tenders/<no>/extend/: a later deadline with a reason; class A."""
    row = own_tender(request, number)
    form = changing.ExtendForm(**sent(request, "tender.extend"))
    show = page(request, "tenders/my_act.html", row, "延长投标截止时间", lambda: {
        "form": form, "offer": step_of(offers_of(request, row), "extend"), "law": TBL_REGULATION[21],
        "submit": "提交延期公告", "lead": "已递交的投标文件在新的截止时间以前可以替换或者撤回。",
    })  # fmt: skip

    def ask(given: dict[str, Any]) -> str:
        act = act_for(request, "tender.extend")
        row.extend(act, new_deadline=given["new_deadline"], reason=given["reason"])
        return str(act.id)

    return _class_a(request, form, ask, show)


@login_required
@require_http_methods(FORM_METHODS)
def terminate(request: HttpRequest, number: str) -> HttpResponse:
    """/my/tenders/<no>/terminate/: the end, with a reason; class A."""
    row = own_tender(request, number)
    form = changing.TerminateForm(**sent(request, "tender.terminate"))
    show = page(request, "tenders/my_act.html", row, "终止招标", lambda: {
        "form": form, "offer": step_of(offers_of(request, row), "terminate"), "law": TBL_REGULATION[31],
        "submit": "提交终止公告", "danger": True,
        "lead": "终止后本次招标不能恢复。无正当理由终止的，应当赔偿投标人的损失。",
    })  # fmt: skip

    def ask(given: dict[str, Any]) -> str:
        act = act_for(request, "tender.terminate")
        row.terminate(act, reason=given["reason"])
        return str(act.id)

    return _class_a(request, form, ask, show)


@login_required
@require_http_methods(FORM_METHODS)
def retender(request: HttpRequest, number: str) -> HttpResponse:
    """/my/tenders/<no>/retender/: a new draft linked to the failed one."""
    row = own_tender(request, number)
    form = changing.RetenderForm(**sent(request, "tender.retender"))
    show = page(request, "tenders/my_act.html", row, "重新招标", lambda: {
        "form": form, "offer": None, "law": TBL[28], "submit": "建立重新招标项目",
        "lead": "资料、评分办法、失败的标段带入新项目；文件和日期不带，公告期重新计算，不少于 20 日。",
    })  # fmt: skip

    def again(given: dict[str, Any]) -> str:
        return actions.retender(row, act_for(request, "tender.retender"), analysis=given["analysis"])

    if request.method != "POST":
        return show()
    return answer(form, again, to=lambda fresh: f"/my/tenders/{fresh}/", show=show)


@login_required
@require_http_methods(FORM_METHODS)
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """/my/objections/<no>/: the letter, and the answer within three days."""
    actor = of_request(request)
    row = cast(ObjectionWorkflow | None, Objection.objects.answered_by(actor).in_full().numbered(number))
    if row is None:
        raise Http404
    form = changing.ObjectionAnswerForm(**sent(request, "objection.answer"))

    def show(status: int = 200) -> HttpResponse:
        home = {"label": row.tender.title, "url": f"/my/tenders/{row.tender.number}/"}
        context = {
            "form": form, "objection": row, "offer": step_of(row.offers(actor, moment(request)), "give_answer"),
            "law": TBL_REGULATION[22], "act_id": act_id_of(request), "now": moment(request), "due": _due(row),
            "crumbs": [{"label": "我的项目", "url": "/my/tenders/"}, home, {"label": "答复异议", "url": ""}],
        }  # fmt: skip
        return render(request, "tenders/my_objection.html", context, status=status)

    def reply(given: dict[str, Any]) -> None:
        row.give_answer(
            act_for(request, "objection.answer"), answer=given["answer"], founded=given["founded"]
        )

    if request.method != "POST":
        return show()
    return answer(form, reply, to=lambda _: f"/my/objections/{number}/", show=show)


def _due(row: ObjectionWorkflow) -> datetime | None:
    return next((owed.due_at for owed in row.duties(row.filed_at)), None)
