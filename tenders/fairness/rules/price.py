"""Does the price count as much, and in the way, that the law says?"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from tenders.fairness.clause import Clause
from tenders.fairness.examples import other, scoring
from tenders.fairness.lexicon import rx
from tenders.fairness.rulebook import Found, Hit, Severity, each, rule
from tenders.fairness.rules.scale import ORDER_87

_WEIGHT = re.compile(
    r"(?:价格|报价)(?:部分|得分|评审|评分|因素|标|项|分)*(?:的)?(?:权重|分值|占比|权值|比重|所占比例|满分)?(?:为|占|是|：|:|（|\(|占总分(?:值)?(?:的)?|设为|设定为|仅|只有?|共)*(?P<n>\d{1,3}(?:\.\d+)?)(?P<u>分|%)|(?P<n2>\d{1,3}(?:\.\d+)?)(?P<u2>分|%)(?:的)?(?:价格|报价)(?:分|权重)"
)
_NOT_WEIGHT = re.compile(r"扣除|下浮|限价|低于|高于|每(?:高|低|降|增|超|上|下)|基准价|保证金|得\d|优惠")


def price_weight(c: Clause) -> tuple[Decimal, int, int] | None:
    """The weight in percent and its place: by the clause's words, else by the tender's field."""
    found = _WEIGHT.search(c.text)
    if found and not _NOT_WEIGHT.search(found[0]):
        return Decimal(found["n"] or found["n2"]), found.start(), found.end()
    return None


def _stated(c: Clause) -> tuple[Decimal, int, int] | None:
    stated = price_weight(c)
    if stated:
        return stated
    mention = re.search(r"价格|报价", c.text)
    weight = c.tender.price_weight
    if mention and weight is not None and c.scores:
        return (weight * 100 if weight <= 1 else weight), mention.start(), mention.end()
    return None


@rule(
    "FC-SCORE-05", "价格分权重低于法定下限（招标）", Severity.BLOCK, since=ORDER_87, cues="价格 报价",
    gp="财政部令第87号第五十五条；财库〔2017〕210号第九条",
    reason="价格占得太少，花财政的钱就不看价了，评分容易被主观分左右。",
    rewrite="货物项目价格分不低于30分，服务项目价格分不低于10分。",
    breaks=scoring("价格分20分，技术分60分，商务分20分。", category="货物"),
    holds=scoring("价格分30分，技术分50分，商务分20分。", category="货物"),
)  # fmt: skip
def weight_in_a_tender(c: Clause) -> Found:
    least = {"货物": 30, "服务": 10}.get(c.tender.category)
    other_method = c.tender.eval_method and "综合评分" not in c.tender.eval_method
    if not c.gp or least is None or not c.tender.is_tender or other_method:
        return
    stated = _stated(c)
    if (
        stated
        and (stated[0] < least or (_IT_SYSTEM.search(c.line.text) and stated[0] != least))
        and not c.is_shielded(*stated[1:])
    ):
        yield Hit(stated[1], stated[2], rewrite=f"价格分权重不低于{least}%（{c.tender.category}项目）。")


_IT_SYSTEM = re.compile(r"政务信息系统")


@rule(
    "FC-SCORE-06", "磋商价格分权重越界", Severity.BLOCK, since=date(2014, 12, 31), cues="价格 报价",
    gp="财库〔2014〕214号第二十四条",
    reason="磋商的价格权重有上下限，越界会让价格说了算或者完全不算。",
    rewrite="货物项目价格权重30%至60%，服务项目价格权重10%至30%。",
    breaks=scoring("报价分值40分，服务方案60分。", method="竞争性磋商"),
    holds=scoring("报价分值20分，服务方案80分。", method="竞争性磋商"),
)  # fmt: skip
def weight_in_a_consultation(c: Clause) -> Found:
    bounds = {"货物": (30, 60), "服务": (10, 30)}.get(c.tender.category)
    if not c.gp or bounds is None or "磋商" not in c.tender.method:
        return
    stated = _stated(c)
    if stated and not bounds[0] <= stated[0] <= bounds[1] and not c.is_shielded(*stated[1:]):
        yield Hit(
            stated[1], stated[2], rewrite=f"价格权重为{bounds[0]}%至{bounds[1]}%（{c.tender.category}项目）。"
        )


_AVERAGE = rx(
    r"(?:平均(?:值|价|报价|数)|算术平均|均值|均价|去掉(?:1|一)?个?(?:最高|最低)[^。；\n]{0,14}?(?:最低|最高)?|去除(?:最高|最低)|次低(?:价|报价)|中间价|中位(?:数|值)|下浮(?:率)?[^。；，\n]{0,10}?(?:作为|为|后)|随机抽取[^。；，\n]{0,8}(?:系数|下浮|K))[^。；\n]{0,40}?(?:基准价|价格(?:分|得分)|得分|扣|满分|\d+分|最优)"
    r"|(?:基准价|价格(?:分|得分)|报价(?:得分|分))[^。；\n]{0,40}?(?:平均(?:值|价|报价|数)|算术平均|均值|均价|中间价|次低|中位(?:数|值)|去掉|去除|下浮|抽取|复合)|(?:报价)(?:等于|为|处于)[^。；，\n]{0,16}(?:中位|平均|中间|均值|次低)[^。；，\n]{0,8}(?:满分|\d+分)|(?:最接近|接近|靠近)[^。；，\n]{0,8}(?:平均|均价|基准|均值)"
)
_ABNORMAL = rx(r"异常低价|启动|书面说明|不得去掉|低于成本|合理性|不得采用平均")


@rule(
    "FC-SCORE-07", "政府采购价格分未用低价优先法", Severity.BLOCK, since=ORDER_87, cues="平均 均值 均价 去掉 去除 次低 中间价 中位数 下浮 抽取 接近 靠近 中位",
    gp="财政部令第87号第五十五条",
    reason="按平均价打分，报得低反而扣分，还方便几家串通把均价带到想要的位置。",
    rewrite="价格分采用低价优先法：满足要求且最低的有效投标报价为评标基准价，价格分＝（评标基准价／投标报价）×价格权值×100。",
    breaks=scoring("以有效报价的平均值为基准价，偏离1%扣1分。", category="货物"),
    holds=scoring("最低有效报价为评标基准价，其价格分为满分。", category="货物") + scoring("基准价为平均值下浮K%。", law="TB", category="工程"),
)  # fmt: skip
def average_price(c: Clause) -> Found:
    if c.tender.law == "政府采购法" and not c.has(_ABNORMAL):
        yield from each(c, _AVERAGE)


_FLOOR = rx(
    r"(?:最低(?:投标|报价)?限价|最低控制价|报价下限|最低(?:投标)?报价限|最低价限制|投标报价(?:下限|底线)|限价下限)[^。；\n]{0,24}?(?:为|是|：|\d|设|低于|不得)|(?:设(?:有|定|置)?|规定|公布|执行)[^。；，\n]{0,6}最低(?:投标|报价)?限价"
    r"|(?:低于|不足|少于|低过)[^。；\n]{0,26}?(?:预算|限价|控制价|最高限价|拦标价|估算价|招标价|标底|平均(?:价|值))[^。；\n]{0,16}?(?:\d{1,3}(?:\.\d+)?%)[^。；\n]{0,24}?(?:无效|否决|废标|不予|视为|扣|不得分|拒绝|取消|得0)|(?:低于|不足)[^。；，\n]{0,10}?\d{1,3}%(?:的)?[^。；\n]{0,14}(?:预算|限价|控制价)[^。；\n]{0,14}(?:无效|否决|废标)"
    r"|(?:低于|不足|低过|少于)[^。；，\n]{0,14}?(?:预算|限价|控制价|标底)[^。；，\n]{0,6}?[\d一二三四五六七八九]+折[^。；\n]{0,14}?(?:无效|否决|废标|淘汰|不予|出局|取消)|比[^。；，\n]{0,10}?(?:预算|限价|控制价|标底|均价|平均价)[^。；，\n]{0,4}低\d+(?:\.\d+)?%[^。；\n]{0,14}?(?:无效|否决|废标|淘汰|不予|取消)|(?:低于|不足)[^。；\n]{0,20}?(?:\d%|元|限价|预算)[^。；\n]{0,10}?(?:淘汰|出局|作废)|下浮(?:率|幅度|比例|系数)?[^。；\n]{0,12}?(?:不[得能应可](?:超过|高于|大于)|不(?:超过|高于|大于)|最高(?!限价)|上限|超过\d|控制在|≤|限定在|不能超过)|(?:报价|投标价|单价|优惠率)[^。；，\n]{0,10}?(?:不得|不能|不应|不可)(?:低于|少于)[^。；\n]{0,24}?(?:\d+(?:\.\d+)?%|\d+(?:\.\d+)?(?:万)?元|控制价|限价|预算|标底)|优惠(?:率|幅度)[^。；，\n]{0,6}(?:不得|不能)(?:超过|高于)|(?:报价|投标价)(?:得)?低于[^。；，\n]{0,20}(?:\d%|万元|元)[^。；，\n]{0,10}(?:无效|否决|废标)"
)
_EXPLAIN = rx(
    r"100%|异常低价|书面说明|启动|说明(?:理由|合理性)|提供证明材料|低于成本(?!.{0,8}%)|保证金|最低评标价|工资|不竞争费|税率|安全文明"
)


@rule(
    "FC-SCORE-08", "设定最低限价或者变相最低价", Severity.BLOCK, since=date(2012, 2, 1), cues="最低 下限 低于 不足 少于 下浮 优惠 底线 低过 低",
    gp="财政部令第87号第十二条；财库〔2026〕2号（异常低价应当审查而非直接否决）", tb="《招标投标法实施条例》第二十七条",
    reason="划了底线，省钱的报价反而作废；是否低于成本要给供应商说明的机会。",
    rewrite="报价明显低于其他有效报价、可能影响履约的，评标委员会启动异常低价审查，要求投标人书面说明并提供证明材料。",
    breaks=other("报价低于控制价80%的，其投标无效。", law="TB", category="工程") + scoring("报价下浮率不得超过10%。"),
    holds=other("报价低于最高限价45%的，启动异常低价审查并书面说明。", "采购人不得设定最低限价。"),
)  # fmt: skip
def price_floor(c: Clause) -> Found:
    if not c.has(_EXPLAIN):
        yield from each(c, _FLOOR)
