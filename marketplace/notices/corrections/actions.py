"""What a person begins at the toolbox: set a slip right, hide something, draft a correction, enter the past."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max

from marketplace.accounts.models import Organization
from marketplace.flow.access import Parties, Role
from marketplace.flow.acts import Act, act
from marketplace.flow.errors import Refused, require
from marketplace.flow.numbers import receipt_number
from marketplace.law.statutes import NOTICES, OPENNESS, PERSONAL_DATA, PLATFORM, Law
from marketplace.law.workdays import SHANGHAI
from marketplace.notices.corrections import rules
from marketplace.notices.corrections.effect import of_label
from marketplace.notices.corrections.models import Correction, CorrectionState, Ground, Tool, holders
from marketplace.notices.corrections.targets import CENTRE, Target, find
from marketplace.notices.corrections.workflow import CorrectionWorkflow
from marketplace.notices.typed import as_stored

S = CorrectionState
GROUNDS: dict[str, Law] = {
    Ground.PERSONAL: PERSONAL_DATA[57], Ground.COMMERCIAL: OPENNESS[15], Ground.STATE: OPENNESS[14],
}  # fmt: skip


def begun(target: Target, tool: Tool, state: str, act: Act, law: Law) -> CorrectionWorkflow:
    """A correction of the thing, not saved yet: the door asks it who may."""
    row = CorrectionWorkflow(
        number=f"JZ-{receipt_number()}", tool=tool, state=state, kind=target.kind, key=target.key, title=target.title,
        url=target.url, scope=target.scope, tender=target.tender, law=str(law), asked_by_id=act.person_id,
        asked_for=act.principal.user_id, asked_at=act.now,
    )  # fmt: skip
    owners = {str(role): sorted(keys) for role, keys in target.owners.items()}
    row.owners, row.holders = owners, holders(owners)
    return row


def _keep(row: CorrectionWorkflow, act: Act) -> str:
    row.save()
    act.notes |= {"correction": row.number, "tool": row.tool, "target": row.key}
    return row.number


def set_right(target: Target, act: Act, *, label: str, old: str, new: str) -> str:
    """勘误, class B: at once, the old words struck through, looked at by another the next working day."""
    return _set_right(
        begun(target, Tool.ERRATUM, S.STANDING, act, PLATFORM["ERRATUM"]), act,
        thing=f"{target.kind}:{target.key}", label=label, old=old, new=new,
    )  # fmt: skip


@act("erratum.make", law=PLATFORM["ERRATUM"], says="勘误", lock="none")
def _set_right(row: CorrectionWorkflow, act: Act, /, *, thing: str, label: str, old: str, new: str) -> str:
    target = _again(row)
    words, field = target.words_of(label) or "", of_label(label)
    slip = rules.Slip(
        target.kind == "page" or field.effect == "slip", words.count(old) if old else 0, old, new
    )
    require(
        rules.only_a_slip_is_set_right,
        slip,
        says=f"“{label}”不能勘误：{field.why}。请发更正公告",
        field="label",
    )
    require(rules.the_passage_stands_there_once, slip, field="old")
    require(rules.the_new_words_differ, slip, field="new")
    row.changes = [{"label": label, "old": old, "new": new.strip()}]
    if target.apply is not None:
        target.apply(act, label, old, new.strip())
    act.notes |= {"label": label, "old": old, "new": new.strip()}
    return _keep(row, act)


def _again(row: Correction) -> Target:
    """The thing read again inside the act."""
    target = find(row.kind, row.key)
    if target is None:
        raise Refused("TARGET-GONE", "这份内容已不存在", PLATFORM["ERRATUM"])
    return target


def hide(target: Target, act: Act, *, passages: list[str], files: list[str], ground: str, reason: str) -> str:
    """紧急遮蔽: out of sight now, by one person; another confirms or restores within one working day."""
    return _hide(
        begun(target, Tool.REDACTION, S.HIDDEN, act, GROUNDS[ground]), act,
        thing=f"{target.kind}:{target.key}", passages=passages, files=files, ground=ground, reason=reason,
    )  # fmt: skip


@act("redaction.hide", law=PLATFORM["REDACTION"], says="紧急遮蔽", lock="none")
def _hide(
    row: CorrectionWorkflow, act: Act, /, *, thing: str, passages: list[str], files: list[str], ground: str, reason: str,
) -> str:  # fmt: skip
    """Neither the record nor a message repeats what was hidden."""
    target = _again(row)
    known = {file.sha256: file.name for file in target.files}
    unfound = tuple(words for words in passages if not any(words in text.words for text in target.texts))
    chosen = [sha for sha in files if sha in known]
    hidden = rules.Hidden(tuple(passages), unfound, len(chosen), reason)
    require(rules.the_redaction_says_why, hidden, field="reason")
    require(rules.there_is_something_to_hide, hidden, says=_unfound, field="passages")
    row.changes = [{"label": _where(target, words), "text": words} for words in passages]
    row.changes += [{"label": known[sha], "sha256": sha} for sha in chosen]
    row.ground, row.reason = ground, reason.strip()
    act.notes |= {
        "where": [change["label"] for change in row.changes],
        "ground": ground,
        "reason": row.reason,
    }
    return _keep(row, act)


def _unfound(hidden: rules.Hidden) -> str:
    if not hidden.unfound:
        return ""
    return f"在公开的内容里找不到第 {hidden.passages.index(hidden.unfound[0]) + 1} 处，请从页面上原样复制"


def _where(target: Target, words: str) -> str:
    return next(text.label for text in target.texts if words in text.words)


def draft(target: Target, act: Act, *, changes: list[dict[str, str]], reason: str) -> CorrectionWorkflow:
    """更正公告: drafted and handed to the second person in one act; returns what waits."""
    row = begun(target, Tool.AMENDMENT, S.DRAFTED, act, NOTICES[16])
    number = _draft(row, act, thing=f"{target.kind}:{target.key}", changes=changes, reason=reason)
    return row if row.number == number else _numbered(number)


@act("correction.draft", law=NOTICES[16], says="起草更正公告", lock="none")
def _draft(
    row: CorrectionWorkflow, act: Act, /, *, thing: str, changes: list[dict[str, str]], reason: str
) -> str:
    target = _again(row)
    row.changes = [
        {
            "label": change["label"],
            "old": target.words_of(change["label"]) or "",
            "new": change["new"].strip(),
        }
        for change in changes
    ]
    unchanged = sum(change["old"].strip() == change["new"] or not change["new"] for change in row.changes)
    facts = rules.Change(len(row.changes), unchanged, reason)
    require(rules.the_correction_says_what_and_why, facts, field="reason" if not reason.strip() else "new")
    row.reason = reason.strip()
    number = _keep(row, act)
    row.announce(act)
    return number


def _numbered(number: str) -> CorrectionWorkflow:
    return CorrectionWorkflow.objects.get(number=number)


def enter_past(unit: Organization, act: Act, *, values: dict[str, Any]) -> CorrectionWorkflow:
    """补录: a past project under a number of its own; public after a second person, labelled for ever."""
    row = begun(past_of(unit, values, act.now), Tool.PAST, S.ENTERED, act, PLATFORM["BACKFILL"])
    number = _enter_past(row, act, values={label: as_stored(value) for label, value in values.items()})
    return row if row.number == number else _numbered(number)


@act("past.enter", law=PLATFORM["BACKFILL"], says="补录过去的项目", lock="none")
def _enter_past(row: CorrectionWorkflow, act: Act, /, *, values: dict[str, Any]) -> str:
    row.changes = [values]
    number = _keep(row, act)
    row.list_past(act)
    return number


def past_of(unit: Organization, values: dict[str, Any], now: datetime) -> Target:
    """The past project as a thing of the unit that enters it."""
    number = next_past_number(now)
    owner: Parties = {Role.BUYER: frozenset({unit.key}), **CENTRE}
    return Target("past", number, str(values["项目名称"]), "", number, owner, (), tender=number)


def next_past_number(now: datetime) -> str:
    """JLX-BL-2026-00003: past projects count by themselves (tendering.md §8.6)."""
    prefix = f"JLX-BL-{now.astimezone(SHANGHAI).year}-"
    last = Correction.objects.filter(tender__startswith=prefix).aggregate(last=Max("tender"))["last"]
    return f"{prefix}{int(last.rsplit('-', 1)[1]) + 1 if last else 1:05d}"
