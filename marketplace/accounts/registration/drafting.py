"""What somebody has typed on the way through /join/: kept at every step, on every device, until they hand it in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from marketplace.accounts.models import (
    Filing,
    Membership,
    Organization,
    OrganizationState,
    RegistrationDraft,
    User,
)
from marketplace.accounts.registration import licences
from marketplace.accounts.registration.licences import Clean
from marketplace.law.identifiers import BadIdentifier, read_uscc

TYPED = ("uscc", "name", "legal_representative", "address", "email")
WANTED = (*TYPED, "business")
TO_CORRECT = frozenset({OrganizationState.RETURNED, OrganizationState.REFUSED})


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft of one person; `unit` is theirs already when they correct or change what is registered."""

    values: dict[str, Any] = field(default_factory=dict)
    licence: str = ""
    licence_sha256: str = ""
    unit: Organization | None = None

    @property
    def kind(self) -> Filing.Kind:
        if self.unit is None:
            return Filing.Kind.REGISTRATION
        return Filing.Kind.CORRECTION if self.unit.state in TO_CORRECT else Filing.Kind.CHANGE

    @property
    def code_is_fixed(self) -> bool:
        """A verified unit keeps its code; before that a wrong one may be corrected."""
        return self.unit is not None and self.unit.verified_at is not None

    @property
    def missing(self) -> list[str]:
        """What still has to be given before it can be handed in."""
        gaps = [name for name in WANTED if not self.values.get(name)]
        return gaps if self.licence else [*gaps, "licence"]

    @property
    def is_individual(self) -> bool:
        return str(self.values.get("uscc", "")).startswith("92")

    @property
    def is_pdf(self) -> bool:
        return self.licence.endswith(".pdf")

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is odd about the code and no error."""
        try:
            return read_uscc(str(self.values.get("uscc", ""))).warnings
        except BadIdentifier:
            return ()


def of(user: User) -> Draft:
    """What the person has typed; whoever is to correct a registration starts from it."""
    row = RegistrationDraft.objects.filter(user=user).first()
    if row is None:
        returned = Membership.objects.of(user).admins().of_units_in(TO_CORRECT).first()
        return from_unit(returned.organization) if returned else Draft()
    unit = _own(user, row.values.get("unit", ""))
    values = {name: value for name, value in row.values.items() if name in WANTED}
    return Draft(values, row.licence.name or "", row.licence_sha256, unit)


def _own(user: User, uscc: str) -> Organization | None:
    """The unit the draft is about, while the person administers it."""
    rows = Membership.objects.of(user).admins()
    return next((row.organization for row in rows if row.organization.uscc == uscc), None)


def from_unit(unit: Organization) -> Draft:
    """The last declaration of a unit, to be corrected or changed."""
    last = unit.filings.newest_first().first()
    values = last.values if last else {name: getattr(unit, name) for name in WANTED}
    typed = {name: values[name] for name in WANTED}
    file = last.licence.name if last else unit.licence.name
    return Draft(typed, file or "", last.licence_sha256 if last else unit.licence_sha256, unit)


def keep(user: User, draft: Draft, given: dict[str, Any], now: datetime) -> None:
    """Add what was typed, right or wrong; nothing is recorded, it is nobody's business yet."""
    values = draft.values | {name: value for name, value in given.items() if name in WANTED}
    unit = {"unit": draft.unit.uscc} if draft.unit else {}
    RegistrationDraft.objects.update_or_create(
        user=user,
        defaults={
            "values": values | unit, "licence": draft.licence, "licence_sha256": draft.licence_sha256, "saved_at": now,
        },
    )  # fmt: skip


def keep_licence(user: User, draft: Draft, clean: Clean, now: datetime) -> None:
    """The new file takes the place of the draft's old one, which goes unless it was handed in once."""
    name = licences.keep(clean)
    replaced = draft.licence
    keep(user, Draft(draft.values, name, clean.sha256, draft.unit), {}, now)
    if replaced and not Filing.objects.filter(licence=replaced).exists():
        licences.drop(replaced)


def forget(user: User) -> None:
    """Handed in: the filing has it now."""
    RegistrationDraft.objects.filter(user=user).delete()
