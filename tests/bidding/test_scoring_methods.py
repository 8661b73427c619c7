"""Criteria, sheets, corrections, ranking, whole evaluations and the owner's trial."""

from decimal import Decimal

import pytest

from bidding.scoring import criteria, marks
from bidding.scoring.adjustments import Adjustment, small_firm
from bidding.scoring.corrections import Line, exceeds, unit_prices_over_sums, words_over_figures
from bidding.scoring.criteria import Criterion, Kind, Level
from bidding.scoring.marks import Difference, ScoreSheet, average
from bidding.scoring.methods import (
    Comprehensive,
    Effect,
    LowestEvaluated,
    Offer,
    Sample,
    evaluate,
    trial,
)
from bidding.scoring.prices import Benchmark, Draw, Lowered, LowestPrice
from bidding.scoring.ranking import Entry, Order, rank
from bidding.scoring.steps import NotScorable
from marketplace.law.money import Money

D = Decimal

PLAN = Criterion("T1", "施工组织设计", Kind.SUBJECTIVE, D(30))
TRACK = Criterion(
    "T2",
    "类似业绩",
    Kind.OBJECTIVE,
    D(10),
    (Level("三项以上", D(10)), Level("两项", D(6)), Level("一项", D(3))),
)
PRICE = Criterion("P", "投标报价", Kind.PRICE, D(60))
TABLE = (PLAN, TRACK, PRICE)


def sheet(evaluator: str, **given: tuple[str, str]) -> ScoreSheet:
    """Marks per bid as (施工组织设计, 类似业绩)."""
    return ScoreSheet(
        evaluator,
        {
            (bid, code): D(mark)
            for bid, pair in given.items()
            for code, mark in zip(("T1", "T2"), pair, strict=True)
        },
    )


FIVE = [
    sheet("甲", a=("20", "10"), b=("28", "6")),
    sheet("乙", a=("22", "10"), b=("27", "6")),
    sheet("丙", a=("24", "10"), b=("26.5", "6")),
    sheet("丁", a=("25", "10"), b=("20", "6")),
    sheet("戊", a=("30", "10"), b=("26", "6")),
]


# criteria


def test_a_table_that_adds_up_has_no_problems() -> None:
    assert criteria.problems(TABLE) == ()


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ((PLAN, PRICE), "各项满分之和应为 100 分，现在是 90 分"),
        ((PLAN, TRACK, Criterion("P", "报价", Kind.OBJECTIVE, D(60))), "应当有且只有一项投标报价，现在有 0 项"),
        ((PLAN, PLAN, TRACK, PRICE), "评审因素编号 T1 重复"),
        ((*TABLE, Criterion("T3", "其他", Kind.SUBJECTIVE, D(0))), "“其他”的满分应大于 0"),
        ((Criterion("T3", "奖项", Kind.OBJECTIVE, D(40), (Level("有", D(30)),)), PRICE), "“奖项”的最高一档应等于满分 40 分"),
        (
            (Criterion("T3", "奖项", Kind.OBJECTIVE, D(40), (Level("有", D(40)), Level("无", D(-1)))), PRICE),
            "“奖项”各档分值应各不相同且不小于 0",
        ),
    ],
)  # fmt: skip
def test_a_table_that_does_not_add_up_says_why(table: tuple[Criterion, ...], says: str) -> None:
    assert says in criteria.problems(table)


# sheets


def test_the_mean_of_the_sheets_is_rounded_per_criterion() -> None:
    averages = average(TABLE, ["a", "b"], FIVE)
    assert averages.points == {
        "a": {"T1": D("24.20"), "T2": D("10.00")},
        "b": {"T1": D("25.50"), "T2": D("6.00")},
    }
    assert averages.total("a") == D("34.20")
    thirds = average(
        TABLE, ["a"], [sheet("甲", a=("20", "10")), sheet("乙", a=("20", "10")), sheet("丙", a=("21", "10"))]
    )
    assert thirds.points["a"]["T1"] == D("20.33")


