"""How the centre writes an information notice on its pages, and what others see of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marketplace.accounts.models import User
from marketplace.flow import clock
from marketplace.notices.kinds import Kind
from marketplace.notices.models import Notice, NoticeDraft
from marketplace.notices.types import TYPES
from tests.conftest import MONDAY
from tests.notices.conftest import Desk, published
from tests.notices.samples import VALUES
from tests.notices.test_workflow import a_pdf, a_scan

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(desk: Desk) -> Callable[[str], Client]:
    clock.move_to(MONDAY)

    def enter(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return enter


def typed_in(code: str, **more: str) -> dict[str, str]:
    """A form as a browser sends it."""
    sent = {
        "act_id": str(uuid4()),
        "title": "静乐县2026-03号地块挂牌出让公告（示例）",
        "issuer": "静乐县自然资源局（示例）",
    }
    for n, item in enumerate(TYPES[code].items):
        value = VALUES[code].get(item.label, "")
        if item.kind is Kind.MOMENT and value:
            value = f"{value:%Y-%m-%dT%H:%M}"
        if item.kind is Kind.MONEY and value:
            value = f"{value / 100:.2f}"
        sent[f"f{n}"] = str(value)
    return sent | more


def test_from_the_choice_of_a_type_to_the_public_page(signed_in: Callable[[str], Client]) -> None:
    first, second, public = signed_in("centre1"), signed_in("centre2"), Client()
    assert "?type=L01" in first.get("/desk/notices/new/").content.decode()
    created = first.post("/desk/notices/new/?type=L01", typed_in("L01"))
    assert created.status_code == 303
    here = created.headers["Location"]
    assert "必填的都已填写" in first.get(here).content.decode()
    seen = first.get(f"{here}preview/").content.decode()
    assert "预览，尚未发布" in seen
    assert not Notice.objects.exists()
    asked = first.post(here, {"act_id": str(uuid4()), "step": "publish"})
    assert asked.headers["Location"].startswith("/my/confirm/")
    page = second.get(asked.headers["Location"]).content.decode()
    assert "4,860,000.00 元" in page
    assert f'href="{here}"' in page
    done = second.post(asked.headers["Location"], {"act_id": str(uuid4()), "decision": "confirm"})
    assert done.status_code == 303
    notice = Notice.objects.get()
    shown = public.get(notice.get_absolute_url()).content.decode().replace("<wbr>", "")
    assert all(row["value"].split("\n")[0] in shown for row in notice.fields)
    assert "土地使用权" in public.get("/notices/?business=土地使用权").content.decode()


def test_a_draft_is_kept_with_holes_and_says_what_is_missing(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("centre1")
    place = next(n for n, item in enumerate(TYPES["L01"].items) if item.label == "用途")
    created = client.post("/desk/notices/new/?type=L01", typed_in("L01", **{f"f{place}": ""}))
    page = client.get(created.headers["Location"]).content.decode()
    assert "还缺：用途" in page
    again = client.get(f"{created.headers['Location']}edit/").content.decode()
    assert 'value="4,860,000.00"' in again
    assert 'value="2026-03-27T17:00"' in again


def test_a_wrong_sum_stays_in_the_field_with_its_sentence(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("centre1")
    place = next(n for n, item in enumerate(TYPES["L01"].items) if item.label == "起始价")
    answer = client.post("/desk/notices/new/?type=L01", typed_in("L01", **{f"f{place}": "四百多万"}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "四百多万" in page
    assert "例如 4,863,200.00" in page
    assert not NoticeDraft.objects.exists()


def test_the_same_form_sent_twice_makes_one_draft(signed_in: Callable[[str], Client]) -> None:
    client, sent = signed_in("centre1"), typed_in("L01")
    places = {client.post("/desk/notices/new/?type=L01", sent).headers["Location"] for _ in range(2)}
    assert len(places) == 1
    assert NoticeDraft.objects.count() == 1


def test_a_scan_is_refused_at_its_field_and_a_text_pdf_is_public_with_the_notice(
    signed_in: Callable[[str], Client], desk: Desk
) -> None:
    client, draft = signed_in("centre1"), desk("L01")
    address = f"/desk/notices/{draft.number}/files/"

    def send(content: bytes) -> int:
        file = SimpleUploadedFile("出让文件.pdf", content)
        return client.post(address, {"act_id": str(uuid4()), "file": file}).status_code

    assert send(a_scan()) == 422
    assert send(a_pdf()) == 303
    kept = draft.attachments.get()
    row = published(draft)
    page = Client().get(row.get_absolute_url()).content.decode()
    public = f"{row.get_absolute_url()}files/{kept.sha256[:16]}/"
    assert public in page
    answer = Client().get(public)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["ETag"] == f'"{kept.sha256}"'


def test_a_file_is_taken_out_of_a_draft(signed_in: Callable[[str], Client], desk: Desk) -> None:
    client, draft = signed_in("centre1"), desk("L01")
    address = f"/desk/notices/{draft.number}/files/"
    client.post(address, {"act_id": str(uuid4()), "file": SimpleUploadedFile("a.pdf", a_pdf())})
    digest = draft.attachments.get().sha256
    assert client.get(f"{address}{digest}/").status_code == 200
    assert client.post(f"{address}{digest}/remove/", {"act_id": str(uuid4())}).status_code == 303
    assert not draft.attachments.exists()


@pytest.mark.parametrize("username", ["bidder1", "jiandu", "wangmin"])
def test_to_others_the_pages_do_not_exist(
    signed_in: Callable[[str], Client], desk: Desk, username: str
) -> None:
    client, draft = signed_in(username), desk("O01")
    for path in (
        "",
        "new/?type=L01",
        f"{draft.number}/",
        f"{draft.number}/edit/",
        f"{draft.number}/preview/",
    ):
        assert client.get(f"/desk/notices/{path}").status_code == 404


def test_strangers_are_asked_to_sign_in(desk: Desk) -> None:
    answer = Client().get("/desk/notices/")
    assert answer.status_code == 302
    assert "next=/desk/notices/" in answer.headers["Location"]


def test_another_medium_is_shown_on_the_notice(signed_in: Callable[[str], Client], desk: Desk) -> None:
    client, row = signed_in("centre1"), published(desk("L01"))
    sent = {
        "act_id": str(uuid4()), "name": "中国土地市场网", "at": "2026-03-01T09:00",
        "url": "https://example.invalid/1", "designated": "on",
    }  # fmt: skip
    answer = client.post(f"/desk/notices/media/{row.number}/", sent)
    assert answer.status_code == 303
    page = Client().get(row.get_absolute_url()).content.decode()
    first = page[page.index("中国土地市场网") :]
    assert "期限自此起算" in first[: first.index("</tr>")]


def test_a_correction_begins_with_what_was_typed(signed_in: Callable[[str], Client], desk: Desk) -> None:
    client, row = signed_in("centre1"), published(desk("L01"))
    page = client.get(f"/desk/notices/new/?type=L01&replaces={row.number}").content.decode()
    assert "更正的公告" in page
    assert 'value="4,860,000.00"' in page


def test_a_draft_is_discarded(signed_in: Callable[[str], Client], desk: Desk) -> None:
    client, draft = signed_in("centre1"), desk("O01")
    client.post(f"/desk/notices/{draft.number}/", {"act_id": str(uuid4()), "step": "discard"})
    assert "已作废" in client.get(f"/desk/notices/{draft.number}/").content.decode()
    assert draft.number not in client.get("/desk/notices/").content.decode()


def test_the_desk_costs_the_same_for_two_and_for_eight(
    signed_in: Callable[[str], Client], desk: Desk, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = signed_in("centre1")
    for _ in range(8):
        desk("O01")
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        page = client.get("/desk/notices/").content.decode()
    assert len(set(re.findall(r"JLX-XX-2026-\d{5}", page))) == 8
