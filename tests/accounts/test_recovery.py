"""The way back in: two persons, a code read out once, a new password; nobody alone, nobody told who exists."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from marketplace.accounts.models import Recovery, RecoveryRequest, RecoveryState, SmsFactor
from marketplace.flow import clock
from marketplace.flow.models import Duty, Message
from marketplace.record.models import Event
from tests.accounts.conftest import House

pytestmark = pytest.mark.django_db
IsIn = Callable[[Client], bool]
ASK, ENTER = "/accounts/recover/", "/accounts/recover/enter/"
FRESH = "a-password-made-anew"
NOTE = {"note": "回拨 13800350001，答对了身份证后四位"}


def ask(login: str, **more: str) -> str:
    """By the page; returns the number to quote on the telephone."""
    answer = Client().post(ASK, {"login": login, "lost": "phone", "note": "今天截止"} | more)
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"].rstrip("/").rpartition("/")[2])


def confirm(house: House, username: str, address: str, step: str) -> str:
    """The page that answers, which shows the code when this was the last person."""
    page = house.sign_in(username).post(address, NOTE | {"step": step})
    return str(page.content.decode())


def code_of(page: str) -> str:
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", page)
    assert found, page
    return found[0]


def back(login: str, code: str, client: Client | None = None) -> tuple[int, str]:
    form = {"login": login, "code": code, "new_password": FRESH, "again": FRESH}
    answer = (client or Client()).post(ENTER, form)
    return answer.status_code, answer.content.decode()


@pytest.fixture
def asked(house: House) -> str:
    """王敏 asks; 赵志强 is the unit's other administrator."""
    house.make_admin("zhaozhiqiang")
    number = ask("wangmin")
    house.tick()
    return number


def test_a_colleague_confirms_and_the_person_gets_in(
    house: House, asked: str, client: Client, is_in: IsIn
) -> None:
    inbox = house.sign_in("zhaozhiqiang").get("/my/").content.decode()
    assert f"/my/recoveries/{asked}/" in inbox
    code = code_of(confirm(house, "zhaozhiqiang", f"/my/recoveries/{asked}/", "confirm_as_unit"))
    assert back("wangmin", code.lower().replace("-", " "), client)[0] == 303
    assert is_in(client)
    user = house.user("wangmin")
    assert user.check_password(FRESH)
    assert Recovery.objects.get().state == RecoveryState.USED
    assert not Duty.objects.filter(met_at=None, thing=asked).exists()


def test_two_at_the_desk_confirm(house: House, asked: str) -> None:
    at = f"/desk/recoveries/{asked}/"
    first = house.sign_in("centre1").post(at, NOTE | {"step": "confirm_first"})
    assert (first.status_code, first["Location"]) == (303, at)
    again = confirm(house, "centre1", at, "confirm_second")
    assert "RECOVERY-TWO-AT-THE-DESK" in again
    assert NOTE["note"] in house.sign_in("centre2").get(at).content.decode()
    code = code_of(confirm(house, "centre2", at, "confirm_second"))
    assert back(house.user("wangmin").phone, code)[0] == 303


def test_the_code_stands_nowhere_and_is_shown_once(house: House, asked: str) -> None:
    at = f"/my/recoveries/{asked}/"
    browser = house.sign_in("zhaozhiqiang")
    form = NOTE | {"step": "confirm_as_unit", "act_id": "7b3cf6a2-6c34-4f6e-9a52-3f0a7f3b1c11"}
    code = code_of(browser.post(at, form).content.decode())
    again = browser.post(at, form)
    assert code not in again.content.decode()
    assert code not in browser.get(at).content.decode()
    kept = repr([*Event.objects.values(), *Recovery.objects.values(), *Message.objects.values()])
    assert code not in kept
    assert code.replace("-", "") not in kept


def test_nobody_lets_themselves_in(house: House, asked: str) -> None:
    house.make_admin("wangmin")
    at = f"/my/recoveries/{asked}/"
    page = confirm(house, "wangmin", at, "confirm_as_unit")
    assert "RECOVERY-NOT-BY-ONESELF" in page
    assert Recovery.objects.get().state == RecoveryState.ASKED
    mine = f"user:{house.user('wangmin').pk}"
    assert {
        mine in duty.barred.split() for duty in Duty.objects.filter(thing=asked).exclude(owner="clock")
    } == {True}


