"""What can be corrected, and whose it is: chapters above say so without being imported here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from marketplace.accounts.models import User
from marketplace.flow.access import Actor, Parties, Role
from marketplace.flow.acts import Act
from marketplace.flow.errors import Refused
from marketplace.notices.models import Notice

CENTRE: Parties = {Role.CENTRE: frozenset({f"role:{Role.CENTRE}"})}


@dataclass(frozen=True, slots=True)
class Text:
    """One public text of a thing: its label and its words."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class File:
    """One public file of a thing."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Target:
    """A published thing as the five tools see it.

    `scope` stands in every public answer about it (a project's number, a page's address): what is
    redacted under a scope is taken out of each answer in which the scope occurs.
    """

    kind: str
    key: str
    title: str
    url: str
    scope: str
    owners: Parties
    texts: tuple[Text, ...]
    files: tuple[File, ...] = ()
    tender: str = ""
    what: str = ""
    notice: Notice | None = field(default=None, compare=False)
    # what can be changed in place with its history kept (a page) does so; a frozen notice has none
    apply: Callable[[Act, str, str, str], None] | None = field(default=None, compare=False)

    def parties(self) -> Parties:
        """Whose it is, as the access matrix asks."""
        return self.owners

    def words_of(self, label: str) -> str | None:
        return next((text.words for text in self.texts if text.label == label), None)


Finder = Callable[[str], Target | None]
_FINDERS: dict[str, Finder] = {}


def register(kind: str, finder: Finder) -> None:
    """A chapter offers its things under a kind: "notice", "project", "page"."""
    _FINDERS[kind] = finder


def find(kind: str, key: str) -> Target | None:
    """The thing, or None: an unknown kind is no thing at all."""
    finder = _FINDERS.get(kind)
    return finder(key) if finder else None


class Chapter:
    """What a chapter knows of notices it caused. Each method answers for its own notices only."""

    def parties(self, notice: Notice) -> Parties | None:
        """Whose notice it is."""
        return None

    def takers(self, notice: Notice) -> Iterable[User]:
        """Who must be told of a change, whatever they switched off."""
        return ()

    def other_way(self, notice: Notice, label: str, now: datetime) -> Way | None:
        """The lawful step by which this must be changed instead of a notice of correction."""
        return None

    def outside_mandate(self, scope: str, action: str, now: datetime) -> Refused | None:
        """Why an agency may not do this about a project of its client; None when it may."""
        return None

    def recompute(self, notice: Notice, act: Act) -> str:
        """Move the periods that run from the notice; says which, "" when none does."""
        return ""


@dataclass(frozen=True, slots=True)
class Way:
    """Where somebody is led who asked for the wrong tool; `url` is empty when there is no way."""

    says: str
    law: object
    url: str = ""
    label: str = ""


_CHAPTERS: list[Chapter] = []


def install(chapter: Chapter) -> None:
    """Called once by each chapter, when it is ready."""
    _CHAPTERS.append(chapter)


def parties_of(notice: Notice) -> Parties:
    """The owner as its chapter says; the centre may always hide what must not be read.

    What no chapter caused was published by the centre for somebody else: there it is the owner.
    """
    for chapter in _CHAPTERS:
        if (found := chapter.parties(notice)) is not None:
            return {**found, **CENTRE}
    return {Role.BUYER: CENTRE[Role.CENTRE], **CENTRE}


def takers_of(notice: Notice) -> list[User]:
    """Everybody who must hear of a change, once."""
    found = {user.pk: user for chapter in _CHAPTERS for user in chapter.takers(notice)}
    return list(found.values())


def way_round(notice: Notice, label: str, now: datetime) -> Way | None:
    """The first step of law that must be taken instead."""
    ways = (chapter.other_way(notice, label, now) for chapter in _CHAPTERS)
    return next((way for way in ways if way is not None), None)


def outside_mandate(scope: str, action: str, now: datetime) -> Refused | None:
    """The first chapter's reason why an agency may not act here."""
    found = (chapter.outside_mandate(scope, action, now) for chapter in _CHAPTERS)
    return next((refused for refused in found if refused is not None), None)


def recompute(notice: Notice, act: Act) -> str:
    """What a correction does to the periods, in one sentence."""
    return "；".join(says for chapter in _CHAPTERS if (says := chapter.recompute(notice, act)))


def may_touch(actor: Actor, target: Target) -> bool:
    """Whether the person's unit has a say here at all; to others the desk shows no such thing."""
    return any(keys & actor.keys for keys in target.owners.values())


def a_notice(number: str) -> Target | None:
    """A notice of this platform with its fields and files."""
    row = Notice.objects.own().numbered(number)
    if row is None:
        return None
    files = tuple(File(one["name"], one["sha256"]) for one in row.files)
    return Target(
        "notice", row.number, row.title, row.get_absolute_url(), row.tender, parties_of(row),
        tuple(Text(item["label"], item["value"]) for item in row.rows()), files, row.tender,
        row.type_name, row,
    )  # fmt: skip
