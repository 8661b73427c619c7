"""Which of our types a foreign notice is: by its own category and regime, else by words of its title."""

from __future__ import annotations

import re
from dataclasses import dataclass

from marketplace.notices.kinds import Business

W, P, S, X = Business.WORKS, Business.PROCUREMENT, Business.INTERMEDIARY, Business.OTHER


@dataclass(frozen=True, slots=True)
class Fit:
    """A type of ours and the line of business under which the sample is listed."""

    code: str
    business: Business


REGIMES = {"政府采购": P, "工程建设": W, "招标采购": W, "国企采购": X, "企业采购": X}
# words of category or title → code under works, procurement, other; the first row that fits decides
WORDS: tuple[tuple[str, str, str, str], ...] = (
    (r"中介服务.*选取|选取.*机构", "S01", "S01", "S01"),
    (r"更正|变更|澄清|延期|补遗|补充公告", "E06", "G06", ""),
    (r"终止|废标|流标|失败", "E13", "G08", "O03"),
    (r"中止|暂停", "E07", "G07", "O03"),
    (r"中标候选人|候选人公示", "E10", "G09", "O02"),
    (r"开标记录|开标情况", "E09", "", ""),
    (r"合同公告|合同公示|合同信息", "E15", "G10", "O02"),
    (r"中标|成交|入围结果|结果公[告示]", "E12", "G09", "O02"),
    (r"单一来源", "", "G05", "O01"),
    (r"意向", "", "G01", ""),
    (r"招标计划", "E01", "", ""),
    (r"资格预审", "E02", "G02", ""),
    (r"磋商|谈判|询价|询比|比选", "E03", "G04", "O01"),
    (r"招标公告|公开招标|招标", "E03", "G03", "E03"),
    (r"采购公告|征集公告|采购|征集", "", "G04", "O01"),
)  # fmt: skip


def _by_words(words: str, business: Business) -> str:
    place = {W: 1, P: 2}.get(business, 3)
    return next((row[place] for row in WORDS if re.search(row[0], words) and row[place]), "")


def business_of(regime: str, category: str) -> Business | None:
    """The line of business the source names; None when it names none."""
    if "中介服务" in category:
        return S
    return REGIMES.get(regime)


def fit(category: str, regime: str, title: str) -> Fit | None:
    """The type by category, then by title; None when neither says what it is."""
    business = business_of(regime, category) or _guessed(f"{category} {title}")
    code = _by_words(category, business) or _by_words(title, business)
    return Fit(code, business) if code else None


def _guessed(words: str) -> Business:
    """Without a regime: works where the words build something, procurement where they buy publicly."""
    if re.search(r"施工|工程|监理|勘察|设计|EPC", words):
        return W
    return P if re.search(r"政府采购|磋商|谈判|采购人", words) else X
