"""Price points: the worked examples of the rule book and the edges of each formula."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bidding.scoring.adjustments import deducted, domestic, raised, small_firm, with_small_firm
from bidding.scoring.low import Thresholds, abnormally_low
from bidding.scoring.prices import (
    STANDARD_TRIM,
    Benchmark,
    Blended,
    Draw,
    Lowered,
    LowestPrice,
    Trim,
    price_scores,
    weighted_total,
)
from bidding.scoring.steps import NotScorable
from marketplace.law.money import Money

D = Decimal


def yuan(*amounts: int) -> dict[str, Money]:
    return {name: Money.of(amount) for name, amount in zip("abcdefgh", amounts, strict=False)}


def points(*amounts: str) -> dict[str, D]:
    return {name: D(amount) for name, amount in zip("abcdefgh", amounts, strict=False)}


@pytest.mark.parametrize(
    ("prices", "full", "expected"),
    [
        (yuan(980_000, 1_050_000, 1_200_000), 30, points("30.00", "28.00", "24.50")),
        (yuan(450_000, 500_000, 520_000), 10, points("10.00", "9.00", "8.65")),
        (yuan(286_000, 300_000, 318_000), 20, points("20.00", "19.07", "17.99")),
    ],
    ids=["T1", "T2", "T3"],
)
def test_the_lowest_price_earns_full_marks(
    prices: dict[str, Money], full: int, expected: dict[str, D]
) -> None:
    scores = price_scores(LowestPrice(), prices, D(full))
    assert scores.points == expected
    assert scores.base == min(prices.values()).decimal


def test_weighted_marks_add_up_t4() -> None:
    assert weighted_total([(D("93.33"), D("0.30")), (D(88), D("0.45")), (D(90), D("0.25"))]) == D("90.10")
    with pytest.raises(NotScorable, match="权重之和应为 1"):
        weighted_total([(D(90), D("0.30")), (D(88), D("0.45"))])


def test_deductions_for_small_firms_t5() -> None:
    ten, four = small_firm(D("0.10")), with_small_firm(D("0.04"))
    evaluated = {
        "A": deducted("A", Money.of(1_000_000), []).price,
        "B": deducted("B", Money.of(1_050_000), [ten]).price,
        "C": deducted("C", Money.of(1_020_000), [four]).price,
    }
    assert evaluated == {"A": Money.of(1_000_000), "B": Money.of(945_000), "C": Money.of(979_200)}
    assert price_scores(LowestPrice(), evaluated, D(30)).points == {
        "A": D("28.35"),
        "B": D("30.00"),
        "C": D("28.95"),
    }


def test_deductions_add_up_on_the_original_price_t6() -> None:
    x = deducted("X", Money.of(1_000_000), [domestic(), small_firm(D("0.10"))])
    assert x.price == Money.of(700_000)
    assert [one.amount for one in x.adjustments] == [Money.of(-200_000), Money.of(-100_000)]
    evaluated = {
        "X": x.price,
        "Y": deducted("Y", Money.of(900_000), [domestic()]).price,
        "Z": Money.of(800_000),
    }
    assert evaluated["Y"] == Money.of(720_000)
    assert price_scores(LowestPrice(), evaluated, D(40)).points == {
        "X": D("40.00"),
        "Y": D("38.89"),
        "Z": D("35.00"),
    }


def test_a_bonus_raises_the_price_score_t7() -> None:
    assert raised("A", D("54.00"), small_firm(D("0.04")))[0] == D("56.16")
    assert raised("B", D("51.30"), with_small_firm(D("0.02")))[0] == D("52.33")
    assert raised("C", D("59.00"), small_firm(D("0.04")), full=D(60))[0] == D(60)


@pytest.mark.parametrize(
    ("quotes", "cap", "thresholds", "hits"),
    [
        (yuan(1_000_000, 900_000, 400_000), 1_100_000, None, [("c", 2), ("c", 3)]),
        (yuan(620_000, 600_000, 495_000), 1_100_000, None, []),
        (yuan(1_000_000, 980_000, 970_000, 480_000), 1_000_000, None, [("d", 2)]),
        (
            yuan(1_000_000, 980_000, 970_000, 480_000),
            1_000_000,
            Thresholds(D("0.65"), D("0.65"), D("0.65")),
            [("d", 1), ("d", 2), ("d", 3)],
        ),
    ],
    ids=["T8", "T9", "T10", "T10 at 65%"],
)
def test_abnormally_low_prices_are_listed(
    quotes: dict[str, Money], cap: int, thresholds: Thresholds | None, hits: list[tuple[str, int]]
) -> None:
    found = abnormally_low(quotes, Money.of(cap), thresholds)
    assert [(hit.bid, hit.test) for hit in found] == hits


def test_the_bounds_are_shown_with_the_hit() -> None:
    at_half = abnormally_low(yuan(1_000_000, 900_000, 380_000), Money.of(1_100_000))
    assert [hit.step.value for hit in at_half] == ["450,000.00", "495,000.00"]
    all_tests = abnormally_low(yuan(1_000_000, 980_000, 970_000, 400_000), Money.of(1_000_000))
    assert [(hit.step.says, hit.step.value) for hit in all_tests] == [
        ("低于全部报价平均值的 50%", "418,750.00"),
        ("低于次低报价的 50%", "485,000.00"),
        ("低于最高限价的 45%", "450,000.00"),
    ]


def test_thresholds_above_the_permitted_rate_are_refused() -> None:
    Thresholds(D("0.65"), None, None)
    with pytest.raises(NotScorable, match="最高为 65%"):
        Thresholds(D("0.66"), None, None)


def test_no_cap_and_one_bid_leave_tests_out() -> None:
    assert abnormally_low(yuan(1)) == ()
    assert abnormally_low({}) == ()


SEVEN = yuan(9_900_000, 9_600_000, 9_450_000, 9_300_000, 9_250_000, 9_100_000, 8_800_000)
CAP = Money.of(10_000_000)


def test_benchmark_lowered_from_the_mean_t12() -> None:
    method = Benchmark(Lowered(D("0.01")), D("1.0"), D("0.5"))
    scores = price_scores(method, SEVEN, D(60), cap=CAP)
    assert scores.base == D("9246600.00")
    assert scores.points == points("52.93", "56.18", "57.80", "59.42", "59.96", "59.21", "57.59")


def test_benchmark_blended_with_the_cap_t13() -> None:
    method = Benchmark(Blended(D("0.6"), D("0.05")), D("0.9"), D("0.6"))
    scores = price_scores(method, SEVEN, D(50), cap=CAP)
    assert scores.base == D("9404000.00")
    assert scores.points == points("45.25", "48.12", "49.56", "49.34", "49.02", "48.06", "46.15")


def test_benchmark_of_four_bids_is_not_trimmed_t14() -> None:
    method = Benchmark(Lowered(D("0.03")), D(2), D(1))
    scores = price_scores(method, yuan(3_000_000, 2_900_000, 2_850_000, 2_700_000), D(40))
    assert scores.base == D("2776625.00")
    assert scores.points == points("23.91", "31.11", "34.71", "37.24")


def test_each_result_says_how_it_came_about() -> None:
    steps = price_scores(Benchmark(Lowered(D("0.01")), D("1.0"), D("0.5")), SEVEN, D(60), cap=CAP).steps
    assert steps[0].says == "平均价 = 去掉 1 个最高价和 1 个最低价后的算术平均值"
    assert [name for name, _ in steps[0].inputs] == ["f", "e", "d", "c", "b"]
    assert (steps[0].value, steps[1].value) == ("9,340,000.00", "9,246,600.00")
    assert steps[1].inputs == (("平均价", "9,340,000.00"), ("下浮系数", "1%"))
    of_a = [(step.says, step.value) for step in steps if step.of == "a"]
    assert of_a == [
        ("偏差率 =（评标价 − 评标基准价）÷ 评标基准价 × 100%", "7.0664%"),
        ("报价得分 = 满分 − |偏差率| × 每偏差 1% 的扣分，不低于最低分", "52.93"),
    ]


def test_a_drawn_coefficient_is_given_from_outside() -> None:
    method = Benchmark(Lowered(Draw("k", (D("0.01"), D("0.02"), D("0.03")))), D(1), D("0.5"))
    drawn = price_scores(method, SEVEN, D(60), cap=CAP, drawn={"k": D("0.01")})
    assert drawn.base == D("9246600.00")
    with pytest.raises(NotScorable, match="随机系数 k 尚未抽取"):
        price_scores(method, SEVEN, D(60), cap=CAP)
    with pytest.raises(NotScorable, match="不在备选值之内"):
        price_scores(method, SEVEN, D(60), cap=CAP, drawn={"k": D("0.05")})


def test_a_score_stays_between_least_and_full() -> None:
    method = Benchmark(Lowered(D(0)), D(10), D(10), least=D(5))
    scores = price_scores(method, yuan(1_000_000, 2_000_000, 3_000_000), D(30))
    assert scores.points == points("5.00", "30.00", "5.00")


def test_the_trim_table_and_the_floor_decide_who_is_in_the_mean() -> None:
    ten = {str(n): Money.of(1_000_000 + n * 100_000) for n in range(10)}
    assert price_scores(Benchmark(Lowered(D(0)), D(1), D(1)), ten, D(30)).base == D("1450000.00")
    floor = Benchmark(Lowered(D(0)), D(1), D(1), trim=(Trim(0, 0, 0),), lowest_in_mean=Money.of(1_900_000))
    assert price_scores(floor, ten, D(30)).base == D("1900000.00")
    assert [row.bids for row in STANDARD_TRIM] == [0, 6, 10]
    with pytest.raises(NotScorable, match="没有可用于计算"):
        price_scores(Benchmark(Lowered(D(0)), D(1), D(1), lowest_in_mean=Money.of(5_000_000)), ten, D(30))


def test_the_deviation_may_be_rounded_by_the_document() -> None:
    method = Benchmark(Lowered(D("0.01")), D("1.0"), D("0.5"), deviation_places=0)
    assert price_scores(method, SEVEN, D(60), cap=CAP).points["a"] == D("53.00")


def test_a_price_that_should_have_been_rejected_is_not_scored() -> None:
    with pytest.raises(NotScorable, match="a 的报价超过最高投标限价"):
        price_scores(LowestPrice(), yuan(10_000_001), D(30), cap=CAP)
    with pytest.raises(NotScorable, match="大于 0"):
        price_scores(LowestPrice(), yuan(0), D(30))
    with pytest.raises(NotScorable, match="没有有效报价"):
        price_scores(LowestPrice(), {}, D(30))
    with pytest.raises(NotScorable, match="需要最高投标限价"):
        price_scores(Benchmark(Blended(D("0.6"), D("0.05")), D(1), D(1)), SEVEN, D(50))
    assert price_scores(LowestPrice(), yuan(10_000_000), D(30), cap=CAP).points == points("30.00")


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=12))
def test_a_lower_price_never_earns_less_under_the_lowest_price_method(amounts: list[int]) -> None:
    prices = {str(n): Money(amount) for n, amount in enumerate(amounts)}
    scores = price_scores(LowestPrice(), prices, D(30)).points
    by_price = sorted(prices, key=lambda bid: prices[bid])
    assert [scores[bid] for bid in by_price] == sorted(scores.values(), reverse=True)
    assert max(scores.values()) == D("30.00")


@given(st.lists(st.integers(10**6, 10**9), min_size=1, max_size=12), st.integers(1, 10**6))
def test_scores_do_not_depend_on_the_order_or_the_names(amounts: list[int], factor: int) -> None:
    method = Benchmark(Lowered(D("0.02")), D(1), D("0.5"))
    forward = price_scores(method, {f"n{n}": Money(a) for n, a in enumerate(amounts)}, D(60)).points
    back = price_scores(
        method, {f"m{n}": Money(a) for n, a in reversed(list(enumerate(amounts)))}, D(60)
    ).points
    assert [forward[f"n{n}"] for n in range(len(amounts))] == [back[f"m{n}"] for n in range(len(amounts))]
