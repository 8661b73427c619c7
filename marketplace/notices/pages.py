"""What the page of a notice, its line in a list and its open data show; nothing here asks who looks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from marketplace.law.money import Money
from marketplace.notices import freezing
from marketplace.notices.corrections import marks
from marketplace.notices.kinds import Part
from marketplace.notices.models import Medium, Notice
from marketplace.notices.typed import in_words
from marketplace.notices.types import TYPES

Context = dict[str, Any]
LONG_VALUE = 34
DEADLINES = ("投标文件的截止时间", "开标时间", "投标截止时间")  # labels that a moved deadline strikes through


def link(label: str, url: str) -> Context:
    return {"label": label, "url": url}


def verify_url(row: Notice) -> str:
    return f"/verify/?number={row.number}&digits={row.hash[:8]}"


def notice(
    row: Notice, now: datetime, *, later: Sequence[Notice] = (), media: Iterable[Medium] = ()
) -> Context:
    """The context of tenders/notice.html: the frozen fields as they were published."""
    row.share_veil([*later, *([row.replaces] if row.replaces else [])])
    over = row.is_over(now, later)
    found = [] if row.is_sample else marks.of(row.tender, row.number)
    return {
        "notice": {
            "title": row.title, "type": row.type_name, "number": row.number, "digest": row.hash, "business": row.business,
            "version": version(row), "published_at": row.published_at, "project": project(row), "sections": [] if over else sections(row, later, found),
            "issuer": issued(row), "over": over, "until": row.shown_until, "source": row.source_system,
        },
        "replaces": _linked(row.replaces) if row.replaces else None,
        "replaced_by": [_linked(one) for one in later],
        "redacted": marks.redactions(found),
        "hash_note": marks.HASH_NOTE if marks.redactions(found) else "",
        "files": [] if over else [_file(row, item) for item in row.files],
        "media": [_medium(item, index) for index, item in enumerate(media)],
        "verify_url": "" if row.is_sample else verify_url(row),
        "json_url": f"/notices/{row.number}.json" if not over else "",
        "page_url": f"{settings.SITE_URL}{row.get_absolute_url()}",
        "qr": "" if row.is_sample else f"{settings.SITE_URL}{verify_url(row)}",
        "crumbs": crumbs(row),
        "now": now,
    }  # fmt: skip


def crumbs(row: Notice) -> list[Context]:
    """交易公告 › 工程建设 › 招标公告 › this one."""
    more = "&samples=1" if row.is_sample else ""
    business = f"/notices/?business={row.business}{more}"
    return [
        link("交易公告", "/notices/"), link(row.business, business), link(row.type_name, f"{business}&type={row.type}"),
        link(row.number, row.get_absolute_url()),
    ]  # fmt: skip


def version(row: Notice) -> int:
    """How many times its kind was published in its file, counted in the number's last part."""
    if row.replaces is None or row.replaces.type != row.type:
        return 1
    last = row.number.rsplit("-", 1)[-1]
    return int(last) if last.isdecimal() else 2


def project(row: Notice) -> Context | None:
    """The tender's page; information notices and samples have none."""
    return link(row.tender, f"/tenders/{row.tender}/") if row.tender.startswith("JLX-GC-") else None


def issued(row: Notice) -> str:
    """By whom, under which article; a sample says only where it comes from."""
    if row.is_sample:
        return f"来源：{row.source_system}，原编号 {row.external_id}。本页只作样例，不具有公告的法律效力"
    return f"本公告由 {row.buyer} 发布，适用 {row.law_on:%Y-%m-%d} 有效的法律，依据{row.law}"


def sections(row: Notice, later: Sequence[Notice], found: Sequence[Context] = ()) -> list[Context]:
    """The fields in printing order; what a linked notice changed is struck through and says where."""
    facts = [_field(item) for item in row.rows()]
    if row.replaces and row.replaces.type == row.type:
        _mark_old(facts, row.replaces)
    for one in later:
        _strike(facts, row, one)
    marks.strike(facts, found)
    return [{"title": "公告内容", "facts": facts, "one": True}]


def _field(item: Context) -> Context:
    return {"label": item["label"], "value": item["value"], "full": len(item["value"]) > LONG_VALUE}


