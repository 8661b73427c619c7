"""What the authority reads: everything in its time, and before the deadline nothing that names or counts bidders."""

from __future__ import annotations

import csv
import io
import json

import pytest

from bidding.models import State, Submission
from marketplace.accounts.models import Organization
from marketplace.flow.errors import Refused
from marketplace.record.models import Event
from tests.evaluation.conftest import Desk, Open, Queries
from tests.factories import OFFERS

BIDDERS = ("汾源市政工程有限公司", "管涔山建设集团有限公司", "天柱山管道安装有限公司", "碾河水务工程有限公司")


def _url(at: Desk, part: str = "") -> str:
    return f"/oversight/tenders/{at.journey.number}/{part}"


def _pages(at: Desk) -> list[str]:
    """Every page and file of oversight, without what changes by itself (clock, form tokens)."""
    texts = []
    for url in (
        "/oversight/",
        _url(at),
        _url(at, "?only=refused"),
        _url(at, "record.csv"),
        _url(at, "record.json"),
    ):
        text = at.get("jiandu", url).content.decode().replace("<wbr>", "")
        lines = [row for row in text.splitlines() if "csrf" not in row and "server-now" not in row]
        texts.append("\n".join(row for row in lines if "data-clock" not in row and "made_at" not in row))
    return texts


def test_only_the_supervising_authority_and_the_centre_read_the_record(desk: Open) -> None:
    at = desk(State.OPENED)
    for username in ("wangmin", "lijun", "bidder1"):
        assert at.journey.number not in at.get(username, "/oversight/").content.decode()
        for part in ("", "record.csv", "record.json"):
            assert at.get(username, _url(at, part)).status_code == 404
    for username in ("jiandu", "centre1"):
        assert at.get(username, _url(at)).status_code == 200
    assert at.get("", _url(at)).status_code == 302
    assert at.get("jiandu", _url(at, "record.xml")).status_code == 404


def test_an_authority_reads_its_own_tenders_only(desk: Open) -> None:
    at = desk(State.OPENED)
    other = Organization.objects.create(
        name="另一监督部门（示例）", uscc="11140926012300020X", kind="authority"
    )
    at.journey.tender.__class__.objects.update(review_body=other)
    assert at.get("jiandu", _url(at)).status_code == 404


def test_bids_change_nothing_that_the_authority_sees_before_the_deadline(desk: Open) -> None:
    at = desk(State.RECEIVING)
    at.journey.later(days=3)
    before = _pages(at)
    moment = at.journey.now
    for offer in OFFERS:
        at.journey.submit(offer)
    at.journey.submit(OFFERS[0])
    at.journey.withdraw("bidder3")
    at.journey.now = moment
    assert _pages(at) == before
    assert not any(name in text for text in before for name in BIDDERS)


def test_a_bidders_refused_attempt_is_unseen_before_the_deadline_and_seen_after_it(desk: Open) -> None:
    at = desk(State.RECEIVING)
    before = _pages(at)
    moment = at.journey.now
    for username in ("bidder1", "bidder2"):
        with pytest.raises(Refused, match="ACCESS-DENIED"):
            at.journey.process().sign_record(at.journey.act(username))
    at.journey.now = moment
    assert _pages(at) == before
    for offer in OFFERS:
        at.journey.submit(offer)
    at.journey.close()
    text = at.get("jiandu", _url(at, "?only=refused")).content.decode()
    assert "ACCESS-DENIED" in text


def test_an_objector_to_the_documents_is_unnamed_before_the_deadline(desk: Open) -> None:
    from tenders.actions import object_to_documents

    at = desk(State.RECEIVING)
    unit = Organization.objects.get(memberships__user__username="bidder1")
    object_to_documents(
        at.journey.tender,
        at.journey.act("bidder1"),
        organization=unit,
        request="更正",
        facts="我单位汾源市政认为业绩要求过高",
    )
    for text in _pages(at):
        assert "汾源市政" not in text
        assert "刘洋" not in text
    assert "对招标文件的异议" in at.get("jiandu", "/oversight/").content.decode()


