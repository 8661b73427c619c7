"""When a tool of correction may be used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from marketplace.law.rules import rule
from marketplace.law.statutes import NOTICES, OPENNESS, PLATFORM

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
UNDO_WITHIN = timedelta(minutes=30)
SHORTEST = 4  # characters: shorter words would hide what nobody meant


@dataclass(frozen=True, slots=True)
class Slip:
    """A passage of a field, and what it should read."""

    is_slip: bool
    times: int  # how often the old words stand in the field
    old: str
    new: str


@rule(
    "ERRATUM-NO-EFFECT",
    law=PLATFORM["ERRATUM"],
    says="这一栏有法律效力，不能勘误，请发更正公告",
    holds=[Slip(True, 1, "鹅成镇", "鹅城镇")],
    breaks=[Slip(False, 1, "二级", "三级")],
)
def only_a_slip_is_set_right(facts: Slip) -> bool:
    return facts.is_slip


@rule(
    "ERRATUM-PASSAGE",
    law=PLATFORM["ERRATUM"],
    says="要改的原文应当在这一栏里恰好出现一次，请多抄几个字",
    holds=[Slip(True, 1, "鹅成镇", "鹅城镇")],
    breaks=[Slip(True, 0, "鹅成镇", "鹅城镇"), Slip(True, 2, "镇", "乡")],
)
def the_passage_stands_there_once(facts: Slip) -> bool:
    return facts.times == 1


@rule(
    "ERRATUM-DIFFERS",
    law=PLATFORM["ERRATUM"],
    says="改后的文字应当与原文不同，且不能为空",
    holds=[Slip(True, 1, "鹅成镇", "鹅城镇")],
    breaks=[Slip(True, 1, "鹅城镇", "鹅城镇"), Slip(True, 1, "鹅成镇", " ")],
)
def the_new_words_differ(facts: Slip) -> bool:
    return bool(facts.new.strip()) and facts.new.strip() != facts.old.strip()


@dataclass(frozen=True, slots=True)
class Change:
    """What a notice of correction says."""

    changes: int
    unchanged: int
    reason: str


@rule(
    "CORRECTION-SAYS-WHAT",
    law=NOTICES[16],
    says="更正公告应当写明至少一处改动、改后的内容和理由",
    holds=[Change(1, 0, "抄写错误")],
    breaks=[Change(0, 0, "抄写错误"), Change(1, 1, "抄写错误"), Change(1, 0, " ")],
)
def the_correction_says_what_and_why(facts: Change) -> bool:
    return facts.changes > 0 and facts.unchanged == 0 and bool(facts.reason.strip())


@dataclass(frozen=True, slots=True)
class Hidden:
    """What somebody wants taken from sight."""

    passages: tuple[str, ...]
    unfound: tuple[str, ...]
    files: int
    reason: str


@rule(
    "REDACTION-SAYS-WHY",
    law=OPENNESS[15],
    says="遮蔽应当写明公开的理由，理由里不要重复被遮蔽的内容",
    holds=[Hidden(("14092619900101123X",), (), 0, "误公开了身份证号")],
    breaks=[
        Hidden(("14092619900101123X",), (), 0, " "),
        Hidden(("14092619900101123X",), (), 0, "14092619900101123X 是身份证号"),
    ],
)
def the_redaction_says_why(facts: Hidden) -> bool:
    return bool(facts.reason.strip()) and not any(words in facts.reason for words in facts.passages)


@rule(
    "REDACTION-PASSAGE",
    law=PLATFORM["REDACTION"],
    says=f"要遮蔽的文字每处不少于 {SHORTEST} 个字，并且应当在公开的内容里能找到；也可以选附件",
    holds=[Hidden(("1234",), (), 0, "理由"), Hidden((), (), 1, "理由")],
    breaks=[
        Hidden((), (), 0, "理由"),
        Hidden(("123",), (), 0, "理由"),
        Hidden(("1234",), ("1234",), 0, "理由"),
    ],
)
def there_is_something_to_hide(facts: Hidden) -> bool:
    return (
        bool(facts.passages or facts.files)
        and not facts.unfound
        and all(len(words) >= SHORTEST for words in facts.passages)
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """Who hid it and who decides about it, each with the person in whose name they act."""

    first: frozenset[int]
    second: frozenset[int]


@rule(
    "REDACTION-SECOND",
    law=PLATFORM["REDACTION"],
    says="遮蔽须由另一人确认或者恢复，不能由遮蔽的人或其代办人决定",
    holds=[Pair(frozenset({1}), frozenset({2}))],
    breaks=[Pair(frozenset({1}), frozenset({1})), Pair(frozenset({1, 3}), frozenset({2, 3}))],
)
def another_person_decides(facts: Pair) -> bool:
    return not facts.first & facts.second


@dataclass(frozen=True, slots=True)
class Mistake:
    """An own act that somebody wants back."""

    now: datetime
    done_at: datetime
    is_own: bool
    others_since: int
    is_undoable: bool = True


@rule(
    "UNDO-OWN",
    law=PLATFORM["UNDO"],
    says="只能撤销本人办理的事项",
    holds=[Mistake(NINE, NINE, True, 0)],
    breaks=[Mistake(NINE, NINE, False, 0)],
)
def it_was_ones_own(facts: Mistake) -> bool:
    return facts.is_own


@rule(
    "UNDO-THIRTY-MINUTES",
    law=PLATFORM["UNDO"],
    says="办理 30 分钟之后不能自己撤销，请另行更正；确有错误的由监督部门决定",
    holds=[Mistake(NINE + UNDO_WITHIN - timedelta(seconds=1), NINE, True, 0)],
    breaks=[Mistake(NINE + UNDO_WITHIN, NINE, True, 0)],
)
def it_is_not_half_an_hour_ago(facts: Mistake) -> bool:
    return facts.now < facts.done_at + UNDO_WITHIN


@rule(
    "UNDO-NOBODY-ELSE",
    law=PLATFORM["UNDO"],
    says="他人已经接着办理或者看过，不能撤销",
    holds=[Mistake(NINE, NINE, True, 0)],
    breaks=[Mistake(NINE, NINE, True, 1)],
)
def nobody_else_has_acted(facts: Mistake) -> bool:
    return facts.others_since == 0


@rule(
    "UNDO-LISTED",
    law=PLATFORM["UNDO"],
    says="这一事项不在可以撤销的清单里",
    holds=[Mistake(NINE, NINE, True, 0)],
    breaks=[Mistake(NINE, NINE, True, 0, is_undoable=False)],
)
def it_can_be_undone(facts: Mistake) -> bool:
    return facts.is_undoable
