"""Before the deadline nobody learns who bids, how many, or for how much: searched byte by byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection, models
from django.test import Client

from bidding.demo.people import PASSWORD
from bidding.models import Process, State
from marketplace.accounts.models import Organization, User
from marketplace.flow import clock
from marketplace.flow.models import Message
from marketplace.record.models import Event
from tenders.models import Lot, Project, Tender
from tests.factories import OFFERS, a_process

pytestmark = pytest.mark.django_db

ALLOWED = {"bidding.submission", "tenders.registration"}
PRICE = 470_000_000
PLANTED = ("4700000.00", "4,700,000.00", "470000000", "肆佰柒拾万元整", "470.00万", "470万")
MANAGER = "甲经理"
ROLES = ("wangmin", "zhaozhiqiang", "lijun", "centre1", "centre4", "jiandu", "bidder2", "expert01")


@pytest.fixture
def sealed(journey):  # type: ignore[no-untyped-def]
    """A lot with registrations, a question and bids, one of them replaced and one withdrawn."""
    j = journey()
    a_process(j, at=State.RECEIVING)
    j.later(days=1)
    j.register("bidder1")
    for offer in OFFERS:
        j.submit(offer)
    j.submit(OFFERS[0])
    j.withdraw("bidder3")
    return j


def cells(row: models.Model) -> Iterator[tuple[models.Field, object]]:  # type: ignore[type-arg]
    for field in row._meta.concrete_fields:
        yield field, getattr(row, field.attname)


def names_bidder(row: models.Model, unit: Organization, user: User) -> bool:
    """Whether the row points at the bidder by key, code or name."""
    for field, value in cells(row):
        target = field.related_model
        if (target is Organization and value == unit.pk) or (target is User and value == user.pk):
            return True
        if isinstance(value, (str, dict, list)) and any(
            mark in str(value)
            for mark in (unit.uscc, unit.name, user.name, f"user:{user.pk}", f"org:{unit.pk}")
        ):
            return True
    return False


def names_lot(row: models.Model, tender: Tender) -> bool:
    """Whether the row points at the tender or its lot by key or number."""
    for field, value in cells(row):
        if field.related_model in (Tender, Lot, Process, Project) and value is not None:
            return True
        if isinstance(value, (str, dict, list)) and tender.number in str(value):
            return True
    return False


def test_no_other_table_links_the_bidder_to_the_lot(sealed) -> None:  # type: ignore[no-untyped-def]
    user = User.objects.get(username="bidder1")
    unit = user.memberships.get().organization
    found, linking = set(), set()
    for model in apps.get_models():
        for row in model._base_manager.all().iterator():
            if names_bidder(row, unit, user) and names_lot(row, sealed.tender):
                (linking if model._meta.label_lower in ALLOWED else found).add(model._meta.label_lower)
    assert found == set()
    assert linking == ALLOWED  # the search does see a link where one stands


def test_planted_prices_are_in_no_table(sealed) -> None:  # type: ignore[no-untyped-def]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            text = "\n".join(str(row) for row in cursor.fetchall())
            assert not [mark for mark in (*PLANTED, MANAGER) if mark in text], table


def test_planted_prices_are_in_no_file(sealed) -> None:  # type: ignore[no-untyped-def]
    for folder in (settings.BLOB_ROOT, settings.MEDIA_ROOT):
        for path in Path(folder).rglob("*"):
            data = path.read_bytes() if path.is_file() else b""
            assert not [mark for mark in (*PLANTED, MANAGER) if mark.encode() in data], path.name


def test_no_file_links_the_bidder_to_the_lot_also_while_a_package_arrives(sealed) -> None:  # type: ignore[no-untyped-def]
    unit = User.objects.get(username="bidder1").memberships.get().organization
    client = Client()
    assert client.login(username="bidder1", password=PASSWORD)
    clock.move_to(sealed.now)
    start = f"/my/bids/{sealed.number}-01/uploads/"
    answer = client.post(
        start, {"act_id": str(uuid4()), "ct_len": 1_100_000}, content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    arriving = [
        path for path in Path(settings.BLOB_ROOT).rglob("*") if path.is_file() and "arriving" in path.parts
    ]
    assert arriving  # the search has something to look at
    for path in Path(settings.BLOB_ROOT).rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        if not data.startswith(
            b"PTBIDv1"
        ):  # a package names its bidder in its header (ptb/1), and lies alone
            assert not [
                mark for mark in (unit.key, unit.uscc, unit.name, sealed.number) if mark.encode() in data
            ], path


def test_sealed_events_name_nobody_and_messages_no_project(sealed) -> None:  # type: ignore[no-untyped-def]
    sealed_events = Event.objects.filter(action="sealed")
    assert sealed_events.count() == 1 + len(OFFERS) + 1 + 1
    assert not sealed_events.exclude(
        by=None, thing="", tender="", by_name="", organisation="", address=""
    ).exists()
    bidder = User.objects.get(username="bidder1")
    for message in Message.objects.filter(to=bidder):
        assert sealed.number not in f"{message.subject}{message.text}{message.url}"


def test_sizes_of_packages_do_not_tell_their_contents(sealed) -> None:  # type: ignore[no-untyped-def]
    sizes = set(sealed.process().submissions.filter(own_lock=False).values_list("ct_len", flat=True))
    assert max(sizes) - min(sizes) < 64


def pages(number: str) -> list[str]:
    return [
        "/", "/notices/", "/tenders/", f"/tenders/{number}/", f"/notices/{number}-E03-1/", "/hall/", f"/hall/{number}-01/",
        f"/hall/{number}-01/table/", f"/search/?q={number}", "/my/", f"/my/tenders/{number}/", f"/my/lots/{number}-01/",
        "/oversight/", f"/oversight/tenders/{number}/", f"/oversight/tenders/{number}/record.json", "/my/bids/",
        f"/tenders/{number}/calendar.ics", "/notices/atom.xml", "/log/keys.json", f"/draws/{number}-01/",
    ]  # fmt: skip


@pytest.mark.parametrize("role", [None, *ROLES])
def test_no_answer_to_anybody_tells(sealed, role: str | None) -> None:  # type: ignore[no-untyped-def]
    """Also the other bidder's pages: nobody hears of bidder1."""
    clock.move_to(sealed.now)
    client = Client()
    if role:
        assert client.login(username=role, password=PASSWORD)
    unit = Organization.objects.get(memberships__user__username="bidder1")
    receipts = set(sealed.process().submissions.values_list("number", flat=True))
    for url in pages(sealed.number):
        response = client.get(url)
        assert response.status_code < 500, url
        body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[arg-type]
        text = body.decode(errors="replace") + str(dict(response.headers))
        marks = [*PLANTED, MANAGER, unit.uscc, unit.name, *(receipts if role != "bidder2" else ())]
        assert not [mark for mark in marks if mark in text], f"{role} {url}"
    assert not [key for key in getattr(cache, "_cache", {}) if "bidder1" in str(key)]