def test_extremes_are_dropped_per_bid_when_the_document_says_so() -> None:
    averages = average(TABLE, ["a", "b"], FIVE, drop_extremes=True)
    assert averages.points["a"]["T1"] == D("23.67")
    assert averages.points["b"]["T1"] == D("26.50")
    assert [name for name, _ in averages.steps[0].inputs] == ["乙", "丙", "丁"]
    with pytest.raises(NotScorable, match="至少需要 5 份评分表，现在有 4 份"):
        average(TABLE, ["a"], FIVE[:4], drop_extremes=True)
    with pytest.raises(NotScorable, match="至少需要 1 份"):
        average(TABLE, ["a"], [])


@pytest.mark.parametrize(
    ("pair", "says"),
    [
        (("31", "10"), "a 的“施工组织设计”打了 31 分，应在 0 至 30 分之间"),
        (("-1", "10"), "a 的“施工组织设计”打了 -1 分，应在 0 至 30 分之间"),
        (("20.005", "10"), "a 的“施工组织设计”最多保留两位小数"),
        (("20", "7"), "a 的“类似业绩”打了 7 分，不在规定的档次之内"),
    ],
)
def test_a_mark_out_of_range_is_named(pair: tuple[str, str], says: str) -> None:
    wrong = sheet("甲", a=pair)
    assert marks.problems(TABLE, ["a"], wrong) == (says,)
    with pytest.raises(NotScorable, match="甲：a 的"):
        average(TABLE, ["a"], [wrong])


def test_full_marks_and_nothing_are_allowed_a_blank_is_not() -> None:
    assert marks.problems(TABLE, ["a"], sheet("甲", a=("30", "0"))) == ()
    assert marks.problems(TABLE, ["a"], ScoreSheet("甲", {("a", "T1"): D(1)})) == (
        "a 的“类似业绩”还没有打分",
    )


def test_a_different_objective_mark_is_shown_not_corrected() -> None:
    sheets = [sheet("甲", a=("20", "10")), sheet("乙", a=("25", "6"))]
    assert marks.differences(TABLE, ["a"], sheets) == (Difference("a", "T2", (("甲", D(10)), ("乙", D(6)))),)
    assert marks.differences(TABLE, ["a", "b"], FIVE) == ()


# corrections


def test_words_rule_over_figures() -> None:
    corrected = words_over_figures("壹佰贰拾叁万元整", "1,320,000.00")
    assert corrected.price == Money.of(1_230_000)
    assert corrected.changed
    assert not words_over_figures("壹佰贰拾叁万元整", "1,230,000.00").changed


def test_unit_prices_rule_over_the_printed_total() -> None:
    lines = [Line("土方", D(10), D(1200)), Line("路面", D(5), D(3000))]
    corrected = unit_prices_over_sums(lines, Money.of(28_000))
    assert corrected.price == Money.of(27_000)
    assert corrected.steps[0].inputs == (
        ("土方", "12,000.00"),
        ("路面", "15,000.00"),
        ("投标总价", "28,000.00"),
    )
    assert not unit_prices_over_sums(lines, Money.of(27_000)).changed


def test_a_misplaced_point_is_put_right_in_the_unit_price() -> None:
    corrected = unit_prices_over_sums([Line("管道", D(1000), D("0.35"), Money.of(3500))], Money.of(3500))
    assert corrected.price == Money.of(3500)
    assert corrected.lines[0].unit_price == D("3.50")
    assert corrected.steps[0].value == "单价 3.50"


def test_any_other_printed_sum_gives_way_to_the_unit_price() -> None:
    corrected = unit_prices_over_sums([Line("管道", D(1000), D("0.35"), Money.of(3400))], Money.of(3400))
    assert corrected.price == Money.of(350)
    assert [step.value for step in corrected.steps] == ["350.00", "350.00"]
    free = unit_prices_over_sums([Line("赠送", D(1), D(0), Money.of(10))], Money.of(10))
    assert free.price == Money(0)


def test_a_correction_may_not_break_the_cap() -> None:
    corrected = words_over_figures("壹佰贰拾叁万元整", "1,320,000.00")
    assert exceeds(corrected, Money.of(D("1229999.99")))
    assert not exceeds(corrected, Money.of(1_230_000))


# ranking


