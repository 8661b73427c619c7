"""「复制上一个项目」: words go along, dates, prices, people and numbers do not; nothing copied goes on unread."""

from __future__ import annotations

import pytest

from bidding.demo import mandates
from bidding.demo.journey import Journey
from marketplace.flow.errors import Refused
from tenders import actions
from tenders.agency import copying
from tenders.agency.carry import carried
from tenders.agency.models import CopiedText, Engagement
from tenders.agency.pages.copies import note
from tenders.models import Tender
from tests.agency.conftest import YEAR, Browser
from tests.conftest import MONDAY
from tests.factories import LOT, a_draft
from tests.workbench.pages import form_at, send

PAGE = "/my/agency/copy/"


@pytest.mark.parametrize(
    ("text", "becomes", "removed"),
    [
        ("2023年1月1日以来完成过供热管网工程", "〔请填写日期〕以来完成过供热管网工程", "1 处日期"),
        (
            "2023年以来，合同额不低于300万元",
            "〔请填写日期〕以来，合同额不低于〔请填写金额〕",
            "1 处日期、1 处金额",
        ),
        ("投标保证金捌拾万元整（800,000.00元）", "投标保证金〔请填写金额〕（〔请填写金额〕）", "2 处金额"),
        ("联系王敏，电话0350-6521188", "联系〔请填写人员〕，电话〔请填写电话〕", "1 处人员、1 处电话"),
        ("按静发改审批〔2026〕12号批复", "按〔请填写编号〕批复", "1 处编号"),
        ("2026-03-22 09:30 前", "〔请填写日期〕 前", "1 处日期"),
        # what stays: decrees by year and number, sizes, percentages, durations, grades
        ("依据2024年第16号令", "依据2024年第16号令", ""),
        ("财库〔2020〕46号", "财库〔2020〕46号", ""),
        (
            "管径 DN300，长 3.2 公里，工期 120 日历天，权重 60%",
            "管径 DN300，长 3.2 公里，工期 120 日历天，权重 60%",
            "",
        ),
        ("市政公用工程施工总承包三级及以上", "市政公用工程施工总承包三级及以上", ""),
    ],
)
def test_what_is_taken_out_and_what_stays(text: str, becomes: str, removed: str) -> None:
    clean = carried(text, people=["王敏"], numbers=["静发改审批〔2026〕12号"])
    assert clean.text == becomes
    assert set(clean.in_words.split("、")) == set(removed.split("、"))


@pytest.fixture
def earlier(agreed: Engagement, walk: Journey) -> Tender:
    """A published project of the same owner whose conditions name a year and a sum."""
    a_draft(walk)
    told = walk.tender.particulars | {
        "qualification": "市政公用工程施工总承包三级及以上；2023年1月1日以来完成过单项合同额300万元及以上的供热工程",
        "agency_contact": "李军",
    }
    actions.edit_tender(walk.tender, walk.act("lijun"), particulars=told)
    walk.review()
    walk.publish()
    return walk.tender


@pytest.fixture
def copied(earlier: Tender, walk: Journey, signed_in: Browser) -> Tender:
    agency = signed_in("lijun")
    made = send(agency, PAGE, form_at(agency, PAGE, having="source"), title="北区集中供热管网改造工程施工")
    assert made.status_code == 303
    return Tender.objects.with_parties().get(title="北区集中供热管网改造工程施工")


def test_words_criteria_and_conditions_go_along(copied: Tender, earlier: Tender) -> None:
    assert copied.particular("scope") == earlier.particular("scope")
    assert copied.evaluation["criteria"] == earlier.evaluation["criteria"]
    assert copied.particular("qualification") == (
        "市政公用工程施工总承包三级及以上；〔请填写日期〕以来完成过单项合同额〔请填写金额〕及以上的供热工程"
    )
    assert copied.project.place == earlier.project.place
    assert copied.project.buyer == earlier.project.buyer


