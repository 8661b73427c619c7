"""Do items that must agree with each other agree: qualification and score, starred terms, sums of points?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from tenders.fairness.clause import Clause
from tenders.fairness.context import Section
from tenders.fairness.examples import scoring, technical
from tenders.fairness.lexicon import rx
from tenders.fairness.rulebook import Found, Hit, Severity, each, rule
from tenders.fairness.rules.scale import ORDER_87

_PAPER = re.compile(
    r"(?:《(?P<book>[^》\n]{2,24}(?:证|许可|资质|证书|认证))》|(?P<bare>(?:[\u4e00-\u9fff]|[A-Z]{3,4}){2,12}?(?:许可证|资质证书|资质|认证证书|资格证书|认证)|[A-Z]{3,4}(?:资质|认证)))"
)
_LEAD = re.compile(
    r"^(?:资格|要求|条件|第|条|为|须|应|具有|具备|取得|持有|有效的?|投标人|供应商|提供|的|有|需|得|和|及|或|拥有|评分|标准|商务|标书|中|同时|再|凡|对)+"
)
_HOLDING = re.compile(r"具有|具备|取得|持有|提供|规定")
_QUALIFYING = re.compile(r"资格(?:要求|条件|审查|性)|必备条件|准入条件|作为资格|合格(?:投标人|供应商)|应具备")
_SCORED = re.compile(r"\d+(?:\.\d+)?分(?!钟)|加分|得分")
_AGAIN = rx(
    r"资格(?:条件|要求)[^。；\n]{0,30}?(?:再|同时|又|另|也|亦)(?:作为|计入|列入|纳入|得|加)[^。；\n]{0,12}?(?:评[审分]|分|打分)|(?:资格(?:条件|要求|审查)[^。；，\n]{0,10}(?:的|中的?))[^。；\n]{0,20}?(?:每|得|加)[^。；，\n]{0,6}\d+分"
)


def papers(text: str) -> dict[str, int]:
    """Names of certificates in a text and where each stands first."""
    found: dict[str, int] = {}
    for match in _PAPER.finditer(text):
        name = _LEAD.sub("", _HOLDING.split(match["book"] or match["bare"])[-1])
        if len(name) >= 4:
            found.setdefault(name.removesuffix("证书"), match.start())
    return found


@rule(
    "FC-SCORE-01", "资格条件作为评审因素", Severity.BLOCK, since=ORDER_87, cues="证 资质 认证 许可 资格",
    gp="财政部令第87号第五十五条",
    reason="人人都得有的证再拿来打分，分数拉不开差距，只会掩盖真正该比的内容。",
    rewrite="删除与资格条件重复的评分项，按人员配置和服务方案量化评审。",
    breaks=scoring("资格要求为具有《食品经营许可证》；评分标准：具有《食品经营许可证》得2分。"),
    holds=scoring("资格要求：具有保安服务许可证；评分标准：按人员配置方案逐项得分。"),
)  # fmt: skip
def qualification_scored_again(c: Clause) -> Found:
    if not c.gp:
        return
    yield from each(c, _AGAIN)
    if not _SCORED.search(c.text):
        return
    for name, at in papers(c.text).items():
        if not c.is_shielded(at, at + 1) and _asked_before(c, name):
            yield Hit(at, min(at + len(name) + 2, len(c.text)))
            return


def _asked_before(c: Clause, name: str) -> bool:
    """The same paper named as a condition: earlier on the same line, or in the qualification section."""
    before = c.line.text
    first = before.find(name)
    again = before.find(name, first + 1)
    if _QUALIFYING.search(before) and first >= 0 and again >= 0:
        return True
    return c.section is Section.SCORING and name in c.conditions


_ALL_STARRED = rx(
    r"(?:以下|本章|上述|所有|全部|下列|各项|本表|下表|本项目)?[^。；，\n]{0,8}?(?:全部|所有|各项|均|每[一1]?项|任[何意]一?1?项)[^。；，\n]{0,10}?(?:技术)?(?:参数|指标|条款|要求|规格)[^。；，\n]{0,12}?(?:均|都|全部|皆)?(?:为|是|属于?|系|标注|设为|视为|作为|列为)(?:[“]?★|实质性|不可偏离|关键|必须满足)"
    r"|(?<!★)(?:技术)?(?:参数|指标|要求|条款)[^。；，\n]{0,10}?(?:有)?(?:任[何意](?:一|1)?|(?:有|存在|出现)(?:任[何意])?(?:一|1))(?:项|条|处|点)?[^。；，\n]{0,14}?(?:不满足|负偏离|不符合|偏离|不响应|达不到)[^。；\n]{0,18}?(?:无效|废标|否决|不合格|拒绝|不予)|(?:任[何意](?:一|1)?|有(?:一|1)|出现(?:一|1)?|存在(?:一|1)?)(?:项|条|处)[^。；，\n]{0,14}?(?:不满足|负偏离|不符合|偏离|不响应)[^。；\n]{0,14}?(?:无效|废标|否决)|(?:技术)?(?:参数|指标|条款)[^。；，\n]{0,4}均为★|\d+(?:项|条|个|款)[^。；，\n]{0,10}?(?:均|都|全部|皆|一律)[^。；，\n]{0,6}?(?:属|为|是|加|标)?[^。；，\n]{0,4}?(?:★|实质性|星号)|任[何意]?(?:一|1)(?:个|项|条)?(?:技术)?(?:参数|指标|条款)[^。；，\n]{0,6}(?:达不到|不满足|不符合|偏离|不响应)[^。；\n]{0,18}(?:无效|废标|否决|不合格)|(?:参数|指标|要求)[^。；\n]{0,12}(?:不允许|不得|不接受)(?:有)?(?:任何)?负偏离[^。；\n]{0,14}(?:无效|废标|否决)|★[^。；，\n]{0,6}(?:占|比例)[^。；，\n]{0,8}(?:[3-9]\d|100)%|(?:负偏离|不满足)(?:1|一)?(?:项|条)(?:及以上|以上)?[^。；，\n]{0,10}(?:即|则|按)[^。；，\n]{0,6}(?:无效|废标|否决)"
)
_ONLY_SOME = rx(
    r"(?:标注|带|打|标有|加)[“]?★[^。；]{0,14}(?:\d项|的|条款|参数|指标|号)|★(?:号)?(?:条款|参数|项|指标)[^。；]{0,8}(?:不满足|负偏离|不响应|不符合)|其余|一般(?:指标|参数)|非★|资格|符合性"
)


@rule(
    "FC-SCORE-15", "将技术参数全部设为实质性条款", Severity.MANUAL, since=ORDER_87, cues="★ 参数 指标 负偏离 实质性 不满足 条款 偏离",
    gp="财政部令第87号第二十条；《政府采购法实施条例》第二十条第（三）项", tb="《招标投标法实施条例》第三十二条第二款第（二）项",
    reason="无关紧要的参数也能废标，差一点点的好产品直接出局。",
    rewrite="仅对涉及安全和核心功能的指标设★并说明理由，其余为一般指标，负偏离按评分标准扣分。",
    breaks=technical("下列技术指标均为★条款，一项不满足即投标无效。", category="货物"),
    holds=technical("标注★的3项为实质性要求，其余为一般指标。", category="货物"),
)  # fmt: skip
def everything_starred(c: Clause) -> Found:
    if not (c.has(_ONLY_SOME) and not c.has(_EVERYTHING)):
        yield from each(c, _ALL_STARRED)


_EVERYTHING = rx(r"(?:全部|所有|均(?:为|加|属|标|打|系)|各项|本章|皆为)")

_DEDUCT = re.compile(
    r"(?:共|合计|参数|指标)?(?P<n>\d{1,4})(?:项|条|个)[^。；\n]{0,24}?(?:每|任一|不满足(?:一|1)?[项条]|负偏离(?:一|1)?[项条])[^。；，\n]{0,16}?(?:扣|减)(?:除)?(?P<p>\d+(?:\.\d+)?)分"
)
_FULL = re.compile(
    r"(?:满分|技术(?:参数|部分|指标|响应)?(?:满分)?|参数(?:响应)?|本项|分值|总分|共计?)[^。；，\n\d]{0,8}(?P<n>\d{1,3}(?:\.\d+)?)分"
)
_ITEM = re.compile(
    r"(?P<name>价格|报价|投标报价|技术(?:部分|标|分)?|商务(?:部分|标|分)?|服务(?:方案|部分|分)?|业绩|信誉|资信|方案|实施方案|人员|团队|售后(?:服务)?|质量|履约能力|人员(?:配备|配置)|综合(?:实力)?|企业(?:实力)?|其他)(?:因素|得分|部分|分|评审|权重|评分|标)*[：:占为]*(?P<n>\d{1,3}(?:\.\d+)?)(?:分|%|(?=[ 、，|]))"
)
_SUBS = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,10})(?:[：:（]|共|满分|总分)?(?P<n>\d{1,3})分(?:）)?(?:[：:（]|，?其中[：:]?|由|包括|包含|含)(?P<subs>(?:[\u4e00-\u9fff]{2,12}\d{1,3}分[、，+和及]?){2,8})"
)


@rule(
    "FC-SCORE-12", "评分分值设置错误", Severity.BLOCK, since=ORDER_87, cues="分",
    gp="财政部令第87号第五十五条；《政府采购法实施条例》第三十四条", tb="《招标投标法》第四十条",
    reason="分值加不拢、扣分远超本项分值，结果算不出来或者一项定生死。",
    rewrite="各项分值合计为100分，细项合计等于大项；扣分总额与该项分值相匹配。",
    breaks=scoring("技术参数30分，▲项90项每项负偏离扣2分。", "评分构成：价格30分，技术45分，商务35分。", category="货物"),
    holds=scoring("评分构成：价格30分，技术50分，商务20分。", "技术参数30分，▲项10项每项负偏离扣2分。", category="货物"),
)  # fmt: skip
def sums_of_points(c: Clause) -> Found:
    if not c.scores:
        return
    text = c.line.text if len(c.line.text) < 400 else c.text
    base = 0 if text is c.text else -(c.offset)
    for at, end in (*_overdrawn(text), *_not_hundred(text), *_parts_differ(text)):
        start, stop = max(at + base, 0), min(end + base, len(c.text))
        if 0 <= at + base < len(c.text) and not c.is_shielded(start, stop):
            yield Hit(start, stop)
            return


def _overdrawn(text: str) -> Iterator[tuple[int, int]]:
    """Deductions that add up to more than 1.2 times the item."""
    full = _FULL.search(text)
    if not full:
        return
    total = sum((int(d["n"]) * Decimal(d["p"]) for d in _DEDUCT.finditer(text)), Decimal(0))
    first = _DEDUCT.search(text)
    if first and total > Decimal("1.2") * Decimal(full["n"]):
        yield full.start() if full.start() < first.start() else first.start(), first.end()


def _not_hundred(text: str) -> Iterator[tuple[int, int]]:
    """The main parts of a score, price among them, that do not add up to 100."""
    items = list(_ITEM.finditer(text))
    names = [item["name"] for item in items]
    complete = len(items) >= 3 or (len(items) == 2 and re.search(r"总分|合计|构成|共计", text))
    if not complete or not any("价" in name for name in names) or len(set(names)) != len(names):
        return
    total = sum((Decimal(item["n"]) for item in items), Decimal(0))
    if total != 100 and not re.search(r"其中|基准价|扣\d|每高|每低|得分=", text) and 60 <= total <= 150:
        yield items[0].start(), items[-1].end()


def _parts_differ(text: str) -> Iterator[tuple[int, int]]:
    """An item whose listed parts do not add up to it."""
    for found in _SUBS.finditer(text):
        parts = [int(n) for n in re.findall(r"(\d{1,3})分", found["subs"])]
        is_level = re.search(r"优|良|一般|差|得|满足|不|每|以上|级", found["subs"])
        if not is_level and sum(parts) != int(found["n"]) and found["name"] not in {"总分", "满分", "价格"}:
            yield found.span()
