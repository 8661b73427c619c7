"""What may happen to a unit's registration: handed in, verified, sent back, refused, changed, warned of its end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from marketplace.accounts.messages import people_of, tell
from marketplace.accounts.models import Filing, Organization, OrganizationState
from marketplace.accounts.registration import filings, rules
from marketplace.accounts.registration.filings import Values
from marketplace.flow.access import Role
from marketplace.flow.acts import Act
from marketplace.flow.duties import Owed
from marketplace.flow.errors import Refused, require
from marketplace.flow.workflow import step
from marketplace.law.limits import limit
from marketplace.law.statutes import PLATFORM
from marketplace.law.workdays import SHANGHAI, day_of, end_of
from marketplace.templatetags.ui import day

S = OrganizationState
LAW = PLATFORM["REGISTRATION"]
WARNINGS = (60, 30, 7)  # days before a licence ends, limits LICENCE-60, -30, -7
NINE = time(9)  # nobody is warned in the middle of the night
REMEDY = "对结果有异议的，可以补充材料后重新提交，也可以向交易中心申请复核，或者向其主管部门反映。"


class OrganizationWorkflow(Organization):
    """主体登记: from what a unit declares to what the desk has verified. Read the steps from top to bottom."""

    class Meta:
        proxy = True

    # ── the unit hands in ────────────────────────────────────────────────────

    @step(
        (S.RETURNED, S.REFUSED),
        S.PENDING,
        action="organization.resubmit",
        law=LAW,
        says="补正后重新提交主体登记",
    )
    def resubmit(
        self, act: Act, /, *, values: Values, licence: str, licence_sha256: str, promise: str
    ) -> None:
        """What is declared anew stands at once, since nothing has been verified yet."""
        filing = filings.hand_in(self, act, Filing.Kind.CORRECTION, values, licence, licence_sha256, promise)
        self.defects, self.refusal = [], ""
        filings.take(self, filing)

    @step(S.VERIFIED, S.CHANGING, action="organization.change", law=LAW, says="申请变更主体登记")
    def change(self, act: Act, /, *, values: Values, licence: str, licence_sha256: str, promise: str) -> None:
        """What was verified holds until the change is; so the unit finishes what it has begun."""
        given = values | {"uscc": self.uscc}
        filings.hand_in(self, act, Filing.Kind.CHANGE, given, licence, licence_sha256, promise)
        self.defects = []

    @step(S.VERIFIED, S.VERIFIED, action="organization.keep", law=LAW, says="不再变更，保留原登记")
    def keep(self, act: Act, /) -> None:
        """A change that was sent back is given up."""
        self.defects = []

    # ── the desk answers ─────────────────────────────────────────────────────

    @step((S.PENDING, S.CHANGING), S.VERIFIED, action="organization.accept", law=LAW, says="核验通过")
    def accept(self, act: Act, /, *, licence_until: date | None) -> None:
        """What was declared is what stands on the licence; from now on the unit may bid."""
        require(
            rules.the_licence_runs_today, rules.Licence(day_of(act.now), licence_until), field="licence_until"
        )
        filing = _answer(self, act, Filing.Outcome.ACCEPTED)
        filings.take(self, filing)
        self.licence_until, self.licence_warned = licence_until, None
        self.verified_at, self.defects, self.refusal = act.now, [], ""
        _tell(
            self,
            "主体登记已核验",
            f"{self.name}的主体登记已核验，可以投标。",
            f"/receipts/{filing.number}/",
            act.now,
        )

    @step(S.PENDING, S.RETURNED, action="organization.send_back", law=LAW, says="退回补正")
    def send_back(self, act: Act, /, *, defects: list[dict[str, str]]) -> None:
        """Everything that is wrong, at once; nothing new is held against the unit the next time."""
        _return(self, act, defects, "主体登记需要补正")

    @step(S.CHANGING, S.VERIFIED, action="organization.return_change", law=LAW, says="退回变更登记")
    def return_change(self, act: Act, /, *, defects: list[dict[str, str]]) -> None:
        """What was verified goes on holding."""
        _return(self, act, defects, "变更登记被退回，原登记继续有效")

    @step(S.PENDING, S.REFUSED, action="organization.refuse", law=LAW, says="不予通过主体登记")
    def refuse(self, act: Act, /, *, reason: str) -> None:
        """Two persons; with the reason and what the unit can do about it."""
        require(rules.the_reason_is_given, rules.Verdict(reason=reason), field="reason")
        filing = _answer(self, act, Filing.Outcome.REFUSED, reason=reason)
        self.refusal = reason
        text = f"{self.name}的主体登记未通过：{reason}。{REMEDY}"
        _tell(self, "主体登记未通过", text, f"/receipts/{filing.number}/", act.now)

    @step(S.VERIFIED, S.PENDING, action="organization.reopen", law=LAW, says="重新核验已通过的主体登记")
    def reopen(self, act: Act, /, *, reason: str) -> None:
        """Two persons; when a sample finds that what was accepted should not have been."""
        require(rules.the_reason_is_given, rules.Verdict(reason=reason), field="reason")
        last = self.filings.accepted().newest_first().first()
        if last is None:
            raise Refused("NO-FILING", "该单位没有提交过登记材料，请先联系其办理变更登记", LAW)
        Filing.objects.filter(pk=last.pk).update(
            outcome=Filing.Outcome.WAITING, decided_by=None, decided_at=None
        )
        self.submitted_at = act.now
        _tell(
            self,
            "主体登记重新核验",
            f"{self.name}的主体登记正在重新核验：{reason}。核验期间不能开始新的投标。",
            "/my/unit/",
            act.now,
        )

    # ── the clock ────────────────────────────────────────────────────────────

    @step(
        S.VERIFIED,
        S.VERIFIED,
        action="organization.warn_expiry",
        law=PLATFORM["LICENCE"],
        says="提醒更新营业执照",
    )
    def warn_expiry(self, act: Act, /) -> None:
        """60, 30 and 7 days before the licence ends; a warning that was slept through is not made up for."""
        left = (self.licence_until - day_of(act.now)).days if self.licence_until else 0
        self.licence_warned = min((days for days in WARNINGS if left <= days), default=WARNINGS[0])
        until = day(self.licence_until) if self.licence_until else ""
        text = f"{self.name}登记的营业期限至{until}。请在届满前换照并办理变更登记；届满后先更新营业执照，才能开始新的投标。"
        _tell(self, "营业执照即将到期", text, "/my/unit/", act.now)

    def duties(self, now: datetime) -> Iterable[Owed]:
        yield from _of_the_desk(self)
        yield from _of_the_unit(self)


Organization.WORKFLOW = OrganizationWorkflow


def _answer(unit: Organization, act: Act, outcome: Filing.Outcome, *, reason: str = "", defects: list[dict[str, str]] | None = None) -> Filing:  # fmt: skip
    """The desk's answer stands beside what was declared."""
    filing = unit.filings.waiting().first()
    if filing is None:
        raise Refused("NOTHING-TO-VERIFY", "没有待核验的登记材料", LAW)
    filing.outcome, filing.reason, filing.defects = outcome, reason, defects or []
    filing.decided_by_id, filing.decided_at = act.person_id, act.now
    filing.save()
    act.notes |= {"filing": filing.number, "digest": filing.digest}
    return filing