def _mark_old(facts: list[Context], original: Notice) -> None:
    """On the correction: the words it replaces stand struck through before the new ones."""
    for fact in facts:
        old = original.value(fact["label"])
        if old and old != fact["value"]:
            fact["was"] = old


def _strike(facts: list[Context], row: Notice, later: Notice) -> None:
    """On the original: what a later notice says differently."""
    for fact in facts:
        new = ""
        if later.type == row.type:
            new = later.value(fact["label"])
        elif later.deadline_at and row.deadline_at and later.deadline_at != row.deadline_at:
            new = in_words(later.deadline_at) if any(word in fact["label"] for word in DEADLINES) else ""
        if new and new != fact["value"]:
            fact |= {
                "struck": True,
                "now": new,
                "links": [link(f"见{later.type_name}", later.get_absolute_url())],
            }


def _linked(row: Notice) -> Context:
    return link(f"{row.type_name} {row.number}", row.get_absolute_url())


def _file(row: Notice, item: Context) -> Context:
    return {
        "title": item["name"], "url": f"/notices/{row.number}/files/{item['sha256'][:16]}/", "note": "PDF", "version": "",
        "octets": item["size"], "digest": item["sha256"],
    }  # fmt: skip


def _medium(item: Medium, index: int) -> Context:
    """The first medium is the one from which periods run (design D25)."""
    note = "期限自此起算" if index == 0 else ""
    return {"name": item.name, "at": item.at, "url": item.url, "designated": item.designated, "note": note}


def notice_row(row: Notice) -> Context:
    """One line of a list of notices."""
    meta = " · ".join(word for word in (row.business, row.method, row.buyer) if word)
    url = row.get_absolute_url()
    return {
        "type": row.type_name, "title": row.title, "url": f"{url}?samples=1" if row.is_sample else url, "meta": meta,
        "published_at": row.published_at, "amount_fen": row.amount_fen, "number": row.number, "source": row.source_system,
    }  # fmt: skip


def honour_row(row: Notice) -> Context:
    """One line of 光荣榜 or 曝光台: who, why, by which document, until when."""
    labels = [item.label for item in row.kind.items if item.part is not Part.UNTIL]
    said = {label: row.value(label) for label in labels if row.value(label)}
    return {
        "title": next(iter(said.values()), row.title), "url": row.get_absolute_url(), "said": list(said.items())[1:],
        "published_at": row.published_at, "until": row.shown_until,
    }  # fmt: skip


# ── open data ───────────────────────────────────────────────────────────────


def as_json(row: Notice, *, later: Sequence[Notice] = (), media: Iterable[Medium] = ()) -> Context:
    """docs/formats/notice.md: `frozen` is what the hash was made of, the rest is about it."""
    kind = TYPES[row.type]
    found = [] if row.is_sample else marks.of(row.tender, row.number)
    hidden = bool(marks.redactions(found))
    return {
        "number": row.number, "hash": row.hash, "hash_of": marks.HASH_NOTE if hidden else "SHA-256(JCS(frozen))",
        "frozen": row.veil().over(row.frozen()), "corrections": marks.as_json(found),
        "type_name": kind.name, "business": row.business, "ocds_tag": kind.ocds_tag, "law": "" if row.is_sample else row.law,
        "law_on": row.law_on.isoformat(), "buyer": row.buyer, "method": row.method, "region": row.region,
        "amount": None if row.amount_fen is None else {"amount": str(Money(row.amount_fen).decimal), "currency": "CNY"},
        "deadline_at": row.deadline_at and freezing.at(row.deadline_at),
        "shown_until": row.shown_until and freezing.at(row.shown_until),
        "replaces": row.replaces.number if row.replaces else None, "replaced_by": [one.number for one in later],
        "media": [{"name": one.name, "at": freezing.at(one.at), "url": one.url, "designated": one.designated} for one in media],
        "source": row.source_system or settings.SITE["name"], "is_sample": row.is_sample,
        "url": f"{settings.SITE_URL}{row.get_absolute_url()}", "verify_url": "" if row.is_sample else f"{settings.SITE_URL}{verify_url(row)}",
    }  # fmt: skip