def entry(bid: str, score: str, price: int = 100, technical: str = "30") -> Entry:
    return Entry(bid, Money.of(price), Money.of(price), D(score), D(technical))


SCORE_THEN_TIES = (Order.HIGHER_SCORE, Order.LOWER_PRICE, Order.HIGHER_TECHNICAL, Order.BUYER)


def test_more_points_stand_first() -> None:
    ranking = rank([entry("a", "80"), entry("b", "90"), entry("c", "85")], SCORE_THEN_TIES)
    assert ranking.bids == ("b", "c", "a")
    assert [place.rank for place in ranking.places] == [1, 2, 3]
    assert ranking.steps == ()


def test_a_tie_is_broken_by_price_then_by_technical_marks() -> None:
    ranking = rank(
        [entry("a", "90", 100, "30"), entry("b", "90", 99, "20"), entry("c", "90", 100, "31")],
        SCORE_THEN_TIES,
    )
    assert ranking.bids == ("b", "c", "a")
    assert [(step.says, step.value) for step in ranking.steps] == [
        ("并列的，投标报价低的优先", "b → a、c"),
        ("并列的，技术得分高的优先", "c → a"),
    ]


def test_a_tie_nothing_breaks_is_reported_not_decided() -> None:
    entries = [entry("a", "90"), entry("b", "90"), entry("c", "80")]
    ranking = rank(entries, SCORE_THEN_TIES)
    assert ranking.undecided == (("a", "b"),)
    assert [place.rank for place in ranking.places] == [1, 1, 3]
    with pytest.raises(NotScorable, match="a、b 并列，须由招标人"):
        ranking.candidates()
    decided = rank(entries, SCORE_THEN_TIES, decided=[("b", "a")])
    assert [place.entry.bid for place in decided.candidates()] == ["b", "a", "c"]
    assert decided.steps[-1].says == "并列的，由招标人决定先后"


def test_a_decision_about_other_bids_decides_nothing() -> None:
    assert rank([entry("a", "90"), entry("b", "90")], SCORE_THEN_TIES, decided=[("a", "c")]).undecided == (
        ("a", "b"),
    )


def test_at_most_three_are_candidates() -> None:
    ranking = rank(
        [entry(bid, score) for bid, score in zip("abcd", ("90", "80", "70", "60"), strict=True)],
        SCORE_THEN_TIES,
    )
    assert [place.entry.bid for place in ranking.candidates()] == ["a", "b", "c"]
    below = rank(
        [entry(bid, score) for bid, score in zip("abcde", ("90", "80", "70", "60", "60"), strict=True)],
        SCORE_THEN_TIES,
    )
    assert len(below.candidates()) == 3
    assert below.undecided == (("d", "e"),)
    assert rank([], SCORE_THEN_TIES).candidates() == ()


def test_a_tie_across_the_third_place_leaves_the_candidates_open() -> None:
    ranking = rank(
        [entry(bid, score) for bid, score in zip("abcd", ("90", "80", "70", "70"), strict=True)],
        SCORE_THEN_TIES,
    )
    with pytest.raises(NotScorable, match="c、d 并列"):
        ranking.candidates()


# whole evaluations


def test_lowest_evaluated_price_t11() -> None:
    offers = [
        Offer("A", Money.of(5_000_000), (Adjustment("漏项", Money.of(60_000), "评标办法"),)),
        Offer("B", Money.of(5_030_000)),
        Offer(
            "C",
            Money.of(4_980_000),
            (Adjustment("工期每晚一日 3,000 元 × 30", Money.of(90_000), "评标办法"),),
        ),
    ]
    result = evaluate(LowestEvaluated(), offers)
    assert result.ranking.bids == ("B", "A", "C")
    assert [place.entry.evaluation_price.yuan() for place in result.ranking.places] == [
        "5,030,000.00",
        "5,060,000.00",
        "5,070,000.00",
    ]
    assert result.steps[0].inputs == (("投标价", "5,000,000.00"), ("漏项", "60,000.00"))


