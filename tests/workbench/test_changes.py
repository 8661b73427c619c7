"""After publication: questions, clarification, extension, the end, objections, tendering again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bidding.demo.journey import Journey
from bidding.models import Process, State
from marketplace.accounts.models import Organization
from marketplace.flow import clock
from marketplace.law.workdays import SHANGHAI
from marketplace.notices.models import Notice
from tenders import actions
from tenders.models import Document, Objection, Tender
from tenders.schedule import moved_deadline
from tests.factories import a_process
from tests.workbench.pages import form_at, send, typed

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


@pytest.fixture
def published(walk: Journey) -> Process:
    process = a_process(walk)
    clock.move_to(walk.now)
    return process


def confirmed(signed_in: Browser, asked: Any) -> Any:
    """The second person confirms what the first asked for."""
    assert asked.status_code == 303, asked.content.decode()
    client = signed_in("zhaozhiqiang")
    done = send(client, asked["Location"], form_at(client, asked["Location"], having="decision"))
    assert done.status_code == 303, done.content.decode()
    return done


def home(process: Process) -> str:
    return f"/my/tenders/{process.tender.number}/"


def test_a_question_is_answered_to_all(walk: Journey, published: Process, signed_in: Browser) -> None:
    actions.ask(walk.tender, walk.act("bidder1"), text="管材壁厚以哪份为准？")
    client, page = signed_in("lijun"), f"{home(published)}questions/"
    assert "管材壁厚" in client.get(page).content.decode()
    form = form_at(client, page, having="answer")
    empty = send(client, page, form, answer=" ")
    assert empty.status_code == 422
    assert send(client, page, form, answer="以图纸为准。").status_code == 303
    shown = client.get(page).content.decode()
    assert "没有待答复的问题" in shown
    assert "以图纸为准。" in shown


def test_a_late_clarification_shows_the_new_deadline_before_it_is_sent(
    walk: Journey, published: Process, signed_in: Browser
) -> None:
    clock.move_to(published.deadline_at - timedelta(days=10))
    client, page = signed_in("wangmin"), f"{home(published)}clarify/"
    new = moved_deadline(published.deadline_at, clock.now()).deadline
    assert f"顺延至 {new.year}年{new.month}月{new.day}日" in client.get(page).content.decode()
    form = form_at(client, page, having="text")
    file = SimpleUploadedFile("补遗一.txt", "换热站图纸详图".encode())
    asked = send(client, page, form, text="第 3 项管材改为 DN200。", affects_bids="yes", file=file)
    assert Document.objects.get(name="补遗一.txt").published_at is None
    confirmed(signed_in, asked)
    assert Tender.objects.get().deadline_at == new
    assert Document.objects.get(name="补遗一.txt").published_at is not None
    assert Notice.objects.filter(type="E05").count() == 1


def test_a_clarification_that_changes_nothing_leaves_the_deadline(
    published: Process, signed_in: Browser
) -> None:
    client, page = signed_in("wangmin"), f"{home(published)}clarify/"
    asked = send(client, page, form_at(client, page, having="text"), text="答疑汇总。", affects_bids="no")
    confirmed(signed_in, asked)
    assert Tender.objects.get().deadline_at == published.deadline_at


def test_what_was_typed_stays_when_the_act_is_refused(published: Process, signed_in: Browser) -> None:
    client, page = signed_in("wangmin"), f"{home(published)}extend/"
    sunday = typed(datetime(2026, 4, 5, 9, 30, tzinfo=SHANGHAI))
    refused = send(
        client, page, form_at(client, page, having="reason"), new_deadline=sunday, reason="图纸未齐"
    )
    assert refused.status_code == 422
    assert "EXTENSION-LATER" in refused.content.decode()
    assert "图纸未齐" in refused.content.decode()
    assert sunday in refused.content.decode()


def test_an_extension_and_the_end_are_confirmed_by_another(published: Process, signed_in: Browser) -> None:
    client = signed_in("wangmin")
    later = typed(published.deadline_at + timedelta(days=7))
    page = f"{home(published)}extend/"
    confirmed(
        signed_in,
        send(client, page, form_at(client, page, having="reason"), new_deadline=later, reason="图纸未齐"),
    )
    assert Tender.objects.get().deadline_at == published.deadline_at + timedelta(days=7)
    page = f"{home(published)}terminate/"
    unsure = send(client, page, form_at(client, page, having="reason"), reason="资金取消")
    assert unsure.status_code == 422
    confirmed(
        signed_in, send(client, page, form_at(client, page, having="reason"), reason="资金取消", sure="on")
    )
    assert Tender.objects.get().state == Tender.State.TERMINATED


def test_an_objection_is_answered_and_the_suspension_lifted(
    walk: Journey, published: Process, signed_in: Browser
) -> None:
    unit = Organization.objects.get(memberships__user__username="bidder1")
    number = actions.object_to_documents(
        walk.tender, walk.act("bidder1"), organization=unit, request="删去第 3 条", facts="限制竞争"
    )
    assert Process.objects.get().suspensions().exists()
    client, page = signed_in("wangmin"), f"/my/objections/{number}/"
    assert "限制竞争" in client.get(page).content.decode()
    form = form_at(client, page, having="answer")
    done = send(client, page, form, founded="no", answer="第 3 条为安全生产许可证的法定要求。")
    assert done.status_code == 303, done.content.decode()
    assert Objection.objects.get().founded is False
    assert not Process.objects.get().suspensions().exists()
    assert "不成立" in client.get(page).content.decode()


def test_another_unit_finds_nothing(walk: Journey, published: Process, signed_in: Browser) -> None:
    unit = Organization.objects.get(memberships__user__username="bidder1")
    number = actions.object_to_documents(
        walk.tender, walk.act("bidder1"), organization=unit, request="删去", facts="限制竞争"
    )
    client, strange = signed_in("wangmin"), signed_in("bidder2")
    page = f"{home(published)}extend/"
    later = typed(published.deadline_at + timedelta(days=7))
    asked = send(client, page, form_at(client, page, having="reason"), new_deadline=later, reason="图纸")
    for url in (
        home(published),
        page,
        f"{home(published)}fairness/",
        f"/my/objections/{number}/",
        asked["Location"],
    ):
        assert strange.get(url).status_code == 404, url


def test_a_failed_tender_is_tendered_again(walk: Journey, signed_in: Browser) -> None:
    process = a_process(walk)
    walk.close()
    clock.move_to(walk.now)
    assert Process.objects.get(pk=process.pk).state == State.FAILED
    client, page = signed_in("lijun"), f"{home(process)}retender/"
    form = form_at(client, page, having="analysis")
    assert send(client, page, form, analysis="").status_code == 422
    made = send(client, page, form, analysis="公告期遇春节，这次延长并扩大发布范围。")
    assert made.status_code == 303, made.content.decode()
    assert Tender.objects.get(round=2).predecessor == process.tender
    assert "重新招标" in client.get(made["Location"]).content.decode()
