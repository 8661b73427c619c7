"""What is built where, for how long and how well."""

from __future__ import annotations

import re

from tenders.prefill.notice import Notice
from tenders.prefill.outline import Section
from tenders.prefill.text import Found
from tenders.prefill.values import long_value, quoted, short_value
from tenders.prefill.vocabulary import Kind

_SCALE_FIRST = re.compile("规模|建设内容")
_SCOPE_FIRST = re.compile("招标|采购|施工|监理|设计")
_PLACE_FIRST = re.compile("建设|项目|工程|施工|实施")
_LIES = re.compile(r"(?:建设地点|项目地点|工程地点|实施地点)(?:为|位于|在)?(?P<words>[^,，。;；:\n]{2,60})")
_TIME_FIRST = re.compile("工期")
_LASTS = re.compile(
    r"(?:工期|服务期|服务期限|交货期|供货期)(?:要求)?(?:约?为|:)?(?P<words>[^。;；:\n]{0,20}?\d{1,4}个?(?:日历天|日历日|天|日|个月|月|年)[^。;；\n]{0,60})"
)
_CALENDAR_DAYS = re.compile(
    r"(?P<days>\d{1,4})个?(?:日历天|日历日|天|日(?![期前]))(?!内?(?:到场|进场|开工|响应))"
)


_LONGER_UNIT = re.compile(r"[\d一二三四五六七八九十](?:个月|月|年)")


def scale(notice: Notice) -> Found[str] | None:
    """建设规模, else 项目概况."""
    return long_value(notice, Kind.SCALE, _SCALE_FIRST)


def scope(notice: Notice) -> Found[str] | None:
    """招标范围."""
    return long_value(notice, Kind.SCOPE, _SCOPE_FIRST)


def quality(notice: Notice) -> Found[str] | None:
    """质量要求, which may be several clauses up to the full stop."""
    return short_value(notice, Kind.QUALITY, stops="。|")


def location(notice: Notice) -> Found[str] | None:
    found = short_value(notice, Kind.LOCATION, _PLACE_FIRST)
    if found:
        return found
    match = _LIES.search(notice.text.plain)
    return quoted(notice, *match.span("words")) if match else None


def duration(notice: Notice) -> Found[str] | None:
    found = short_value(notice, Kind.DURATION, _TIME_FIRST)
    if found:
        return found
    for line in notice.inside(Section.TOP, Section.CONDITIONS, Section.SCOPE):
        match = _LASTS.search(notice.text.plain, line.start, line.end)
        if match:
            return quoted(notice, *match.span("words"))
    return None


def days(lasting: Found[str] | None) -> Found[int] | None:
    """The calendar days of a duration that names them."""
    if lasting is None:
        return None
    match = _CALENDAR_DAYS.search(lasting.value)
    if match is None or _LONGER_UNIT.search(lasting.value, 0, match.start("days")):
        return None
    return Found(int(match["days"]), lasting.span, lasting.sentence)
