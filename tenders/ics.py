"""How dates of a tender become a calendar file that any calendar reads (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

LINE = 74  # octets before a fold: 75 with the leading space


@dataclass(frozen=True, slots=True)
class Entry:
    """One moment: `uid` stays the same when the moment moves, so that calendars replace it."""

    uid: str
    at: datetime
    title: str
    text: str = ""


def _escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return text


def _folded(line: str) -> str:
    """Lines of at most 75 octets; no character is cut in two."""
    pieces, piece, length = [], "", 0
    for character in line:
        size = len(character.encode())
        if length + size > LINE:
            pieces.append(piece)
            piece, length = "", 0
        piece, length = piece + character, length + size
    return "\r\n ".join([*pieces, piece])


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _event(entry: Entry, stamp: datetime, url: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{_utc(stamp)}",
        f"DTSTART:{_utc(entry.at)}",
        f"SUMMARY:{_escaped(entry.title)}",
        f"DESCRIPTION:{_escaped(entry.text)}",
        f"URL:{url}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(entry.title)}",
        "TRIGGER:-PT24H",
        "END:VALARM",
        "END:VEVENT",
    ]


def calendar(name: str, entries: Iterable[Entry], *, stamp: datetime, url: str) -> str:
    """The file. `stamp` is when the dates were last announced, so that equal dates give equal files."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//jingle//tenders//ZH",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for entry in entries:
        lines += _event(entry, stamp, url)
    return "\r\n".join(_folded(line) for line in [*lines, "END:VCALENDAR"]) + "\r\n"
