"""The record of a project as its supervisor may read it: who did what when, by which article, refused by what.

Before the deadline it names nobody but the project's own parties and counts nobody (招标投标法 22); before the
result is determined it names no member of a committee (招标投标法 37). Sealed events of bidders appear only when
their lot has been opened, each checked against the commitment that was written when it happened. Row numbers
are counted here: the platform's own keys would betray how much happened in between.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from bidding.models import Member, Process, State, Submission
from bidding.procedures.works_open import WorksOpenTender
from marketplace.flow.acts import ACTS
from marketplace.flow.workflow import steps_of
from marketplace.record.models import Event, commitment
from marketplace.templatetags.ui import iso
from marketplace.trust.models import Custodian
from tenders.models import Objection, Tender, TenderState
from tenders.workflow import ObjectionWorkflow, TenderWorkflow

STATES = {**dict(Objection.State.choices), **dict(TenderState.choices), **dict(State.choices)}
HIDDEN_BIDDER = "（投标截止前不显示）"
HIDDEN_MEMBER = "（评标委员会成员，中标结果确定前保密）"
OUTCOMES = dict(Event.Outcome.choices)


@dataclass(frozen=True, slots=True)
class Line:
    """One line for readers. `proof` says how a formerly sealed line was checked."""

    at: datetime
    action: str
    title: str
    outcome: str
    who: str
    behalf: str
    unit: str
    address: str
    thing: str
    before: str
    after: str
    law: str
    code: str
    says: str
    proof: str = ""
    body: dict[str, Any] = field(default_factory=dict)


@cache
def titles() -> dict[str, str]:
    """Action → what people call it, from the steps and acts themselves."""
    named = {action: says for action, (_, says, _) in ACTS.items()}
    for kind in (WorksOpenTender, TenderWorkflow, ObjectionWorkflow):
        named |= {step.action: step.says for step in steps_of(kind)}
    return named


@dataclass(frozen=True, slots=True)
class Veil:
    """What must not be seen yet."""

    before_deadline: bool
    parties: frozenset[str]
    members: frozenset[int]

    @classmethod
    def of(cls, tender: Tender, lots: list[Process], now: datetime) -> Veil:
        project = tender.project
        units = {project.buyer.name, tender.review_body.name, ""}
        units |= {project.procuring_entity.name} if project.procuring_entity else set()
        units |= set(Custodian.objects.values_list("name", flat=True))
        waiting = [lot.pk for lot in lots if not lot.awards.all()]
        members = Member.objects.filter(process__in=waiting).values_list("user_id", flat=True)
        early = tender.deadline_at is None or now < tender.deadline_at
        return cls(early, frozenset(units), frozenset(members))

    def hides(self, event: Event) -> bool:
        """Refused attempts of outsiders do not exist before the deadline: they would be names and counts."""
        outsider = event.organisation not in self.parties
        return self.before_deadline and outsider and event.outcome == Event.Outcome.REFUSED

    def name(self, event: Event) -> str:
        if event.by_id in self.members:
            return HIDDEN_MEMBER
        return HIDDEN_BIDDER if self.before_deadline and event.organisation not in self.parties else ""


def _line(event: Event, veil: Veil) -> Line:
    hidden = veil.name(event)
    return Line(
        at=event.at,
        action=event.action,
        title=titles().get(event.action.removeprefix("confirm:").removeprefix("reject:"), event.action),
        outcome=event.get_outcome_display(),
        who=hidden or event.by_name,
        behalf="" if hidden else event.for_name,
        unit="" if hidden else event.organisation,
        address="" if hidden else event.address,
        thing=event.thing,
        before=STATES.get(event.from_state, event.from_state),
        after=STATES.get(event.to_state, event.to_state),
        law=event.law,
        code=event.code,
        says="" if hidden or event.outcome != Event.Outcome.REFUSED else event.says,
        body={} if hidden else event.body,
    )


def _opened(rows: list[Submission]) -> list[Line]:
    """What bidders did under seal, opened with what their own rows keep, and compared with the record."""
    openings = [row.opening for row in rows if row.opening]
    openings += [
        kept for row in rows if row.withdrawal and (kept := row.withdrawal.get("submission_opening"))
    ]
    promised = {commitment(o["blind"], o["content"]): o["content"] for o in openings}
    known = set(Event.objects.holding(list(promised)).values_list("commitment", flat=True))
    return [_opened_line(content, digest in known) for digest, content in promised.items()]


def _opened_line(content: dict[str, Any], is_recorded: bool) -> Line:
    return Line(
        at=datetime.fromisoformat(content["at"]),
        action=content["action"],
        title=titles().get(content["action"], content["action"]),
        outcome=OUTCOMES[content["outcome"]],
        who=content["by_name"],
        behalf=content["for_name"],
        unit=content["organisation"],
        address=content["address"],
        thing=content["thing"],
        before=content["from_state"],
        after=content["to_state"],
        law=content["law"],
        code=content["code"],
        says="",
        proof="截止前封存，开标后打开，与存证一致" if is_recorded else "与存证不一致",
        body=content["body"],
    )


def lines(tender: Tender, lots: list[Process], now: datetime) -> list[Line]:
    """Everything that may be read now, in the order in which it happened."""
    veil = Veil.of(tender, lots, now)
    found = [_line(event, veil) for event in Event.objects.of_tender(tender.number) if not veil.hides(event)]
    opened = [lot.pk for lot in lots if lot.announced_at is not None]
    found += _opened(list(Submission.objects.filter(process__in=opened)))
    return sorted(found, key=lambda line: line.at)


# ── as files ────────────────────────────────────────────────────────────────

COLUMNS = (
    ("时间", "at"), ("事项", "title"), ("结果", "outcome"), ("办理人", "who"), ("代", "behalf"), ("单位", "unit"),
    ("网络地址", "address"), ("对象", "thing"), ("自", "before"), ("至", "after"), ("依据", "law"), ("规则", "code"),
    ("说明", "says"), ("存证", "proof"),
)  # fmt: skip


MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


def as_file(kind: str, tender: Tender, rows: list[Line], now: datetime) -> str:
    return as_csv(rows) if kind == "csv" else as_json(tender, rows, now)


def _cell(value: object) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe."""
    text = iso(value) if isinstance(value, datetime) else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def as_csv(rows: list[Line]) -> str:
    """With a byte order mark, so that spreadsheets read Chinese."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["序号", *(label for label, _ in COLUMNS)])
    for no, row in enumerate(rows, 1):
        writer.writerow([no, *(_cell(getattr(row, name)) for _, name in COLUMNS)])
    return "\ufeff" + out.getvalue()


def as_json(tender: Tender, rows: list[Line], now: datetime) -> str:
    """The same lines with the bodies of the events."""
    events = [
        {"no": no, "action": row.action, "body": row.body}
        | {name: iso(row.at) if name == "at" else getattr(row, name) for _, name in COLUMNS}
        for no, row in enumerate(rows, 1)
    ]
    return json.dumps(
        {"tender": tender.number, "made_at": iso(now), "events": events}, ensure_ascii=False, indent=1
    )