@pytest.mark.parametrize("username", ["gaojie", "lijun", "bidder1", "jiandu", "expert01"])
def test_whoever_does_not_confirm_does_not_see_it(house: House, asked: str, username: str) -> None:
    browser = house.sign_in(username)
    for at in (f"/my/recoveries/{asked}/", f"/desk/recoveries/{asked}/", "/desk/recoveries/"):
        assert browser.get(at).status_code == 404
    assert browser.post(f"/my/recoveries/{asked}/", NOTE | {"step": "confirm_as_unit"}).status_code == 404


def test_the_desk_does_not_confirm_as_the_unit(house: House, asked: str) -> None:
    page = confirm(house, "centre1", f"/desk/recoveries/{asked}/", "confirm_as_unit")
    assert "ACCESS-DENIED" in page
    assert Recovery.objects.get().state == RecoveryState.ASKED


@pytest.mark.parametrize("step", ["", "use", "expire", "stop", "_open_the_way", "delete"])
def test_only_the_steps_of_the_page_can_be_taken(house: House, asked: str, step: str) -> None:
    page = house.sign_in("centre1").post(f"/desk/recoveries/{asked}/", NOTE | {"step": step})
    assert page.status_code == 409
    assert Recovery.objects.get().state == RecoveryState.ASKED


def test_how_it_was_made_sure_has_to_be_said(house: House, asked: str) -> None:
    page = house.sign_in("centre1").post(f"/desk/recoveries/{asked}/", {"note": " ", "step": "confirm_first"})
    assert page.status_code == 422


def test_the_answer_is_the_same_for_a_name_nobody_has(house: House) -> None:
    pages = []
    for login in ("wangmin", "nobody-at-all"):
        number = ask(login)
        page = Client().get(f"{ASK}asked/{number}/").content.decode().replace(number, "")
        pages.append(re.sub(r'value="\w{64}"', "", page))
    assert pages[0] == pages[1]
    assert RecoveryRequest.objects.count() == 2
    house.tick()
    assert Recovery.objects.count() == 1
    assert not RecoveryRequest.objects.exclude(login="").exists()


def test_both_ask_the_database_the_same(house: House) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for login in ("wangmin", "nobody-at-all"):
        with CaptureQueriesContext(connection) as asked:
            ask(login)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_coming_back_sounds_the_same_whatever_is_wrong(house: House, asked: str) -> None:
    confirm(house, "zhaozhiqiang", f"/my/recoveries/{asked}/", "confirm_as_unit")
    answers = [back(login, "ABCD-EFGH") for login in ("wangmin", "lijun", "nobody-at-all")]
    assert {status for status, _ in answers} == {422}
    assert all("RECOVERY-IN-TIME" in page for _, page in answers)


def test_five_wrong_codes_end_it(house: House, asked: str) -> None:
    code = code_of(confirm(house, "zhaozhiqiang", f"/my/recoveries/{asked}/", "confirm_as_unit"))
    for _ in range(5):
        back("wangmin", "ABCD-EFGH")
    status, page = back("wangmin", code)
    assert status == 422
    assert "RECOVERY-FIVE-TRIES" in page


def test_the_code_is_good_for_half_an_hour_and_once(house: House, asked: str) -> None:
    code = code_of(confirm(house, "zhaozhiqiang", f"/my/recoveries/{asked}/", "confirm_as_unit"))
    house.later(minutes=30)
    assert back("wangmin", code)[0] == 422
    house.tick()
    assert Recovery.objects.get().state == RecoveryState.EXPIRED
    number = ask("wangmin")
    house.tick()
    fresh = code_of(confirm(house, "zhaozhiqiang", f"/my/recoveries/{number}/", "confirm_as_unit"))
    assert back("wangmin", code)[0] == 422
    assert back("wangmin", fresh)[0] == 303
    assert back("wangmin", fresh)[0] == 422


def test_a_weak_password_does_not_use_the_code_up(house: House, asked: str) -> None:
    code = code_of(confirm(house, "zhaozhiqiang", f"/my/recoveries/{asked}/", "confirm_as_unit"))
    weak = Client().post(ENTER, {"login": "wangmin", "code": code, "new_password": "short", "again": "short"})
    assert weak.status_code == 422
    assert back("wangmin", code)[0] == 303


