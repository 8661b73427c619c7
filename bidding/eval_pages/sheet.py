"""One member's score sheet: criteria by bids, own numbers only, and what does not fit among them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bidding import facts
from bidding.eval_pages.committee import columns, file_rows
from bidding.eval_pages.standing import Page, crumbs, evaluation_stages, head
from bidding.method import method_of
from bidding.models import Bid, Member, Process, Score, State
from bidding.scoring.methods import Comprehensive
from bidding.scoring.prices import PriceScores, price_scores
from bidding.scoring.steps import NotScorable
from marketplace.flow.errors import WrongState
from marketplace.law.money import Money
from marketplace.law.statutes import TBL_REGULATION

Own = dict[tuple[int, str], Score]
KINDS = {"objective": "客观分，按档给分", "subjective": "主观分，写明理由", "price": "自动计算"}


def own_scores(member: Member) -> Own:
    """The latest version of every cell the member has filled."""
    return {(row.bid_id, row.criterion): row for row in member.scores.order_by("version")}


def key_of(bid: Bid, code: str) -> str:
    return f"{bid.order}-{code}"


def prices(process: Process, bids: list[Bid]) -> PriceScores | None:
    """The price points by the document's formula; none where the method gives no points."""
    method = method_of(process.tender.evaluation)
    if not isinstance(method, Comprehensive) or not bids:
        return None
    offered = {str(bid.pk): Money(bid.evaluated_fen) for bid in bids}
    try:
        return price_scores(method.price, offered, method.full_price, cap=process.lot.ceiling)
    except NotScorable:
        return None


def require_scoring(process: Process) -> None:
    """The sheet exists from the end of the preliminary review."""
    if process.state not in (State.SCORING, State.SIGNING):
        raise WrongState("NOT-SCORING", "现在不是打分阶段", TBL_REGULATION[49])


def sheet_page(
    process: Process, member: Member, now: datetime, *, chosen: str = "", typed: Page | None = None
) -> Page:
    """/eval/<no>/scores/: `chosen` opens one cell; `typed` is what a refused cell was sent with."""
    bids, own, points = columns(process), own_scores(member), None
    points = prices(process, bids)
    rows = process.tender.evaluation.get("criteria", []) if points or facts.scored_criteria(process) else []
    missing = [key for key in _cells(process, bids) if key not in own]
    editing = _editing(process, bids, own, chosen, typed) if member.submitted_at is None else None
    return {
        "session": head(process) | {"submit_by": None},
        "expert": {"label": member.user.name, "note": "已签到，已声明无应当回避的情形"},
        "stages": evaluation_stages(process, checked_in=True),
        "links": [
            {"label": "评标进度", "url": f"/eval/{process.number}/"},
            {"label": "申请回避", "url": f"/eval/{process.number}/recuse/"},
        ],
        "lock_url": "/accounts/logout/",
        "sheets": [_sheet(process, bids, rows, own, points, editing)],
        "editing": editing,
        "reminders": _reminders(process, bids, own, typed),
        "files": [
            {"name": bid.organization.name, "rows": file_rows(process, bid)} for bid in _in_pane(bids, chosen)
        ],
        "document": None,
        "document_empty": "点开表中的一格，这里列出该投标人的文件。",
        "submit": {"step": _submit_step(process, member, len(missing))},
        "missing": _missing_words(member, len(missing)),
        "saved_at": max((row.at for row in own.values()), default=None),
        "totals_narrow": [("已打分", f"{len(own)} / {len(own) + len(missing)}")],
        "now": now,
    }


def _cells(process: Process, bids: list[Bid]) -> list[tuple[int, str]]:
    return [(bid.pk, row["code"]) for row in facts.scored_criteria(process) for bid in bids]


def _in_pane(bids: list[Bid], chosen: str) -> list[Bid]:
    return [bid for bid in bids if chosen.split("-", 1)[0] == str(bid.order)]


def _submit_step(process: Process, member: Member, missing: int) -> Page:
    url = f"/eval/{process.number}/submit/"
    if member.submitted_at is not None:
        return {"label": "评分已提交", "url": url, "refused": "评分已经提交，不能再改（SCORE-NOT-SUBMITTED）"}
    refused = f"还有 {missing} 项没有打分（SCORES-COMPLETE）" if missing else ""
    return {"label": "核对并提交评分", "url": url, "refused": refused}


