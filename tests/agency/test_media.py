"""m5: every designated medium with time, address and picture; the first starts the periods; yellow where something lacks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bidding.demo.journey import Journey
from marketplace.flow.errors import Refused
from marketplace.notices.models import Notice
from tenders.agency import actions
from tenders.agency.models import Engagement, MediaProof
from tenders.agency.pages.media import DESIGNATED, first, lacking
from tests.agency.conftest import Browser
from tests.factories import a_draft
from tests.workbench.pages import form_at, send, typed

LIST = "/my/agency/media/"


@pytest.fixture
def notice(agreed: Engagement, walk: Journey) -> Notice:
    a_draft(walk)
    walk.review()
    walk.publish()
    walk.later(hours=3)
    return Notice.objects.get(type="E03")


def fresh(notice: Notice) -> Notice:
    return Notice.objects.prefetch_related("media", "proofs").get(pk=notice.pk)


def text_of(notice: Notice) -> str:
    return "\n".join(f"{row['label']}：{row['value']}" for row in notice.rows())


def enter(walk: Journey, notice: Notice, **more: object) -> None:
    given = {
        "name": DESIGNATED[0], "at": notice.published_at + timedelta(hours=1), "url": "https://www.cebpubservice.com/x",
        "designated": True, "text": text_of(notice),
    }  # fmt: skip
    actions.enter_medium(walk.tender, walk.act("lijun"), notice=notice.number, **given | more)  # type: ignore[arg-type]


def test_what_is_not_entered_is_yellow(notice: Notice, walk: Journey, signed_in: Browser) -> None:
    assert lacking(fresh(notice)) == [f"还没有登记{DESIGNATED[0]}或者{DESIGNATED[1]}的发布"]
    enter(walk, notice)
    assert lacking(fresh(notice)) == []
    assert "一致" in signed_in("lijun").get(LIST).content.decode()


def test_periods_run_from_the_first_designated_medium(notice: Notice, walk: Journey) -> None:
    assert first(fresh(notice)).at == notice.published_at
    enter(walk, notice, name="静乐县融媒体", at=notice.published_at - timedelta(hours=2), designated=False)
    assert first(fresh(notice)).at == notice.published_at
    enter(walk, notice, at=notice.published_at - timedelta(hours=1))
    assert first(fresh(notice)).name == DESIGNATED[0]


def test_a_differing_text_is_yellow_until_it_is_put_right(notice: Notice, walk: Journey) -> None:
    enter(walk, notice, text=text_of(notice).replace("120 日历天", "12 日历天"))
    assert lacking(fresh(notice)) == [f"{DESIGNATED[0]}的文本有 1 处不一致：工期"]
    enter(walk, notice)
    assert lacking(fresh(notice)) == []
    assert notice.media.count() == 2


def test_a_time_that_has_not_come_is_refused(notice: Notice, walk: Journey) -> None:
    with pytest.raises(Refused) as caught:
        enter(walk, notice, at=walk.now + timedelta(seconds=1))
    assert caught.value.field == "at"


def test_it_is_entered_on_the_page_with_its_picture(
    notice: Notice, walk: Journey, signed_in: Browser
) -> None:
    from marketplace.flow import clock

    clock.move_to(walk.now)
    agency, page = signed_in("lijun"), f"{LIST}{notice.number}/"
    made = send(
        agency, page, form_at(agency, page, having="url"), name=DESIGNATED[1], at=typed(notice.published_at),
        url="https://example.org/1", text=text_of(notice), picture=SimpleUploadedFile("页面.png", b"\x89PNG picture"),
    )  # fmt: skip
    assert made.status_code == 303, made.content.decode()
    text = agency.get(page).content.decode()
    assert "文本一致" in text
    proof = MediaProof.objects.get()
    sent = agency.get(f"{page}pictures/{proof.picture_sha256}/")
    assert sent.status_code == 200
    assert signed_in("bidder1").get(f"{page}pictures/{proof.picture_sha256}/").status_code == 404
    empty = send(agency, page, form_at(agency, page, having="url"), name="", other="", at="", url="x")
    assert empty.status_code == 422
    assert "请填写媒介的名称" in empty.content.decode()


@pytest.mark.parametrize("who", ["bidder1", "jiandu", "expert01"])
def test_strangers_see_no_ledger(notice: Notice, walk: Journey, signed_in: Browser, who: str) -> None:
    assert signed_in(who).get(LIST).status_code == 404
    assert signed_in(who).get(f"{LIST}{notice.number}/").status_code == 404


def test_the_owner_sees_it_too(notice: Notice, walk: Journey, signed_in: Browser) -> None:
    assert notice.number in signed_in("wangmin").get(LIST).content.decode()
