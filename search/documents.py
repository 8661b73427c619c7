"""Which public fields of which things become findable: the allow-list of the search.

Each document class names the attributes it reads; `only` hands over those and nothing else, so that a
field of a model becomes findable by a line here and by nothing else. A test walks the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bidding.models import CHIPS, Contract, Process
from cms.models import ArticlePage
from marketplace.notices.models import Notice
from search.industry import industry_of
from search.models import Entry
from search.text import normal
from tenders.announcements import METHOD_NAMES
from tenders.models import Document, Tender, TenderState

Scope = Entry.Scope
ALLOWED: dict[str, tuple[str, ...]] = {
    Scope.NOTICES: (
        "number", "get_absolute_url", "title", "rows", "type_name", "tender", "buyer", "method", "business",
        "region", "amount_fen", "published_at", "source_system", "external_id",
    ),
    Scope.TENDERS: (
        "number", "get_absolute_url", "title", "procedure", "state", "deadline_at", "published_at",
        "project.name", "project.approval_number", "project.place", "project.funds", "project.buyer.name",
        "project.buyer.uscc", "project.procuring_entity.name", "review_body.name",
        "particulars.scope", "particulars.scale",
    ),
    Scope.LOTS: (
        "number", "get_absolute_url", "title", "state", "deadline_at", "lot.name", "lot.scope", "lot.quality",
        "lot.ceiling_fen", "tender.number", "tender.title", "tender.published_at", "tender.procedure",
        "tender.project.buyer.name", "tender.project.buyer.uscc",
    ),
    Scope.CONTRACTS: (
        "number", "amount_fen", "quality", "process.number", "process.title", "process.get_absolute_url",
        "process.contracted_at", "process.tender.number", "process.tender.procedure",
        "process.tender.project.buyer.name", "process.tender.project.buyer.uscc",
        "award.bid.organization.name", "award.bid.organization.uscc",
    ),
    Scope.ARTICLES: (
        "pk", "url", "title", "summary", "issuer", "document_number", "plain_text", "get_section_display", "written_at",
    ),
    Scope.FILES: (
        "name", "sha256", "published_at", "get_kind_display", "tender.number", "tender.title",
        "tender.get_absolute_url", "tender.project.buyer.name",
    ),
}  # fmt: skip


def only(scope: str, row: Any) -> dict[str, Any]:
    """The allowed attributes of a thing, by their dotted names."""
    return {path: _read(row, path) for path in ALLOWED[scope]}


def _read(row: Any, path: str) -> Any:
    value = row
    for part in path.split("."):
        if value is None:
            return None
        value = value.get(part) if isinstance(value, Mapping) else getattr(value, part)
        value = value() if callable(value) else value
    return value


def _codes(*values: str | None) -> list[str]:
    """Numbers and credit codes as they are looked up."""
    return list(dict.fromkeys(normal(value).strip() for value in values if value))


def _names(*values: str | None) -> list[str]:
    return list(dict.fromkeys(normal(value).strip()[:120] for value in values if value))


def _text(*values: str | None) -> str:
    return "\n".join(value for value in values if value)


def of_notice(row: Notice) -> Entry:
    """A notice as it stands in public. Its deadline may have moved since: the tender has it."""
    at = only(Scope.NOTICES, row)
    text = "\n".join(f"{item['label']}：{item['value']}" for item in at["rows"])
    return Entry(
        scope=Scope.NOTICES, key=at["number"], url=at["get_absolute_url"], title=at["title"][:300], text=text,
        codes=_codes(at["number"], at["tender"], at["external_id"]), names=_names(at["buyer"]),
        type=at["type_name"][:24], buyer=at["buyer"], method=at["method"], business=at["business"],
        industry=industry_of(at["title"]), region=at["region"], amount_fen=at["amount_fen"],
        published_at=at["published_at"], sample=bool(at["source_system"]), source=at["source_system"],
        external_id=at["external_id"],
    )  # fmt: skip


def of_tender(row: Tender, latest: Notice | None, chip: str) -> Entry:
    """A tender as it stands; nothing of who takes part."""
    at = only(Scope.TENDERS, row)
    text = _text(
        at["project.name"], at["project.approval_number"], at["project.place"], at["project.funds"],
        at["project.procuring_entity.name"], at["review_body.name"], at["particulars.scope"], at["particulars.scale"],
    )  # fmt: skip
    return Entry(
        scope=Scope.TENDERS, key=at["number"], url=at["get_absolute_url"], title=at["title"][:300], text=text,
        codes=_codes(at["number"], at["project.buyer.uscc"]),
        names=_names(at["project.buyer.name"], at["project.procuring_entity.name"]),
        type="招标项目", state=chip, buyer=at["project.buyer.name"], method=METHOD_NAMES[at["procedure"]],
        business="工程建设", industry=industry_of(at["title"]), region=latest.region if latest else "140926",
        amount_fen=sum(lot.ceiling_fen for lot in row.lots.all()),
        deadline_at=at["deadline_at"] if at["state"] == TenderState.PUBLISHED else None,
        published_at=at["published_at"],
    )  # fmt: skip


def of_lot(row: Process) -> Entry:
    """One lot: what is to be done, until when, how far it is."""
    at = only(Scope.LOTS, row)
    return Entry(
        scope=Scope.LOTS, key=at["number"], url=at["get_absolute_url"], title=at["title"][:300],
        text=_text(at["lot.name"], at["lot.scope"], at["lot.quality"], at["tender.title"]),
        codes=_codes(at["number"], at["tender.number"], at["tender.project.buyer.uscc"]),
        names=_names(at["tender.project.buyer.name"]), type="标段", state=CHIPS[at["state"]],
        buyer=at["tender.project.buyer.name"], method=METHOD_NAMES[at["tender.procedure"]], business="工程建设",
        industry=industry_of(at["title"]), region="140926", amount_fen=at["lot.ceiling_fen"],
        deadline_at=at["deadline_at"], published_at=at["tender.published_at"],
    )  # fmt: skip


def of_contract(row: Contract) -> Entry:
    """A published contract: parties and amount are public (电子招标投标办法 41)."""
    at = only(Scope.CONTRACTS, row)
    supplier = at["award.bid.organization.name"]
    return Entry(
        scope=Scope.CONTRACTS, key=at["number"], url=at["process.get_absolute_url"],
        title=f"{at['process.title']} 合同"[:300], text=_text(supplier, at["quality"]),
        codes=_codes(
            at["number"], at["process.number"], at["process.tender.number"],
            at["process.tender.project.buyer.uscc"], at["award.bid.organization.uscc"],
        ),
        names=_names(at["process.tender.project.buyer.name"], supplier), type="合同",
        state=CHIPS[row.process.state], buyer=at["process.tender.project.buyer.name"],
        method=METHOD_NAMES[at["process.tender.procedure"]], business="工程建设",
        industry=industry_of(at["process.title"]), region="140926", amount_fen=at["amount_fen"],
        published_at=at["process.contracted_at"],
    )  # fmt: skip


def file_key(row: Document) -> str:
    """The key of a file: the same file of two versions is one."""
    return f"{row.tender.number}-{row.sha256[:16]}"


def of_file(row: Document, text: str) -> Entry:
    """The text of a published file."""
    at = only(Scope.FILES, row)
    return Entry(
        scope=Scope.FILES, key=file_key(row), url=f"{at['tender.get_absolute_url']}#files",
        title=f"{at['name']}（{at['tender.title']}）"[:300], text=text, codes=_codes(at["tender.number"]),
        names=_names(at["tender.project.buyer.name"]), type=at["get_kind_display"],
        buyer=at["tender.project.buyer.name"], business="工程建设", industry=industry_of(at["tender.title"]),
        region="140926", published_at=at["published_at"],
    )  # fmt: skip


def of_article(row: ArticlePage) -> Entry:
    """A live article."""
    at = only(Scope.ARTICLES, row)
    return Entry(
        scope=Scope.ARTICLES, key=str(at["pk"]), url=at["url"] or "/", title=at["title"][:300],
        text=_text(at["summary"], at["issuer"], at["document_number"], at["plain_text"]),
        codes=_codes(at["document_number"]), names=_names(at["issuer"]), type=at["get_section_display"],
        published_at=at["written_at"],
    )  # fmt: skip
