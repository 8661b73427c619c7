"""Is whoever asked told of what is new, once, and nothing else?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from marketplace.flow import clock
from marketplace.flow.models import Message
from search import alerts
from search.engine import Engine
from search.indexing import put
from search.models import Entry, Subscription
from tests.conftest import MONDAY
from tests.search.conftest import entry, shown

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


@pytest.fixture(autouse=True)
def _monday(db: None) -> None:
    clock.move_to(MONDAY)


def _subscribe(
    client: Client, query: str = "q=供热", *, frequency: str = "at-once", confirm: bool = True
) -> Subscription:
    answer = client.post(f"/search/subscribe/?{query}", {"address": PHONE, "frequency": frequency})
    assert answer.status_code == 303, answer.content.decode()
    row = Subscription.objects.latest("pk")
    if confirm:
        client.post(f"/search/subscriptions/{row.token}/")
    row.refresh_from_db()
    return row


def _told() -> list[str]:
    return list(
        Message.objects.filter(subject__contains="新公告").order_by("pk").values_list("text", flat=True)
    )


def test_a_confirmed_subscriber_is_told_of_a_new_match_once(
    client: Client, filled: Callable[..., Engine]
) -> None:
    engine = filled([entry(0, key="old")])
    _subscribe(client)
    put([entry(0, key="new", title="供热二期工程"), entry(1, key="other")])
    shown(engine)
    alerts.carry(MONDAY + timedelta(seconds=1))
    alerts.carry(MONDAY + timedelta(seconds=2))
    assert len(_told()) == 1
    assert "供热二期工程" in _told()[0]
    put([entry(0, key="new", title="供热二期工程（更名）")])
    shown(engine)
    alerts.carry(MONDAY + timedelta(seconds=3))
    assert len(_told()) == 1


def test_nothing_is_sent_before_the_confirmation_and_after_the_end(client: Client) -> None:
    row = _subscribe(client, confirm=False)
    put([entry(0, key="one")])
    alerts.carry(MONDAY)
    assert _told() == []
    assert row.token in Message.objects.get().text
    client.post(f"/search/subscriptions/{row.token}/")
    client.post(f"/search/subscriptions/{row.token}/", {"end": "1"})
    put([entry(8, key="two")])
    alerts.carry(MONDAY)
    assert _told() == []
    row.refresh_from_db()
    assert row.address == ""


def test_opening_the_link_changes_nothing(client: Client) -> None:
    row = _subscribe(client, confirm=False)
    assert client.get(f"/search/subscriptions/{row.token}/").status_code == 200
    row.refresh_from_db()
    assert row.confirmed_at is None
    assert client.get("/search/subscriptions/unknown/").status_code == 404


def test_daily_is_told_at_eight_and_all_at_once(client: Client) -> None:
    _subscribe(client, frequency="daily")
    put([entry(0, key="one"), entry(8, key="two")])
    alerts.carry(MONDAY + timedelta(hours=3))
    assert _told() == []
    alerts.carry(MONDAY + timedelta(days=1))
    assert len(_told()) == 1
    assert "2 条" in Message.objects.latest("pk").subject


def test_samples_and_rebuilt_rows_are_not_new(client: Client) -> None:
    from search.indexing import rebuild

    _subscribe(client, query="")
    put([entry(9, key="sample")])
    alerts.carry(MONDAY)
    rebuild(MONDAY)
    alerts.carry(MONDAY)
    assert _told() == []


@pytest.mark.parametrize(("address", "says"), [("12345", "手机号码"), ("a@b", "邮箱地址不完整"), ("", "")])
def test_a_wrong_address_is_explained_and_stays(client: Client, address: str, says: str) -> None:
    answer = client.post("/search/subscribe/?q=供热", {"address": address, "frequency": "daily"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert says in html
    assert f'value="{address}"' in html or not address


def test_asking_twice_keeps_one_subscription_and_answers_alike(client: Client) -> None:
    first = _subscribe(client)
    again = client.post("/search/subscribe/?q=供热", {"address": f" {PHONE} ", "frequency": "daily"})
    assert again.status_code == 303
    assert Subscription.objects.count() == 1
    assert Subscription.objects.get() == first


def test_one_address_cannot_be_flooded(client: Client) -> None:
    for number in range(5):
        _subscribe(client, query=f"q=供热{number}", confirm=False)
    answer = client.post("/search/subscribe/?q=又一个", {"address": PHONE, "frequency": "daily"})
    assert answer.status_code == 422
    assert Message.objects.count() == 5


def test_a_message_names_only_what_is_public(client: Client, filled: Callable[..., Engine]) -> None:
    engine = filled([])
    _subscribe(client, query="")
    put([entry(0, key="new")])
    shown(engine)
    alerts.carry(MONDAY)
    row = Entry.objects.get(key="new")
    assert row.title in _told()[0]
    assert PHONE not in _told()[0]
