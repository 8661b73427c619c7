"""How money, moments, states and Chinese text are written on a page."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

import rjieba
from django import template
from django.core.paginator import Page
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from marketplace.law.money import Money

register = template.Library()

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"

# One state per object, always a word (ux.md 2.3). Green: somebody can act; amber: a period for objections
# or a draw is running; no colour of its own while the platform's people work; grey: closed.
STATES = {
    "准备中": "",
    "公告中": "open",
    "投标中": "open live",
    "报名中": "open live",
    "竞价中": "open live",
    "待开标": "busy",
    "待抽取": "pub",
    "开标中": "open live",
    "评审中": "busy",
    "公示期内": "pub",
    "待签约": "busy",
    "履约中": "busy",
    "已完成": "",
    "流标": "",
    "废标": "",
    "已终止": "",
}
# Marks stand beside the state and are no states themselves.
MARKS = {"今日截止": "hot", "有变更": "line", "已暂停": "pub"}


# ── money ────────────────────────────────────────────────────────────────────


def _sum(value: Money | int) -> Money:
    """Rows carry whole fen, calculations carry Money; a float is refused by Money itself."""
    return value if isinstance(value, Money) else Money(value)


@register.filter
def yuan(value: Money | int) -> str:
    """486320000 → 4,863,200.00."""
    return _sum(value).yuan()


@register.filter
def money(value: Money | int) -> str:
    """486320000 → 4,863,200.00 元."""
    return str(_sum(value))


@register.filter
def capitals(value: Money | int) -> str:
    """486320000 → 肆佰捌拾陆万叁仟贰佰元整."""
    return _sum(value).capitals()


@register.filter
def wan(value: Money | int) -> str:
    """486320000 → 486.32; for columns headed 万元, rounded half up."""
    return f"{(_sum(value).decimal / 10_000).quantize(Decimal('0.01'), ROUND_HALF_UP):,.2f}"


# ── time: Asia/Shanghai, whatever the browser or the active zone says ────────


def _day_text(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日（星期{WEEKDAYS[on.weekday()]}）"


def _here(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise template.TemplateSyntaxError(f"{moment!r} knows no zone and cannot be shown")
    return moment.astimezone(SHANGHAI)


@register.filter
def when(moment: datetime, style: str = "") -> str:
    """2026年12月1日（星期二）09:30. Styles: short (12月1日 09:30), end (midnight is 24:00 of the day before)."""
    here = _here(moment)
    hour = f"{here:%H:%M}"
    if "end" in style and hour == "00:00":
        here, hour = here - timedelta(days=1), "24:00"
    if "short" in style:
        return f"{here.month}月{here.day}日 {hour}"
    return f"{_day_text(here.date())}{hour}"


@register.filter
def day(value: date | datetime, style: str = "") -> str:
    """2026年12月1日（星期二）; style short: 12月1日."""
    on = _here(value).date() if isinstance(value, datetime) else value
    return f"{on.month}月{on.day}日" if style == "short" else _day_text(on)


@register.filter
def clock(moment: datetime, style: str = "") -> str:
    """09:30:02; style minute: 09:30; style millis: .318, the part behind the seconds on a receipt."""
    here = _here(moment)
    if style == "millis":
        return f".{here.microsecond // 1000:03d}"
    return f"{here:%H:%M}" if style == "minute" else f"{here:%H:%M:%S}"


@register.filter
def until(deadline: datetime, now: datetime) -> str:
    """7 天 22 小时 · 4 小时 12 分 · 12 分 54 秒 · 已截止; the same words as clock.js."""
    seconds = int((deadline - now).total_seconds())
    if now >= deadline:
        return "已截止"
    days, hours, minutes = seconds // 86400, seconds % 86400 // 3600, seconds % 3600 // 60
    if days:
        return f"{days} 天 {hours} 小时"
    return f"{hours} 小时 {minutes} 分" if hours else f"{minutes} 分 {seconds % 60:02d} 秒"


@register.filter
def overdue(deadline: datetime, now: datetime) -> str:
    """2 天 · 5 小时 · 12 分: how long ago, in one unit, because nobody counts the rest."""
    seconds = max(0, int((now - deadline).total_seconds()))
    for size, unit in ((86400, "天"), (3600, "小时")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds // 60} 分"


@register.filter
def countdown(deadline: datetime, now: datetime) -> list[tuple[str, str, str]]:
    """The large digits: 天 时 分, below a day 时 分 秒, below an hour 分 秒; (key, number, unit) as in clock.js."""
    seconds = max(0, int((deadline - now).total_seconds()))
    parts = [
        ("d", str(seconds // 86400), "天"),
        ("h", f"{seconds % 86400 // 3600:02d}", "时"),
        ("m", f"{seconds % 3600 // 60:02d}", "分"),
        ("s", f"{seconds % 60:02d}", "秒"),
    ]
    if seconds >= 86400:
        return parts[:3]
    return parts[1:] if seconds >= 3600 else parts[2:]


@register.filter
def iso(moment: datetime) -> str:
    """2026-12-01T09:30:00+08:00, for datetime= and data- attributes."""
    return _here(moment).isoformat(timespec="seconds")


@register.simple_tag
def moment(at: datetime, style: str = "") -> SafeString:
    """The moment inside <time datetime>, so that machines read what people read."""
    return format_html('<time datetime="{}">{}</time>', iso(at), when(at, style))


# ── text ─────────────────────────────────────────────────────────────────────

_OPENING = "（《〈「『“‘【〔"
_CLOSING = "）》〉」』”’】〕，。、；：！？…—·%"
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff）》」』”"
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}


@lru_cache(maxsize=2048)
def _pieces(text: str) -> tuple[str, ...]:
    """Where a line may break: between words, never before closing or after opening punctuation."""
    pieces: list[str] = []
    for word in rjieba.cut(text):
        glued = pieces and (
            word[0] in _CLOSING or word.isspace() or len(word) == 1 or pieces[-1][-1] in _OPENING
        )
        if glued and not (word[0] in _OPENING and pieces[-1][-1] not in _OPENING):
            pieces[-1] += word
        else:
            pieces.append(word)
    return tuple(pieces)


@register.filter
def wbr(text: object) -> SafeString:
    """A heading with <wbr> at word boundaries; use it under class="zh" (word-break: keep-all)."""
    return mark_safe("<wbr>".join(conditional_escape(piece) for piece in _pieces(str(text))))  # noqa: S308 — each piece is escaped


@register.filter
def cjk(text: str) -> str:
    """Half-width punctuation after a Han character becomes full-width; numbers and Latin text stay."""
    text = re.sub(rf"(?<=[{_HAN}])([,;:?!])[ \t]*", lambda mark: _FULL_WIDTH[mark[1]], text)
    text = re.sub(r"\(([^()]*[\u4e00-\u9fff][^()]*)\)", r"（\1）", text)
    return re.sub(rf"(?<=[{_HAN}])\.(?=\s|$)", "。", text)


@register.filter
def size(octets: int) -> str:
    """3.4 MB; below one megabyte in KB, whole."""
    return f"{Decimal(octets) / 1_000_000:.1f} MB" if octets >= 100_000 else f"{max(1, octets // 1000)} KB"


@register.filter
def short_hash(digest: str) -> str:
    """b71d…40ce; the whole value stands behind the copy button."""
    return f"{digest[:4]}…{digest[-4:]}"


@register.filter
def octets(digest: str) -> str:
    """A digest in groups of eight, as it is read aloud and compared."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


# ── state ────────────────────────────────────────────────────────────────────


@register.simple_tag
def chip(word: str, tone: Literal["", "line", "open", "pub", "hot", "busy"] | None = None) -> SafeString:
    """A state or mark of the platform's list by its word; any other word needs its tone said."""
    if tone is None:
        known = STATES | MARKS
        if word not in known:
            raise template.TemplateSyntaxError(f"「{word}」 is no state of ux 2.3; name its tone")
        tone = known[word]  # type: ignore[assignment]  # the two tables hold only classes of portal.css
    return format_html('<span class="{}">{}</span>', f"tag {tone}".strip(), word)


@register.filter
def elided(page: Page[Any]) -> list[int | str]:
    """The page numbers worth a link: both ends, the neighbours, and an ellipsis between."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
