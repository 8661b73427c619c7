"""What a page answers to another method than GET, and to a person it is not for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from bidding.demo.journey import Journey
from tests.factories import a_draft

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def test_head_answers_like_get_without_the_body(walk: Journey, signed_in: Browser) -> None:
    client, home = signed_in("lijun"), f"/my/tenders/{a_draft(walk)}/"
    pages = ("/my/", "/my/tenders/", "/my/tenders/new/", "/my/step-up/", "/my/delegations/", home)
    for page in (*pages, f"{home}project/", f"{home}lots/", f"{home}documents/"):
        answer = client.head(page)
        assert (answer.status_code, answer.content) == (200, b""), page


def test_a_page_that_only_takes_forms_leads_back_in_chinese(walk: Journey, signed_in: Browser) -> None:
    answer = signed_in("lijun").get("/my/delegations/revoke/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "这个网址只用来提交表单" in answer.content.decode()


def test_the_admin_is_refused_and_no_circle(walk: Journey, signed_in: Browser, client: Client) -> None:
    answer = signed_in("wangmin").get("/manage/", follow=True)
    assert answer.status_code == 403
    assert "网站编辑" in answer.content.decode()
    unknown = client.get("/manage/")
    assert (unknown.status_code, unknown["Location"]) == (302, "/accounts/login/?next=/manage/")
