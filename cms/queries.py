"""What the front page and the verification ask of all chapters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bidding.models import Contract, Letter, Process, State, Submission
from cms import pages
from marketplace.law.workdays import day_of
from marketplace.notices.models import Notice
from marketplace.notices.types import ENDING
from marketplace.trust.statements import receipt_hash
from tenders.models import Objection, Question, Registration
from tenders.pages import slip_digest

HEX_DIGITS = 8


def of_today(now: datetime) -> list[Process]:
    """Lots that may have something today: open, opening, drawing, posted."""
    states = (
        State.RECEIVING,
        State.CLOSED,
        State.RELEASING,
        State.KEYS,
        State.ANNOUNCED,
        State.DRAWING,
        State.PUBLICITY,
    )
    return list(Process.objects.listed().in_states(states).soonest())


def articles() -> list[Any]:
    """The latest three things that editors wrote."""
    from cms.models import ArticlePage

    return list(ArticlePage.objects.live().news().newest_first()[:3])


def live_article(path: str) -> Any:
    """The live article at an address of this site; None for anything else."""
    from cms.models import ArticlePage, HomePage

    home = HomePage.objects.get()
    row = ArticlePage.objects.live().filter(url_path=f"{home.url_path.rstrip('/')}{path}").first()
    return row.specific if row else None


def attachment(key: int, name: str) -> Any:
    """The file of this key and name; a key alone finds nothing."""
    from cms.models import Attachment

    row = Attachment.objects.filter(pk=key).first()
    return row if row and row.filename == name else None


def section(slug: str) -> Any:
    """The live index of a section under the front page."""
    from cms.models import HomePage

    found = HomePage.objects.get().get_children().live().filter(slug=slug).first()
    return found.specific if found else None


def year(now: datetime) -> pages.Year:
    """This year's contracts, closed lots and objections up to last midnight; open lots are not among them."""
    number = day_of(now).year
    span = (pages.year_start(now), pages.figures_at(now))
    contracts = Contract.objects.filter(process__contracted_at__range=span, award__cancelled_at=None)
    return pages.Year(
        number,
        list(contracts.select_related("process__lot")),
        list(Process.objects.filter(closed_at__range=span, bids_closed__isnull=False)),
        list(Objection.objects.filter(filed_at__range=span)),
    )


def verified(number: str, digits: str) -> dict[str, Any]:
    """The document of this number when its digest begins with the digits; else one and the same answer."""
    wanted = digits.lower()
    if len(wanted) < HEX_DIGITS:
        return pages.NOT_FOUND
    for kind, at, says, digest in _documents(number):
        if digest and digest.startswith(wanted):
            return pages.found(kind, at, says, digest)
    return pages.NOT_FOUND


def _documents(number: str) -> list[tuple[str, datetime, str, str]]:
    """Every kind of document that has such a number, with each digest printed on it."""
    found = []
    for row in Submission.objects.filter(number=number):
        says = "本平台在投标截止前收到这份加密的投标文件。"
        digests = (receipt_hash(row.receipt["body"]), row.statement_hash, row.ct_root, row.header_hash)
        found += [("投标文件递交回执", row.arrived_at, says, digest) for digest in digests]
    for row in Submission.objects.filter(withdrawal__receipt=number):
        taken_back = row.withdrawal or {}
        found.append(
            (
                "撤回回执",
                row.withdrawn_at or row.arrived_at,
                "本平台收到这次撤回。",
                taken_back.get("hash", ""),
            )
        )
    for slip in Registration.objects.filter(receipt=number):
        found.append(
            (
                "登记获取回执",
                slip.at,
                "本平台登记了这次获取招标文件。",
                slip_digest(slip.opening) if slip.opening else "",
            )
        )
    for asked in Question.objects.filter(receipt=number):
        found.append(
            (
                "提问回执",
                asked.asked_at,
                "本平台收到这一问题。",
                slip_digest(asked.opening) if asked.opening else "",
            )
        )
    for letter in Letter.objects.filter(number=number):
        found.append((letter.get_kind_display(), letter.at, "本平台发出了这份通知书。", letter.hash))
    for notice in Notice.objects.own().filter(number=number):
        says = "本平台发布了这份信息，展示以其期限为准。" if notice.type in ENDING else notice.title
        found.append((notice.type_name, notice.published_at, says, notice.hash))
    return found