def test_equal_evaluation_prices_go_to_the_lower_bid_then_to_the_buyer() -> None:
    offers = [
        Offer("A", Money.of(100), (Adjustment("漏项", Money.of(10), "评标办法"),)),
        Offer("B", Money.of(110)),
        Offer("C", Money.of(110)),
    ]
    result = evaluate(LowestEvaluated(), offers)
    assert result.ranking.bids[0] == "A"
    assert result.ranking.undecided == (("B", "C"),)
    assert evaluate(LowestEvaluated(), offers, decided=[("C", "B")]).ranking.bids == ("A", "C", "B")


METHOD = Comprehensive(TABLE, LowestPrice())


def test_marks_and_price_make_the_total() -> None:
    offers = [Offer("a", Money.of(1_000_000)), Offer("b", Money.of(1_050_000))]
    result = evaluate(METHOD, offers, FIVE, cap=Money.of(1_100_000))
    assert result.totals == {"a": D("94.20"), "b": D("88.64")}
    assert result.ranking.bids == ("a", "b")
    assert result.price is not None
    assert result.averages is not None
    assert result.averages.total("b") + result.price.points["b"] == D("88.64")
    assert [step.value for step in result.steps if step.says.startswith("综合得分")] == ["94.20", "88.64"]


def test_a_bonus_counts_in_the_total_up_to_full_marks() -> None:
    offers = [Offer("a", Money.of(1_000_000)), Offer("b", Money.of(1_050_000), bonus=small_firm(D("0.05")))]
    assert evaluate(METHOD, offers, FIVE).totals["b"] == D("31.50") + D("60")
    free = Comprehensive(TABLE, LowestPrice(), bonus_may_exceed_full=True)
    lowest = [Offer("a", Money.of(1_000_000), bonus=small_firm(D("0.05"))), Offer("b", Money.of(1_050_000))]
    assert evaluate(free, lowest, FIVE).totals["a"] == D("34.20") + D("63.00")


def test_the_same_bid_twice_is_refused() -> None:
    with pytest.raises(NotScorable, match="出现两次"):
        evaluate(METHOD, [Offer("a", Money.of(1)), Offer("a", Money.of(1))], FIVE)


# the owner's trial


def test_the_trial_shows_what_one_percent_does() -> None:
    samples = [
        Sample("甲", Money.of(1_000_000), D(30)),
        Sample("乙", Money.of(950_000), D(27)),
        Sample("丙", Money.of(900_000), D(20)),
    ]
    shown = trial(METHOD, samples, cap=Money.of(1_005_000))
    assert shown.evaluation.totals == {"甲": D("84.00"), "乙": D("83.84"), "丙": D("80.00")}
    assert shown.effects == (
        Effect("甲", -1, D("0.55"), 1),
        Effect("甲", 1, None, None),
        Effect("乙", -1, D("0.58"), 1),
        Effect("乙", 1, D("-0.56"), 2),
        Effect("丙", -1, D("0.00"), 3),
        Effect("丙", 1, D("0.00"), 3),
    )


def test_the_trial_takes_the_middle_of_what_will_be_drawn() -> None:
    drawn = Comprehensive(
        TABLE, Benchmark(Lowered(Draw("k", (D("0.03"), D("0.01"), D("0.02")))), D(1), D("0.5"))
    )
    samples = [Sample("甲", Money.of(1_000_000), D(30)), Sample("乙", Money.of(900_000), D(30))]
    assert trial(drawn, samples).drawn == {"k": D("0.02")}
    assert trial(drawn, samples, drawn={"k": D("0.03")}).drawn == {"k": D("0.03")}
    assert trial(METHOD, samples).drawn == {}


def test_the_trial_of_the_lowest_price_shows_ranks_only() -> None:
    samples = [Sample("甲", Money.of(1_000_000)), Sample("乙", Money.of(1_005_000))]
    shown = trial(LowestEvaluated(), samples)
    assert shown.effects[1] == Effect("甲", 1, None, 2)
    assert shown.effects[2] == Effect("乙", -1, None, 1)


def test_the_method_names_its_own_problems() -> None:
    assert METHOD.problems() == ()
    assert Comprehensive((PLAN, PRICE), LowestPrice()).problems() == (
        "各项满分之和应为 100 分，现在是 90 分",
    )
