"""The door: `process.close(act)` locks, authorises, judges, changes, records, or refuses."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, ParamSpec, Self, TypeVar
from uuid import uuid4

from django.db import models, transaction
from django_fsm import transition

from marketplace.flow import access, acts, duties, locks, samples
from marketplace.flow.access import Actor, Parties
from marketplace.flow.acts import Act
from marketplace.flow.duties import Owed, kind_of
from marketplace.flow.errors import Misdeclared, Refused, RuleBroken, WrongState
from marketplace.flow.models import Pending, Suspension
from marketplace.law.rules import Rule
from marketplace.law.statutes import PLATFORM, Law

P = ParamSpec("P")
W = TypeVar("W", bound="Subject")
_order = itertools.count()


@dataclass(frozen=True, slots=True)
class Step:
    """What a step declares: from where to where, by which article, judged how."""

    name: str
    action: str
    sources: tuple[str, ...]
    target: str
    law: Law
    says: str
    given: Callable[[Any, Act], Any] | None
    rules: tuple[Rule[Any], ...]
    exclusive: bool
    while_suspended: bool
    order: int
    body: Callable[..., None]

    @property
    def class_a(self) -> bool:
        return self.action in access.CLASS_A

    @property
    def class_b(self) -> bool:
        return self.action in access.CLASS_B

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of what the person must give besides the act itself."""
        return tuple(inspect.signature(self.body).parameters)[2:]


@dataclass(frozen=True, slots=True)
class Offer:
    """A step as seen by one person now: takeable, or the reason why not."""

    step: Step
    refused: Refused | None
    pending: Pending | None

    @property
    def open(self) -> bool:
        return self.refused is None and self.pending is None


class Subject(models.Model):
    """A row whose state changes only through steps. Subclasses declare `state` and `number`."""

    version = models.PositiveIntegerField(default=0, editable=False)
    WORKFLOW: ClassVar[type[Subject] | None] = None  # the proxy class that has the steps

    if TYPE_CHECKING:
        state: str
        number: str

        def get_state_display(self) -> str: ...

    class Meta:
        abstract = True

    @classmethod
    def workflow_of(cls, row: Subject) -> type[Subject] | None:
        """The proxy class whose steps this row takes."""
        return cls.WORKFLOW

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any
    ) -> Self:
        row = super().from_db(db, field_names, values, **kwargs)
        proxy = cls.workflow_of(row)
        if proxy is not None:
            row.__class__ = proxy  # type: ignore[assignment]
        return row

    @property
    def desk_url(self) -> str:
        """Where those who decide about it look at it; nothing when that is its tender's page."""
        return ""

    @property
    def tender_number(self) -> str:
        """The project's number, under which the record is read."""
        return self.number

    def parties(self) -> Parties:
        raise Misdeclared(f"{type(self).__name__} does not say who its parties are")

    def duties(self, now: datetime) -> Iterable[Owed]:
        """What follows from the present state: who must act until when."""
        return ()

    def seals(self, action: str, now: datetime) -> bool:
        """Whether the record of this action must not name person or thing yet."""
        return False

    def second_person(self, pending: Pending) -> tuple[str, str, frozenset[str]]:
        """What the second person is told, the page where they decide, and who may not, as keys."""
        return f"复核确认：{pending.title}", f"/my/confirm/{pending.act_id}/", frozenset()

    def unfit_to_confirm(self, action: str, person_id: int) -> Refused | None:
        """Why this person may not be the second one, even if they did not ask."""
        return None

    def state_says(self) -> str:
        """The state as people read it."""
        return str(self.get_state_display())

    def offers(self, actor: Actor, now: datetime) -> list[Offer]:
        """Every step from here, with None or the reason it is refused to this actor now."""
        waiting = {
            p.action: p for p in Pending.objects.filter(kind=kind_of(self), thing_pk=self.pk, decided_at=None)
        }
        probe = Act(actor, now, uuid4())
        here = (step for step in steps_of(type(self)) if self.state in step.sources)
        return [Offer(step, _refusal(self, step, probe), waiting.get(step.action)) for step in here]

    def suspensions(self) -> models.QuerySet[Suspension]:
        """Open reasons why this may not go forward."""
        return Suspension.objects.filter(kind=kind_of(self), thing_pk=self.pk, lifted_at=None)

    def refresh_from_db(
        self, using: str | None = None, fields: Any = None, from_queryset: Any = None
    ) -> None:
        """fsm's protected field refuses to be set twice; forget it so that it is read again."""
        if fields is None or "state" in fields:
            self.__dict__.pop("state", None)
        super().refresh_from_db(using, fields, from_queryset)


