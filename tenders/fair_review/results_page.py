"""What do the public pages of the review show: one tender's sheet, and all tenders' results?"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch

from tenders.fair_review.models import FairAnswer, FairCase
from tenders.models import FairReview, Tender

Context = dict[str, Any]
ROWS = 20
LEVEL_WORDS = {"block": "必须修改", "warn": "建议修改", "manual": "请说明"}


def of_tender(tender: Tender) -> Context | None:
    """The sheet that was published with the notice, and what came after: clarifications, challenges."""
    review = tender.reviews.select_related("reviewer").first()
    if review is None:
        return None
    sheet = review.sheet
    kept = [dict(row, level_says=LEVEL_WORDS[row["level"]]) for row in sheet.get("findings", [])]
    adopted = [dict(row, level_says=LEVEL_WORDS[row["level"]]) for row in sheet.get("adopted", [])]
    overrides = list(tender.fair_answers.overrides().with_people())
    return {
        "review": review, "sheet": sheet, "kept": kept, "adopted": adopted, "overrides": overrides,
        "runs": list(tender.fair_runs.of_amendments()), "cases": list(tender.fair_cases.decided()),
    }  # fmt: skip


def of_all(page: str) -> Context:
    """Every published tender with its conclusion: how many clauses were changed, kept, challenged."""
    answers = Prefetch("fair_answers", FairAnswer.objects.standing())
    cases = Prefetch("fair_cases", FairCase.objects.decided())
    reviews = Prefetch("reviews", FairReview.objects.select_related("reviewer"))
    tenders = (
        Tender.objects.published().select_related("project__buyer").prefetch_related(answers, cases, reviews)
    )
    found = Paginator(tenders.order_by("-published_at"), ROWS).get_page(page)
    changed = Counter(
        FairAnswer.objects.adopted().filter(tender__published_at__isnull=False).values_list("says", flat=True)
    )
    return {
        "page": found, "rows": [_row(tender) for tender in found], "counts": _counts(),
        "common": [{"says": says, "count": count} for says, count in changed.most_common(10)],
    }  # fmt: skip


def _counts() -> list[Context]:
    answers = FairAnswer.objects.filter(tender__published_at__isnull=False)
    numbers = {
        "已公开的审查": FairReview.objects.filter(tender__published_at__isnull=False)
        .values("tender")
        .distinct()
        .count(),
        "发布前改掉的条款": answers.adopted().count(),
        "说明理由保留的条款": answers.filter(state="kept").exclude(level="block").count(),
        "两人确认保留的必须修改条款": answers.overrides().count(),
        "成立的审查意见": FairCase.objects.accepted().count(),
    }
    return [{"label": label, "value": value, "note": ""} for label, value in numbers.items()]


def _row(tender: Tender) -> Context:
    answers = list(tender.fair_answers.all())
    review = next(iter(tender.reviews.all()), None)
    return {
        "tender": tender, "review": review, "changed": sum(row.state == "adopted" for row in answers),
        "kept": sum(row.state == "kept" for row in answers),
        "overrides": sum(row.state == "kept" and row.level == "block" for row in answers),
        "accepted": sum(row.state == "accepted" for row in tender.fair_cases.all()),
    }  # fmt: skip
