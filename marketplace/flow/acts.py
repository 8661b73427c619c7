"""How an act runs: one durable transaction, done once per act id, refusals kept even when it fails."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction

from marketplace.flow import access, duties, locks, samples
from marketplace.flow.access import Actor
from marketplace.flow.errors import Misdeclared, Refused, RuleBroken
from marketplace.flow.models import ActRow, Pending
from marketplace.law.rules import Rule
from marketplace.law.statutes import PLATFORM, Law
from marketplace.record import audit

P = ParamSpec("P")
T = TypeVar("T", bound=models.Model)
R = TypeVar("R", bound=str | None)


@dataclass(slots=True)
class Act:
    """One person doing one thing at one moment. `notes` become the event's body.

    `first` is the pending row when this act is the second person's confirmation;
    `keeper` is the row that keeps the opening of a sealed event.
    """

    by: Actor
    now: datetime
    id: UUID
    on_behalf_of: Actor | None = None
    address: str = ""
    first: Pending | None = None
    notes: dict[str, Any] = field(default_factory=dict)
    keeper: models.Model | None = None

    @property
    def principal(self) -> Actor:
        """In whose name: the delegating person, else who acts."""
        return self.on_behalf_of or self.by

    @property
    def person_id(self) -> int:
        """The acting person's key; the clock and custodians are no persons."""
        if self.by.user_id is None:
            raise Misdeclared(f"{self.by.key} is no person")
        return self.by.user_id


@dataclass(slots=True)
class Scope:
    """What one outermost act must settle at its end."""

    refusals: list[tuple[audit.Line, audit.Opening | None]] = field(default_factory=list)
    seen: list[tuple[models.Model, dict[str, Any]]] = field(default_factory=list)

    def remember(self, row: models.Model) -> None:
        self.seen.append((row, dict(row.__dict__)))

    def restore(self, mark: int = 0) -> None:
        """Objects in memory go back to what they said before (the database does so by itself)."""
        while len(self.seen) > mark:
            row, before = self.seen.pop()
            row.__dict__.clear()
            row.__dict__.update(before)


_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)
CONSTRAINTS: dict[str, Rule[Any]] = {}


def constraint(text: str, rule: Rule[Any]) -> None:
    """Say which rule a database constraint stands for; `text` occurs in the database's message."""
    CONSTRAINTS[text] = rule


_PLAIN: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    (models.Model, lambda value: f"{value._meta.label_lower}:{value.pk}"),
    ((datetime, date), lambda value: value.isoformat()),
    ((Decimal, UUID), str),
    (dict, lambda value: {str(key): plain(item) for key, item in value.items()}),
    ((list, tuple), lambda value: [plain(item) for item in value]),
    ((set, frozenset), lambda value: sorted(plain(item) for item in value)),
    ((type(None), str, int, bool), lambda value: value),
)


def plain(value: Any) -> Any:
    """Inputs as JSON values: what a digest is made of and what a pending act stores."""
    if hasattr(value, "digest_value"):
        return value.digest_value()
    for kinds, convert in _PLAIN:
        if isinstance(value, kinds):
            return convert(value)
    raise Misdeclared(f"an act cannot take {type(value).__name__} as input")