def step(
    source: str | Sequence[str],
    target: str,
    *,
    action: str,
    law: Law,
    says: str,
    given: Callable[[Any, Act], Any] | None = None,
    rules: tuple[Rule[Any], ...] = (),
    exclusive: bool = False,
    while_suspended: bool = False,
) -> Callable[[Callable[Concatenate[W, Act, P], None]], Callable[Concatenate[W, Act, P], None]]:
    """Declare a step. Its body sets what the law says is then known and makes the notice, if any.

    `exclusive` takes the closing lock before anything is counted (design D30).
    """
    sources = (source,) if isinstance(source, str) else tuple(source)
    access.allowed(action)
    if rules and given is None:
        raise Misdeclared(f"{action}: rules need facts")

    def declare(body: Callable[Concatenate[W, Act, P], None]) -> Callable[Concatenate[W, Act, P], None]:
        moved = transition(field="state", source=list(sources), target=target)(body)
        spec = Step(
            body.__name__,
            action,
            sources,
            target,
            law,
            says,
            given,
            rules,
            exclusive,
            while_suspended,
            next(_order),
            body,
        )

        @wraps(body)
        def door(row: W, act: Act, /, *args: P.args, **kwargs: P.kwargs) -> None:
            if args:
                raise Misdeclared(f"{action}: inputs go by name")
            digest = acts.digest_of(row, kwargs)
            acts.enter(act, action, digest, row, lambda: _perform(row, spec, moved, act, kwargs))

        door._django_fsm = moved._django_fsm  # type: ignore[attr-defined]
        door.step = spec  # type: ignore[attr-defined]
        return door

    return declare


def steps_of(kind: type[models.Model]) -> list[Step]:
    """The steps of a procedure in the order of its file."""
    found = {
        name: member.step
        for name, member in inspect.getmembers(kind, predicate=inspect.isfunction)
        if hasattr(member, "step")
    }
    return sorted(found.values(), key=lambda spec: spec.order)


def _judge(row: Subject, spec: Step, act: Act) -> None:
    """Access, state, suspension, rules: in the order a person would ask."""
    access.authorise(act.principal, spec.action, row, act.now)
    if row.state not in spec.sources:
        raise WrongState(
            "WRONG-STATE", f"“{spec.says}”不能在“{row.state_says()}”时办理", PLATFORM["STATE-ORDER"]
        )
    if not spec.while_suspended and (open_reason := row.suspensions().first()):
        raise WrongState(
            "SUSPENDED", f"已暂停：{open_reason.says}，“{spec.says}”须待恢复后办理", open_reason.law
        )
    facts = spec.given(row, act) if spec.given else None
    for rule in spec.rules:
        if not rule(facts):
            raise RuleBroken(rule)


def _refusal(row: Subject, spec: Step, probe: Act) -> Refused | None:
    try:
        _judge(row, spec, probe)
    except Refused as refused:
        return refused
    return None


def _perform(row: Subject, spec: Step, moved: Callable[..., Any], act: Act, inputs: dict[str, Any]) -> None:
    acts.remember(row)
    locked = locks.fresh(row, exclusive=spec.exclusive)
    if not isinstance(locked, Subject):
        raise Misdeclared(f"{spec.action} is no step of {type(locked).__name__}")
    _judge(locked, spec, act)
    if spec.class_a and act.first is None and act.by is not access.CLOCK:
        _rehearse(locked, spec, moved, act, inputs)
        _ask(row, spec, act, inputs)
        return
    before = locked.state
    moved(locked, act, **inputs)
    locked.version += 1
    locked.save()
    more = {"from_state": before, "to_state": locked.state, "law": str(spec.law), "says": spec.says}
    acts.record(act, locked, acts.line(act, spec.action, "done", locked, **more))
    duties.sync(locked, act.now)  # after the record: duties may ask who did what
    samples.keep(act, spec.action, locked, spec.says)
    row.__dict__.clear()
    row.__dict__.update(locked.__dict__)


def _rehearse(
    locked: Subject, spec: Step, moved: Callable[..., Any], act: Act, inputs: dict[str, Any]
) -> None:
    """Do all of it and take it back, so that what would be refused to the second person is refused now."""
    with acts.undone(act), transaction.atomic():
        moved(locked, _as_if_confirmed(spec, locked, act), **inputs)
        transaction.set_rollback(True)


def _as_if_confirmed(spec: Step, row: Subject, act: Act) -> Act:
    """The asker with the keys of who will decide: steps inside this one are then the second person's to take."""
    parties = row.parties()
    keys = frozenset().union(*(parties.get(role, frozenset()) for role in access.deciders(spec.action)))
    decider = replace(act.principal, keys=act.principal.keys | keys)
    if act.on_behalf_of is None:
        return replace(act, by=decider, notes={})
    return replace(act, on_behalf_of=decider, notes={})


def _ask(row: Subject, spec: Step, act: Act, inputs: dict[str, Any]) -> None:
    """Class A: the first person's call changes nothing; it opens a pending row."""
    if Pending.objects.filter(
        kind=kind_of(row), thing_pk=row.pk, action=spec.action, decided_at=None
    ).exists():
        raise Refused("ALREADY-ASKED", f"“{spec.says}”已提交，正在等待复核人确认", PLATFORM["TWO-PERSONS"])
    Pending.objects.create(
        act_id=act.id,
        action=spec.action,
        kind=kind_of(row),
        thing_pk=row.pk,
        thing=row.number,
        title=spec.says,
        inputs=acts.plain(inputs) | {"_method": spec.name},
        version=row.version,
        asked_by_id=act.person_id,
        asked_for=act.on_behalf_of.name if act.on_behalf_of else "",
        asked_principal=act.principal.user_id or 0,
        asked_at=act.now,
    )
    duties.sync(row, act.now)
    acts.record(act, row, acts.line(act, spec.action, "asked", row, law=str(spec.law), says=spec.says))
