"""公平竞争审查 as it goes: adopt, keep with a reason, override by two persons, conclude, publish the sheet, clarify, challenge."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from bidding.demo.journey import Journey
from marketplace.flow import pending
from marketplace.flow.errors import NotPermitted, Refused
from marketplace.flow.models import Duty, Pending
from marketplace.law.workdays import day_of
from marketplace.notices.models import Notice
from tenders import actions
from tenders.checklist import ITEMS
from tenders.fair_review import acts
from tenders.fair_review.asking import Asked, questions
from tenders.fairness import read_document
from tenders.models import FairAnswer, FairCase, FairReview, Tender
from tests.factories import a_draft
from tests.fairness.files import docx

pytestmark = pytest.mark.django_db
LOCAL = "投标人须在忻州市设有分公司或者固定服务机构。"
BOND = "投标保证金须从基本账户电汇，不接受保函。"
BRANDS = "阀门、管件推荐品牌：甲牌、乙牌。"
TEXT = f"第二章 投标人须知\n一、资格要求\n1.1 {LOCAL}\n二、投标保证金\n2.1 {BOND}\n第七章 技术标准\n7.1 {BRANDS}\n"


def drafted(journey) -> Journey:  # type: ignore[no-untyped-def]
    """A draft whose document says three things that keep somebody out."""
    j: Journey = journey()
    a_draft(j)
    j.attach("招标文件.txt", TEXT)
    return j


def asked(j: Journey, words: str) -> Asked:
    return next(row for row in questions(j.tender, day_of(j.now)).asked if words in row.clause)


def document(j: Journey) -> str:
    row = j.tender.documents.filter(name="招标文件.txt").order_by("-version")[0]
    with row.file.open("rb") as file:
        return str(file.read().decode())


def settled(j: Journey) -> None:
    """Everything adopted."""
    while rows := [row for row in questions(j.tender, day_of(j.now)).asked if row.is_open]:
        acts.adopt(j.tender, j.act("lijun"), key=rows[0].key, text="本条不作要求")


def test_a_finding_is_fixed_by_taking_the_rewrite_over_and_the_old_words_can_come_back(journey) -> None:  # type: ignore[no-untyped-def]
    j = drafted(journey)
    found = asked(j, "忻州市")
    assert found.level == "block"
    assert "第六条第（二）项" in found.finding.law
    number = acts.adopt(j.tender, j.act("lijun"), key=found.key, text=found.finding.rewrite)
    assert "忻州市" not in document(j)
    assert BOND in document(j)
    assert found.key not in {row.key for row in questions(j.tender, day_of(j.now)).asked}
    assert j.tender.documents.filter(name="招标文件.txt").count() == 3  # the sample, the draft, the rewrite
    acts.undo(j.tender, j.act("lijun"), number=number)
    assert document(j) == TEXT
    assert asked(j, "忻州市").is_open
    assert FairAnswer.objects.get().state == FairAnswer.State.WITHDRAWN


def test_a_clause_is_kept_only_with_a_reason(journey) -> None:  # type: ignore[no-untyped-def]
    j = drafted(journey)
    found = asked(j, "推荐品牌")
    assert found.level == "warn"
    with pytest.raises(Refused) as refused:
        acts.keep(j.tender, j.act("lijun"), key=found.key, reason="  ")
    assert refused.value.code == "KEEP-REASON"
    acts.keep(j.tender, j.act("lijun"), key=found.key, reason="与既有管网阀门互换，已做市场调查")
    again = asked(j, "推荐品牌")
    assert not again.is_open
    assert not again.waits
    with pytest.raises(Refused) as refused:
        acts.keep(j.tender, j.act("lijun"), key=found.key, reason="再说一次")
    assert refused.value.code == "FINDING-ANSWERED"


def test_the_draft_cannot_be_handed_in_while_a_finding_is_open(journey) -> None:  # type: ignore[no-untyped-def]
    j = drafted(journey)
    with pytest.raises(Refused) as refused:
        j.tender.submit_review(j.act("lijun"))
    assert refused.value.code == "FINDINGS-ANSWERED"
    assert "第 1 处" in refused.value.says
    settled(j)
    j.tender.submit_review(j.act("lijun"))
    run = j.tender.fair_runs.get()
    assert run.law_on == day_of(j.now)
    assert run.found == []


def test_a_block_is_kept_by_two_persons_and_the_authority_gets_a_card(journey) -> None:  # type: ignore[no-untyped-def]
    j = drafted(journey)
    found = asked(j, "电汇")
    number = acts.keep(j.tender, j.act("wangmin"), key=found.key, reason="上级资金监管协议限定转账")
    assert asked(j, "电汇").waits
    row = FairAnswer.objects.get(number=number)
    assert Duty.objects.filter(code="FAIR-SECOND", thing=number, met_at=None).exists()
    assert not Duty.objects.filter(code="FAIR-CARD").exists()
    with pytest.raises(Refused) as refused:
        row.second(j.act("wangmin"))
    assert refused.value.code == "KEEP-TWO-PERSONS"
    with pytest.raises(NotPermitted):
        row.second(j.act("lijun"))
    row.second(j.act("zhaozhiqiang"))
    assert not asked(j, "电汇").waits
    card = Duty.objects.get(code="FAIR-CARD", thing=number, met_at=None)
    assert card.role == "reviewBody"
    with pytest.raises(NotPermitted):
        row.take_note(j.act("zhaozhiqiang"), note="")
    row.take_note(j.act("jiandu"), note="请在合同签订前改为可用保函")
    assert not Duty.objects.filter(code="FAIR-CARD", met_at=None).exists()


def published(j: Journey) -> Tender:
    settled(j)
    j.review()
    j.publish()
    return j.tender


def test_the_sheet_is_published_with_the_notice_in_four_parts(journey, client) -> None:  # type: ignore[no-untyped-def]
    j = drafted(journey)
    kept = asked(j, "推荐品牌")
    acts.keep(j.tender, j.act("lijun"), key=kept.key, reason="与既有管网阀门互换")
    tender = published(j)
    notice = Notice.objects.get(tender=tender.number, type="E03")
    said = next(row["value"] for row in notice.fields if row["label"] == "公平竞争审查")
    assert "结论：符合" in said
    assert f"/tenders/{tender.number}/fair-review/" in said
    page = client.get(f"/tenders/{tender.number}/fair-review/").content.decode()
    for words in (
        "非歧视性审查",
        "竞争性审查",
        "采购政策审查",
        "履约风险审查",
        "与既有管网阀门互换",
        "不接受保函",
        "高洁",
    ):
        assert words in page, words
    listed = client.get("/fair-review/").content.decode()
    assert tender.number in listed


def test_nothing_is_published_without_the_sheet(journey) -> None:  # type: ignore[no-untyped-def]
    j = drafted(journey)
    settled(j)
    with pytest.raises(Refused):
        j.tender.publish(j.act("wangmin"))
    j.review()
    FairReview.objects.update(sheet={})
    with pytest.raises(Refused) as refused:
        j.tender.publish(j.act("wangmin"))
    assert refused.value.code == "FAIR-SHEET"


def test_a_named_reviewer_concludes_that_it_does_not_conform(journey) -> None:  # type: ignore[no-untyped-def]
    j = drafted(journey)
    settled(j)
    j.tender.submit_review(j.act("lijun"))
    with pytest.raises(Refused):
        j.tender.fail_review(j.act("gaojie"), answers={}, reason=" ")
    j.tender.fail_review(j.act("gaojie"), answers={}, reason="第三章仍以本县业绩加分")
    assert j.tender.state == Tender.State.DRAFT
    assert j.tender.reviews.get().conclusion == FairReview.Conclusion.VIOLATES


def test_a_clarification_is_reviewed_before_it_is_public(journey) -> None:  # type: ignore[no-untyped-def]
    j = drafted(journey)
    tender = published(j)
    words = "投标人须在静乐县设有分公司，否则投标无效。"
    given = {"text": words, "affects_bids": True, "new_deadline": tender.deadline_at + timedelta(days=28)}
    with pytest.raises(Refused) as refused:
        j.tender.clarify(j.act("wangmin"), **given)
    assert refused.value.code == "AMENDMENT-REVIEWED"
    assert "分支机构" in refused.value.says
    assert not Pending.objects.filter(action="tender.clarify").exists()
    j.tender.clarify(j.act("wangmin"), **given, kept_reason="应急抢险须驻点")
    pending.confirm(Pending.objects.get(action="tender.clarify"), j.act("zhaozhiqiang"))
    row = FairAnswer.objects.get(amendment=1)
    assert {row.by.username, row.seconded_by.username} == {"wangmin", "zhaozhiqiang"}
    assert Duty.objects.filter(code="FAIR-CARD", thing=row.number, met_at=None).exists()
    assert j.tender.fair_runs.of_amendments().get().found[0]["reason"] == "应急抢险须驻点"


def test_a_lawful_clarification_needs_no_reason_and_its_run_is_kept(journey) -> None:  # type: ignore[no-untyped-def]
    j = drafted(journey)
    tender = published(j)
    j.tender.clarify(
        j.act("wangmin"), text="施工图第 12 页标高以更正后的图纸为准。", affects_bids=True,
        new_deadline=tender.deadline_at + timedelta(days=28),
    )  # fmt: skip
    pending.confirm(Pending.objects.get(action="tender.clarify"), j.act("zhaozhiqiang"))
    assert j.tender.fair_runs.of_amendments().get().found == []


def test_an_accepted_challenge_becomes_a_labelled_case(journey) -> None:  # type: ignore[no-untyped-def]
    j = drafted(journey)
    published(j)
    number = acts.dispute(
        j.tender, j.act("bidder1"), kind="missed", text="质保期内须由本地班组驻场", section="商务条款", rule="FC-LOC-02",
        reason="只有本地企业做得到",
    )  # fmt: skip
    case = FairCase.objects.get(number=number)
    assert Duty.objects.get(code="FAIR-CASE", thing=number, met_at=None).role == "reviewBody"
    with pytest.raises(NotPermitted):
        case.accept(j.act("wangmin"), labels=["FC-LOC-02"], answer="成立")
    with pytest.raises(Refused) as refused:
        case.accept(j.act("jiandu"), labels=["FC-LOC-99"], answer="成立")
    assert refused.value.code == "RULE-UNKNOWN"
    case.accept(j.act("jiandu"), labels=["FC-LOC-02"], answer="以驻场班组的地域排斥外地企业")
    out = StringIO()
    call_command("fair_cases", stdout=out)
    line = json.loads(out.getvalue())
    assert line["text"] == "质保期内须由本地班组驻场"
    assert line["labels"] == ["FC-LOC-02"]
    assert line["context"]["section"] == "商务条款"
    assert not Duty.objects.filter(code="FAIR-CASE", met_at=None).exists()


def test_a_stranger_does_not_answer_findings(journey) -> None:  # type: ignore[no-untyped-def]
    j = drafted(journey)
    with pytest.raises(NotPermitted):
        acts.keep(j.tender, j.act("bidder1"), key=asked(j, "忻州市").key, reason="不改")


def test_who_adopted_a_rewrite_does_not_conclude_the_review(journey) -> None:  # type: ignore[no-untyped-def]
    j = drafted(journey)
    acts.adopt(j.tender, j.act("gaojie"), key=asked(j, "忻州市").key, text="不限投标人所在地")
    settled(j)
    j.tender.submit_review(j.act("lijun"))
    with pytest.raises(Refused) as refused:
        j.tender.pass_review(
            j.act("gaojie"), answers={item.code: "no" for item in ITEMS}, conclusion="conforms",
            deadline_at=j.now + timedelta(days=30), documents_until=j.now + timedelta(days=30),
        )  # fmt: skip
    assert refused.value.code == "REVIEWER-NOT-AUTHOR"


def test_a_docx_is_changed_only_in_the_words(journey) -> None:  # type: ignore[no-untyped-def]
    j: Journey = journey()
    a_draft(j)
    content = docx("一、资格要求", LOCAL, "二、其他")
    actions.attach(
        j.tender, j.act("lijun"), kind="biddingDocuments", file=actions.Upload("招标文件.docx", content)
    )
    found = asked(j, "忻州市")
    acts.adopt(j.tender, j.act("lijun"), key=found.key, text="不限投标人所在地 & 规模")
    row = j.tender.documents.filter(name="招标文件.docx").order_by("-version")[0]
    with row.file.open("rb") as file:
        words = read_document(file.read()).text
    assert words.split("\n") == ["一、资格要求", "不限投标人所在地 & 规模。", "二、其他"]
