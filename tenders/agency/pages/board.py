"""The workbench's first page: what is to be done for which client, the coming dates, openings that clash."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from marketplace.accounts.models import Membership, Organization
from marketplace.flow import duties
from marketplace.flow.access import Actor
from marketplace.flow.models import Duty
from marketplace.law.workdays import SHANGHAI
from tenders.agency.clashes import Clash, Opening, clashes
from tenders.agency.models import Engagement, OpeningPlan
from tenders.ics import Entry
from tenders.models import Tender, TenderState
from tenders.my_pages.inbox import VERBS
from tenders.my_pages.tasks import phase, state_word

Context = dict[str, Any]
DAY, WEEK, AHEAD = timedelta(days=1), timedelta(days=7), timedelta(days=60)
GROUPS = (
    ("late", "已逾期和 24 小时内", "red"), ("week", "本周", ""), ("later", "以后", ""), ("open", "没有期限", ""),
)  # fmt: skip
# The clock's own moments around an opening: the opening itself already stands in the calendar.
HIDDEN = frozenset({"CLOSE", "OPEN", "RELEASE", "FAIL", "ENGAGEMENT-END"})


@dataclass
class Board:
    """Everything the page is made of, asked once; `client` is a unified code, "" for all clients."""

    agency: Organization
    actor: Actor
    now: datetime
    client: str = ""
    tenders: list[Tender] = field(init=False)
    plans: dict[int, OpeningPlan] = field(init=False)
    engagements: list[Engagement] = field(init=False)

    def __post_init__(self) -> None:
        every = list(Tender.objects.for_the_desk(self.actor))
        self.engagements = list(Engagement.objects.of_agency(self.agency.pk).in_full())
        units = {row.project.buyer.uscc: row.project.buyer.name for row in every}
        self.names = units | {row.buyer.uscc: row.buyer.name for row in self.engagements}
        self.tenders = [row for row in every if not self.client or row.project.buyer.uscc == self.client]
        plans = OpeningPlan.objects.of_tenders([row.pk for row in every])
        self.plans = {row.tender_id: row for row in plans}
        # a clash is one whoever the clients are
        self.clashing = clashes([_opening(row, self.plans) for row in every if _opens(row, self.now)])

    def clients(self) -> list[Context]:
        """Links that filter by client."""
        rows = [("", "全部委托人"), *sorted(self.names.items(), key=lambda pair: pair[1])]
        return [{"uscc": uscc, "name": name, "on": uscc == self.client} for uscc, name in rows]

    # ── 待办 ────────────────────────────────────────────────────────────────

    def duties(self) -> list[Context]:
        """Groups for components/duties.html."""
        about = {row.number: row for row in self.tenders}
        signed = {
            row.number: row.buyer.name for row in self.engagements if not self.client or row.buyer.uscc == self.client
        }  # fmt: skip
        found: dict[str, list[Context]] = {code: [] for code, _, _ in GROUPS}
        for duty in duties.turn_of(self.actor):
            tender = about.get(_project(duty))
            whose = tender.project.buyer.name if tender else signed.get(duty.thing, "")
            if whose or not self.client:
                found[_group(duty, self.now)].append(_duty(duty, self.now, tender, whose))
        groups = [
            {"title": title, "tone": tone, "note": "", "duties": found[code]} for code, title, tone in GROUPS
        ]
        return [group for group in groups if group["duties"]]

    # ── openings ────────────────────────────────────────────────────────────

    def openings(self) -> list[Context]:
        """Coming openings with room, host and what they clash with."""
        coming = sorted((row for row in self.tenders if _opens(row, self.now)), key=_deadline)
        return [self._opening(row) for row in coming]

    def _opening(self, row: Tender) -> Context:
        plan = self.plans.get(row.pk)
        return {
            "tender": row, "client": row.project.buyer.name, "at": row.deadline_at, "auto": row.auto_open,
            "room": plan.room if plan else "", "host": str(plan.host) if plan and plan.host else "",
            "clashes": [in_words(one) for one in self.clashing[row.number]],
        }  # fmt: skip

    # ── 日历 ────────────────────────────────────────────────────────────────

    def dates(self) -> list[Context]:
        """Entries for components/timeline.html, up to two months ahead."""
        return [
            {
                "state": "next", "at": at, "title": title, "day_end": f"{at.astimezone(SHANGHAI):%H%M}" == "0000",
                "tags": tags, "links": [{"label": tender.title, "url": f"/my/tenders/{tender.number}/"}], "law": law,
            }
            for at, title, tags, tender, law, _ in self._moments()
            if self.now < at <= self.now + AHEAD
        ]  # fmt: skip

    def entries(self) -> list[Entry]:
        """The same for a calendar file; a moment keeps its name when it moves."""
        return [
            Entry(
                f"{uid}@jingle", at, f"{title} · {tender.title}", f"{tender.project.buyer.name} {law}".strip()
            )
            for at, title, _, tender, law, uid in self._moments()
            if at > self.now
        ]

    def _moments(self) -> list[tuple[datetime, str, list[str], Tender, str, str]]:
        found = [*self._of_openings(), *self._of_duties()]
        return sorted(found, key=lambda row: (row[0], row[5]))

    def _of_openings(self) -> Iterable[tuple[datetime, str, list[str], Tender, str, str]]:
        for row in self.tenders:
            if _opens(row, self.now):
                tags = [one.what for one in self.clashing[row.number]][:1]
                yield _deadline(row), "投标截止、开标", tags, row, "", f"opening-{row.number}"

    def _of_duties(self) -> Iterable[tuple[datetime, str, list[str], Tender, str, str]]:
        """Each running limit once, whoever owes it: an agency keeps an eye on its client's too."""
        about = {row.number: row for row in self.tenders}
        rows = duties.open_of(*self.tenders, *(lot for row in self.tenders for lot in row.processes.all()))
        seen: set[tuple[str, str]] = set()
        for duty in rows:
            key = (duty.thing, duty.code)
            if duty.due_at is None or duty.code in HIDDEN or key in seen:
                continue
            seen.add(key)
            tender = about[_project(duty)]
            yield duty.due_at, duty.says.partition("：")[0], [], tender, duty.law, f"{duty.code}-{duty.thing}"

    # ── projects ────────────────────────────────────────────────────────────

    def projects(self) -> list[Context]:
        """One line a project."""
        return [
            {"tender": row, "client": row.project.buyer.name, "state": state_word(row), "phase": phase(row)}
            for row in self.tenders
        ]


