"""Does the project page say what it is, where it stands, what to do, until when, in every state?

Numbers of queries include one for the clock, which only PostgreSQL is asked for.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from bidding.demo.journey import Journey
from bidding.models import State
from marketplace.accounts.models import User
from tenders.actions import LotDraft
from tests.factories import PARTICULARS, PROJECT
from tests.public.conftest import show

pytestmark = pytest.mark.django_db
Walk = Callable[..., Journey]


def page(client: Client, journey: Journey) -> str:
    return client.get(f"/tenders/{journey.number}/").content.decode()


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<wbr>|<[^>]+>", lambda tag: "" if tag[0] == "<wbr>" else " ", html))


def test_an_open_tender_tells_until_when_and_what_to_do(public: Client, lot_at: Walk) -> None:
    said = text(page(public, lot_at(State.RECEIVING)))
    for words in (
        "投标中",
        "距投标截止",
        "登录投标",
        "下载招标文件",
        "4,863,200.00 元",
        "进行中",
        "公平竞争审查",
        "我要提问",
    ):
        assert words in said
    assert "法定不少于 20 天" in said
    assert "《中华人民共和国招标投标法》第三十四条" in said


def test_the_page_costs_at_most_fourteen_queries_and_ninety_kilobytes(
    public: Client, lot_at: Walk, django_assert_max_num_queries: Callable[..., object]
) -> None:
    journey = lot_at(State.PUBLICITY)
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        answer = public.get(f"/tenders/{journey.number}/")
    assert len(gzip.compress(answer.content)) < 90_000


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.RELEASING, "观看开标"),
        (State.OPENED, "开标记录"),
        (State.EVALUATING, "评标过程保密"),
        (State.PUBLICITY, "距公示期满"),
        (State.NOTIFIED, "中标通知书已发出"),
        (State.CONTRACTED, "合同已公开"),
    ],
)
def test_each_state_says_what_comes_next(public: Client, lot_at: Walk, state: str, words: str) -> None:
    assert words in text(page(public, lot_at(state)))


def test_candidates_are_shown_without_scores(public: Client, lot_at: Walk) -> None:
    journey = lot_at(State.PUBLICITY)
    said = text(page(public, journey))
    ranked = list(journey.process().bids.ranked()[:3])
    assert all(bid.organization.name in said for bid in ranked)
    assert all(bid.manager in said for bid in ranked)
    assert not any(str(bid.total) in said for bid in ranked)


def test_remedies_are_computed_for_the_state(public: Client, lot_at: Walk) -> None:
    journey = lot_at(State.RECEIVING)
    open_now = text(page(public, journey))
    assert re.search(r"对招标文件有异议 进行中", open_now)
    assert re.search(r"对评标结果有异议 未开始", open_now)
    journey.later(days=15)
    show(journey)
    assert re.search(r"对招标文件有异议 已截止", text(page(public, journey)))


def test_a_clarification_keeps_the_old_deadline_struck_through(public: Client, lot_at: Walk) -> None:
    journey = lot_at(State.RECEIVING)
    before = journey.tender.deadline_at
    journey.two_persons(
        journey.tender, "clarify", "wangmin", "zhaozhiqiang", text="补充换热站图纸", affects_bids=True,
        new_deadline=before + timedelta(days=7),
    )  # fmt: skip
    show(journey)
    html = page(public, journey)
    assert "第 1 次澄清、修改" in html
    assert "投标截止顺延 7 日" in html
    assert "原定" in html
    assert "有变更" in html


def test_a_terminated_tender_stays_with_its_reason(public: Client, lot_at: Walk) -> None:
    journey = lot_at(State.RECEIVING)
    journey.two_persons(journey.tender, "terminate", "wangmin", "zhaozhiqiang", reason="项目规划调整")
    show(journey)
    said = text(page(public, journey))
    assert "已终止" in said
    assert "项目规划调整" in said
    assert "登录投标" not in said


def test_an_objection_suspends_and_the_page_says_so(public: Client, lot_at: Walk) -> None:
    journey = lot_at(State.PUBLICITY)
    journey.object("bidder3", "评分有误")
    show(journey)
    said = text(page(public, journey))
    assert "已暂停" in said
    assert "暂停中" in said
    assert "评分有误" not in said


def test_a_failed_tender_says_why(public: Client, journey: Callable[..., Journey]) -> None:
    from tests.factories import OFFERS, a_process

    found = journey()
    a_process(found)
    found.submit(OFFERS[0])
    found.close()
    show(found)
    said = text(page(public, found))
    assert "流标" in said
    assert "少于 3 个" in said


def test_several_lots_have_a_stage_bar_each(public: Client, journey: Callable[..., Journey]) -> None:
    found = journey()
    lots = [
        LotDraft("一标段", "土建", 300_000_000, 180, "合格"),
        LotDraft("二标段", "安装", 120_000_000, 90, "合格"),
    ]
    found.draft(title="门诊楼改造", lots=lots, particulars=PARTICULARS, project=PROJECT)
    found.attach()
    found.review()
    found.publish()
    show(found)
    html = page(public, found)
    assert html.count('<ol class="stages') == 2
    assert f"/my/bids/{found.number}-02/" in html


def test_a_lot_number_leads_to_its_tender(public: Client, lot_at: Walk) -> None:
    journey = lot_at(State.RECEIVING)
    answer = public.get(f"/tenders/{journey.number}-01/")
    assert answer.headers["Location"] == f"/tenders/{journey.number}/"


def test_an_unknown_number_gets_a_search_box_and_its_neighbours(public: Client, lot_at: Walk) -> None:
    journey = lot_at(State.RECEIVING)
    answer = public.get("/tenders/JLX-GC-2026-09999/")
    assert answer.status_code == 404
    assert 'action="/search/"' in answer.content.decode()
    assert journey.number in answer.content.decode()


def test_a_draft_does_not_exist_for_the_public(public: Client, journey: Callable[..., Journey]) -> None:
    from tests.factories import a_draft

    found = journey()
    a_draft(found)
    show(found)
    assert public.get(f"/tenders/{found.number}/").status_code == 404
    assert found.number not in public.get("/tenders/").content.decode()


def test_the_calendar_has_the_deadline_and_stays_equal(public: Client, lot_at: Walk) -> None:
    journey = lot_at(State.RECEIVING)
    first = public.get(f"/tenders/{journey.number}/calendar.ics").content
    journey.later(hours=1)
    show(journey)
    assert public.get(f"/tenders/{journey.number}/calendar.ics").content == first
    written = journey.tender.deadline_at.strftime("%Y%m%dT%H%M%SZ")
    assert f"DTSTART:{written}".encode() in first
    assert all(len(line) <= 75 for line in first.split(b"\r\n"))


@pytest.mark.parametrize(
    ("paused", "last"), [("0", "4月10日"), ("3", "4月13日"), ("4", "4月14日"), ("", "1 处需要修改")]
)
def test_the_complaint_period_is_a_sum_in_words(public: Client, lot_at: Walk, paused: str, last: str) -> None:
    journey = lot_at(State.RECEIVING)
    answer = public.get(f"/tenders/{journey.number}/complaint/", {"knew": "2026-03-31", "paused": paused})
    assert last in answer.content.decode()


def test_the_owner_is_led_to_the_workbench(client: Client, lot_at: Walk) -> None:
    journey = lot_at(State.RECEIVING)
    client.force_login(User.objects.get(username="wangmin"))
    said = text(page(client, journey))
    assert "办理本项目" in said
    assert "登录投标" not in said


def test_lists_cost_the_same_for_one_lot_and_for_three(
    public: Client, journey: Callable[..., Journey], django_assert_max_num_queries: Callable[..., object]
) -> None:
    from tests.factories import a_process

    for _ in range(3):
        found = journey()
        a_process(found)
    show(found)
    with django_assert_max_num_queries(6):  # type: ignore[attr-defined]
        answer = public.get("/tenders/", {"state": "open"})
    assert "共 3 个标段" in answer.content.decode()
    with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
        assert public.get("/").status_code == 200


def test_no_link_of_the_public_pages_leads_nowhere(public: Client, lot_at: Walk) -> None:
    """Every internal link of front page, lists and project page; those for people with an account may ask to sign in."""
    journey = lot_at(State.PUBLICITY)
    pages = ["/", "/notices/", "/tenders/", "/search/?q=供热", "/verify/", f"/tenders/{journey.number}/"]
    links = {
        link for path in pages for link in re.findall(r'href="(/[^"#]*)', public.get(path).content.decode())
    }
    wanted = {link.replace("&amp;", "&") for link in links if not link.startswith(("/static/", "/dev/"))}
    broken = {
        link: code
        for link in sorted(wanted)
        if (code := public.get(link).status_code) not in (200, 302, 303, 403)
    }
    assert broken == {}
