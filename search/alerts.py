"""Saved searches: asked for with a telephone number or an address, confirmed, told of what is new, ended.

What is new is matched by running the saved query on the new rows only, on whichever engine answers. Only
what the index has can be told, and the index has only what is public.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Max
from django.http import QueryDict

from marketplace.flow.errors import Refused
from marketplace.flow.models import Message
from marketplace.law.identifiers import BadIdentifier, read_mobile
from marketplace.law.statutes import PLATFORM
from search import finding, query
from search.choosing import ask
from search.engine import Engine, Wanted
from search.models import Cursor, Entry, Subscription
from search.vocabulary import Synonyms

LAW = PLATFORM["SUBSCRIPTION"]
ASKED_A_DAY = 5  # unconfirmed requests to one address
SHOWN = 3  # titles in one message
BATCH = 500
# without a chosen scope: a notice announces whatever happens, so the project is not told beside it
TOLD = (Entry.Scope.NOTICES, Entry.Scope.ARTICLES)
QUIET = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Address:
    """Where to send: a mobile number or a mail box."""

    channel: str
    value: str


def read_address(text: str) -> Address:
    """A mobile number by SMS, else an e-mail address; a sentence when it is neither."""
    typed = text.strip()
    if "@" in typed:
        try:
            validate_email(typed)
        except ValidationError:
            raise Refused("ADDRESS", "邮箱地址不完整，例如 name@example.com", LAW, field="address") from None
        return Address(Subscription.Channel.MAIL, typed.lower()[:120])
    try:
        return Address(Subscription.Channel.SMS, read_mobile(typed))
    except BadIdentifier as bad:
        raise Refused("ADDRESS", f"请填写手机号或者邮箱：{bad}", LAW, field="address") from None


def saved(asked: finding.Asked) -> str:
    """The query as it is kept: words and filters in one fixed order, nothing of page or order."""
    return urlencode([pair for pair in asked.pairs() if pair[0] not in ("sort", "period", "samples")])


def in_words(asked: finding.Asked) -> str:
    """「含“供热”、类型：招标公告」."""
    parts = [f"含“{asked.words}”"] if asked.words else []
    parts += [
        f"{finding.LEGENDS[name]}：{finding.label_of(name, value)}" for name, value in asked.filters.items()
    ]
    return "、".join(parts) or "全部新公告"


@transaction.atomic
def subscribe(asked: finding.Asked, address: Address, frequency: str, now: datetime) -> Subscription:
    """Keep the wish and send the confirmation; whoever has it already gets the same one again."""
    recent = Subscription.objects.filter(
        channel=address.channel, address=address.value, confirmed_at=None, asked_at__gt=now - QUIET
    )
    if recent.count() >= ASKED_A_DAY:
        raise Refused(
            "SUBSCRIPTION-RATE",
            "这个号码或邮箱今天申请的订阅已经很多，请先确认收到的那些",
            LAW,
            field="address",
        )
    row, _ = Subscription.objects.get_or_create(
        query=saved(asked)[:400], channel=address.channel, address=address.value, ended_at=None,
        defaults={
            "token": secrets.token_urlsafe(32), "says": in_words(asked)[:200], "frequency": frequency, "asked_at": now,
        },
    )  # fmt: skip
    if row.confirmed_at is None:
        link = f"{settings.SITE_URL}/search/subscriptions/{row.token}/"
        _send(
            row,
            "确认订阅",
            f"您申请订阅{row.says}的新公告。打开链接确认：{link} 不是您本人申请的，不用理会。",
            now,
        )
    return row


def confirm(row: Subscription, now: datetime) -> None:
    """From now on; what was published before is not told."""
    newest = Entry.objects.aggregate(at=Max("seq"))["at"] or 0
    Subscription.objects.filter(pk=row.pk, confirmed_at=None).update(
        confirmed_at=now, told_seq=newest, told_at=now
    )


def end(row: Subscription, now: datetime) -> None:
    """One click, for good; the address is not kept."""
    Subscription.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now, address="")


# ── what the clock does ─────────────────────────────────────────────────────
def carry(now: datetime) -> list[str]:
    """The clock's errand: whoever is due is told of what is new since."""
    newest = Entry.objects.aggregate(at=Max("seq"))["at"] or 0
    behind = Subscription.objects.due(now).filter(told_seq__lt=newest)
    while rows := list(behind.order_by("pk")[:BATCH]):
        tell(rows, newest, now)
    return []