def _return(unit: Organization, act: Act, defects: list[dict[str, str]], subject: str) -> None:
    require(rules.the_defects_are_named, rules.Verdict(defects=len(defects)), field="defects")
    filing = _answer(unit, act, Filing.Outcome.RETURNED, defects=defects)
    unit.defects = defects
    listed = "；".join(f"{number}. {one['says']}" for number, one in enumerate(defects, 1))
    _tell(unit, subject, f"{unit.name}：{listed}。以上一次列全，请补正后重新提交。", "/join/check/", act.now)
    act.notes |= {"defects": [one["says"] for one in defects], "filing": filing.number}


def _tell(unit: Organization, subject: str, text: str, url: str, now: datetime) -> None:
    tell(people_of(f"admin:{unit.pk}"), subject, text, url, now)


# ── who owes what ───────────────────────────────────────────────────────────


def _of_the_desk(unit: Organization) -> Iterable[Owed]:
    if unit.state not in (S.PENDING, S.CHANGING) or unit.submitted_at is None:
        return
    period = limit("ORG-VERIFY", on=day_of(unit.submitted_at))
    what = "变更登记" if unit.state == S.CHANGING else "主体登记"
    yield Owed(
        "ORG-VERIFY", "organization.accept", Role.CENTRE, frozenset({f"role:{Role.CENTRE}"}),
        f"核验{what}：{unit.name}", period.law, due_at=period.due_at(unit.submitted_at), url=unit.desk_url,
    )  # fmt: skip


def _nine(on: date) -> datetime:
    return datetime.combine(on, NINE, SHANGHAI)


def _of_the_unit(unit: Organization) -> Iterable[Owed]:
    admins = frozenset({f"admin:{unit.pk}"})
    if unit.state == S.RETURNED or (unit.state == S.VERIFIED and unit.defects):
        action = "organization.resubmit" if unit.state == S.RETURNED else "organization.change"
        what = "补正主体登记" if unit.state == S.RETURNED else "补正变更登记"
        yield Owed(
            "ORG-CORRECT", action, Role.ADMINISTRATOR, admins, f"{what}：{unit.name}", LAW, url="/join/check/"
        )
    if unit.state != S.VERIFIED or unit.licence_until is None:
        return
    law, over = PLATFORM["LICENCE"], end_of(unit.licence_until)
    following = next(
        (days for days in WARNINGS if unit.licence_warned is None or days < unit.licence_warned), None
    )
    if following is not None:
        period = limit(f"LICENCE-{following}", on=unit.licence_until)
        due = _nine(period.latest(_nine(unit.licence_until)))
        yield Owed(
            f"LICENCE-{following}", "organization.warn_expiry", Role.CLOCK, frozenset({"clock"}),
            f"提醒更新营业执照：{unit.name}", period.law, due_at=due,
        )  # fmt: skip
    if unit.licence_warned is not None:
        yield Owed(
            "LICENCE-RENEW", "organization.change", Role.ADMINISTRATOR, admins, f"更新营业执照：{unit.name}", law,
            due_at=over, url="/my/unit/",
        )  # fmt: skip