def test_after_the_opening_the_sealed_events_appear_opened_and_proved(desk: Open) -> None:
    at = desk(State.ANNOUNCED)
    events = json.loads(at.get("jiandu", _url(at, "record.json")).content)["events"]
    sent = [row for row in events if row["action"] == "bid.submit"]
    assert sorted(row["unit"].removesuffix("（示例）") for row in sent) == sorted(BIDDERS)
    assert {row["proof"] for row in sent} == {"截止前封存，开标后打开，与存证一致"}
    assert [row["no"] for row in events] == list(range(1, len(events) + 1))
    assert [row["at"] for row in events] == sorted(row["at"] for row in events)


def test_between_deadline_and_opening_the_sealed_events_stay_sealed(desk: Open) -> None:
    at = desk(State.RELEASING)
    events = json.loads(at.get("jiandu", _url(at, "record.json")).content)["events"]
    assert not [row for row in events if row["action"] == "bid.submit"]


def test_a_changed_opening_is_told(desk: Open) -> None:
    at = desk(State.ANNOUNCED)
    row = Submission.objects.order_by("pk")[0]
    Submission.objects.filter(pk=row.pk).update(
        opening={**row.opening, "content": {**row.opening["content"], "organisation": "另一单位"}}  # type: ignore[index,dict-item]
    )
    assert "与存证不一致" in at.get("jiandu", _url(at, "record.csv")).content.decode()


def test_members_of_the_committee_are_unnamed_until_the_award(desk: Open) -> None:
    at = desk(State.EVALUATED)
    names = {event.by_name for event in Event.objects.filter(action="evaluation.check_in")}
    assert len(names) == 5
    for text in _pages(at):
        assert not any(name in text for name in names)
    assert "中标结果确定前保密" in at.get("jiandu", _url(at)).content.decode()
    at.journey.post()
    at.journey.end_publicity()
    at.journey.award()
    text = at.get("jiandu", _url(at, "record.csv")).content.decode()
    assert all(name in text for name in names)


def test_the_page_says_who_when_from_where_to_where_by_which_article(
    desk: Open, django_assert_max_num_queries: Queries
) -> None:
    at = desk(State.OPENED)
    client = at.client("jiandu")
    with django_assert_max_num_queries(30):
        text = client.get(_url(at)).content.decode()
    assert "签署开标记录" in text
    assert "李军" in text
    assert "开标中（唱标） → 已开标" in text
    assert "《电子招标投标办法》第三十二条" in text
    rows = list(csv.reader(io.StringIO(at.get("jiandu", _url(at, "record.csv")).content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["序号", "时间", "事项", "结果"]
    assert any(row[2] == "签署开标记录" and row[9] == "开标中（唱标）" for row in rows)


def test_refusals_stand_with_their_codes(desk: Open) -> None:
    at = desk(State.EVALUATED)
    with pytest.raises(Refused, match="ACCESS-DENIED"):
        at.journey.process().post_candidates(at.journey.act("lijun"))
    assert "ACCESS-DENIED" in at.get("jiandu", _url(at, "?only=refused")).content.decode()


def test_overdue_duties_come_first(desk: Open, django_assert_max_num_queries: Queries) -> None:
    at = desk(State.EVALUATED)
    at.journey.later(days=20)
    client = at.client("jiandu")
    with django_assert_max_num_queries(20):
        text = client.get("/oversight/").content.decode()
    assert text.index("已逾期") < text.index("正在计的期限")
    assert "公示中标候选人" in text[text.index('id="late"') : text.index('id="objections"')]


def test_a_cell_that_looks_like_a_formula_is_disarmed() -> None:
    from bidding.eval_pages.record import _cell

    assert _cell("=1+1") == "'=1+1"
    assert _cell("正常") == "正常"
