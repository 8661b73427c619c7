"""How a list is asked for by address: known questions, unknown ones named, pages of twenty."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict

PAGE = 20
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Option:
    """One value that a question may have."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One filter: the name in the address, what people read, the values it knows; a `free` one takes any words."""

    name: str
    legend: str
    options: tuple[Option, ...] = ()
    free: bool = False
    hint: str = ""

    def label_of(self, value: str) -> str:
        if self.free:
            return value
        return next((option.label for option in self.options if option.value == value), "")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks; everything it does not know is set aside by name, not refused."""

    words: str
    answers: dict[str, str]
    page: int
    unknown: tuple[str, ...]

    def pairs(self, *, without: str = "") -> Pairs:
        """The parameters again, for links."""
        given = [("q", self.words), *self.answers.items()]
        return [(name, value) for name, value in given if value and name != without]

    def query(self, *, without: str = "") -> str:
        return urlencode(self.pairs(without=without))


def read(given: QueryDict, questions: Iterable[Question], *, also: Collection[str] = ()) -> Asked:
    """The address as questions and answers. An answer that no question has counts as unknown too."""
    known = {question.name: question for question in questions}
    answers, unknown = {}, [name for name in given if name not in {*known, *also, "q", "page"}]
    for name, question in known.items():
        value = given.get(name, "").strip()[:120]
        if question.label_of(value):
            answers[name] = value
        elif value:
            unknown.append(f"{name}={value}")
    page = given.get("page", "1")
    return Asked(
        given.get("q", "").strip()[:200], answers, int(page[:6]) if page.isdecimal() else 1, tuple(unknown)
    )


def page_of(rows: Sequence[Any] | Any, number: int, *, count: int | None = None) -> Page[Any]:
    """The page asked for, or the nearest there is; `count` when it is known already."""
    pages = Paginator(rows, PAGE)
    if count is not None:
        pages.count = count  # a cached property: what is known is not counted again
    return pages.get_page(number)


def filters(asked: Asked, questions: Iterable[Question], *, action: str, target: str = "") -> dict[str, Any]:
    """The context of components/filters.html and results_head.html."""
    rows = list(questions)
    return {
        "groups": [_group(question, asked) for question in rows],
        "applied": [_applied(question, asked, action) for question in rows if question.name in asked.answers],
        "hidden": [{"name": "q", "value": asked.words}] if asked.words else [],
        "kept": [{"name": name, "value": value} for name, value in asked.answers.items()],
        "action": action,
        "target": target,
        "words": asked.words,
        "query": asked.query(),
        "unknown": "、".join(asked.unknown[:5]),
    }


def _group(question: Question, asked: Asked) -> dict[str, Any]:
    chosen = asked.answers.get(question.name, "")
    if question.free:
        return {
            "legend": question.legend,
            "name": question.name,
            "kind": "text",
            "value": chosen,
            "hint": question.hint,
        }
    options = [
        {"value": option.value, "label": option.label, "on": option.value == chosen}
        for option in question.options
    ]
    everything = {"value": "", "label": "全部", "on": not chosen}
    return {
        "legend": question.legend,
        "name": question.name,
        "kind": "select",
        "options": [everything, *options],
    }


def _applied(question: Question, asked: Asked, action: str) -> dict[str, str]:
    label = question.label_of(asked.answers[question.name])
    rest = asked.query(without=question.name)
    return {"label": f"{question.legend}：{label}", "url": f"{action}?{rest}" if rest else action}