def _opens(row: Tender, now: datetime) -> bool:
    """Whether its opening is still ahead."""
    going = row.state in (TenderState.READY, TenderState.PUBLISHED)
    return going and row.deadline_at is not None and row.deadline_at > now


def _deadline(row: Tender) -> datetime:
    assert row.deadline_at is not None  # noqa: S101 - only asked of tenders that open
    return row.deadline_at


def _opening(row: Tender, plans: dict[int, OpeningPlan]) -> Opening:
    plan = plans.get(row.pk)
    host = str(plan.host_id) if plan and plan.host_id else ""
    return Opening(row.number, _deadline(row), plan.room if plan else "", host)


def in_words(one: Clash) -> str:
    return f"与 {one.other} {one.what}"


def _project(duty: Duty) -> str:
    """The project's number; a lot adds its own behind it."""
    head, _, tail = duty.thing.rpartition("-")
    return head if len(tail) == 2 else duty.thing


def _group(duty: Duty, now: datetime) -> str:
    if duty.due_at is None:
        return "open"
    left = duty.due_at - now
    return "late" if left <= DAY else "week" if left <= WEEK else "later"


def _duty(duty: Duty, now: datetime, tender: Tender | None, whose: str) -> Context:
    """One row for components/duty_row.html: the client stands where the inbox has the unit."""
    title, _, subject = duty.says.partition("：")
    due = duty.due_at
    return {
        "title": title, "url": duty.url or "/my/", "action": VERBS.get(duty.action, "去办理"), "waiting": "",
        "subject": f"{tender.title if tender else subject} {duty.thing}", "state": "", "text": whose, "law": duty.law,
        "due": due, "day_end": due is not None and f"{due.astimezone(SHANGHAI):%H%M}" == "0000",
        "late": due is not None and due <= now, "soon": due is not None and now < due <= now + DAY, "on_behalf": "",
    }  # fmt: skip


def hosts(agency: Organization) -> list[tuple[str, str]]:
    """Who may host: the agency's own people."""
    rows = (
        Membership.objects.filter(organization=agency, is_active=True).select_related("user").order_by("pk")
    )
    return [("", "还没有安排"), *((row.user.username, f"{row.user} {row.title}".strip()) for row in rows)]


def clash_of(board: Board, tender: Tender) -> list[str]:
    """For the page on which an opening is arranged."""
    return [in_words(one) for one in board.clashing.get(tender.number, [])]


def stamp(board: Board) -> datetime:
    """When the dates were last announced, so that equal dates give equal files."""
    return max((row.published_at for row in board.tenders if row.published_at), default=board.now)
