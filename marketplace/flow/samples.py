"""Which decisions of one person another looks at, and whose duty that is (design D23, class B)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models

from marketplace.flow import access, duties
from marketplace.flow.access import Role
from marketplace.flow.duties import Owed
from marketplace.flow.models import Sample
from marketplace.flow.numbers import receipt_number
from marketplace.law.limits import limit
from marketplace.law.statutes import PLATFORM
from marketplace.law.workdays import day_of

if TYPE_CHECKING:
    from marketplace.flow.acts import Act


def keep(act: Act, action: str, thing: models.Model, says: str) -> Sample | None:
    """The door calls this behind each act: class B opens a sample, everything else nothing."""
    if action not in access.CLASS_B or act.by.user_id is None:
        return None
    period = limit("SAMPLE", on=day_of(act.now))
    row = Sample.objects.create(
        number=receipt_number(), action=action, kind=duties.kind_of(thing), thing_pk=thing.pk,
        thing=str(getattr(thing, "number", "") or ""), says=says, url=str(getattr(thing, "desk_url", "")),
        act_id=act.id, done_by_id=act.by.user_id, done_for=act.principal.user_id, unit=act.principal.org_id,
        done_at=act.now, due_at=period.due_at(act.now),
    )  # fmt: skip
    duties.sync(row, act.now)
    return row


def owed(row: Sample) -> Iterable[Owed]:
    """Another person of the unit that decided; when they object, whoever is named to settle it."""
    if row.sampled_at is None:
        owners = frozenset({f"org:{row.unit}" if row.unit else f"role:{Role.CENTRE}"})
        yield Owed(
            "SAMPLE", "sample.agree", Role.CENTRE, owners, f"抽查：{row.says}", PLATFORM["SAMPLED"],
            due_at=row.due_at, url=row.desk_url, barred=duties.people(row.done_by_id, row.done_for),
        )  # fmt: skip
    elif row.agreed is False and row.settled_at is None:
        yield Owed(
            "SAMPLE-OBJECTED", "sample.settle", Role.ADMINISTRATOR, frozenset({row.settle_by}),
            f"处理抽查异议：{row.says}", PLATFORM["SAMPLED"], url=row.desk_url,
        )  # fmt: skip
