"""Who writes, who reviews, who publishes: does nothing become public by one person, and is it written down?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from cms import following, publication
from cms.models import Edition, PolicyPage
from cms.roles import grant
from cms.tree import plant
from marketplace.flow import clock
from marketplace.flow.access import Role
from marketplace.flow.duties import inbox
from marketplace.flow.models import Message
from marketplace.law.workdays import SHANGHAI
from marketplace.record.models import Event
from tests.cms.people import create, decide, edit, person, signed_in

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=SHANGHAI)


class Desk:
    """Writer, reviewer, publisher, each with a browser, and the platform's clock."""

    def __init__(self) -> None:
        grant(plant())
        clock.move_to(NOON)
        self.users = {
            "writer": person("writer", Role.EDITOR),
            "reviewer": person("reviewer", Role.PAGE_REVIEWER),
            "publisher": person("publisher", Role.PUBLISHER),
        }
        self.at = {name: signed_in(user) for name, user in self.users.items()}

    def tick(self, now: datetime | None = None) -> None:
        for errand in (publication.carry, following.carry):
            errand(now or clock.now())

    def written(self, **more: str) -> PolicyPage:
        create(self.at["writer"], **({"action-submit": "1"} | more))
        self.tick()
        return PolicyPage.objects.get()

    def owes(self, name: str) -> list[str]:
        return [duty.code for duty in inbox({f"user:{self.users[name].pk}"})]

    def hears(self, name: str, channel: str = "in-site") -> list[str]:
        rows = Message.objects.filter(to=self.users[name], channel=channel)
        return [row.subject.split(" · ")[0].removeprefix("[静乐交易] ") for row in rows]


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


def test_a_page_goes_through_three_hands(desk: Desk, client: Client) -> None:
    page = desk.written()
    assert not page.live
    assert (desk.owes("writer"), desk.owes("reviewer"), desk.owes("publisher")) == ([], ["PAGE-REVIEW"], [])
    decide(desk.at["reviewer"], page, "approve", "文号已核对")
    desk.tick()
    assert (desk.owes("reviewer"), desk.owes("publisher")) == ([], ["PAGE-PUBLISH"])
    assert client.get(page.url).status_code == 404
    decide(desk.at["publisher"], page, "approve")
    desk.tick()
    assert client.get(page.url).status_code == 200
    assert desk.hears("writer") == ["稿件已发布", "稿件审核通过"]
    done = list(
        Event.objects.filter(action__startswith="page.").order_by("pk").values_list("action", "by_name")
    )
    assert done == [("page.submit", "writer"), ("page.review", "reviewer"), ("page.publish", "publisher")]
    assert Edition.objects.get().number == 1


def test_nobody_publishes_directly(desk: Desk, client: Client) -> None:
    for name in ("writer", "publisher"):
        create(desk.at[name], **{"action-publish": "1"})
    boss = person("boss", Role.EDITOR)
    boss.is_superuser = True
    boss.save()
    create(signed_in(boss), **{"action-publish": "1"})
    assert PolicyPage.objects.count() == 2
    assert not PolicyPage.objects.live().exists()


def test_the_writer_does_not_review_even_as_a_reviewer(desk: Desk) -> None:
    from django.contrib.auth.models import Group

    desk.users["writer"].groups.add(*Group.objects.filter(name="网站审核"))
    page = desk.written()
    decide(desk.at["writer"], page, "approve")
    assert page.current_workflow_task.name == "审核"


def test_who_corrects_the_text_does_not_pass_it(desk: Desk) -> None:
    page = desk.written()
    edit(desk.at["reviewer"], page, summary="改过的摘要")
    decide(desk.at["reviewer"], page, "approve")
    assert PolicyPage.objects.get().current_workflow_task.name == "审核"
    other = person("second", Role.PAGE_REVIEWER)
    decide(signed_in(other), page, "approve")
    assert PolicyPage.objects.get().current_workflow_task.name == "发布"


def test_what_comes_back_is_the_writers_turn_with_the_reason(desk: Desk) -> None:
    page = desk.written()
    decide(desk.at["reviewer"], page, "reject", "文号写错了")
    desk.tick()
    assert (desk.owes("writer"), desk.owes("reviewer")) == (["PAGE-MEND"], [])
    assert desk.hears("writer") == ["稿件退回修改"]
    assert "文号写错了" in Message.objects.filter(to=desk.users["writer"]).latest("pk").text
    edit(desk.at["writer"], page, document_number="静政办发〔2026〕12号", **{"action-submit": "1"})
    desk.tick()
    assert (desk.owes("writer"), desk.owes("reviewer")) == ([], ["PAGE-REVIEW"])