def _missing_words(member: Member, missing: int) -> str:
    if member.submitted_at is not None:
        return "评分已经提交，等其他成员提交后汇总"
    return f"未打分 {missing}" if missing else "全部打完，请核对"


# ── the table ───────────────────────────────────────────────────────────────


def _sheet(
    process: Process, bids: list[Bid], rows: list[Page], own: Own, points: PriceScores | None, editing: Page | None
) -> Page:  # fmt: skip
    return {
        "title": "评分",
        "note": "100 分 · 列序随机，评审期间不变",
        "dark": False,
        "columns": [_column(bid) for bid in bids],
        "criteria": [_criterion(process, row, bids, own, points, editing) for row in rows],
        "totals": [_total(bid, rows, own, points) for bid in bids],
        "total_label": "合计（您的打分加报价得分）",
    }


def _column(bid: Bid) -> Page:
    """A long name breaks before its bracket."""
    name, mark, rest = bid.organization.name.partition("（")
    return {"key": str(bid.order), "name": name, "note": mark + rest}


def _criterion(
    process: Process, row: Page, bids: list[Bid], own: Own, points: PriceScores | None, editing: Page | None
) -> Page:  # fmt: skip
    priced = row["kind"] == "price"
    cells = (
        [_price_cell(bid, points) for bid in bids]
        if priced
        else [_cell(process, row, bid, own.get((bid.pk, row["code"])), editing) for bid in bids]
    )
    return {
        "key": row["code"],
        "kind": "price" if priced else "subjective",
        "title": row["name"],
        "points": row["weight"],
        "note": KINDS[row["kind"]],
        "link": None,
        "formula": _formula(points) if priced and points else "",
        "cells": cells,
    }


def _price_cell(bid: Bid, points: PriceScores | None) -> Page:
    value = points.points[str(bid.pk)] if points else "—"
    return {"value": value, "note": Money(bid.evaluated_fen).yuan()}


def _formula(points: PriceScores) -> str:
    """The common steps with their numbers, then how each bid's points follow from them."""
    common = [f"{step.says} = {step.value}" for step in points.steps if not step.of]
    each = list(dict.fromkeys(step.says for step in points.steps if step.of))
    return "；".join(common + each) + "。得分保留两位小数，不可改动。"


def _cell(process: Process, row: Page, bid: Bid, score: Score | None, editing: Page | None) -> Page:
    key = key_of(bid, row["code"])
    tone, flag = _flag(row, score)
    return {
        "key": key,
        "value": f"{score.value:f}" if score else "",
        "band": _band_of(row, score.value) if score else "",
        "flag": flag,
        "tone": tone,
        "url": f"/eval/{process.number}/scores/?cell={key}#ed",
        "chosen": bool(editing and editing["key"] == key),
    }


def _flag(row: Page, score: Score | None) -> tuple[str, str]:
    if score is None:
        return "none", ""
    if row["kind"] == "objective" and not _on_a_level(row, score.value):
        return "band", "不在档内"
    if row["kind"] == "subjective" and not score.reason.strip():
        return "miss", "缺理由"
    return "", ""


def _levels(row: Page) -> list[Page]:
    """The levels of the document; an objective row may also be worth nothing."""
    rows = list(row.get("levels", []))
    if row["kind"] == "objective" and not any(Decimal(str(level["points"])) == 0 for level in rows):
        rows.append({"says": "不符合以上各档", "points": "0"})
    return rows


def _on_a_level(row: Page, value: Decimal) -> bool:
    return not row.get("levels") or any(Decimal(str(level["points"])) == value for level in _levels(row))


def _band_of(row: Page, value: Decimal) -> str:
    return next((level["says"] for level in _levels(row) if Decimal(str(level["points"])) == value), "")


def _total(bid: Bid, rows: list[Page], own: Own, points: PriceScores | None) -> str:
    given = [own.get((bid.pk, row["code"])) for row in rows if row["kind"] != "price"]
    if any(score is None for score in given):
        return "未评完"
    priced = points.points[str(bid.pk)] if points else Decimal(0)
    return f"{sum((score.value for score in given if score), Decimal(0)) + priced:f}"


