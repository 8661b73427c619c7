"""Which charts /stats/ shows and what each says: a sentence, a summary for ears, a table, a drawing.

Pure: facts in, charts out. A chart without facts says why it is empty instead of drawing nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from cms import statistics_drawing as drawing
from cms.statistics_drawing import Drawing
from cms.statistics_facts import HOMES, Deal, Facts
from marketplace.law.workdays import day_of

MANY = 10


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart. `bars` for the shared bar chart, `drawn` for the other shapes; neither when it is empty."""

    key: str
    title: str
    means: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    spoken: str = ""
    empty: str = ""
    unit: str = ""
    bars: tuple[tuple[str, Decimal | int], ...] = ()
    drawn: Drawing | None = None


def wan(fen: int) -> Decimal:
    return (Decimal(fen) / 1_000_000).quantize(Decimal("0.01"), ROUND_HALF_UP)


def percent(part: int, whole: int) -> str:
    return f"{Decimal(part) * 100 / whole:.0f}%" if whole else "—"


def saved(deal: Deal) -> Decimal:
    """节资率 of one contract: what it cost less than the ceiling, in per cent of the ceiling."""
    return Decimal(deal.ceiling_fen - deal.amount_fen) * 100 / deal.ceiling_fen


def turnover(facts: Facts) -> Chart:
    """(1) contract sums by month."""
    means = "合同金额按签订的月份相加，已解除的不计。"
    if not facts.deals:
        return Chart("turnover", "各月合同金额", means, empty=f"{facts.year} 年还没有签订合同。")
    last = day_of(facts.until).month if day_of(facts.until).year == facts.year else 12
    months = [wan(sum(row.amount_fen for row in facts.deals if row.month == n)) for n in range(1, last + 1)]
    total, best = sum(months, Decimal(0)), max(range(len(months)), key=months.__getitem__)
    bars = tuple(
        (f"{n}月", value.quantize(Decimal("0.1"), ROUND_HALF_UP)) for n, value in enumerate(months, 1)
    )
    return Chart(
        "turnover", f"{facts.year} 年签订合同 {len(facts.deals)} 份，共 {total:,} 万元", means, ("月份", "合同份数", "合同金额（万元）"),
        tuple((f"{n}月", str(sum(row.month == n for row in facts.deals)), f"{value:,}") for n, value in enumerate(months, 1)),
        f"各月合同金额柱状图，最高为 {best + 1} 月 {months[best]:,} 万元", unit="万元", bars=bars,
    )  # fmt: skip


def savings(facts: Facts) -> Chart:
    """(2) what contracts cost less than their ceilings, by method."""
    means = (
        "节资率＝（最高限价－合同金额）÷最高限价，每点是一份合同。节资率高不等于办得好，要和履约情况一起看。"
    )
    found = _by_method(facts.deals, saved)
    if not found:
        return Chart("savings", "节资率", means, empty=f"{facts.year} 年还没有签订合同，算不出节资率。")
    everything = [saved(row) for row in facts.deals]
    middle = drawing.median(everything)
    return Chart(
        "savings", f"节资率中位数 {middle:.1f}%", means, ("方式", "合同份数", "最低", "中位", "最高"),
        tuple((name, str(len(rows)), f"{min(rows):.1f}%", f"{drawing.median(rows):.1f}%", f"{max(rows):.1f}%") for name, rows in found),
        f"各方式节资率点图，共 {len(everything)} 份合同，最低 {min(everything):.1f}%，最高 {max(everything):.1f}%",
        drawn=drawing.dots(found, "%"),
    )  # fmt: skip


def _by_method(deals: Sequence[Deal], value: Callable[[Deal], Decimal]) -> list[tuple[str, list[Decimal]]]:
    names = sorted({row.method for row in deals})
    return [(name, [value(row) for row in deals if row.method == name]) for name in names]


def competition(facts: Facts) -> Chart:
    """(3) bidders per closed lot, and how many lots failed."""
    means = "只计投标已经截止的标段；正在投标的标段，任何人都不知道有几家（《招标投标法》第二十二条）。"
    if not facts.bidders:
        return Chart("competition", "每个标段的投标家数", means, empty=f"{facts.year} 年还没有截止的标段。")
    counts = Counter(min(n, MANY) for n in facts.bidders)
    labels = [(n, f"{n}家" if n < MANY else f"{MANY}家以上") for n in range(MANY + 1)]
    shown = [(label, counts[n]) for n, label in labels if n >= 3 or counts[n]]
    mean = Decimal(sum(facts.bidders)) / len(facts.bidders)
    few = sum(n < 3 for n in facts.bidders)
    tail = f"，流标 {facts.failed} 个" if facts.failed else "，没有流标"
    return Chart(
        "competition", f"平均每个标段 {mean:.1f} 家投标{tail}", means, ("投标家数", "标段数"),
        (*((label, str(n)) for label, n in shown), ("不足三家", str(few)), ("流标", str(facts.failed))),
        f"投标家数分布，共 {len(facts.bidders)} 个已截止的标段，不足三家的 {few} 个", unit="标段", bars=tuple(shown),
    )  # fmt: skip


