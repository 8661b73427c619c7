"""What a notice of correction, and the notice of a past project, say."""

from __future__ import annotations

from datetime import datetime

from marketplace.flow.acts import Act
from marketplace.flow.errors import Misdeclared, Refused, WrongState
from marketplace.law.statutes import NOTICES
from marketplace.law.workdays import day_of
from marketplace.notices import typed
from marketplace.notices.corrections import kinds, targets
from marketplace.notices.corrections.effect import Effect, of_label
from marketplace.notices.corrections.models import Correction
from marketplace.notices.kinds import Business, Part
from marketplace.notices.models import Notice
from marketplace.notices.publish import About, publish
from marketplace.notices.types import TYPES

LABEL = "本项目在平台启用前或者平台外办理，补录仅供查阅，不计入全流程电子统计"


def original_of(row: Correction) -> Notice:
    """The notice that a draft of a correction speaks of."""
    found = Notice.objects.own().numbered(row.key)
    if found is None:
        raise Misdeclared(f"correction {row.number} has lost its notice {row.key}")
    return found


def code_for(original: Notice) -> str:
    """The type of correction that the law knows for this line of business."""
    code = kinds.CORRECTION_OF.get(Business(original.business))
    if code is None or TYPES[original.type].by_hand:
        raise Refused(
            "CORRECTED-AT-THE-DESK",
            "信息公告的更正在信息公告处起草，并链接原公告",
            NOTICES[16],
            field="label",
        )
    return code


def must_still_be_the_way(row: Correction, original: Notice, now: datetime) -> None:
    """A field whose change is a step of its own, or that another step covers now, is not changed here."""
    for change in row.changes:
        field = of_label(change["label"])
        if field.effect is Effect.STEP:
            raise Refused(
                "CORRECTED-BY-STEP",
                f"“{change['label']}”不能用更正公告改：{field.why}",
                field.law,
                field="label",
            )
        if way := targets.way_round(original, change["label"], now):
            raise WrongState("CORRECTED-OTHERWISE", way.says, way.law, field="label")


def about(original: Notice) -> About:
    """The same project, as lists and search know it."""
    return About(
        title=original.title, tender=original.tender, lots=tuple(original.lots), buyer=original.buyer, method=original.method,
        amount_fen=original.amount_fen, deadline_at=original.deadline_at, business=original.business, region=original.region,
    )  # fmt: skip


def fields(row: Correction, original: Notice, moved: str, now: datetime) -> dict[str, str]:
    """Old and new side by side, why, and what it does to the periods."""
    lines = [f"{change['label']}\n原为：{change['old']}\n现为：{change['new']}" for change in row.changes]
    shared = {
        "原公告编号": original.number, "原公告名称": original.title,
        "首次公告日期": typed.in_words(day_of(original.published_at)), "更正事项和内容": "\n\n".join(lines),
        "更正的理由": row.reason, "期限": moved, "更正日期": typed.in_words(day_of(now)),
    }  # fmt: skip
    contacts = ("采购人", "采购人联系方式", "项目联系人")
    return shared | {"招标人": original.buyer} | {label: original.value(label) for label in contacts}


def publish_past(row: Correction, act: Act) -> Notice:
    """B01 under the number of the past project itself."""
    kind = TYPES[kinds.PAST]
    values = row.changes[0]
    return publish(
        kinds.PAST,
        About(
            title=row.title, tender=row.tender, lots=(), buyer=values["招标人（采购人）"], method=values["交易方式"],
            amount_fen=typed.part(kind, values, Part.AMOUNT), business=values["业务类别"],
        ),
        act,
        fields={"补录": LABEL} | typed.printed(kind, values),
    )  # fmt: skip