# ── one cell ────────────────────────────────────────────────────────────────


def cell_of(process: Process, order: int, code: str) -> tuple[Bid | None, Page | None]:
    """The bid and the criterion of a cell's address."""
    bid = process.bids.valid().filter(order=order).first()
    row = next((row for row in facts.scored_criteria(process) if row["code"] == code), None)
    return bid, row


def _editing(process: Process, bids: list[Bid], own: Own, chosen: str, typed: Page | None) -> Page | None:
    order, _, code = chosen.partition("-")
    bid = next((bid for bid in bids if str(bid.order) == order), None)
    row: Any = next((row for row in facts.scored_criteria(process) if row["code"] == code), None)
    if bid is None or row is None:
        return None
    score = own.get((bid.pk, code))
    value = f"{score.value:f}" if score else ""
    given = {"value": value, "band": _plain(value), "reason": score.reason if score else ""} | (typed or {})
    objective = row["kind"] == "objective"
    return {
        "key": chosen,
        "criterion": code,
        "title": f"{bid.organization.name} · {row['name']}",
        "how": "选一档，得分随档" if objective else "给分，最多两位小数",
        "url": f"/eval/{process.number}/scores/{order}/{code}/",
        "bands": [
            {"value": _plain(level["points"]), "label": level["says"], "range": f"{level['points']} 分",
             "standard": level["says"], "chosen": _plain(level["points"]) == _plain(given["band"])}
            for level in _levels(row)
        ],
        "numeric": not objective,
        "value": given["value"],
        "reason": given["reason"],
        "reason_needed": "" if objective else "写明依据的页码和内容",
        "range": f"0—{row['weight']} 分",
        "error": given.get("error", ""),
    }  # fmt: skip


def _plain(points: Any) -> str:
    """10, "10.00" and "10" are the same level."""
    try:
        return f"{Decimal(str(points)).normalize():f}"
    except InvalidOperation:
        return ""


def level_choices(row: Page) -> list[tuple[str, str]]:
    return [(_plain(level["points"]), level["says"]) for level in _levels(row)]


# ── what does not fit ───────────────────────────────────────────────────────


def _reminders(process: Process, bids: list[Bid], own: Own, typed: Page | None) -> list[Page]:
    """Blanks, missing reasons, numbers beside the levels; the machine reminds, it never changes a number."""
    found: dict[str, list[Page]] = {"none": [], "miss": [], "band": []}
    for row in facts.scored_criteria(process):
        for bid in bids:
            tone, _ = _flag(row, own.get((bid.pk, row["code"])))
            if tone:
                url = f"/eval/{process.number}/scores/?cell={key_of(bid, row['code'])}#ed"
                found[tone].append(
                    {"label": f"{bid.organization.name} {row['name']}", "url": url, "note": ""}
                )
    titles = {"none": "未打分", "miss": "理由缺失", "band": "不在规定的档次之内"}
    rows = [
        {"key": key, "count": len(items), "title": titles[key], "items": items}
        for key, items in found.items()
        if items
    ]
    refused = (typed or {}).get("error")
    if refused:
        rows.insert(
            0,
            {
                "key": "refused",
                "count": 1,
                "title": "刚才没有保存",
                "items": [{"label": refused, "url": "#ed"}],
            },
        )
    return rows


def submit_page(process: Process, member: Member, now: datetime) -> Page:
    """/eval/<no>/submit/: totals and own order of the bids, and what is still missing."""
    page = sheet_page(process, member, now)
    table = page["sheets"][0]
    totals = [
        {"name": column["name"] + column["note"], "total": total}
        for column, total in zip(table["columns"], table["totals"], strict=True)
    ]
    return {
        "lot": head(process),
        "stages": page["stages"],
        "totals": totals,
        "reminders": page["reminders"],
        "step": page["submit"]["step"],
        "law": str(TBL_REGULATION[49]),
        "back": f"/eval/{process.number}/scores/",
        "crumbs": crumbs(("评标", "/eval/"), (process.number, f"/eval/{process.number}/"), ("提交评分", "")),
    }