def digest_of(thing: models.Model | None, inputs: dict[str, Any]) -> str:
    """hex(SHA-256) over the thing and the inputs; nothing read from the clock may be among them."""
    named = {"thing": plain(thing), "inputs": plain(inputs)}
    return hashlib.sha256(json.dumps(named, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _claim(act: Act, name: str, digest: str) -> ActRow | None:
    """Insert the act's row; return the twin's row when the id was used before."""
    identity = act.id if connection.features.has_native_uuid_field else act.id.hex
    at = connection.ops.adapt_datetimefield_value(act.now) if connection.vendor == "sqlite" else act.now
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO flow_actrow (id, by, name, digest, result, at) VALUES (%s, %s, %s, %s, NULL, %s)"
            " ON CONFLICT (id) DO NOTHING",
            [identity, act.by.key, name, digest, at],
        )
        if cursor.rowcount == 1:
            return None
    return ActRow.objects.get(pk=act.id)


def _replay(row: ActRow, act: Act, name: str, digest: str) -> str | None:
    if (row.by, row.name, row.digest) != (act.by.key, name, digest):
        raise Refused(
            "ACT-ID-REUSED",
            "这张表单已经用过，请刷新页面后重新填写；您刚才填写的内容仍在页面上",
            PLATFORM["ACT-ID"],
        )
    return row.result


def line(act: Act, action: str, outcome: str, thing: models.Model | None, **more: Any) -> audit.Line:
    """The line of the record for an act on a thing."""
    return audit.Line(
        at=act.now,
        action=action,
        outcome=outcome,
        act_id=act.id,
        by_id=act.by.user_id,
        by_name=act.by.name,
        for_name=act.on_behalf_of.name if act.on_behalf_of else "",
        organisation=act.principal.organisation,
        address=act.address,
        thing=str(getattr(thing, "number", "") or ""),
        tender=str(getattr(thing, "tender_number", "") or ""),
        **more,
    )


def _must_seal(thing: models.Model | None, action: str, now: datetime) -> bool:
    seals = getattr(thing, "seals", None)
    return bool(seals and seals(action, now))


def record(act: Act, thing: models.Model | None, entry: audit.Line) -> None:
    """Write a done or asked line with the act's notes; a sealed one gives its opening to the keeper."""
    if act.notes:
        entry.body.update(plain(act.notes))
        act.notes = {}
    if not _must_seal(thing, entry.action, act.now):
        audit.write(entry)
        return
    opening = audit.seal(entry)
    audit.write(entry, sealed=opening)
    if act.keeper is not None:
        type(act.keeper)._default_manager.filter(pk=act.keeper.pk).update(opening=opening.as_json())
        act.keeper = None


def _note(
    scope: Scope, refused: Refused, act: Act, name: str, digest: str, thing: models.Model | None
) -> None:
    """Collect a refusal once, however many doors it passes."""
    if refused.noted:
        return
    refused.noted = True
    entry = line(
        act,
        name,
        "refused",
        thing,
        code=refused.code,
        says=refused.says[:400],
        law=refused.law[:160],
        digest=digest,
    )
    opening = audit.seal(entry) if _must_seal(thing, name, act.now) else None
    refused.opening = opening.as_json() if opening else None
    scope.refusals.append((entry, opening))


def _guarded(body: Callable[[], R]) -> R:
    """Run the body in a savepoint; a constraint that stands for a rule becomes that rule's refusal."""
    try:
        with transaction.atomic():
            return body()
    except IntegrityError as broken:
        for text, rule in CONSTRAINTS.items():
            if text in str(broken):
                raise RuleBroken(rule) from broken
        raise


def enter(act: Act, name: str, digest: str, thing: models.Model | None, body: Callable[[], R]) -> R:
    """Run `body` as the outermost act, or as a savepoint of the act already running."""
    scope = _scope.get()
    if scope is not None:
        mark = len(scope.seen)
        try:
            return _guarded(body)
        except Exception as error:
            if isinstance(error, Refused):
                _note(scope, error, act, name, digest, thing)
            scope.restore(mark)
            raise
    return _outermost(act, name, digest, thing, body)


def _outermost(act: Act, name: str, digest: str, thing: models.Model | None, body: Callable[[], R]) -> R:
    scope = Scope()
    token = _scope.set(scope)
    try:
        with transaction.atomic(durable=True):
            twin = _claim(act, name, digest)
            if twin is not None:
                return _replay(twin, act, name, digest)  # type: ignore[return-value]
            result = _guarded(body)
            ActRow.objects.filter(pk=act.id).update(result=result)
    except Exception as error:
        if isinstance(error, Refused):
            _note(scope, error, act, name, digest, thing)
        scope.restore()
        raise
    finally:
        _scope.reset(token)
        if scope.refusals:
            audit.write_refusals(scope.refusals)
    return result


@contextmanager
def undone(act: Act) -> Iterator[None]:
    """Whatever happens inside leaves no trace in memory: objects, notes and keeper are as before."""
    scope = _scope.get()
    mark = len(scope.seen) if scope else 0
    try:
        yield
    finally:
        act.notes, act.keeper = {}, None
        if scope:
            scope.restore(mark)


def remember(row: models.Model) -> None:
    """Keep what an object says, to restore it when the act fails."""
    scope = _scope.get()
    if scope is None:
        raise Misdeclared("outside an act nothing is changed")
    scope.remember(row)


def _touch(thing: models.Model, lock: str) -> None:
    """Count the change, so that a confirmation asked for before it is judged stale."""
    version = getattr(thing, "version", None)
    if lock == "row" and isinstance(version, int):
        type(thing)._base_manager.filter(pk=thing.pk).update(version=version + 1)
        thing.version = version + 1  # type: ignore[attr-defined]


def act(
    action: str, *, law: Law, says: str, lock: str = "row"
) -> Callable[[Callable[Concatenate[T, Act, P], R]], Callable[Concatenate[T, Act, P], R]]:
    """Declare an act on a thing that takes no step of its own: `do(thing, act, *, inputs) -> result`.

    `lock` is "row" (the thing's row), "shared" (submitting, design D30) or "none".
    """
    access.allowed(action)

    def declare(body: Callable[Concatenate[T, Act, P], R]) -> Callable[Concatenate[T, Act, P], R]:
        @wraps(body)
        def door(thing: T, act: Act, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if args:
                raise Misdeclared(f"{action}: inputs go by name")
            digest = digest_of(thing, kwargs)

            def perform() -> R:
                remember(thing)
                locks.take(thing, lock)
                access.authorise(act.principal, action, thing, act.now)  # type: ignore[arg-type]
                _touch(thing, lock)
                result = body(thing, act, *args, **kwargs)
                record(act, thing, line(act, action, "done", thing, law=str(law), says=says))
                duties.sync(thing, act.now)  # after the record: duties may ask who did what
                samples.keep(act, action, thing, says)
                return result

            return enter(act, action, digest, thing, perform)

        ACTS[action] = (law, says, body)
        return door

    return declare


ACTS: dict[str, tuple[Law, str, Callable[..., Any]]] = {}
