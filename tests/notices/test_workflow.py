"""How an information notice is written, judged, published by two people and corrected."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

import pypdf
import pytest
import typst

from marketplace.accounts.models import Organization
from marketplace.flow.errors import NotPermitted, Refused, RuleBroken, WrongState
from marketplace.flow.models import Duty, Pending
from marketplace.flow.pending import confirm
from marketplace.notices import freezing, workflow
from marketplace.notices.models import Notice, NoticeDraft
from marketplace.notices.workflow import Sheet
from search.indexing import index_new
from search.models import Entry
from tests.conftest import MONDAY
from tests.notices.conftest import Desk, by, published
from tests.notices.samples import at

pytestmark = pytest.mark.django_db


def a_pdf() -> bytes:
    """Latin text, so that no Chinese font is needed."""
    made: bytes = typst.compile(
        b"Terms and conditions of the sale of land, lot 2026-03 (sample).", format="pdf"
    )
    return made


def a_scan() -> bytes:
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(out)
    return out.getvalue()


def test_two_people_publish_and_everything_typed_is_frozen(desk: Desk) -> None:
    draft = desk("L01")
    draft.publish(by("centre1"))
    assert not Notice.objects.exists()
    assert Duty.objects.get(met_at=None, action="notice.publish").owner == "role:centre"
    with pytest.raises(NotPermitted, match="复核须由另一人"):
        confirm(Pending.objects.get(action="notice.publish"), by("centre1"))
    notice = published(desk("L01"))
    assert notice.number == "JLX-XX-2026-00002-L01-1"
    assert notice.business == "土地使用权"
    assert notice.value("起始价") == "4,860,000.00 元（肆佰捌拾陆万元整）"
    assert notice.value("报名截止时间") == "2026年3月27日 17:00"
    assert (notice.amount_fen, notice.deadline_at) == (486_000_000, at(3, 27))
    assert [medium.name for medium in notice.media.all()] == ["静乐县公共资源交易与中介服务平台"]


def test_a_bidder_drafts_nothing(desk: Desk) -> None:
    desk("O01")
    with pytest.raises(NotPermitted):
        workflow.draft(
            Organization.objects.get(kind="centre"),
            by("bidder1"),
            type="O01",
            title="x",
            issuer="y",
            values={},
        )


def test_a_notice_that_a_step_makes_is_not_written_by_hand(desk: Desk) -> None:
    desk("O01")
    with pytest.raises(Refused, match="由办理步骤产生"):
        workflow.draft(
            Organization.objects.get(kind="centre"),
            by("centre1"),
            type="E03",
            title="x",
            issuer="y",
            values={},
        )


def test_an_empty_required_field_is_named_when_it_is_to_be_published(desk: Desk) -> None:
    draft = desk("L01", 用途="")
    assert workflow.missing(draft) == ["用途"]
    with pytest.raises(RuleBroken, match="公告缺少：用途"):
        draft.publish(by("centre1"))


def test_land_is_announced_twenty_days_before_the_sale_begins(desk: Desk) -> None:
    desk("L01", **{"招标、拍卖、挂牌开始时间": at(3, 22, 9)}).publish(by("centre1"))
    with pytest.raises(RuleBroken, match="二十日前"):
        desk("L01", **{"招标、拍卖、挂牌开始时间": at(3, 21, 9)}).publish(by("centre1"))


def test_assets_are_disclosed_for_twenty_working_days(desk: Desk) -> None:
    desk("Q01").publish(by("centre1"))
    with pytest.raises(RuleBroken, match="二十个工作日"):
        desk("Q01", 信息披露截止时间=at(3, 29)).publish(by("centre1"))


@pytest.mark.parametrize(
    "wrong", [{"处理文书号": ""}, {"公示至": date(2026, 3, 1)}, {"公示至": date(2029, 3, 6)}]
)
def test_nobody_is_exposed_without_document_and_end(desk: Desk, wrong: dict[str, object]) -> None:
    with pytest.raises(RuleBroken):
        desk("H01", **wrong).publish(by("centre1"))


def test_an_exposure_ends_on_its_day(desk: Desk) -> None:
    notice = published(desk("H01"))
    last = at(8, 26, 23)
    assert list(Notice.objects.exposures(last)) == [notice]
    assert not Notice.objects.exposures(last + timedelta(hours=1)).exists()
    assert notice.is_over(last + timedelta(hours=1))
    assert not Notice.objects.own().lasting().exists()


def test_a_repair_takes_an_exposure_down_at_once(desk: Desk) -> None:
    notice = published(desk("H01"))
    repair = published(desk("H03", replaces=notice))
    assert repair.replaces == notice
    assert not Notice.objects.exposures(MONDAY).exists()
    assert notice.is_over(MONDAY, [repair])
    assert list(Notice.objects.own().shown(MONDAY)) == [repair]


def test_a_correction_stays_in_the_file_of_its_original(desk: Desk) -> None:
    notice = published(desk("L01"))
    later = published(desk("L01", replaces=notice, 面积="12,700 平方米"))
    assert later.number == f"{notice.tender}-L01-2"
    assert later.replaces == notice
    assert later.value("更正的公告") == notice.number
    assert Notice.objects.get(pk=notice.pk).value("面积") == "12,640 平方米"


def test_what_changed_since_it_was_asked_is_not_confirmed(desk: Desk) -> None:
    draft = desk("O01")
    draft.publish(by("centre1"))
    workflow.edit(draft, by("centre3"), title="另一标题", issuer=draft.issuer, values=draft.values)
    with pytest.raises(Refused, match="内容已有变动"):
        confirm(Pending.objects.get(action="notice.publish"), by("centre2"))


def test_a_published_draft_is_not_edited(desk: Desk) -> None:
    draft = desk("O01")
    published(draft)
    again = NoticeDraft.objects.all().numbered(draft.number)
    assert again is not None
    with pytest.raises(WrongState, match="另发更正"):
        workflow.edit(again, by("centre1"), title="x", issuer="y", values={})


def test_the_preview_is_what_is_published(desk: Desk) -> None:
    draft = desk("L01")
    workflow.attach(draft, by("centre1"), file=Sheet("出让文件.pdf", a_pdf()))
    seen = workflow.preview(draft, MONDAY)
    notice = published(draft)
    assert seen.frozen() == notice.frozen()
    assert seen.hash == notice.hash == freezing.digest(notice.frozen())


def test_a_scan_or_another_kind_of_file_is_refused(desk: Desk) -> None:
    draft = desk("L01")
    for name, content in (
        ("扫描件.pdf", a_scan()),
        ("公告.docx", b"PK\x03\x04"),
        ("坏.pdf", b"%PDF-1.7 broken"),
    ):
        with pytest.raises(RuleBroken, match="可以复制文字的 PDF"):
            workflow.attach(draft, by("centre1"), file=Sheet(name, content))


def test_a_file_belongs_to_the_hash(desk: Desk) -> None:
    plain, draft = published(desk("O01")), desk("O01")
    workflow.attach(draft, by("centre1"), file=Sheet("附件.pdf", a_pdf()))
    with_file = published(draft)
    assert "files" not in plain.frozen()
    assert [row["name"] for row in with_file.frozen()["files"]] == ["附件.pdf"]
    assert freezing.digest(with_file.frozen() | {"files": []}) != with_file.hash


def test_another_medium_is_entered_once_it_has_appeared(desk: Desk) -> None:
    notice = published(desk("L01"))

    def enter(username: str, moment: datetime) -> None:
        workflow.enter_medium(
            notice,
            by(username),
            name="中国土地市场网",
            at=moment,
            url="https://example.invalid/1",
            designated=True,
        )

    with pytest.raises(RuleBroken):
        enter("centre1", MONDAY + timedelta(seconds=1))
    enter("centre1", MONDAY - timedelta(hours=1))
    first = notice.media.first()
    assert first is not None
    assert first.name == "中国土地市场网"
    with pytest.raises(Refused, match="已经登记过"):
        enter("centre3", MONDAY)


def test_an_exposure_is_never_given_to_the_index(desk: Desk) -> None:
    published(desk("H01"))
    kept = published(desk("O01"))
    index_new(MONDAY)
    assert list(Entry.objects.values_list("key", flat=True)) == [kept.number]
    assert index_new(MONDAY) == 0
