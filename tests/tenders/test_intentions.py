"""采购意向: drafted or imported by one person, published by two, thirty days before the purchase begins."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook

from bidding.demo import people
from cms.tree import plant
from marketplace.accounts.actors import actor_of
from marketplace.accounts.models import Organization, User
from marketplace.accounts.models.imports import Import
from marketplace.flow import clock
from marketplace.flow import pending as second_person
from marketplace.flow.acts import Act
from marketplace.flow.errors import NotPermitted, Refused, RuleBroken
from marketplace.flow.models import Pending, Sample
from marketplace.law.workdays import SHANGHAI
from marketplace.notices.models import Notice
from tenders.intentions import actions
from tenders.intentions.actions import Plan
from tenders.intentions.models import Intention, IntentionBatch

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)  # thirty days later it is 1 April
HEAD = [
    "采购项目名称",
    "采购需求概况",
    "预算金额（万元）",
    "预计采购时间",
    "备注",
    "采购单位统一社会信用代码",
]
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
Browser = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _county(db: None) -> None:
    cache.clear()
    plant()
    clock.move_to(MONDAY)
    people.create(MONDAY)


@pytest.fixture
def signed_in() -> Browser:
    def client_of(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return client_of


@pytest.fixture
def unit() -> Organization:
    return Organization.objects.get(memberships__user__username="wangmin")


def act(username: str, now: datetime = MONDAY) -> Act:
    return Act(actor_of(User.objects.get(username=username)), now, uuid4())


def plan(title: str = "县医院数字化影像设备采购", month: date = APRIL) -> Plan:
    return Plan(title, "数字化 X 射线摄影系统 1 套，含安装培训", 186_000_000, month, "专门面向中小企业采购")


def drafted(unit: Organization, *plans: Plan) -> list[str]:
    return [actions.write(unit, act("wangmin"), plan=one) for one in plans]


def book(rows: list[list[Any]]) -> bytes:
    made = Workbook()
    for row in (HEAD, *rows):
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def upload(client: Client, address: str, rows: list[list[Any]]) -> HttpResponse:
    file = SimpleUploadedFile("采购意向.xlsx", book(rows))
    return client.post(address, {"file": file, "act_id": str(uuid4())})  # type: ignore[return-value]


# ── by two persons, in time ─────────────────────────────────────────────────


def test_from_draft_to_notice_by_two_persons(signed_in: Browser, unit: Organization) -> None:
    first, second = signed_in("wangmin"), signed_in("zhaozhiqiang")
    form = {
        "title": "县医院数字化影像设备采购",
        "needs": "影像系统 1 套",
        "budget_fen": "186万元",
        "month": "2026-04",
        "remarks": "",
    }
    assert first.post("/my/intentions/new/", form | {"act_id": str(uuid4())})["Location"] == "/my/intentions/"
    row = Intention.objects.get()
    assert (row.budget_fen, row.month, row.unit) == (186_000_000, APRIL, unit)
    page = first.get("/my/intentions/").content.decode()
    assert "最早填 2026年4月" in page

    gathered = first.post("/my/intentions/", {"numbers": [row.number], "act_id": str(uuid4())})
    batch = IntentionBatch.objects.get()
    assert (gathered.status_code, gathered["Location"]) == (303, batch.desk_url)
    assert (batch.number, batch.state) == ("JLX-YX-2026-00001", "gathered")
    assert "1,860,000.00 元" in first.get(batch.desk_url).content.decode()

    asked = first.post(f"{batch.desk_url}publish/", {"act_id": str(uuid4())})
    assert Notice.objects.count() == 0
    assert "JLX-YX-2026-00001" in second.get("/my/").content.decode()
    seen = second.get(asked["Location"]).content.decode()
    assert "将要公开的采购意向公告" in seen
    assert first.post(asked["Location"], {"decision": "confirm", "act_id": str(uuid4())}).status_code == 403
    assert second.post(asked["Location"], {"decision": "confirm", "act_id": str(uuid4())}).status_code == 303

    notice = Notice.objects.get()
    assert (notice.type, notice.title, notice.buyer, notice.amount_fen, notice.business) == (
        "G01", "县医院数字化影像设备采购", unit.name, 186_000_000, "政府采购",
    )  # fmt: skip
    assert notice.value("预计采购时间") == "2026年4月"
    assert notice.value("预算金额") == "1,860,000.00 元"
    row.refresh_from_db()
    assert (row.notice, row.state_says) == (notice.number, "已公开")
    public = Client().get(notice.get_absolute_url())
    assert public.status_code == 200
    assert "仅供了解初步采购安排" in public.content.decode()
    assert notice.number in Client().get("/notices/?type=G01").content.decode()


def test_a_month_that_ends_before_the_thirty_days_is_refused(unit: Organization) -> None:
    """2 March + 30 days is 1 April: April is in time, March is not."""
    early, late = drafted(unit, plan("三月的采购", date(2026, 3, 1)), plan("四月的采购"))
    with pytest.raises(RuleBroken) as refused:
        actions.gather(unit, act("wangmin"), numbers=[early, late])
    assert refused.value.code == "INTENTION-THIRTY-DAYS"
    assert "最早填 2026年4月" in refused.value.says
    assert Intention.objects.drafts().count() == 2
    actions.gather(unit, act("wangmin"), numbers=[late])


def test_what_was_in_time_when_gathered_is_judged_again_when_published(unit: Organization) -> None:
    number = actions.gather(unit, act("wangmin"), numbers=drafted(unit, plan()))
    batch: Any = IntentionBatch.objects.get(number=number)
    april = datetime(2026, 4, 1, 0, 0, tzinfo=SHANGHAI)  # thirty days later it is 1 May
    with pytest.raises(RuleBroken) as refused:
        batch.publish(act("wangmin", april))
    assert refused.value.code == "INTENTION-THIRTY-DAYS"
    assert not Pending.objects.filter(action="intention.publish").exists()
    batch.release(act("wangmin", april))
    assert Intention.objects.drafts().count() == 1


def test_several_are_one_decision_and_a_notice_each(unit: Organization) -> None:
    numbers = drafted(unit, plan("甲"), plan("乙", MAY), plan("丙", MAY))
    number = actions.gather(unit, act("wangmin"), numbers=numbers)
    batch: Any = IntentionBatch.objects.get(number=number)
    batch.publish(act("wangmin"))
    second_person.confirm(Pending.objects.get(action="intention.publish"), act("gaojie"))
    assert list(Notice.objects.of_tender(number).values_list("title", flat=True).order_by("pk")) == [
        "甲",
        "乙",
        "丙",
    ]
    assert Notice.objects.of_tender(number).values("number").distinct().count() == 3


# ── whose they are ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("username", ["lijun", "bidder1", "jiandu", "expert01"])
def test_who_buys_nothing_has_no_intentions(signed_in: Browser, username: str) -> None:
    for address in ("/my/intentions/", "/my/intentions/new/", "/my/intentions/import/"):
        assert signed_in(username).get(address).status_code == 404


def test_another_units_intentions_do_not_exist(signed_in: Browser, unit: Organization) -> None:
    (number,) = drafted(unit, plan())
    batch = actions.gather(unit, act("wangmin"), numbers=drafted(unit, plan("乙")))
    other = Organization.objects.exclude(pk=unit.pk).get(kind="buyer")
    stranger = User.objects.create(username="stranger", name="外单位")
    stranger.memberships.create(organization=other)
    client = signed_in("stranger")
    for address in (f"/my/intentions/{number}/", f"/my/intentions/batches/{batch}/"):
        assert client.get(address).status_code == 404
    with pytest.raises(NotPermitted):
        actions.write(unit, act("stranger"), plan=plan("丙"))
    with pytest.raises(Refused):
        actions.drop(other, act("stranger"), number=number)


def test_what_was_handed_over_is_not_changed(unit: Organization) -> None:
    (number,) = drafted(unit, plan())
    actions.gather(unit, act("wangmin"), numbers=[number])
    with pytest.raises(Refused) as refused:
        actions.write(unit, act("wangmin"), plan=plan("改名"), number=number)
    assert refused.value.code == "INTENTION-NO-DRAFT"
    with pytest.raises(Refused):
        actions.drop(unit, act("wangmin"), number=number)


def test_one_purchase_is_told_once(unit: Organization) -> None:
    drafted(unit, plan())
    with pytest.raises(Refused) as refused:
        drafted(unit, plan())
    assert (refused.value.code, refused.value.field) == ("INTENTION-TWICE", "title")


# ── from a file ─────────────────────────────────────────────────────────────


def row(title: str, **more: Any) -> list[Any]:
    cells = [title, "设备 1 套", 48.6, "2026年5月", "", ""]
    for name, value in more.items():
        cells[
            HEAD.index(
                {"预算": "预算金额（万元）", "时间": "预计采购时间", "单位": "采购单位统一社会信用代码"}.get(
                    name, name
                )
            )
        ] = value
    return cells


def test_a_buyer_imports_drafts_of_its_own(signed_in: Browser, unit: Organization) -> None:
    client = signed_in("wangmin")
    other = Organization.objects.exclude(pk=unit.pk).get(kind="buyer")
    rows = [
        row("甲"), row("乙", 时间=datetime(2026, 5, 15), 预算="120万元"), row("丙", 时间="2026-03"), row("丁", 单位=other.uscc), row("甲"),
        row("戊", 预算="若干"), row("己", 单位=unit.uscc),
    ]  # fmt: skip
    where = upload(client, "/my/intentions/import/", rows)["Location"]
    tried = Import.objects.get()
    assert tried.counts == {"all": 7, "new": 3, "changed": 0, "same": 0, "wrong": 4}
    assert {line["row"]: line["problems"][0]["column"] for line in tried.wrong} == {
        4: "预计采购时间", 5: "采购单位统一社会信用代码", 6: "采购项目名称", 7: "预算金额（万元）",
    }  # fmt: skip
    assert client.post(f"{where}write/", {"promised": "3", "act_id": str(uuid4())}).status_code == 303
    assert dict(Intention.objects.values_list("title", "budget_fen")) == {
        "甲": 48_600_000,
        "乙": 120_000_000,
        "己": 48_600_000,
    }
    assert set(Intention.objects.values_list("unit", flat=True)) == {unit.pk}
    assert Sample.objects.count() == 0
    assert "去核对、公开" in client.get(where).content.decode()


def test_a_second_file_changes_drafts_and_leaves_what_was_handed_over(
    signed_in: Browser, unit: Organization
) -> None:
    numbers = drafted(unit, plan("甲", MAY), plan("乙", MAY))
    actions.gather(unit, act("wangmin"), numbers=numbers[1:])
    client = signed_in("wangmin")
    where = upload(client, "/my/intentions/import/", [row("甲"), row("乙")])["Location"]
    tried = Import.objects.get()
    assert tried.counts == {"all": 2, "new": 0, "changed": 1, "same": 0, "wrong": 1}
    assert tried.wrong[0]["problems"][0]["says"] == "同名的采购意向待公开"
    client.post(f"{where}write/", {"promised": "1", "act_id": str(uuid4())})
    assert Intention.objects.get(title="甲").budget_fen == 48_600_000


def test_the_desk_imports_for_many_buyers(signed_in: Browser, unit: Organization) -> None:
    other = Organization.objects.exclude(pk=unit.pk).get(kind="buyer")
    client = signed_in("centre1")
    rows = [row("甲", 单位=unit.uscc), row("甲", 单位=other.uscc), row("乙"), row("丙", 单位=people.code(77))]
    where = upload(client, "/desk/import/intentions/", rows)["Location"]
    assert [line["problems"][0]["says"] for line in Import.objects.get().wrong] == [
        "没有填写",
        "没有这个采购单位",
    ]
    client.post(f"{where}write/", {"promised": "2", "act_id": str(uuid4())})
    assert set(Intention.objects.values_list("unit", flat=True)) == {unit.pk, other.pk}
    assert signed_in("wangmin").get(where).status_code == 404


def test_pages_are_few_queries(
    signed_in: Browser, unit: Organization, django_assert_max_num_queries: Any
) -> None:
    numbers = drafted(unit, *(plan(f"采购 {n}", MAY) for n in range(20)))
    number = actions.gather(unit, act("wangmin"), numbers=numbers[:10])
    client = signed_in("wangmin")
    client.get("/my/")
    for address in ("/my/intentions/", f"/my/intentions/batches/{number}/"):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