def test_dates_prices_people_and_numbers_do_not(copied: Tender, earlier: Tender) -> None:
    assert (copied.deadline_at, copied.documents_until, copied.published_at) == (None, None, None)
    assert (copied.bond_fen, copied.lots.count()) == (0, 0)
    assert copied.particulars["_lot"][0]["ceiling_fen"] == 0
    for code in ("owner_contact", "owner_phone", "agency_contact", "agency_phone"):
        assert copied.particular(code) == ""
    assert copied.project.approval_number == ""
    assert copied.documents.count() == 0
    assert copied.number != earlier.number
    assert "王敏" not in str(copied.particulars)


def test_every_task_is_marked_until_somebody_has_looked(
    copied: Tender, earlier: Tender, walk: Journey, signed_in: Browser
) -> None:
    agency, home = signed_in("lijun"), f"/my/tenders/{copied.number}/"
    mark = f"来自 {earlier.number} 的文字，尚未核对"
    assert agency.get(home).content.decode().count(mark) == 4
    page = f"{home}qualification/"
    text = agency.get(page).content.decode()
    assert "尚未核对" in text
    assert "1 处日期、1 处金额" in text
    assert "<del>2023年1月1日</del><ins>〔请填写日期〕</ins>" in text
    kept = form_at(agency, page, having="qualification")
    send(agency, page, kept, later="1")
    assert CopiedText.objects.unread(copied.pk).count() == 4
    send(
        agency,
        page,
        form_at(agency, page, having="qualification"),
        qualification="市政公用工程施工总承包三级及以上",
    )
    assert agency.get(home).content.decode().count(mark) == 3
    row = CopiedText.objects.get(tender=copied, task="qualification")
    assert str(row.checked_by) == "李军"
    assert note(copied, "qualification") is None


def test_unread_words_are_not_handed_in(copied: Tender, walk: Journey) -> None:
    actions.edit_tender(copied, walk.act("lijun"), lots=[LOT])
    actions.attach(
        copied, walk.act("lijun"), kind="biddingDocuments", file=actions.Upload("招标文件.txt", b"x")
    )
    with pytest.raises(Refused) as caught:
        copied.submit_review(walk.act("lijun"))  # type: ignore[attr-defined]
    assert caught.value.code == "COPIED-UNREAD"
    assert "评分办法" in caught.value.says


def test_the_fairness_check_runs_anew(copied: Tender, walk: Journey, signed_in: Browser) -> None:
    told = copied.particulars | {"qualification": "须在静乐县注册的企业"}
    actions.edit_tender(copied, walk.act("lijun"), particulars=told)
    text = signed_in("lijun").get(f"/my/tenders/{copied.number}/fairness/").content.decode()
    assert "必须修改" in text
    assert copied.reviews.count() == 0


def test_the_same_clients_projects_come_first_and_a_strangers_never(
    earlier: Tender, walk: Journey, signed_in: Browser
) -> None:
    agency = signed_in("lijun")
    form = form_at(agency, PAGE, having="source")
    assert form["source"] == earlier.number
    foreign = send(agency, PAGE, form, title="新项目", source="JLX-GC-2026-99999")
    assert foreign.status_code == 422
    for who in ("wangmin", "bidder1", "centre1"):
        assert signed_in(who).get(PAGE).status_code == 404


def test_without_the_clause_nothing_is_copied(earlier: Tender, walk: Journey, signed_in: Browser) -> None:
    Engagement.objects.get().revoke(walk.act("wangmin"), reason="到期不续")  # type: ignore[attr-defined]
    assert "现在没有可以新建项目的委托" in signed_in("lijun").get(PAGE).content.decode()
    row = mandates.entrust(
        walk.now,
        agent="lijun",
        owners=("wangmin", "zhaozhiqiang"),
        since=MONDAY,
        until=MONDAY + YEAR,
        scope=("answer",),
    )
    with pytest.raises(Refused) as caught:
        copying.copy_tender(row, walk.act("lijun"), source=earlier, title="新项目")
    assert caught.value.code == "MANDATE-SCOPE"
