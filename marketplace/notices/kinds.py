"""What a class of notice is: its fields in printing order, its article, its dates of force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from marketplace.law.statutes import Law


class Business(StrEnum):
    """The lines of business by which notices are listed."""

    WORKS = "工程建设"
    PROCUREMENT = "政府采购"
    LAND = "土地使用权"
    MINING = "矿业权"
    ASSETS = "国有产权"
    INTERMEDIARY = "中介服务"
    OTHER = "其他"


class Kind(StrEnum):
    """How a field is typed by hand; steps fill their fields themselves."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    MONEY = "money"


class Part(StrEnum):
    """What lists and the clock read out of a field."""

    NONE = ""
    AMOUNT = "amount"
    DEADLINE = "deadline"
    START = "start"  # when the sale begins
    UNTIL = "until"  # the notice stops being shown by itself
    DOCUMENT = "document"  # the legal document on which an exposure rests


@dataclass(frozen=True, slots=True)
class Item:
    """One field of a notice."""

    label: str
    kind: Kind = Kind.LINE
    required: bool = True
    part: Part = Part.NONE
    hint: str = ""


@dataclass(frozen=True, slots=True)
class NoticeType:
    """One class of notice as the law had it from `since` until `until`."""

    code: str
    name: str
    business: Business
    law: Law
    items: tuple[Item, ...]
    ocds_tag: str
    since: date
    until: date | None = None
    by_hand: bool = False  # published by the centre for those whose procedure does not run here
    issuer: str = "招标人"

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(item.label for item in self.items if item.required)

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)

    def ends(self) -> bool:
        """Whether its notices stop being shown by themselves."""
        return any(item.part is Part.UNTIL for item in self.items)


def must(*labels: str) -> tuple[Item, ...]:
    """Required fields that a step fills."""
    return tuple(Item(label) for label in labels)


def line(label: str, hint: str = "", *, required: bool = True, part: Part = Part.NONE) -> Item:
    return Item(label, Kind.LINE, required, part, hint)


def text(label: str, hint: str = "", *, required: bool = True) -> Item:
    return Item(label, Kind.TEXT, required, Part.NONE, hint)


def day(label: str, hint: str = "", *, required: bool = True, part: Part = Part.NONE) -> Item:
    return Item(label, Kind.DAY, required, part, hint)


def moment(label: str, hint: str = "", *, required: bool = True, part: Part = Part.NONE) -> Item:
    return Item(label, Kind.MOMENT, required, part, hint)


def money(label: str, hint: str = "", *, required: bool = True, part: Part = Part.NONE) -> Item:
    return Item(label, Kind.MONEY, required, part, hint)