@transaction.atomic
def tell(rows: Sequence[Subscription], newest: int, now: datetime) -> int:
    """Match these saved searches against what is new for each; returns how many messages were written."""
    Cursor.objects.get_or_create(pk="alerts")
    Cursor.objects.select_for_update().get(pk="alerts")  # of two clocks only one tells
    fresh = {start: _fresh(start, newest) for start in {row.told_seq for row in rows}}
    jobs = {(row.query, row.told_seq): row for row in rows if fresh[row.told_seq]}
    synonyms = Synonyms()
    wanted = {key: _wanted(key[0], fresh[key[1]], now, synonyms) for key in jobs}
    (found, _) = ask(lambda engine: _matches(engine, list(wanted.values())))
    hits = dict(zip(wanted, found, strict=True))
    written = _write(rows, hits, now)
    Subscription.objects.filter(pk__in=[row.pk for row in rows]).update(told_seq=newest, told_at=now)
    return written


def _fresh(start: int, newest: int) -> list[int]:
    return list(Entry.objects.born_after(start).filter(born__lte=newest).values_list("pk", flat=True))


def _wanted(saved_query: str, ids: Sequence[int], now: datetime, synonyms: Synonyms) -> Wanted:
    asked = finding.read(QueryDict(saved_query))
    return query.read(asked.words, now, filters=asked.filters, ids=ids, synonyms=synonyms).wanted


def _matches(engine: Engine, wanted: Sequence[Wanted]) -> list[tuple[int, ...]]:
    """Without a chosen scope only what announces something."""
    several = [
        [one]
        if one.filter("scope")
        else [replace(one, filters=(*one.filters, ("scope", scope))) for scope in TOLD]
        for one in wanted
    ]
    found = iter(engine.matches([part for parts in several for part in parts]))
    return [tuple(sorted(pk for _ in parts for pk in next(found))) for parts in several]


def _write(rows: Iterable[Subscription], hits: dict[tuple[str, int], tuple[int, ...]], now: datetime) -> int:
    told = [(row, found) for row in rows if (found := hits.get((row.query, row.told_seq)))]
    titles = dict(
        Entry.objects.filter(pk__in={pk for _, found in told for pk in found[:SHOWN]}).values_list(
            "pk", "title"
        )
    )
    Message.objects.bulk_create(_message(row, found, titles, now) for row, found in told)
    return len(told)


def _message(row: Subscription, found: Sequence[int], titles: dict[int, str], now: datetime) -> Message:
    shown = "；".join(titles[pk] for pk in found[:SHOWN] if pk in titles)
    more = f" 等 {len(found)} 条" if len(found) > SHOWN else ""
    link, stop = f"/search/?{row.query}&sort=newest", f"/search/subscriptions/{row.token}/"
    text = f"{shown}{more}。查看：{settings.SITE_URL}{link} 退订：{settings.SITE_URL}{stop}"
    return _built(row, f"新公告 {len(found)} 条 · {row.says}", text, now, link)


def _built(row: Subscription, subject: str, text: str, now: datetime, url: str = "") -> Message:
    return Message(
        to=None, address=row.address, channel=row.channel, subject=f"[静乐交易] {subject}"[:160], text=text,
        url=url[:200], reference=secrets.token_hex(4), at=now,
    )  # fmt: skip


def _send(row: Subscription, subject: str, text: str, now: datetime) -> None:
    _built(row, subject, text, now).save()