def test_what_was_lost_proves_nothing_any_more(house: House, asked: str, is_in: IsIn) -> None:
    user, old = house.user("wangmin"), house.sign_in("wangmin")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x", "counter": 0})
    SmsFactor.objects.create(user=user, since=clock.now())
    code = code_of(confirm(house, "zhaozhiqiang", f"/my/recoveries/{asked}/", "confirm_as_unit"))
    assert back("wangmin", code)[0] == 303
    assert not is_in(old)
    assert not Authenticator.objects.filter(user=user).exists()
    assert not SmsFactor.objects.filter(user=user).exists()
    assert house.user("wangmin").phone


def test_a_telephone_that_is_lost_goes(house: House) -> None:
    house.make_admin("zhaozhiqiang")
    number = ask("wangmin", drops_phone="on")
    house.tick()
    page = house.sign_in("zhaozhiqiang").get(f"/my/recoveries/{number}/").content.decode()
    assert "恢复时删除" in page
    code = code_of(confirm(house, "zhaozhiqiang", f"/my/recoveries/{number}/", "confirm_as_unit"))
    back("wangmin", code)
    assert house.user("wangmin").phone == ""


def test_every_telephone_of_the_unit_hears_of_each_turn(house: House, asked: str) -> None:
    phones = {house.user(name).phone for name in ("wangmin", "zhaozhiqiang", "gaojie")}

    def heard(words: str) -> set[str]:
        return set(
            Message.objects.filter(channel="sms", text__contains=words).values_list("address", flat=True)
        )

    assert heard("有人申请恢复王敏的账户") == phones
    code = code_of(confirm(house, "zhaozhiqiang", f"/my/recoveries/{asked}/", "confirm_as_unit"))
    assert heard("即将恢复") == phones
    back("wangmin", code)
    assert heard("账户已恢复") == phones


def test_the_owner_stops_what_they_did_not_ask_for(house: House, asked: str) -> None:
    browser = house.sign_in("wangmin")
    assert asked in browser.get("/my/account/").content.decode()
    assert house.sign_in("gaojie").post(f"/my/recoveries/{asked}/stop/").status_code == 404
    assert browser.post(f"/my/recoveries/{asked}/stop/").status_code == 303
    assert Recovery.objects.get().state == RecoveryState.REFUSED
    assert (
        confirm(house, "zhaozhiqiang", f"/my/recoveries/{asked}/", "confirm_as_unit").count("WRONG-STATE")
        >= 1
    )


def test_refused_with_a_reason(house: House, asked: str) -> None:
    browser = house.sign_in("zhaozhiqiang")
    done = browser.post(f"/my/recoveries/{asked}/", {"note": "打电话问了，不是本人", "step": "refuse"})
    assert done.status_code == 303
    event = Event.objects.get(action="recovery.refuse")
    assert event.body["note"] == "打电话问了，不是本人"


def test_one_at_a_time_and_not_for_ever(house: House, asked: str) -> None:
    ask("wangmin")
    house.tick()
    assert Recovery.objects.count() == 1
    clock.move_to(clock.now() + timedelta(hours=24))
    house.tick()
    assert Recovery.objects.get().state == RecoveryState.EXPIRED


def test_strangers_do_not_ask_without_end(house: House) -> None:
    for n in range(10):
        ask(f"nobody{n}")
    page = Client().post(ASK, {"login": "nobody", "lost": "other"})
    assert page.status_code == 422
    assert "RECOVERY-FEW-ASKED" in page.content.decode()


def test_a_person_without_unit_goes_to_the_desk(house: House) -> None:
    number = ask("expert01")
    house.tick()
    at = f"/desk/recoveries/{number}/"
    assert number in house.sign_in("centre1").get("/desk/recoveries/").content.decode()
    confirm(house, "centre1", at, "confirm_first")
    code = code_of(confirm(house, "centre2", at, "confirm_second"))
    assert back("expert01", code)[0] == 303


def test_each_turn_stands_in_the_record(house: House, asked: str) -> None:
    code = code_of(confirm(house, "zhaozhiqiang", f"/my/recoveries/{asked}/", "confirm_as_unit"))
    back("wangmin", code)
    actions = list(
        Event.objects.filter(action__startswith="recovery.").order_by("pk").values_list("action", "by_name")
    )
    assert actions == [
        ("recovery.open", "平台时钟"), ("recovery.confirm_unit", "赵志强"), ("recovery.use", "王敏"),
    ]  # fmt: skip