def test_reading_the_log_twice_records_once(desk: Desk) -> None:
    desk.written()
    desk.tick()
    desk.tick()
    assert Event.objects.filter(action="page.submit").count() == 1


def test_a_quiet_second_costs_four_queries(
    desk: Desk, django_assert_max_num_queries: Callable[..., object]
) -> None:
    desk.written()
    following.carry(clock.now())
    with django_assert_max_num_queries(5):  # type: ignore[attr-defined]
        desk.tick(NOON)


def test_mail_goes_through_the_outbox_alone(desk: Desk) -> None:
    for user in desk.users.values():
        user.email = f"{user.username}@example.invalid"
        user.save()
    page = desk.written()
    decide(desk.at["reviewer"], page, "reject", "请补文号")
    desk.tick()
    assert mail.outbox == []
    assert desk.hears("writer", "mail") == ["稿件退回修改"]


def test_only_the_publisher_takes_a_page_down_and_nobody_deletes_it(desk: Desk, client: Client) -> None:
    page = desk.written()
    decide(desk.at["reviewer"], page, "approve")
    decide(desk.at["publisher"], page, "approve")
    for name in ("writer", "publisher"):
        desk.at[name].post(f"/manage/pages/{page.pk}/delete/")
    desk.at["writer"].post(f"/manage/pages/{page.pk}/unpublish/")
    assert client.get(page.url).status_code == 200
    desk.at["publisher"].post(f"/manage/pages/{page.pk}/unpublish/")
    desk.tick()
    assert client.get(page.url).status_code == 404
    assert PolicyPage.objects.filter(pk=page.pk).exists()
    assert Event.objects.filter(action="page.withdraw", outcome="done", by_name="publisher").exists()


def test_a_change_of_a_public_page_waits_and_then_is_an_edition_with_its_note(
    desk: Desk, client: Client
) -> None:
    page = desk.written()
    decide(desk.at["reviewer"], page, "approve")
    decide(desk.at["publisher"], page, "approve")
    edit(desk.at["writer"], page, title="更正后的通知", change_note="更正标题", **{"action-submit": "1"})
    assert "更正后的通知" not in client.get(page.url).content.decode()
    decide(desk.at["reviewer"], page, "approve")
    decide(desk.at["publisher"], page, "approve")
    said = client.get(page.url).content.decode()
    assert "更正标题" in said
    assert [row.number for row in Edition.objects.all()] == [2, 1]
    assert Edition.objects.first().digest != Edition.objects.last().digest  # type: ignore[union-attr]


# ── dates ───────────────────────────────────────────────────────────────────

EIGHT = NOON + timedelta(days=7, hours=-4)  # 12月1日 08:00


def test_a_date_alone_publishes_nothing_and_is_somebodys_turn(desk: Desk, client: Client) -> None:
    create(desk.at["writer"], go_live_at="2026-12-01 08:00")
    desk.tick()
    page = PolicyPage.objects.get()
    assert desk.owes("writer") == ["PAGE-SUBMIT"]
    desk.tick(EIGHT)
    assert not PolicyPage.objects.get().live
    shown = desk.at["writer"].get(f"/manage/pages/{page.pk}/edit/").content.decode()
    assert "已设定 12月1日 08:00，但尚未提交，届时不会发布" in shown
    listed = desk.at["writer"].get(f"/manage/pages/{page.get_parent().pk}/").content.decode()
    assert "已设定 12月1日 08:00，但尚未提交，届时不会发布" in listed


def test_an_approved_date_is_kept_by_the_platforms_clock(desk: Desk, client: Client) -> None:
    page = desk.written(go_live_at="2026-12-01 08:00")
    decide(desk.at["reviewer"], page, "approve")
    decide(desk.at["publisher"], page, "approve")
    desk.tick()
    assert desk.hears("writer")[0] == "稿件已批准，定时发布"
    shown = desk.at["writer"].get(f"/manage/pages/{page.pk}/edit/").content.decode()
    assert "已批准，12月1日 08:00 自动发布" in shown
    desk.tick(EIGHT - timedelta(seconds=1))
    assert client.get(page.url).status_code == 404
    clock.move_to(EIGHT)
    desk.tick(EIGHT)
    assert client.get(page.url).status_code == 200
    following.carry(EIGHT)
    assert Event.objects.filter(action="page.publish", by_name="平台时钟").count() == 1


def test_a_page_expires_by_the_platforms_clock(desk: Desk, client: Client) -> None:
    page = desk.written(expire_at="2026-12-01 08:00")
    decide(desk.at["reviewer"], page, "approve")
    decide(desk.at["publisher"], page, "approve")
    desk.tick(EIGHT - timedelta(seconds=1))
    assert client.get(page.url).status_code == 200
    desk.tick(EIGHT)
    assert client.get(page.url).status_code == 404
