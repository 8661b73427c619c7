"""What may happen to a file that was tried: written by one act, tried again, or forgotten after a week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile

from marketplace.accounts.bulk import rules, trying
from marketplace.accounts.bulk.kinds import KINDS, Kind, Origin
from marketplace.accounts.bulk.trying import Brought, Tried
from marketplace.accounts.models.imports import Import, ImportState
from marketplace.flow.access import Role
from marketplace.flow.acts import Act
from marketplace.flow.duties import Owed
from marketplace.flow.errors import require
from marketplace.flow.workflow import step
from marketplace.law.statutes import PERSONAL_DATA, PLATFORM

S = ImportState
KEPT = timedelta(days=7)  # PLATFORM["BULK-FILE"]


def kind_of(row: Import) -> Kind:
    return KINDS[row.kind]


def origin_of(row: Import, now: datetime) -> Origin:
    """As whose the rows are judged; the same when they are tried and when they are written."""
    return Origin(row.unit, now, row.source, is_desk=Role.BUYER not in row.parties())


def keep(row: Import, found: Tried, now: datetime) -> None:
    """Put down what trying has shown."""
    row.counts, row.wrong, row.tried_at = found.counts, found.wrong, now
    row.extra = list(found.brought.extra)
    _drop(row.errors)
    row.errors = ""
    if found.errors:
        row.errors.save(f"{row.number}-errors.xlsx", ContentFile(found.errors), save=False)


def _drop(file: FieldFile) -> None:
    """Delete a stored file once it is certain that nothing names it any more."""
    if file:
        storage, name = file.storage, str(file.name)
        transaction.on_commit(lambda: storage.delete(name))


class ImportWorkflow(Import):
    """批量导入：试导入 → 导入；不导入的七日后失效。写入登记的整批抽查，写入本单位草稿的不抽查。"""

    class Meta:
        proxy = True

    def duties(self, now: datetime) -> Iterable[Owed]:
        if self.state == S.TRIED:
            yield Owed(
                "IMPORT-FORGET", "import.forget", Role.CLOCK, frozenset({"clock"}), f"清除没有导入的文件：{self.name}",
                PLATFORM["BULK-FILE"], due_at=self.tried_at + KEPT, url=self.url,
            )  # fmt: skip

    @step(S.TRIED, S.TRIED, action="import.try", law=PLATFORM["BULK"], says="重新试导入")
    def try_again(self, act: Act, /, *, found: Tried) -> None:
        """The same file against what there is now."""
        require(rules.the_uploader_writes, rules.Writing(self.uploaded_by_id, act.person_id))
        keep(self, found, act.now)
        act.notes |= {"sha256": self.sha256, "rows": self.counts}

    @step(S.TRIED, S.DONE, action="import.enter", law=PLATFORM["BULK"], says="批量导入登记")
    def enter(self, act: Act, /, *, brought: Brought, promised: int) -> None:
        """Into the register of units and people: one person writes, another looks at it the next day."""
        self._write(act, brought, promised)

    @step(S.TRIED, S.DONE, action="import.keep", law=PLATFORM["BULK"], says="批量导入草稿")
    def keep_drafts(self, act: Act, /, *, brought: Brought, promised: int) -> None:
        """Into drafts that nobody else sees: what is published later has its own two persons."""
        self._write(act, brought, promised)

    def _write(self, act: Act, brought: Brought, promised: int) -> None:
        """All rows without fault or, when anything has moved since they were tried, none."""
        kind, origin = kind_of(self), origin_of(self, act.now)
        verdict, counts = trying.judged(kind, brought, origin)
        facts = rules.Writing(
            self.uploaded_by_id, act.person_id, promised, counts["all"] - counts["wrong"],
            is_same_file=brought.sha256 == self.sha256,
        )  # fmt: skip
        for rule in (
            rules.the_uploader_writes, rules.there_is_something_to_write, rules.the_rows_are_those_that_were_tried,
        ):  # fmt: skip
            require(rule, facts)
        kind.write(verdict, origin, act)
        self.counts, self.done_at, self.drawn = counts, act.now, trying.drawn(kind, brought)
        act.notes |= {"kind": self.kind, "sha256": self.sha256, "rows": counts, "source": self.source}
        _drop(self.file)  # it has done its work; its hash proves which it was (个人信息保护法 19)
        self.file = ""

    @step(S.TRIED, S.FORGOTTEN, action="import.forget", law=PERSONAL_DATA[19], says="清除没有导入的文件")
    def forget(self, act: Act, /) -> None:
        """What nobody wrote within a week goes; number, hash and counts stay."""
        _drop(self.file)
        _drop(self.errors)
        self.file, self.errors, self.wrong = "", "", []


Import.WORKFLOW = ImportWorkflow


def writing_step(kind: Kind) -> str:
    """The name of the step that writes this kind."""
    return "enter" if kind.roles == frozenset({Role.CENTRE}) else "keep_drafts"
