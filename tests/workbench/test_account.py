"""Signing in, proving again, changing the unit, acting for somebody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from bidding.demo.journey import Journey
from bidding.demo.people import PASSWORD
from marketplace.accounts.models import Delegation, Membership, Organization, User
from marketplace.flow import clock
from marketplace.flow.models import Pending
from marketplace.record.models import Event
from tests.factories import a_process
from tests.workbench.pages import filled, form_at, send, typed

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def test_the_demo_lists_its_people_and_one_click_signs_in(walk: Journey, client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()
    assert PASSWORD in page
    assert "赵志强" in page
    form = filled(page, goes_to="/accounts/login/", having="login")
    done = client.post(
        "/accounts/login/?next=/my/tenders/", form | {"login": "wangmin", "password": PASSWORD}
    )
    assert done.status_code == 302
    assert client.get("/my/").status_code == 200


def test_production_lists_nobody(walk: Journey, client: Client, settings: object) -> None:
    settings.MOVABLE_CLOCK = False  # type: ignore[attr-defined]
    assert PASSWORD not in client.get("/accounts/login/").content.decode()


def test_a_wrong_password_is_said_in_words(walk: Journey, client: Client) -> None:
    page = client.post("/accounts/login/", {"login": "wangmin", "password": "wrong-password"})
    assert page.status_code == 200
    assert "wangmin" in page.content.decode()
    assert "esum" in page.content.decode()


def test_step_up_wants_the_password_and_goes_on_inside_the_site(walk: Journey, signed_in: Browser) -> None:
    client = signed_in("bidder1")
    form = form_at(client, "/my/step-up/?next=/my/delegations/", having="password")
    wrong = send(client, "/my/step-up/", form, password="not this one")
    assert wrong.status_code == 422
    assert "WRONG-PASSWORD" in wrong.content.decode()
    assert User.objects.get(username="bidder1").stepped_up_at is None
    right = send(client, "/my/step-up/", form, password=PASSWORD)
    assert (right.status_code, right["Location"]) == (303, "/my/delegations/")
    assert User.objects.get(username="bidder1").stepped_up_at is not None
    away = send(
        client,
        "/my/step-up/",
        form_at(client, "/my/step-up/", having="password"),
        password=PASSWORD,
        next="https://example.invalid/",
    )
    assert away["Location"] == "/my/"


def test_guessing_is_slowed_down(walk: Journey, signed_in: Browser) -> None:
    client = signed_in("bidder1")
    for _ in range(10):
        client.post("/my/step-up/", {"password": "guess"})
    page = client.post("/my/step-up/", {"password": PASSWORD})
    assert page.status_code == 422
    assert "TOO-MANY-TRIES" in page.content.decode()


def test_one_person_works_for_two_units(walk: Journey, signed_in: Browser) -> None:
    water = Organization.objects.get(name__startswith="静乐县水利")
    Membership.objects.create(user=User.objects.get(username="wangmin"), organization=water)
    client = signed_in("wangmin")
    assert f"/my/organization/{water.uscc}/" in client.get("/my/").content.decode()
    assert client.post(f"/my/organization/{water.uscc}/").status_code == 302
    assert "静乐县水利工程建设中心" in client.get("/my/tenders/new/").content.decode()
    assert client.post("/my/organization/911409260000000000/").status_code == 404


def test_a_deputy_acts_in_the_other_name_and_the_record_says_so(walk: Journey, signed_in: Browser) -> None:
    process = a_process(walk)
    clock.move_to(walk.now)
    giver, deputy = signed_in("zhaozhiqiang"), signed_in("gaojie")
    form = form_at(giver, "/my/delegations/", having="taker")
    until = typed(walk.now + timedelta(days=3))
    given = send(giver, "/my/delegations/", form, taker="gaojie", until=until, scope=["change"])
    assert given.status_code == 303, given.content.decode()
    delegation = Delegation.objects.get()

    number = process.tender.number
    page = f"/my/tenders/{number}/extend/"
    form = form_at(deputy, page, having="new_deadline")
    assert "on_behalf_of" in form
    later = typed(process.deadline_at + timedelta(days=7))
    asked = send(deputy, page, form, new_deadline=later, reason="补充图纸", on_behalf_of=str(delegation.pk))
    assert asked.status_code == 303, asked.content.decode()
    assert Pending.objects.get(decided_at=None).asked_for == "赵志强"
    assert Event.objects.get(action="tender.extend", outcome="asked").for_name == "赵志强"
    refused = send(giver, asked["Location"], {"decision": "confirm"})
    assert refused.status_code == 403
    assert "SAME-PERSON" in refused.content.decode()

    taken_back = send(giver, "/my/delegations/revoke/", {"delegation": str(delegation.pk)})
    assert taken_back.status_code == 303
    assert "on_behalf_of" not in form_at(deputy, f"/my/tenders/{number}/terminate/", having="reason")
    again = send(
        deputy,
        f"/my/tenders/{number}/terminate/",
        {"reason": "x", "sure": "on", "on_behalf_of": str(delegation.pk)},
    )
    assert again.status_code == 403


def test_only_colleagues_and_a_real_period(walk: Journey, signed_in: Browser) -> None:
    client = signed_in("zhaozhiqiang")
    form = form_at(client, "/my/delegations/", having="taker")
    past = send(client, "/my/delegations/", form, until="2020-01-01T00:00")
    assert past.status_code == 422
    assert "DELEGATION-PERIOD" in past.content.decode()
    stranger = send(client, "/my/delegations/", form, taker="lijun", until="2026-03-09T00:00")
    assert stranger.status_code == 422
    assert not Delegation.objects.exists()


def test_a_delegation_does_not_end_by_a_stranger(walk: Journey, signed_in: Browser) -> None:
    people = [User.objects.get(username=name) for name in ("zhaozhiqiang", "gaojie")]
    unit = people[0].memberships.get().organization
    row = Delegation.objects.create(
        giver=people[0],
        taker=people[1],
        organization=unit,
        since=walk.now,
        until=walk.now + timedelta(days=9),
    )
    page = send(signed_in("wangmin"), "/my/delegations/revoke/", {"delegation": str(row.pk)})
    assert page.status_code == 422
    assert Delegation.objects.get().revoked_at is None
