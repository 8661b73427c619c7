"""The way through /join/ as a browser walks it: what is kept, what is refused where, who sees whose licence."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marketplace.accounts.models import Filing, JoinRequest, Organization, RegistrationDraft, User
from marketplace.accounts.models.units import private
from marketplace.accounts.registration import commitment
from marketplace.flow import clock
from marketplace.flow.models import Message
from tests.accounts.conftest import House
from tests.accounts.units import PASSWORD, USCC, VALUES, account, by, picture, registered
from tests.workbench.pages import form_at

pytestmark = pytest.mark.django_db
PHONE = "13800000777"
TYPED = {name: VALUES[name] for name in ("uscc", "name", "legal_representative", "address", "email")}


def upload(name: str = "licence.jpg", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if data is None else data)


def open_account(house: House, client: Client, phone: str = PHONE) -> Client:
    assert client.post("/join/code/", {"phone": phone}).status_code == 200
    done = client.post("/join/", {"phone": phone, "code": house.code(phone), "password": PASSWORD})
    assert (done.status_code, done["Location"]) == (303, "/join/org/")
    return client


def fill(client: Client, **changed: object) -> None:
    assert client.post("/join/org/", TYPED | changed)["Location"] == "/join/licence/"
    sent = client.post("/join/licence/", {"licence": upload(), "business": ["works", "goods"]})
    assert sent["Location"] == "/join/check/"


def hand_in(client: Client, **changed: object):  # type: ignore[no-untyped-def]
    given = {"promise": "on", "version": commitment.VERSION, "act_id": str(uuid4())}
    return client.post("/join/check/", given | changed)


def whole(house: House, client: Client) -> Filing:
    open_account(house, client)
    fill(client)
    assert hand_in(client)["Location"] == "/join/done/"
    return Filing.objects.get(values__uscc=USCC)


# ── the account ─────────────────────────────────────────────────────────────


def test_from_nothing_to_a_receipt(house: House, client: Client) -> None:
    filing = whole(house, client)
    page = client.get("/join/done/").content.decode()
    assert filing.number in page
    assert "通常 1 个工作日内核验" in page
    unit = Organization.objects.get(uscc=USCC)
    assert (unit.state, unit.business) == ("pending", ["works", "goods"])
    assert not RegistrationDraft.objects.exists()
    assert "汾源" not in page
    assert client.get("/my/").status_code == 200


def test_that_a_telephone_has_an_account_is_said_only_to_who_proved_it(house: House, client: Client) -> None:
    house.later(hours=1)
    known, unknown = house.user("bidder1").phone, "13900000999"
    answers = {phone: client.post("/join/code/", {"phone": phone}) for phone in (known, unknown)}
    pages = {phone: re.sub(r"\d|csrf.*?>", "", answer.content.decode()) for phone, answer in answers.items()}
    assert pages[known] == pages[unknown]
    wrong = client.post("/join/", {"phone": known, "code": "000000", "password": PASSWORD})
    assert wrong.status_code == 422
    assert "已有账户，请登录" not in wrong.content.decode()
    right = client.post("/join/", {"phone": known, "code": house.code(known), "password": PASSWORD})
    assert right.status_code == 422
    assert "该手机号已有账户，请登录" in right.content.decode()
    assert User.objects.filter(phone=known).count() == 1


def test_a_weak_password_costs_no_code(house: House, client: Client) -> None:
    client.post("/join/code/", {"phone": PHONE})
    code = house.code(PHONE)
    weak = client.post("/join/", {"phone": PHONE, "code": code, "password": "1234567890"})
    assert weak.status_code == 422
    assert client.post("/join/", {"phone": PHONE, "code": code, "password": PASSWORD}).status_code == 303


def test_a_script_gets_the_same_words_as_the_page(house: House, client: Client) -> None:
    said = client.post("/join/code/", {"phone": PHONE}, headers={"Accept": "application/json"})
    assert said.json()["says"].startswith("验证码已发送")
    wrong = client.post("/join/code/", {"phone": "12"}, headers={"Accept": "application/json"})
    assert wrong.status_code == 422
    assert "11 位" in wrong.json()["says"]


def test_whoever_is_signed_in_goes_on_to_the_unit(house: House) -> None:
    assert house.sign_in("wangmin").get("/join/")["Location"] == "/join/org/"


# ── the unit ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (USCC[:-1] + ("0" if USCC[-1] != "0" else "1"), "第 18 位校验码不符"),
        (USCC[:5] + "A" + USCC[6:], "第 6 位“A”应为数字"),
        (USCC[:9] + "O" + USCC[10:], "第 10 位“O”不用于统一社会信用代码"),
        (USCC[:17], "应为 18 位，现在是 17 位"),
    ],
)
def test_a_wrong_code_names_the_place(house: House, client: Client, code: str, says: str) -> None:
    open_account(house, client)
    page = client.post("/join/org/", TYPED | {"uscc": code})
    assert page.status_code == 422
    assert says in page.content.decode()


def test_a_code_may_be_pasted_with_spaces_and_full_width(house: House, client: Client) -> None:
    open_account(house, client)
    wide = "".join(chr(ord(one) + 0xFEE0) for one in USCC[:4]) + " " + USCC[4:].lower()
    assert client.post("/join/org/", TYPED | {"uscc": wide}).status_code == 303
    assert RegistrationDraft.objects.get().values["uscc"] == USCC


def test_what_was_typed_stays_after_an_error_after_signing_out_and_elsewhere(
    house: House, client: Client
) -> None:
    open_account(house, client)
    wrong = client.post("/join/org/", TYPED | {"email": "not an address"})
    assert wrong.status_code == 422
    assert VALUES["address"] in wrong.content.decode()
    client.post("/accounts/logout/")
    elsewhere = Client()
    elsewhere.post("/accounts/login/", {"login": PHONE, "password": PASSWORD})
    form = form_at(elsewhere, "/join/org/", having="uscc")
    assert (form["name"], form["email"]) == (VALUES["name"], "not an address")


def test_the_page_saves_by_itself(house: House, client: Client) -> None:
    open_account(house, client)
    assert client.post("/join/draft/", {"name": "静乐县半截"}).status_code == 204
    assert form_at(client, "/join/org/", having="uscc")["name"] == "静乐县半截"


def test_a_code_that_is_registered_leads_to_asking_to_join(house: House, client: Client) -> None:
    unit = Organization.objects.get(name__startswith="汾源")
    open_account(house, client)
    led = client.post("/join/org/", TYPED | {"uscc": unit.uscc})
    assert led["Location"] == f"/join/request/{unit.uscc}/"
    page = client.get(led["Location"]).content.decode()
    assert "该单位已登记，向管理员申请加入" in page
    asked = client.post(led["Location"], {"name": "马小跳", "title": "投标", "act_id": str(uuid4())})
    row = JoinRequest.objects.get()
    assert asked["Location"] == f"/join/requests/{row.number}/"
    assert "马小跳" in client.get(asked["Location"]).content.decode()


def test_an_individual_reads_other_words(house: House, client: Client) -> None:
    open_account(house, client)
    page = client.post("/join/org/", TYPED | {"uscc": "92140926"}).content.decode()
    assert "经营者" in page
    assert "经营场所" in page
    assert "法定代表人" not in page


# ── the licence ─────────────────────────────────────────────────────────────


def test_the_ticks_stay_when_the_file_is_wrong(house: House, client: Client) -> None:
    open_account(house, client)
    wrong = client.post(
        "/join/licence/", {"licence": upload("a.jpg", b"text"), "business": ["works", "agency"]}
    )
    assert wrong.status_code == 422
    assert RegistrationDraft.objects.get().values["business"] == ["works", "agency"]
    assert client.post("/join/licence/", {"licence": upload(), "business": ["works"]}).status_code == 303


def test_the_file_stays_when_it_came_before(house: House, client: Client) -> None:
    open_account(house, client)
    client.post("/join/licence/", {"licence": upload(), "business": ["works"]})
    assert client.post("/join/licence/", {"business": []}).status_code == 422
    assert client.post("/join/licence/", {"business": ["goods"]})["Location"] == "/join/check/"


def test_two_files_are_one_too_many(house: House, client: Client) -> None:
    open_account(house, client)
    page = client.post(
        "/join/licence/", {"licence": upload(), "photo": upload("b.jpg"), "business": ["works"]}
    )
    assert page.status_code == 422
    assert "只能传一份" in page.content.decode()


def test_the_camera_button_sends_a_licence_too(house: House, client: Client) -> None:
    open_account(house, client)
    assert client.post("/join/licence/", {"photo": upload(), "business": ["works"]}).status_code == 303


def test_a_replaced_picture_is_not_kept(house: House, client: Client) -> None:
    open_account(house, client)
    client.post("/join/licence/", {"licence": upload(), "business": ["works"]})
    first = str(RegistrationDraft.objects.get().licence.name)
    client.post("/join/licence/", {"licence": upload(data=picture(ink=200)), "business": ["works"]})
    assert not private().exists(first)
    assert private().exists(str(RegistrationDraft.objects.get().licence.name))


def test_a_licence_is_shown_to_the_unit_and_the_desk_and_to_nobody_else(house: House, client: Client) -> None:
    filing = whole(house, client)
    own = client.get(filing.licence_url)
    assert (own.status_code, own["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in own["Cache-Control"]
    assert own["Content-Disposition"].startswith("inline")
    assert "frame-ancestors 'self'" in own["Content-Security-Policy"]
    assert house.sign_in("centre2").get(filing.licence_url).status_code == 200
    assert house.sign_in("bidder1").get(filing.licence_url).status_code == 404
    assert house.sign_in("jiandu").get(filing.licence_url).status_code == 404
    assert Client().get(filing.licence_url).status_code == 302


# ── handing in ──────────────────────────────────────────────────────────────


def test_the_last_page_says_what_is_missing_and_takes_nothing(house: House, client: Client) -> None:
    open_account(house, client)
    client.post("/join/org/", TYPED)
    page = client.get("/join/check/").content.decode()
    assert "还没有填写业务类别、营业执照" in page
    assert hand_in(client).status_code == 422
    assert not Organization.objects.filter(uscc=USCC).exists()


def test_without_the_tick_nothing_is_handed_in(house: House, client: Client) -> None:
    open_account(house, client)
    fill(client)
    page = hand_in(client, promise="")
    assert page.status_code == 422
    assert "请先勾选" in page.content.decode()


def test_the_promise_is_seven_clauses_plain_and_in_full(house: House, client: Client) -> None:
    open_account(house, client)
    fill(client)
    page = client.get("/join/check/").content.decode()
    assert len(commitment.CLAUSES) == 7
    assert all(clause.plain in page and clause.full in page for clause in commitment.CLAUSES)


def test_a_value_is_changed_from_the_last_page_and_one_is_back_there(house: House, client: Client) -> None:
    open_account(house, client)
    fill(client)
    assert "/join/org/?back=check#id_name" in client.get("/join/check/").content.decode()
    changed = client.post("/join/org/", TYPED | {"name": "静乐县青山建筑有限公司（示例）", "back": "check"})
    assert changed["Location"] == "/join/check/"
    assert "静乐县青山建筑有限公司" in client.get("/join/check/").content.decode()


def test_sending_the_last_form_twice_is_one_registration(house: House, client: Client) -> None:
    open_account(house, client)
    fill(client)
    same = str(uuid4())
    assert [hand_in(client, act_id=same)["Location"] for _ in range(2)] == ["/join/done/"] * 2
    assert Filing.objects.filter(values__uscc=USCC).count() == 1


def test_somebody_was_quicker(house: House, client: Client) -> None:
    open_account(house, client)
    fill(client)
    registered(account("13800000778", "李二"), clock.now())
    page = hand_in(client)
    assert page.status_code == 422
    assert "该单位已登记，向管理员申请加入" in page.content.decode()


def test_what_was_sent_back_is_corrected_on_the_same_pages(house: House, client: Client) -> None:
    filing = whole(house, client)
    unit = Organization.objects.get(pk=filing.organization_id)
    unit.send_back(by("centre2", clock.now()), defects=[{"field": "name", "says": "名称与执照不一致"}])  # type: ignore[attr-defined]
    page = client.get("/join/org/").content.decode()
    assert "需要补正：名称与执照不一致" in page
    assert form_at(client, "/join/org/", having="uscc")["uscc"] == USCC
    client.post("/join/org/", TYPED | {"name": "静乐县青山建筑有限公司（示例）", "back": "check"})
    assert hand_in(client)["Location"] == "/join/done/"
    unit = Organization.objects.get(pk=unit.pk)
    assert (unit.state, unit.name) == ("pending", "静乐县青山建筑有限公司（示例）")


def test_a_verified_unit_changes_its_registration(house: House, client: Client) -> None:
    filing = whole(house, client)
    unit = Organization.objects.get(pk=filing.organization_id)
    unit.accept(by("centre2", clock.now()), licence_until=None)  # type: ignore[attr-defined]
    assert client.post("/my/unit/change/")["Location"] == "/join/check/"
    form = form_at(client, "/join/org/", having="name")
    assert "uscc" in client.get("/join/org/").content.decode()
    client.post("/join/org/", form | {"address": "静乐县鹅城镇新建路 9 号", "back": "check"})
    page = client.get("/join/check/").content.decode()
    assert f"原为：{VALUES['address']}" in page
    assert hand_in(client)["Location"] == "/join/done/"
    unit = Organization.objects.get(pk=unit.pk)
    assert (unit.state, unit.address) == ("changing", VALUES["address"])


def test_the_receipt_goes_by_mail_to_the_address_that_was_given(house: House, client: Client) -> None:
    filing = whole(house, client)
    mail = Message.objects.get(channel="mail", subject__contains=filing.number)
    assert mail.address == VALUES["email"]


def test_pages_ask_the_database_little(house: House, client: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    open_account(house, client)
    fill(client)
    with django_assert_max_num_queries(12):
        assert client.get("/join/check/").status_code == 200
