"""m1: duties and dates of all clients, openings that clash, a calendar file; for the agency alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bidding.demo.journey import Journey
from marketplace.flow.errors import NotPermitted, Refused
from marketplace.law.workdays import SHANGHAI
from tenders.agency import actions
from tenders.agency.clashes import SLOT, Opening, clashes
from tenders.agency.models import Engagement
from tests.agency.conftest import Browser
from tests.conftest import MONDAY
from tests.factories import LOT, PARTICULARS, PROJECT, a_draft
from tests.workbench.pages import form_at, send

NINE = datetime(2026, 4, 1, 9, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("other", "what"),
    [
        (Opening("B", NINE, "一室", "1"), "同一场地、同一主持人"),
        (Opening("B", NINE + SLOT - timedelta(seconds=1), "一室", "2"), "同一场地"),
        (Opening("B", NINE, "二室", "1"), "同一主持人"),
        (Opening("B", NINE, "二室", "2"), "同一时段"),
        (Opening("B", NINE, "", ""), "同一时段"),
        (Opening("B", NINE + SLOT, "一室", "1"), ""),
    ],
)
def test_what_two_openings_share(other: Opening, what: str) -> None:
    found = clashes([Opening("A", NINE, "一室", "1"), other])
    assert [one.what for one in found["A"]] == ([what] if what else [])
    assert [one.other for one in found["B"]] == (["A"] if what else [])


def test_empty_rooms_and_hosts_are_not_shared() -> None:
    found = clashes([Opening("A", NINE), Opening("B", NINE)])
    assert found["A"][0].what == "同一时段"


@pytest.fixture
def two(agreed: Engagement, walk: Journey) -> list[str]:
    """Two published projects whose openings fall on the same minute."""
    numbers = []
    for title in ("城区集中供热管网改造工程施工", "北区集中供热管网改造工程施工"):
        walk.draft(title=title, lots=[LOT], particulars=PARTICULARS, project=PROJECT, bond_fen=8_000_000)
        walk.attach()
        numbers.append(walk.number)
    for number in numbers:
        walk.number = number
        walk.review()
    for number in numbers:
        walk.number = number
        walk.publish()
    return numbers


def test_the_board_shows_duties_openings_dates_and_clashes(
    two: list[str], walk: Journey, signed_in: Browser, django_assert_max_num_queries: object
) -> None:
    agency = signed_in("lijun")
    with django_assert_max_num_queries(32):  # type: ignore[operator]
        text = agency.get("/my/agency/").content.decode()
    assert text.count("冲突") == 2
    assert f"与 {two[0]} 同一时段" in text
    assert "投标截止、开标" in text
    for number, room in zip(two, ("开标一室", "开标一室"), strict=True):
        page = f"/my/agency/openings/{number}/"
        assert (
            send(agency, page, form_at(agency, page, having="room"), room=room, host="lijun").status_code
            == 303
        )
    assert f"与 {two[0]} 同一场地、同一主持人" in agency.get("/my/agency/").content.decode()
    assert "同一场地" in agency.get(f"/my/agency/openings/{two[0]}/").content.decode()


def test_it_is_filtered_by_client(two: list[str], walk: Journey, signed_in: Browser) -> None:
    agency, owner = signed_in("lijun"), walk.tender.project.buyer
    assert two[0] in agency.get(f"/my/agency/?client={owner.uscc}").content.decode()
    other = agency.get("/my/agency/?client=91140926MA0K00000X").content.decode()
    assert two[0] not in other
    assert "今天没有待办" in other


def test_the_calendar_file_holds_every_coming_date(two: list[str], walk: Journey, signed_in: Browser) -> None:
    text = signed_in("lijun").get("/my/agency/calendar.ics").content.decode().replace("\r\n ", "")
    for number in two:
        assert f"UID:opening-{number}@jingle" in text
    assert text.count("BEGIN:VEVENT") >= 2
    deadline = walk.tender.deadline_at
    assert deadline is not None
    assert f"DTSTART:{deadline.astimezone(SHANGHAI) - timedelta(hours=8):%Y%m%dT%H%M%S}Z" in text


@pytest.mark.parametrize("who", ["wangmin", "bidder1", "centre1", "jiandu", "expert01"])
def test_the_workbench_is_the_agencys(
    agreed: Engagement, walk: Journey, signed_in: Browser, who: str
) -> None:
    for page in ("", "calendar.ics", "copy/", "fees/", "archive/"):
        assert signed_in(who).get(f"/my/agency/{page}").status_code == 404


def test_the_agencys_people_see_the_link(agreed: Engagement, walk: Journey, signed_in: Browser) -> None:
    assert 'href="/my/agency/"' in signed_in("lijun").get("/my/").content.decode()
    assert 'href="/my/agency/"' not in signed_in("wangmin").get("/my/").content.decode()
    assert 'href="/my/agency/engagements/"' in signed_in("wangmin").get("/my/").content.decode()


def test_a_host_is_one_of_the_agencys_people(agreed: Engagement, walk: Journey) -> None:
    a_draft(walk)
    with pytest.raises(Refused) as caught:
        actions.arrange_opening(walk.tender, walk.act("lijun"), room="一室", host="bidder1")
    assert caught.value.field == "host"
    with pytest.raises(NotPermitted):
        actions.arrange_opening(walk.tender, walk.act("bidder1"), room="一室", host="")
    assert walk.now.astimezone(SHANGHAI).date() == MONDAY.date()
