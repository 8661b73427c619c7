"""Which price is the ceiling, which are only near it, and how much security is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from marketplace.law.money import Money
from tenders.prefill.amounts import Amount, amounts
from tenders.prefill.notice import Notice
from tenders.prefill.outline import Section
from tenders.prefill.text import Found
from tenders.prefill.vocabulary import Kind

_CEILING = re.compile(
    r"(?:最高投标限价|招标控制价|最高限价|投标限价|控制价|拦标价|限价|预算金额|采购预算|预算价|预算总额|总预算|预估费用|预算)"
    r"(?:\([^()\n\d]{0,40}\))?(?:约?为|约|共计|合计|总计|不超过|暂定)?"
)
_ELSEWHERE = frozenset(
    {Section.QUALIFICATION, Section.BOND, Section.DOCUMENTS, Section.SUBMISSION, Section.CONTACT}
)
_NET_OF_TAX = re.compile(r"不含(?!增值税专票)[^,，。;；:]{0,8}税|除税|未含税|税前")
_PART = re.compile(r"其中|第[一二三四五]年|单价|暂列|暂估|安全文明|每[年月天人]|设备费|下浮|一年|/年|规费")
_WHOLE = re.compile(r"合计|总价|总额|共计|总计|总预算|总控制价")
_STRONG = re.compile(r"限价|控制价|拦标价")
_REACH = 60
_NO_BOND = re.compile(
    r"(?:无需|不需|项目无|不要求|不收取|免收|免交|免于|不用|无须|不再收取|不提交|不缴纳|不交纳|不设)[^。\n]{0,10}保证金"
    r"|保证金(?:金额)?[^,，。\n]{0,6}:?(?:无|不适用|不收取|免收|免交|不要求|/|不需要|不交纳|不缴纳)(?=[。;；,，\n]|$)"
)
_NONE_HERE = re.compile(
    r"不收取|不采用|不作要求|不要求|无需|无须|不适用|免收|免交|不设|不提交|不缴纳|不交纳|(?:金额)?:?(?:0|0元|/|无)[。;；]?\Z"
)
_SHORT_LINE = 30
_OTHER_BOND = re.compile(r"履约|质量保证金|工资|违约|系统使用费|服务费|工本费|平台费|补偿")
_PHRASE_ENDS = "。；;\n|，,"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that speaks of a ceiling: its label, where its phrase, its value begin and the value ends."""

    label: str
    phrase: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sum that may be the ceiling, the phrase it stands in, and how much speaks for it."""

    amount: Amount
    phrase_start: int
    weight: int


def ceilings(notice: Notice) -> tuple[Found[Money] | None, tuple[Found[Money], ...]]:
    """The main ceiling and the others with their phrases: net of tax, by year, by part, by lot."""
    candidates = sorted(_candidates(notice), key=lambda one: (-one.weight, one.amount.start))
    if not candidates:
        return None, ()
    main, *rest = candidates
    others = tuple(_with_phrase(notice, one) for one in rest if one.amount.money != main.amount.money)
    return notice.text.found(main.amount.money, main.amount.start, main.amount.end), others


def _with_phrase(notice: Notice, candidate: Candidate) -> Found[Money]:
    amount = candidate.amount
    span = notice.text.span(amount.start, amount.end)
    return Found(amount.money, span, notice.text.words(candidate.phrase_start, amount.end))


def _candidates(notice: Notice) -> Iterator[Candidate]:
    """Each sum near a mention, weighed with the mention that stands closest before it."""
    nearest: dict[int, tuple[Mention, Amount]] = {}
    for mention in _mentions(notice):
        for amount in amounts(notice.text.plain, mention.start, mention.end, remark=mention.label, bare=True):
            known = nearest.get(amount.start)
            if known is None or mention.start > known[0].start:
                nearest[amount.start] = mention, amount
    for mention, amount in nearest.values():
        yield _weighed(notice.text.plain, mention, amount)


def _mentions(notice: Notice) -> Iterator[Mention]:
    """Where a ceiling is spoken of: in a sentence, behind a label, in a column of a table."""
    plain = notice.text.plain
    for line in notice.lines:
        if line.section in _ELSEWHERE or plain.count("|", line.start, line.end) > 1:
            continue
        for match in _CEILING.finditer(plain, line.start, line.end):
            end = min(_phrase_end(plain, match.end(), line.end), match.end() + _REACH)
            yield Mention(match[0], match.start(), match.end(), end)
    for clause in notice.of(Kind.CEILING):
        if clause.section not in _ELSEWHERE:
            end = min(clause.value_end, clause.value_start + _REACH)
            yield Mention(clause.label + clause.remark, clause.start, clause.value_start, end)


def _phrase_end(plain: str, start: int, limit: int) -> int:
    return min((at for stop in "。；;" if (at := plain.find(stop, start, limit)) >= 0), default=limit)


def _weighed(plain: str, mention: Mention, amount: Amount) -> Candidate:
    """Ceilings over budgets, gross over net, wholes over parts."""
    earliest = max(0, mention.phrase - 2 * _REACH)
    phrase = max([earliest - 1, *(plain.rfind(stop, earliest, mention.phrase) for stop in _PHRASE_ENDS)]) + 1
    before = mention.label + plain[max(phrase, amount.start - 2 * _REACH) : amount.start]
    weight = 4 if _STRONG.search(before) else 0
    weight += 1 if _WHOLE.search(before) else 0
    weight -= 5 if _NET_OF_TAX.search(before) else 0
    weight -= 3 if _PART.search(before) else 0
    return Candidate(amount, phrase, weight)


def bond(notice: Notice) -> Found[Money] | None:
    """The 投标保证金; 0 元 where the notice says that none is asked."""
    plain = notice.text.plain
    for clause in notice.of(Kind.BOND):
        speaks_of_bond = clause.section is Section.BOND or "投标保证金" in clause.label
        if not speaks_of_bond or _OTHER_BOND.search(clause.label):
            continue
        for amount in amounts(
            plain, clause.value_start, clause.value_end, remark=clause.label + clause.remark
        ):
            return notice.text.found(amount.money, amount.start, amount.end)
    return _no_bond(notice) or _bond_in_a_sentence(notice)


def _no_bond(notice: Notice) -> Found[Money] | None:
    """0 元, where a sentence or the whole chapter says that no bond is asked."""
    plain = notice.text.plain
    none = _NO_BOND.search(plain)
    if none and not _OTHER_BOND.search(none[0]):
        return notice.text.found(Money(0), none.start(), none.end())
    for line in notice.lines:
        about_bond = line.section is Section.BOND and line.end - line.start <= _SHORT_LINE
        if about_bond and _NONE_HERE.search(plain[line.start : line.end]):
            return notice.text.found(Money(0), line.start, line.end)
    return None


def _bond_in_a_sentence(notice: Notice) -> Found[Money] | None:
    plain = notice.text.plain
    for line in notice.lines:
        at = line.start if line.section is Section.BOND else plain.find("投标保证金", line.start, line.end)
        if at < 0 or _OTHER_BOND.search(plain, line.start, line.end):
            continue
        for amount in amounts(plain, at, min(line.end, at + 2 * _REACH)):
            return notice.text.found(amount.money, amount.start, amount.end)
    return None
