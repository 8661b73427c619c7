"""光荣榜 and 曝光台: shown by document and period, gone on the day, at once with a repair."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from cms.tree import plant
from marketplace.flow import clock
from marketplace.notices.models import Notice
from tests.conftest import MONDAY
from tests.notices.conftest import Desk, published
from tests.notices.samples import at

pytestmark = pytest.mark.django_db
PARTY = "某某建设有限公司（示例）"


@pytest.fixture
def exposure(desk: Desk) -> Notice:
    plant()
    clock.move_to(MONDAY)
    return published(desk("H01"))


def everywhere(client: Client, row: Notice) -> list[str]:
    """Every public answer that might name the party."""
    paths = (
        "/honours/",
        "/notices/",
        row.get_absolute_url(),
        f"/notices/{row.number}.json",
        "/notices/atom.xml",
        "/sitemap.xml",
    )
    return [path for path in paths if PARTY in client.get(path).content.decode().replace("<wbr>", "")]


def test_an_exposure_stands_with_its_document_until_its_day(client: Client, exposure: Notice) -> None:
    page = client.get("/honours/").content.decode().replace("<wbr>", "")
    assert PARTY in page
    assert "静住建罚〔2026〕3号" in page
    assert "8月26日（星期三）24:00" in page
    clock.move_to(at(8, 26, 23) + timedelta(hours=1))
    assert everywhere(client, exposure) == []
    assert client.get(exposure.get_absolute_url()).status_code == 410
    assert exposure.hash[:8] in client.get(exposure.get_absolute_url()).content.decode()
    assert client.get(f"/notices/{exposure.number}.json").status_code == 410


def test_a_repair_takes_it_down_at_once_and_says_so(client: Client, exposure: Notice, desk: Desk) -> None:
    assert everywhere(client, exposure)
    repair = published(desk("H03", replaces=exposure, 原公告编号=exposure.number))
    assert client.get(exposure.get_absolute_url()).status_code == 410
    assert exposure.number not in client.get("/honours/").content.decode()
    assert client.get(repair.get_absolute_url()).status_code == 200


def test_an_honour_is_shown_and_ends_too(client: Client, exposure: Notice, desk: Desk) -> None:
    published(desk("H04"))
    assert "汾源市政工程有限公司" in client.get("/honours/").content.decode().replace("<wbr>", "")
    clock.move_to(at(12, 31, 23) + timedelta(hours=1))
    page = client.get("/honours/").content.decode()
    assert "现在没有展示中的表彰、守信信息" in page


def test_the_verification_of_an_exposure_names_nobody(client: Client, exposure: Notice) -> None:
    clock.move_to(at(8, 26, 23) + timedelta(hours=1))
    said = client.get("/verify/", {"number": exposure.number, "digits": exposure.hash[:8]}).content.decode()
    assert "属实" in said
    assert exposure.title not in said
