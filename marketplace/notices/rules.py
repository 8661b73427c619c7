"""When an information notice may be published, saved, extended by a file or a medium."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from marketplace.law.rules import rule
from marketplace.law.statutes import LAND, NOTICES, PLATFORM, STATE_ASSETS

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
YEAR = timedelta(days=365)
LONGEST = timedelta(days=3 * 366)  # 三年, leap days included


@dataclass(frozen=True, slots=True)
class Exposure:
    """What must be known before a party is named."""

    now: datetime
    until: datetime | None
    document: str


@rule(
    "EXPOSURE-ENDS",
    law=PLATFORM["EXPOSURE-ENDS"],
    says="曝光信息应当写明处理文书号，公示至晚于今天、最长三年",
    holds=[
        Exposure(NINE, NINE + YEAR, "静住建罚〔2026〕3号"),
        Exposure(NINE, NINE + LONGEST, "静住建罚〔2026〕3号"),
    ],
    breaks=[
        Exposure(NINE, NINE + YEAR, ""),
        Exposure(NINE, None, "静住建罚〔2026〕3号"),
        Exposure(NINE, NINE, "静住建罚〔2026〕3号"),
        Exposure(NINE, NINE + LONGEST + timedelta(seconds=1), "静住建罚〔2026〕3号"),
    ],
)
def exposure_rests_on_a_document_and_ends(facts: Exposure) -> bool:
    return bool(facts.document) and facts.until is not None and facts.now < facts.until <= facts.now + LONGEST


@dataclass(frozen=True, slots=True)
class Scan:
    """A file somebody wants to attach: is it a PDF, has it pages, how many characters can be copied?"""

    is_pdf: bool
    pages: int
    characters: int


@dataclass(frozen=True, slots=True)
class Term:
    """The day that was chosen, against the earliest the law allows for a notice given today."""

    earliest: date
    chosen: date | None


@rule(
    "LAND-TWENTY-DAYS",
    law=LAND[8],
    says="土地使用权出让公告应当在招标、拍卖、挂牌开始日二十日前发布",
    holds=[Term(date(2026, 3, 22), date(2026, 3, 22))],
    breaks=[Term(date(2026, 3, 22), date(2026, 3, 21)), Term(date(2026, 3, 22), None)],
)
def land_is_announced_twenty_days_ahead(facts: Term) -> bool:
    return facts.chosen is not None and facts.chosen >= facts.earliest


@rule(
    "ASSETS-TWENTY-WORKDAYS",
    law=STATE_ASSETS[13],
    says="产权转让信息正式披露不少于二十个工作日",
    holds=[Term(date(2026, 3, 30), date(2026, 3, 30))],
    breaks=[Term(date(2026, 3, 30), date(2026, 3, 29)), Term(date(2026, 3, 30), None)],
)
def assets_are_disclosed_twenty_working_days(facts: Term) -> bool:
    return facts.chosen is not None and facts.chosen >= facts.earliest


LEAST = 20  # characters a page; a scan has none, a drawing's title block has more


@rule(
    "NOTICE-TEXT-LAYER",
    law=PLATFORM["NOTICE-TEXT-LAYER"],
    says="附件须是可以复制文字的 PDF：请用 Word 或 WPS 直接导出，不要上传扫描件",
    holds=[Scan(True, 2, 40)],
    breaks=[Scan(True, 2, 39), Scan(False, 1, 400), Scan(True, 0, 0)],
)
def the_file_can_be_searched(facts: Scan) -> bool:
    return facts.is_pdf and facts.pages > 0 and facts.characters >= LEAST * facts.pages


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the media ledger as it is entered: when it appeared, and now."""

    now: datetime
    at: datetime
    url: str


@rule(
    "MEDIUM-HAS-APPEARED",
    law=NOTICES[8],
    says="登记的是已经在其他媒介发布的公告：发布时间不晚于现在，网址以 http 开头",
    holds=[Entry(NINE, NINE, "https://example.invalid/1")],
    breaks=[
        Entry(NINE, NINE + timedelta(seconds=1), "https://example.invalid/1"),
        Entry(NINE, NINE, "example.invalid"),
    ],
)
def the_medium_has_published(facts: Entry) -> bool:
    return facts.at <= facts.now and facts.url.startswith(("http://", "https://"))
