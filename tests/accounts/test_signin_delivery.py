"""Messages leave once, signed and answered; what cannot leave is tried again later and then left."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core.cache import cache

from marketplace.accounts.models import Delivery, OneTimeCode, User
from marketplace.accounts.signin import codes, delivery, sms
from marketplace.accounts.signin.codes import Purpose
from marketplace.flow.errors import Refused
from marketplace.flow.models import Message
from marketplace.law.errors import Misdeclared
from marketplace.law.workdays import SHANGHAI

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 11, 25, 9, 0, tzinfo=SHANGHAI)
PHONE = "13800000001"
SECRET = "gateway-secret"


class County:
    """A county's bridge to its SMS provider."""

    def __init__(self) -> None:
        self.got: list[dict[str, str]] = []
        self.says: dict[str, Any] = {"accepted": True}
        self.secret = SECRET
        self.signed: list[bool] = []

    def answer(self, body: bytes, signature: str) -> tuple[bytes, str]:
        right = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        self.signed.append(hmac.compare_digest(right, signature))
        self.got.append(json.loads(body))
        told = json.dumps({"reference": self.got[-1]["reference"]} | self.says).encode()
        return told, hmac.new(self.secret.encode(), told, hashlib.sha256).hexdigest()


@pytest.fixture
def county(settings: Any) -> Iterator[County]:
    """SMS_URL leads to it."""
    bridge = County()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told, signature = bridge.answer(body, self.headers["X-Signature"])
            self.send_response(200)
            self.send_header("X-Signature", signature)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, format: str, *args: Any) -> None:
            """Tests are quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.SMS_URL = f"http://county:{SECRET}@127.0.0.1:{server.server_address[1]}/send"
    cache.clear()
    yield bridge
    server.shutdown()
    thread.join()
    server.server_close()


def message(address: str = PHONE, **more: Any) -> Message:
    row = {
        "channel": "sms",
        "subject": "s",
        "text": "请复核确认",
        "url": "/my/",
        "reference": "ab12",
        "at": NINE,
    }
    return Message.objects.create(address=address, **(row | more))


def test_a_message_leaves_once_and_says_when(county: County) -> None:
    row = message()
    delivery.deliver(NINE)
    delivery.deliver(NINE + timedelta(minutes=5))
    row.refresh_from_db()
    assert row.sent_at == NINE
    assert county.signed == [True]
    assert county.got[0]["to"] == PHONE
    assert county.got[0]["text"] == "【静乐交易】请复核确认（ab12） http://127.0.0.1:8000/my/"


def test_the_text_of_a_code_passes_and_is_not_kept(county: County) -> None:
    User.objects.create(username="p", name="张三", phone=PHONE, phone_verified_at=NINE)
    codes.send(PHONE, Purpose.SIGN_IN, NINE)
    assert not Message.objects.exists()
    code = county.got[0]["text"].partition("验证码 ")[2][:6]
    assert code not in repr(OneTimeCode.objects.values().get())
    codes.check(PHONE, Purpose.SIGN_IN, code, NINE)


@pytest.mark.parametrize(
    "says",
    [
        {"accepted": False, "says": "余额不足"},
        {"accepted": "true"},
        {},
        {"accepted": True, "reference": "another"},
    ],
)
def test_an_answer_that_does_not_say_yes_is_no(county: County, says: dict[str, Any]) -> None:
    county.says = says
    row = message()
    delivery.deliver(NINE)
    row.refresh_from_db()
    assert row.sent_at is None
    assert Delivery.objects.get().retry_at == NINE + delivery.FIRST_PAUSE


def test_an_answer_of_somebody_else_is_no(county: County) -> None:
    county.secret = "another"
    with pytest.raises(Refused) as caught:
        codes.send(PHONE, Purpose.JOIN, NINE)
    assert caught.value.code == "CODE-NOT-SENT"


def test_what_failed_is_tried_again_with_longer_pauses(county: County) -> None:
    county.says = {"accepted": False}
    row = message()
    delivery.deliver(NINE)
    delivery.deliver(NINE + timedelta(seconds=29))
    assert len(county.got) == 1
    delivery.deliver(NINE + timedelta(seconds=30))
    assert Delivery.objects.get().retry_at == NINE + timedelta(seconds=90)
    county.says = {"accepted": True}
    delivery.deliver(NINE + timedelta(seconds=90))
    row.refresh_from_db()
    assert row.sent_at == NINE + timedelta(seconds=90)


def test_what_never_can_arrive_is_given_up_and_holds_nobody_up(county: County) -> None:
    county.says = {"accepted": False, "final": True, "says": "空号"}
    lost, nobody = message(), message("wangmin")
    delivery.deliver(NINE)
    county.says = {"accepted": True}
    good = message()
    delivery.deliver(NINE + timedelta(hours=1))
    good.refresh_from_db()
    assert good.sent_at
    assert {row.message_id for row in Delivery.objects.exclude(given_up_at=None)} == {lost.pk, nobody.pk}
    assert len(county.got) == 2


def test_a_door_where_nobody_answers_does_not_hold_the_clock_up(settings: Any) -> None:
    cache.clear()
    settings.SMS_URL = f"http://county:{SECRET}@127.0.0.1:1/send"
    message()
    message()
    delivery.deliver(NINE)
    assert Delivery.objects.count() == 1
    delivery.deliver(NINE)
    assert Delivery.objects.count() == 1
    assert "没有应答" in Delivery.objects.get().says


def test_old_messages_are_left(county: County) -> None:
    message(at=NINE - timedelta(hours=25))
    delivery.deliver(NINE)
    assert county.got == []


def test_where_the_outbox_is_the_door_a_message_stands_there_at_once() -> None:
    row = message()
    delivery.deliver(NINE)
    row.refresh_from_db()
    assert row.sent_at == NINE


@pytest.mark.parametrize(
    "url", ["http://a:b@sms.example.invalid/", "https://sms.example.invalid/", "ftp://a:b@localhost/"]
)
def test_a_gateway_that_is_not_safe_stops_the_start(settings: Any, url: str) -> None:
    settings.SMS_URL = url
    with pytest.raises(Misdeclared):
        sms.must_be_safe()


def test_mail_leaves_by_the_server_that_is_named(settings: Any, mailoutbox: list[Any]) -> None:
    settings.EMAIL_URL = "smtps://u:p@mail.example.invalid:465"
    row = message("a@example.invalid", channel="mail")
    delivery.deliver(NINE)
    row.refresh_from_db()
    assert row.sent_at == NINE
    assert mailoutbox[0].to == ["a@example.invalid"]
    assert "ab12" in mailoutbox[0].subject