def methods(facts: Facts) -> Chart:
    """(4) which methods were used, by year of publication."""
    means = "按标段计，以首次公告的年份为准。"
    if not facts.methods:
        return Chart("methods", "各年采用的方式", means, empty="还没有发布过招标公告。")
    names = sorted({name for counts in facts.methods.values() for name in counts})
    rows = [
        (f"{year}年", [(name, counts[name]) for name in names if counts[name]])
        for year, counts in sorted(facts.methods.items())
    ]
    latest, counts = max(facts.methods.items())
    most, n = counts.most_common(1)[0]
    return Chart(
        "methods", f"{latest} 年发布 {counts.total()} 个标段，{most}占 {percent(n, counts.total())}", means, ("年份", *names),
        tuple((f"{year}年", *(str(facts.methods[year][name]) for name in names)) for year in sorted(facts.methods)),
        f"各年方式占比，{latest} 年{most} {n} 个", drawn=drawing.shares(rows),
    )  # fmt: skip


def duration(facts: Facts) -> Chart:
    """(5) days from the notice to the contract, by method."""
    means = "自首次公告之日至合同订立之日的天数。线从最短到最长，框是中间一半，竖线是中位数。"
    found = _by_method(facts.deals, lambda row: Decimal(row.days))
    if not found:
        return Chart("duration", "从公告到签约的天数", means, empty=f"{facts.year} 年还没有签订合同。")
    middle = drawing.median([Decimal(row.days) for row in facts.deals])
    return Chart(
        "duration", f"从公告到签约，中位数 {middle:.0f} 天", means, ("方式", "合同份数", "最短", "中位", "最长"),
        tuple((name, str(len(rows)), f"{min(rows)} 天", f"{drawing.median(rows):.0f} 天", f"{max(rows)} 天") for name, rows in found),
        f"各方式从公告到签约天数的箱形图，中位数 {middle:.0f} 天", drawn=drawing.boxes(found, " 天"),
    )  # fmt: skip


def objections(facts: Facts) -> Chart:
    """(6) objections: filed, answered in time, upheld."""
    means = (
        "答复期限 3 日（《招标投标法实施条例》第二十二条、第五十四条）；期限未满、尚未答复的暂不计入按期。"
    )
    if not facts.objections:
        return Chart("objections", "异议", means, empty=f"{facts.year} 年没有异议。")
    filed, in_time, upheld = (
        sum(getattr(row, name) for row in facts.objections) for name in ("filed", "in_time", "upheld")
    )
    rows = [
        (row.kind, [("提出", row.filed), ("按期答复", row.in_time), ("成立", row.upheld)])
        for row in facts.objections
    ]
    return Chart(
        "objections", f"异议 {filed} 件，按期答复 {in_time} 件，成立 {upheld} 件", means, ("事项", "提出", "按期答复", "成立"),
        tuple((row.kind, str(row.filed), str(row.in_time), str(row.upheld)) for row in facts.objections),
        f"异议按事项的条形图，共 {filed} 件", drawn=drawing.groups(rows, " 件"),
    )  # fmt: skip


def homes(facts: Facts) -> Chart:
    """(7) where the winners are registered."""
    means = "按合同份数计，登记地以统一社会信用代码第 3 至 8 位为准。"
    if not facts.deals:
        return Chart("homes", "中标单位的登记地", means, empty=f"{facts.year} 年还没有签订合同。")
    counts = Counter(row.home for row in facts.deals)
    shown = [(label, counts[label]) for _, label in HOMES]
    away = len(facts.deals) - counts["本县"]
    return Chart(
        "homes", f"{percent(away, len(facts.deals))} 的合同由县外单位中标" if away else "合同全部由县内单位中标", means, ("登记地", "合同份数", "占比"),
        tuple((label, str(n), percent(n, len(facts.deals))) for label, n in shown),
        f"中标单位登记地占比，本县 {counts['本县']} 份，共 {len(facts.deals)} 份",
        drawn=drawing.shares([("合同份数", [part for part in shown if part[1]])]),
    )  # fmt: skip


def timers(facts: Facts) -> Chart:
    """(11) periods that ended, by the unit that had to act."""
    means = "只计已经届满的期限；正在进行的期限和投标人的事项不计。"
    if not facts.timers:
        return Chart("timers", "各单位按期办理", means, empty=f"{facts.year} 年还没有届满的期限。")
    due, in_time = (sum(getattr(row, name) for row in facts.timers) for name in ("due", "in_time"))
    rows = [(row.unit, [("按期", row.in_time), ("逾期", row.due - row.in_time)]) for row in facts.timers]
    return Chart(
        "timers", f"{due} 项期限届满，按期办结 {in_time} 项", means, ("单位", "届满", "按期", "逾期"),
        tuple((row.unit, str(row.due), str(row.in_time), str(row.due - row.in_time)) for row in facts.timers),
        f"各单位按期和逾期的条形图，按期 {percent(in_time, due)}", drawn=drawing.groups(_short(rows), " 项"),
    )  # fmt: skip


def _short(rows: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Names of units as far as the margin holds; the whole name stands in the table."""
    return [(name if len(name) <= 11 else f"{name[:10]}…", parts) for name, parts in rows]


CHARTS: tuple[Callable[[Facts], Chart], ...] = (
    turnover, savings, competition, methods, duration, objections, homes, timers,
)  # fmt: skip


def charts(facts: Facts) -> list[Chart]:
    """All of them in the order of the page."""
    return [make(facts) for make in CHARTS]
