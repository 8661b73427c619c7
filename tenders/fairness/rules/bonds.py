"""Are bonds within their limits, in any lawful form, with a legal basis, and given back in time?"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from tenders.fairness.amounts import amounts, days
from tenders.fairness.clause import Clause
from tenders.fairness.examples import commercial, other
from tenders.fairness.lexicon import rx
from tenders.fairness.rulebook import Found, Hit, Severity, each, rule
from tenders.fairness.rules.locality import REGULATIONS, RULES_16

TB_2012 = date(2012, 2, 1)
_BID = "(?:(?:投标|磋商|谈判|响应|询价|竞买|报价|比选|(?:投标人|供应商|响应人)(?:须|应|需|要)?(?:交|缴|提交|递交)(?:纳)?)(?:文件)?(?:担保|保证金)|(?:^|(?<=[；。，（ ]))保证金(?=[：为是]))"
_BID_BOND = rx(rf"{_BID}(?!交易)")
_BUDGET = re.compile(
    r"(?:预算(?:金额|价|额)?|估算价|控制价|最高限价|限价|概算|投资(?:额|估算)?|合同估算价|采购金额|项目金额)[^。；，\n\d]{0,10}(?P<sum>\d+(?:\.\d+)?(?:万|亿)?元)"
)
_BOND_SUM = re.compile(rf"{_BID}[^。；\n\d%]{{0,20}}?(?P<sum>\d+(?:\.\d+)?(?:万|亿)?元)")
_BOND_SHARE = re.compile(
    rf"{_BID}[^。；\n%]{{0,30}}?(?P<share>\d+(?:\.\d+)?)%|(?:预算|估算价|控制价|限价)[^。；，\n]{{0,8}}?(?P<share2>\d+(?:\.\d+)?)%[^。；，\n]{{0,16}}?{_BID}"
)


@rule(
    "FC-BOND-01", "投标保证金超过2%或者上限", Severity.BLOCK, since=TB_2012, cues="保证金 担保",
    gp="《政府采购法实施条例》第三十三条；财政部令第74号第十四条；财库〔2014〕214号第十二条", tb="《招标投标法实施条例》第二十六条；《工程建设项目施工招标投标办法》第三十七条",
    reason="保证金占着企业的周转资金；超过上限，本钱少的企业就不敢来投。",
    rewrite="投标保证金不超过项目预算（估算价）的2%，可以保函、保险等形式提交。",
    breaks=other("投标保证金：3万元（预算100万元）。", "磋商保证金为预算金额的百分之三。"),
    holds=other("投标保证金：2万元（预算100万元）。"),
)  # fmt: skip
def bid_bond_limit(c: Clause) -> Found:
    mention = _BID_BOND.search(c.text)
    if not mention or c.is_shielded(*mention.span()):
        return
    share = _BOND_SHARE.search(c.text)
    if share and Decimal(share["share"] or share["share2"]) > 2 and not _REFUND.search(share[0]):
        yield Hit(*share.span())
        return
    bond, budget = _bond(c), _budget(c)
    cap = _cap(c, budget)
    if bond is not None and cap is not None and bond > cap:
        found = _BOND_SUM.search(c.text)
        yield Hit(
            *(found or mention).span(), rewrite=f"投标保证金不超过{_plain(cap)}元，可以保函、保险等形式提交。"
        )


_REFUND = re.compile(r"退|利息|违约|罚")


def _plain(value: Decimal) -> str:
    return f"{value.quantize(Decimal(1)):f}"


def _bond(c: Clause) -> Decimal | None:
    found = _BOND_SUM.search(c.text)
    return amounts(found["sum"])[0] if found else c.tender.bid_bond


def _budget(c: Clause) -> Decimal | None:
    found = _BUDGET.search(c.line.text)
    return amounts(found["sum"])[0] if found else c.tender.budget


def _cap(c: Clause, budget: Decimal | None) -> Decimal | None:
    """2 % of the budget; in tendering also 800,000 for works and goods, 100,000 for survey and design."""
    caps = [budget * 2 / 100] if budget else []
    if c.tb:
        design = re.search(r"勘察|设计|监理", c.line.text) and c.tender.category == "服务"
        caps.append(Decimal(100_000) if design else Decimal(800_000))
    return min(caps, default=None)


_PERFORMANCE = re.compile(r"履约(?:保证金|担保|保函|押金|金(?!额))")
_PERFORMANCE_SHARE = re.compile(
    r"履约(?:保证金|担保|保函|押金|金(?!额))[^。；\n%]{0,36}?(?P<a>\d+(?:\.\d+)?)%|(?P<b>\d+(?:\.\d+)?)%[^。；，\n]{0,14}?履约(?:保证金|担保|保函|押金|金(?!额))"
)
_PERFORMANCE_SUM = re.compile(
    r"履约(?:保证金|担保|保函|押金|金(?!额))[^。；\n\d]{0,16}?(?P<sum>\d+(?:\.\d+)?(?:万|亿)?元)[^。；\n]{0,30}?(?:合同(?:总)?(?:金额|价)|中标(?:金额|价))[^。；，\n\d]{0,8}(?P<total>\d+(?:\.\d+)?(?:万|亿)?元)|(?:合同(?:总)?(?:金额|价)|中标(?:金额|价))[^。；，\n\d]{0,8}(?P<total2>\d+(?:\.\d+)?(?:万|亿)?元)[^。；\n]{0,30}?履约(?:保证金|担保)[^。；\n\d]{0,16}?(?P<sum2>\d+(?:\.\d+)?(?:万|亿)?元)"
)


@rule(
    "FC-BOND-02", "履约保证金超过10%", Severity.BLOCK, since=TB_2012, cues="履约",
    gp="《政府采购法实施条例》第四十八条", tb="《招标投标法实施条例》第五十八条",
    reason="履约担保压的是中标人的钱，超过法定上限的部分没有依据。",
    rewrite="履约保证金不超过合同金额的10%，可以银行保函、担保机构保函、保险等形式提交。",
    breaks=commercial("履约担保为中标价的百分之十五。"),
    holds=commercial("履约保证金为合同金额的5%。", "履约保证金为合同价的10%。"),
)  # fmt: skip
def performance_bond_limit(c: Clause) -> Found:
    found = _PERFORMANCE_SHARE.search(c.text)
    if (
        found
        and Decimal(found["a"] or found["b"]) > 10
        and not c.is_shielded(*found.span())
        and not _REFUND.search(found[0])
    ):
        yield Hit(*found.span())
        return
    both = _PERFORMANCE_SUM.search(c.text)
    if both and amounts(both["sum"] or both["sum2"])[0] * 10 > amounts(both["total"] or both["total2"])[0]:
        yield Hit(*both.span())
        return
    mention = _PERFORMANCE.search(c.text)
    ratio = c.tender.performance_bond_ratio
    if (
        mention
        and not found
        and ratio is not None
        and ratio > Decimal("0.1")
        and not c.is_shielded(*mention.span())
    ):
        yield Hit(*mention.span())


_CASH = rx(
    r"(?:保证金|担保|押金)[^。；\n]{0,40}?(?:只能|仅限|仅支持|仅|必须|须|一律|应当?|均|限|统一|只接受)[^。；，\n]{0,22}?(?:现金|现汇|现款|货币资金|电汇|转账|银行汇款|网银|汇款|汇划|对公账户|公对公|存入|划转|银行转账)|保证金[^。；\n]{0,20}?(?:现金|现汇|电汇|转账|汇款|网银)[^。；\n]{0,6}?(?:唯一|为限|一种(?:方式|形式))|(?:其[余他它](?:形式|方式|的)|非(?:现金|现汇|转账|电汇)(?:方式|形式)?)[^。；，\n]{0,8}?(?:概不|一律不|不予|不接受|无效|视为|恕不)|(?:不接受|拒收|拒绝|不得以|不允许|不得使用|不认可|恕不接受|谢绝)[^。；，\n]{0,12}?(?:保函|保险|保单|支票|汇票|本票|担保|非现金)"
)
_ANY_FORM = rx(
    r"保证金的，|(?:可以?|均可|或(?:者)?|也可|、|可采用|自主选择|任选)[^。；]{0,14}(?:保函|保险|保单|支票)(?!.{0,12}(?:不接受|除外|不予))|(?:以|采用)[^。；，]{0,20}?(?:现金|转账|电汇|支票|汇款)[^。；]{0,14}?(?:形式|方式)(?:提交|缴纳|递交|交纳|支付)[^。；，]{0,10}的|农民工工资|商业汇票[^。；]{0,6}支付"
)
_REJECTS = rx(
    r"(?:不接受|拒收|拒绝|不得以|不允许|不得使用|不认可|恕不接受|谢绝)[^。；，\n]{0,12}?(?:保函|保险|保单|支票|汇票|本票|担保|非现金)"
)


@rule(
    "FC-BOND-03", "限定保证金只能用现金、转账", Severity.BLOCK, since=REGULATIONS, cues="保证金 保函 担保 押金 保险 保单 非现金",
    gp="《政府采购法实施条例》第三十三条、第四十八条；财库〔2019〕38号第三条", tb=f"{RULES_16}第十一条第（三）项；《保障中小企业款项支付条例》第十三条",
    reason="保函和保险不占现金；只收现金，资金紧的小企业就投不了。",
    rewrite="保证金可以支票、汇票、本票或者金融机构、担保机构、保险机构出具的保函（保单）等形式提交，由供应商自主选择。",
    breaks=other("磋商保证金一律通过银行转账缴纳。", "履约担保仅限现金，保函不予认可。"),
    holds=other("投标保证金可以保函、保险、支票等形式提交。", "采购人不得拒绝接受保函形式的保证金。"),
)  # fmt: skip
def cash_only(c: Clause) -> Found:
    if c.has(_REJECTS) or not c.has(_ANY_FORM):
        yield from each(c, _CASH)


_ISSUER = rx(
    r"(?:保函|保单|(?:保证|履约|投标|信用)保险|担保(?!机构出具的)|保证金)[^。；\n]{0,24}?(?:须|应|必须|仅限|只能|由|限|从|在|为|接受|认可|仅|只)[^。；\n]{0,26}?(?:(?:指定|规定|合作|特定|认可)的?[^。；，\n]{0,6}(?:银行|机构|公司|平台)|{SITE}[^。；，\n]{0,16}?(?:银行|支行|分行|担保|保险|金融机构|信用社|农商行|商行|机构)|[\u4e00-\u9fff×]{2,6}(?:支行|分行|农商行|信用社|融资担保(?:有限)?公司|农村商业银行)|国有(?:控股)?(?:担保|大型|商业|股份制)?[^。；，\n]{0,4}(?:银行|担保公司|保险公司)|(?:中国)?(?:工商|农业|建设|中国|交通|邮储|邮政储蓄|人保|平安|太平洋)[^。；，\n]{0,4}(?:银行|财险|保险)|[1四五六4-6]大(?:国有)?(?:商业)?(?:银行|行))"
    r"|(?:向|从|到|在)[^。；，\n]{0,10}?(?:指定|{P}|我单位|采购人)[^。；，\n]{0,14}?(?:银行|担保公司|保险公司|担保机构|金融机构)[^。；，\n]{0,12}?(?:开具|办理|出具|购买|投保)[^。；，\n]{0,8}(?:保函|保单|(?:保证|履约|投标|信用)保险|担保)|{P}[^。；，\n]{0,14}(?:银行|担保公司|担保机构|保险公司|金融机构)[^。；，\n]{0,8}(?:出具|开具|办理)[^。；，\n]{0,10}(?:保函|保单|担保)"
)
_ANY_ISSUER = rx(
    r"依法设立|均可|任[一何意]|不限|不指定|或(?:其他|者其他)|基本(?:账|存款账)户开户|开户(?:银行|行)[：:]|账户|开户名"
)


@rule(
    "FC-BOND-04", "指定保函、保险出具机构", Severity.BLOCK, since=REGULATIONS, cues="保函 保单 保险 担保 保证金",
    gp="《公平竞争审查条例》第八条第（三）项；财库〔2019〕38号第三条", tb=f"{RULES_16}第十一条第（四）项",
    reason="有牌照的机构开的保函效力一样；点名一家，费用由它说了算，外地企业还不一定开得到。",
    rewrite="保函（保单）由依法设立的金融机构、担保机构、保险机构出具均可。",
    breaks=commercial("履约保函应由本县农商行出具。", "投标保险须在采购人指定的保险公司购买。"),
    holds=commercial("依法设立的金融机构、担保机构出具的保函均可。"),
)  # fmt: skip
def named_guarantor(c: Clause) -> Found:
    if not c.has(_ANY_ISSUER):
        yield from each(c, _ISSUER)


_BASELESS = rx(
    r"(?:诚信|信誉|廉洁|廉政|安全(?:生产|文明)?|文明施工|低价(?:中标)?(?:风险)?|差额|服务(?:质量|承诺)?|投诉|质疑|投标诚意|诚意|信用|垫资|保密|稳定|考核|进度|工期|人员到位|民风|环保|复垦|治安|消防|履职|标书|响应诚意|现场|踏勘|图纸|食品安全|合作|竞争|承诺|设备|材料|纪律|违约|风险|卫生|车辆)(?:履约)?(?:保证金|押金|风险金|担保金|抵押金|风险抵押金|风险保证金)"
)
_QUALITY = rx(
    r"质保金|质量保证金|质量保修金|保修金|质量保证款|质保款|尾款[^。；，\n]{0,12}质保期满|(?:余款|剩余|尾款|\d+%)[^。；，\n]{0,16}(?:质保期|保修期|质量保证期)(?:满|届满|结束)[^。；，\n]{0,10}(?:支付|付清|退还|返还)"
)
_LAWFUL_BOND = rx(
    r"农民工工资|不(?:收取?|再|得|设|要求|缴纳)[^。；，]{0,12}(?:保证金|质保金)|[：|为]无(?=$|。|，|；)|无需(?:缴纳|提交)|免(?:收|交|缴)|取消|图纸押金(?:[^。；]{0,12}退还)|以保函"
)


@rule(
    "FC-BOND-05", "收取无法律依据的保证金", Severity.BLOCK, since=date(2016, 6, 23), cues="保证金 押金 风险金 担保金 抵押金 质保金 保修金 质保 保修期 质量保证",
    gp="财库〔2019〕38号第三条；《保障中小企业款项支付条例》第十三条", tb=f"国办发〔2016〕49号；{RULES_16}第十一条第（二）项",
    reason="法律只留了四种保证金，多收一种就多压一笔钱。",
    rewrite="除投标保证金、履约保证金外不收取其他保证金；质量责任由合同违约条款约束。",
    breaks=commercial("乙方须缴纳廉政保证金1万元。", "留合同价5%作质保金，一年后退还。", category="货物"),
    holds=commercial("本项目不收取质量保证金。") + commercial("工程质量保证金为结算价款的3%。", law="TB", category="工程"),
)  # fmt: skip
def baseless_bond(c: Clause) -> Found:
    if c.has(_LAWFUL_BOND):
        return
    yield from each(c, _BASELESS)
    if c.tender.law == "政府采购法" and c.tender.category != "工程":
        yield from each(c, _QUALITY)


_RETENTION = re.compile(r"质量保证金|质保金|保修金|质量保修金|质保款|保留金")
_RETENTION_SHARE = re.compile(
    r"(?:质量保证金|质保金|保修金|质量保修金|质保款|保留金)[^。；\n%]{0,30}?(?P<a>\d+(?:\.\d+)?)%|(?:(?:预留|扣留|留取|留|扣|余款|剩余|保留|余|预扣)[^。；，\n%]{0,16}?)?(?P<b>\d+(?:\.\d+)?)%[^。；，\n%]{0,18}?(?:质量保证金|质保金|保修金|质量保修金|质保款|保留金)"
)
_BOTH = rx(
    r"履约(?:担保|保证金)(?:有效)?期?(?:间|内)[^。；\n]{0,24}?(?:同时|仍|又|另)[^。；\n]{0,14}?(?:预留|扣留|预扣|扣除|留)[^。；\n]{0,14}?(?:质量保证金|质保金|保修金)|(?:提交|缴纳|已缴|收取)[^。；\n]{0,8}履约(?:保证金|担保)[^。；\n]{0,40}?(?:同时|另|并|还|又|仍|且)[^。；\n]{0,16}?(?:预留|扣留|缴纳|收取|预扣|扣除|留)[^。；\n]{0,20}?(?:质量保证金|质保金|保修金)"
)


@rule(
    "FC-BOND-06", "工程质量保证金超过3%", Severity.BLOCK, since=date(2017, 7, 1), cues="质量保证金 质保金 保修金 质保款 保留金",
    tb="《建设工程质量保证金管理办法》（建质〔2017〕138号）第六条、第七条",
    reason="质保金超过3%，或者与履约保证金叠着扣，压占的是施工企业和农民工的钱。",
    rewrite="竣工结算后预留结算价款的3%作为工程质量保证金，可以银行保函替代；已提交履约保证金的，竣工前不预留。",
    breaks=commercial("质量保证金按结算总价百分之五预留。", law="TB", category="工程"),
    holds=commercial("质量保证金为结算总价的3%。", law="TB", category="工程"),
)  # fmt: skip
def retention_limit(c: Clause) -> Found:
    if not c.tb:
        return
    found = _RETENTION_SHARE.search(c.text)
    if found and not c.is_shielded(*found.span()) and 3 < Decimal(found["a"] or found["b"]) < 50:
        yield Hit(*found.span())
        return
    yield from each(c, _BOTH)
    mention = _RETENTION.search(c.text)
    ratio = c.tender.retention_ratio
    if (
        mention
        and not found
        and ratio is not None
        and ratio > Decimal("0.03")
        and not c.is_shielded(*mention.span())
    ):
        yield Hit(*mention.span())


_BACK = rx(
    r"(?:落选|未中标|未成交|未中选|未入围)[^。；\n]{0,14}保证金[^。；\n]{0,20}?(?:验收|开工|进场|施工|履行|完工|竣工|执行|服务期|质保|付款)[^。；，\n]{0,10}(?:后|时)[^。；，\n]{0,6}退|(?:投标|磋商|谈判|响应)保证金[^。；\n]{0,24}?(?:履行|执行|验收|质保期?|项目|服务期)(?:完毕|结束|完成|合格|期?满|届满)[^。；，\n]{0,8}退|(?:保证金|押金)[^。；\n]{0,40}?(?:概不退还|一律不退|不再退还|不退(?!还)|待[^。；\n]{0,20}?(?:后|时)(?:再|方可|统一|才|予以)?退|(?<!或)(?<!或者)转为|转作|转成|自动转|暂扣|抵作|抵扣|折抵|直接作为|冲抵|充抵|归采购人|延[期迟]退|暂不退|暂缓|缓退|延缓)|(?:投诉|质疑|举报|异议|不服)[^。；\n]{0,24}?保证金[^。；\n]{0,14}?(?:不予?退|没收|扣|暂不|暂缓|缓|待|方可退)|保证金[^。；\n]{0,30}?(?:质疑|投诉|举报|异议|提出)[^。；\n]{0,20}?(?:不予?退还|没收|扣除|不退)|(?:签订|缴纳|交清|支付)[^。；，\n]{0,14}(?:后|方可)(?:再)?退还?[^。；，\n]{0,8}保证金"
)
_LATE = rx(
    r"(?P<hit>保证金[^。；\n]{0,44}?\d+(?:个)?(?:工作日|日历天|日|天|个月|月|年)[^。；，\n]{0,14}?(?:退|返还|无息))|(?P<hit2>\d+(?:个)?(?:工作日|日历天|日|天|个月|月)(?:内|后)[^。；，\n]{0,16}?退(?:还|回)?[^。；，\n]{0,16}?(?:投标|磋商|谈判)?保证金)"
)
_NO_INTEREST = rx(r"投标保证金[^。；\n]{0,30}?(?:无息|不计(?:利)?息|不(?:退|付|支付|计)(?:还)?利息)")
_PERF_BOND = re.compile(r"履约|质量|质保|工资|工程款|农民工")
_WITHDRAWN_IN_TIME = rx(
    r"(?:开标|截止)(?:时间)?(?:之)?前[^。；，\n]{0,10}撤回[^。；\n]{0,16}?保证金[^。；，\n]{0,8}(?:不退|不予退|没收)"
)
_STATUTORY_LOSS = rx(
    r"撤[销回]|拒不签订|无正当理由|弄虚作假|虚假|串通|拒绝签|不提交履约|不按(?:规定|要求|招标文件)"
)


@rule(
    "FC-BOND-07", "保证金退还设不当条件或者逾期", Severity.WARN, since=TB_2012, cues="保证金 押金",
    gp="《政府采购法实施条例》第三十三条；财政部令第87号第三十八条", tb=f"《招标投标法实施条例》第五十七条；{RULES_16}第十一条第（五）项",
    reason="钱退得慢、退得有条件，等于变相收费，也让人不敢质疑投诉。",
    rewrite="自中标通知书发出之日起5个工作日内退还未中标人的投标保证金，自合同签订之日起5个工作日内退还中标人的投标保证金。",
    breaks=other("未中标供应商的保证金在公告后三个月内退还。", "提出质疑的，其保证金不予退还。"),
    holds=other("中标通知书发出后5个工作日内退还未中标人的投标保证金。", "投标有效期内撤销投标文件的，投标保证金不予退还。"),
)  # fmt: skip
def bond_refund(c: Clause) -> Found:
    yield from each(c, _WITHDRAWN_IN_TIME)
    if c.has(_STATUTORY_LOSS):
        return
    yield from each(c, _BACK)
    for hit in each(c, _LATE):
        words = c.text[hit.start : hit.end]
        if max(days(words), default=Decimal(0)) > 7 and not _PERF_BOND.search(c.text):
            yield hit
            return
    if c.tb:
        yield from each(c, _NO_INTEREST)
