"""The hall: empty for everybody before the opening, prices together, buttons for those who may act."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from bidding.models import Bid, State
from marketplace.flow.models import Duty
from marketplace.trust.codes import check_characters
from tenders.models import Objection
from tests.bidding_pages.conftest import Desk

pytestmark = pytest.mark.django_db
At = Callable[[str], Desk]


def hall(desk: Desk, person: Client | None = None) -> str:
    answer = (person or Client()).get(f"/hall/{desk.number}/")
    assert answer.status_code == 200
    return text(answer)


def text(answer) -> str:  # type: ignore[no-untyped-def]
    """The words of a page; where a line may break is no matter."""
    return str(answer.content.decode()).replace("<wbr>", "")


def post(desk: Desk, person: Client, what: str, **given: str):  # type: ignore[no-untyped-def]
    return person.post(f"/hall/{desk.number}/{what}/", {"act_id": str(uuid4())} | given)


def without_moment(html: str) -> str:
    """The page without what differs at every request: form ids, tokens, clocks."""
    html = re.sub(
        r'(value|data-csrf|data-act)="[^"]{36,}"|data-server-now="[^"]*"|\d\d:\d\d:\d\d|\d+ 分 \d\d 秒',
        "",
        html,
    )
    return re.sub(r'<nav class="me".*?</nav>', "", html, flags=re.DOTALL)


def test_before_the_deadline_the_table_is_empty_for_everybody(desk: Desk) -> None:
    before = Client().get(f"/hall/{desk.number}/table/")
    desk.send(desk.bidder("bidder1"), desk.sealed())
    for username in ("bidder1", "wangmin", "lijun", "jiandu", "centre1"):
        page = hall(desk, desk.client(username))
        assert "截止前不显示投标人" in page, username
        assert "汾源市政" not in page.split('id="main"')[1], username
    after = Client().get(f"/hall/{desk.number}/table/")
    assert (before.content, before["ETag"]) == (after.content, after["ETag"])


def test_a_bid_changes_no_answer_that_others_get(desk: Desk) -> None:
    paths = [
        "/hall/",
        f"/hall/{desk.number}/",
        f"/hall/{desk.number}/side/",
        "/my/bids/",
        f"/my/bids/{desk.number}/",
    ]
    other = desk.client("bidder3")
    before = [without_moment(other.get(path).content.decode()) for path in paths]
    number = desk.send(desk.bidder("bidder1"), desk.sealed()).json()["number"]
    assert [without_moment(other.get(path).content.decode()) for path in paths] == before
    for end in ("/", ".json", ".pdf", ".ics"):
        assert other.get(f"/receipts/{number}{end}").status_code == 404
        assert desk.client("jiandu").get(f"/receipts/{number}{end}").status_code == 404


def test_the_window_shows_names_and_no_prices(desk_at: At) -> None:
    desk = desk_at(State.RELEASING)
    page = hall(desk)
    assert "管涔山建设集团有限公司（示例）" in page
    assert "唱标时全部同时公布" in page
    assert "4,700,000.00" not in page
    assert "待解密" in page


def test_the_host_sees_whom_to_call_and_when_they_were_told(desk_at: At) -> None:
    desk = desk_at(State.RELEASING)
    host = desk.client("lijun")
    page = hall(desk, host)
    assert "未通知" not in page
    assert "已通知 09:30" in page
    Duty.objects.filter(code="RELEASE-OWN").update(told_at=None)
    assert "未通知" in hall(desk, host)
    assert "电话催办" not in hall(desk)


def test_the_bidder_opens_with_the_code_when_there_is_no_script(desk_at: At) -> None:
    desk = desk_at(State.RELEASING)
    person, code = desk.client("bidder2"), desk.journey.codes["bidder2"]
    assert "解密我的投标" in hall(desk, person)
    wrong = post(desk, person, "release", code="0000-0000-0000-0000-0000-0000")
    assert wrong.status_code == 422
    assert "RELEASE-CODE-WRONG" in wrong.content.decode()
    right = post(desk, person, "release", code=(code + check_characters(code)).lower())
    assert (right.status_code, right["Location"]) == (303, f"/hall/{desk.number}/#roll")
    assert desk.journey.process().bids.get(organization__name__startswith="管涔山").released_at
    again = post(desk, person, "release", code=code + check_characters(code))
    assert (again.status_code, "ALREADY-RELEASED" in again.content.decode()) == (422, True)


def test_somebody_elses_code_and_somebody_else_are_refused(desk_at: At) -> None:
    desk = desk_at(State.RELEASING)
    code = desk.journey.codes["bidder4"]
    wrong = post(desk, desk.client("bidder2"), "release", code=code + check_characters(code))
    assert (wrong.status_code, "RELEASE-CODE-WRONG" in wrong.content.decode()) == (422, True)
    stranger = post(desk, desk.client("bidder6"), "release", secret="0" * 64)
    assert (stranger.status_code, "ACCESS-DENIED" in stranger.content.decode()) == (403, True)
    automatic = post(desk, desk.client("bidder1"), "release", code=code + check_characters(code))
    assert (automatic.status_code, "NO-OWN-LOCK" in automatic.content.decode()) == (422, True)
    nothing = post(desk, desk.client("bidder2"), "release")
    assert (nothing.status_code, "请输入解密码" in nothing.content.decode()) == (422, True)


def test_after_the_window_the_code_comes_too_late(desk_at: At) -> None:
    desk = desk_at(State.RELEASING)
    desk.journey.later(seconds=desk.journey.process().window_s)
    desk.show()
    code = desk.journey.codes["bidder2"]
    late = post(desk, desk.client("bidder2"), "release", code=code + check_characters(code))
    assert (late.status_code, "RELEASE-IN-WINDOW" in late.content.decode()) == (422, True)


def test_prices_stand_there_together_and_the_own_row_is_marked(desk_at: At) -> None:
    desk = desk_at(State.ANNOUNCED)
    page = hall(desk)
    for price in ("4,700,000.00", "4,650,000.00", "4,800,000.00", "4,550,000.00"):
        assert price in page
    assert 'class="mine"' not in page
    assert hall(desk, desk.client("bidder2")).count('class="mine"') == 1
    assert page.count("已交出") == 2


def test_polling_answers_304_until_something_changes(desk_at: At) -> None:
    desk = desk_at(State.ANNOUNCED)
    first = Client().get(f"/hall/{desk.number}/table/")
    same = Client().get(f"/hall/{desk.number}/table/", headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    assert (
        post(desk, desk.client("bidder1"), "object", **{"object-facts": "第 2 号报价与唱标不符"}).status_code
        == 303
    )
    changed = Client().get(f"/hall/{desk.number}/table/", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert "第 2 号报价与唱标不符" in changed.content.decode()


def test_polling_costs_few_queries(desk_at: At, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    path = f"/hall/{desk_at(State.ANNOUNCED).number}/table/"
    first = Client().get(path)
    for etag in (first["ETag"], ""):
        with django_assert_num_queries(4):  # one of them asks whether anything is hidden
            Client().get(path, headers={"If-None-Match": etag})


def test_an_objection_stops_the_signing_until_the_owner_has_answered(desk_at: At) -> None:
    desk = desk_at(State.ANNOUNCED)
    post(desk, desk.client("bidder1"), "object", **{"object-facts": "请核实 2 号的工期"})
    agent, owner = desk.client("lijun"), desk.client("wangmin")
    refused = post(desk, agent, "step", step="sign_record")
    assert refused.status_code == 422
    assert "OPENING-OBJECTIONS-ANSWERED" in refused.content.decode()
    row = Objection.objects.get()
    empty = post(
        desk, owner, "answer", **{"answer-objection": row.number, "answer-founded": "no", "answer-answer": ""}
    )
    assert empty.status_code == 422
    assert "请填写答复" in empty.content.decode()
    given = {"answer-objection": row.number, "answer-founded": "no", "answer-answer": "与投标函一致"}
    assert post(desk, owner, "answer", **given).status_code == 303
    signed = post(desk, agent, "step", step="sign_record")
    assert (signed.status_code, signed["Location"]) == (303, f"/hall/{desk.number}/")
    page = hall(desk)
    assert "与投标函一致" in page
    assert f"/notices/{desk.journey.number}-E09-1/" in page


def test_an_objection_says_something_and_comes_from_a_bidder(desk_at: At) -> None:
    desk = desk_at(State.ANNOUNCED)
    blank = post(desk, desk.client("bidder1"), "object", **{"object-facts": "  "})
    assert (blank.status_code, "请填写异议内容" in blank.content.decode()) == (422, True)
    assert post(desk, desk.client("bidder6"), "object", **{"object-facts": "不服"}).status_code == 403
    assert Client().post(f"/hall/{desk.number}/object/", {"object-facts": "不服"}).status_code == 302


def test_the_host_sees_why_a_step_waits(desk: Desk) -> None:
    page = hall(desk, desk.client("lijun"))
    assert "投标截止以后方可开标" in page
    early = post(desk, desk.client("lijun"), "step", step="start_opening")
    assert early.status_code == 409
    assert post(desk, desk.client("lijun"), "step", step="archive_all").status_code == 422


def test_too_few_bidders_leaves_the_packages_sealed_and_says_what_follows(desk: Desk) -> None:
    desk.send(desk.bidder("bidder1"), desk.sealed())
    desk.journey.close()
    desk.show()
    page = hall(desk)
    assert "截止时共 1 家，少于 3 家，不得开标" in page
    assert "重新招标" in page
    assert "汾源市政" not in page
    assert f"/notices/{desk.journey.number}-E13-1/" in page


def test_failures_are_told_apart(desk_at: At) -> None:
    desk = desk_at(State.RELEASING)
    desk.journey.later(seconds=desk.journey.process().window_s)
    desk.journey.settle()
    desk.show()
    page = hall(desk)
    assert page.count("因投标人原因未解密，视为撤销投标文件") == 2
    assert Bid.objects.filter(outcome="revoked").count() == 2


def test_the_list_shows_today_and_later(desk: Desk) -> None:
    page = Client().get("/hall/").content.decode()
    assert "今天没有开标" in page
    desk.journey.until(desk.journey.process().deadline_at - timedelta(hours=1))
    desk.show()
    page = Client().get("/hall/").content.decode()
    assert f"/hall/{desk.number}/" in page
    assert "今天没有开标" not in page


def test_an_unknown_hall_is_404() -> None:
    assert Client().get("/hall/JLX-GC-2026-99999-01/").status_code == 404
    assert Client().get("/hall/JLX-GC-2026-99999-01/table/").status_code == 404
