"""Is the policy for small and medium enterprises applied, and applied the way it is written?"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from tenders.fairness.amounts import amounts
from tenders.fairness.clause import Clause
from tenders.fairness.context import Section
from tenders.fairness.examples import commercial, other, qualification, scoring
from tenders.fairness.lexicon import rx
from tenders.fairness.rulebook import Found, Hit, Severity, each, rule

POLICY_46 = date(2021, 1, 1)
DEDUCTION_2022 = date(2022, 7, 1)
_BOOK = "《政府采购促进中小企业发展管理办法》"
_NOT_RESERVED = rx(
    r"(?:非|不|未)(?:是)?(?:专门)?(?:预留)?(?:份额)?(?:专门)?(?:面向)(?:中小|小微)(?:微)?企业|不(?:专门)?面向中小|面向(?:大中小|各类|所有)企业|未预留(?:中小企业)?份额|不预留(?:中小企业)?份额|专门面向中小企业(?:采购)?[：:](?:否|不)"
)
_MENTION = rx(r"面向中小|中小企业(?:采购|份额|预留)|预留(?:采购)?份额|小微企业采购")
_REASON = rx(
    r"(?:不适宜|理由(?!未)|因(?!此)|由于|原因|属于[^。；]{0,10}情形|依据|市场竞争不充分|无法|唯一|充分供应)"
)
_NO_REASON = rx(
    r"未(?:说明|注明|载明|列明|附|明确)[^。；]{0,8}(?:理由|原因)|没有(?:说明)?理由|不说明理由|无(?:任何)?理由"
)
_RESERVE = re.compile(
    r"预留[^。；\n%]{0,24}?(?P<n>\d{1,2}(?:\.\d+)?)%|(?P<n2>\d{1,2}(?:\.\d+)?)%[^。；，\n]{0,10}预留"
)
_BUDGET = re.compile(r"(?:预算|限价|金额|总价)[^。；，\n\d]{0,8}(?P<sum>\d+(?:\.\d+)?(?:万|亿)?元)")


@rule(
    "FC-SME-01", "应预留未预留中小企业份额", Severity.WARN, since=POLICY_46, cues="中小 小微 预留",
    gp=f"{_BOOK}第六条、第七条、第八条；财库〔2022〕19号",
    reason="小额项目本应留给中小企业，不留又不说理由，政策就落空了。",
    rewrite="本项目专门面向中小企业采购。",
    breaks=other("预算金额180万元，本项目不专门面向中小企业采购。", category="货物"),
    holds=other("预算金额180万元，本项目专门面向中小企业采购。", category="货物"),
)  # fmt: skip
def set_aside_missing(c: Clause) -> Found:
    if not c.gp:
        return
    found = _RESERVE.search(c.text)
    if found and Decimal(found["n"] or found["n2"]) < 30 and _MENTION.search(c.line.text):
        yield Hit(*found.span())
        return
    mention = _NOT_RESERVED.search(c.text) or (
        _MENTION.search(c.text) if c.tender.sme_reserved is False else None
    )
    if mention and _is_small(c) and not _has_reason(c):
        yield Hit(*mention.span())


def _is_small(c: Clause) -> bool:
    found = _BUDGET.search(c.line.text)
    budget = c.tender.budget or (amounts(found["sum"])[0] if found else None)
    limit = 4_000_000 if c.tender.category == "工程" else 2_000_000
    return budget is not None and budget <= limit


def _has_reason(c: Clause) -> bool:
    return bool(c.tender.sme_reason) or (c.line_has(_REASON) and not c.line_has(_NO_REASON))


_SMALL = "(?:中型企业|小(?:型)?(?:和|、|及|或)?微(?:型)?企业|小微企业|小型企业|微型企业|中小(?:微)?企业|小型和微型企业|监狱企业)"
_DEDUCT = re.compile(
    rf"(?:{_SMALL}|小微|小型|微型)[^。；\n%]{{0,34}}?(?P<n>\d{{1,3}}(?:\.\d+)?)%|(?P<n2>\d{{1,3}}(?:\.\d+)?)%[^。；，\n]{{0,12}}?(?:价格|报价)?(?:的)?扣除"
)
_DEDUCTION = re.compile(r"扣减|减让|核减|扣除|价格(?:评审)?优惠|评审优惠|优惠")
_NOT_DEDUCTION = rx(r"联合体|分包|预留|合同(?:总)?(?:金额|额|份额)(?:的)?比例|政府采购合同")
_DIFFERENT = rx(
    r"小型企业[^。；\n%]{0,16}?(?P<a>\d{1,2})%[^。；\n%]{0,16}?微型企业[^。；\n%]{0,14}?(?P<b>\d{1,2})%|微型企业[^。；\n%]{0,16}?(?P<c>\d{1,2})%[^。；\n%]{0,16}?小型企业[^。；\n%]{0,14}?(?P<d>\d{1,2})%|(?:中型企业)[^。；\n%]{0,14}?(?:扣除|优惠)[^。；\n%]{0,6}?\d{1,2}%"
)
_RESERVED = rx(r"(?<![非不未])专门面向(?:中小|小微)")
_NO_DEDUCTION = rx(
    r"(?:不(?:给予|再给予|享受|执行|进行)?|未给予|不予)[^。；，\n]{0,10}?(?:价格|报价)?(?:扣除|评审优惠|优惠)"
)


def _deduction(c: Clause, least: int, most: int) -> Found:
    low, high = (3, 5) if c.tender.category == "工程" else (least, most)
    different = _DIFFERENT.search(c.text)
    if different and (different["a"] or different["c"]) != (different["b"] or different["d"]):
        yield Hit(*different.span())
        return
    reserved = c.tender.sme_reserved or bool(_RESERVED.search(c.line.text))
    if not reserved and not _RESERVED.search(c.line.text) and c.section is Section.SCORING:
        yield from (
            Hit(*found.span())
            for found in list(_NO_DEDUCTION.finditer(c.text))[:1]
            if re.search(_SMALL, c.text)
        )
    found = _DEDUCT.search(c.text)
    if not found or not _DEDUCTION.search(c.text) or c.is_shielded(*found.span()) or c.has(_NO_DEDUCTION):
        return
    share = Decimal(found["n"] or found["n2"])
    if reserved or (not low <= share <= high and not c.has(_NOT_DEDUCTION)):
        yield Hit(
            *found.span(),
            rewrite=None
            if reserved
            else f"对小型和微型企业的报价给予{low}%至{high}%之间的统一扣除，用扣除后的价格参加评审。",
        )


@rule(
    "FC-SME-02", "价格评审优惠设置错误", Severity.WARN, since=POLICY_46, until=DEDUCTION_2022, cues="小微 小型 微型 中小 扣除",
    gp=f"{_BOOK}第九条",
    reason="扣除幅度是政策定的；少给、重复给、大小不一样给，都改变了排名。",
    rewrite="对小型和微型企业报价给予6%至10%之间的统一扣除（专门面向中小企业的项目不再扣除）。",
    breaks=scoring("对小型和微型企业报价给予12%的扣除。", category="货物"),
    holds=scoring("对小型和微型企业报价给予8%的扣除。", category="货物"),
)  # fmt: skip
def deduction_before_2022(c: Clause) -> Found:
    if c.gp:
        yield from _deduction(c, 6, 10)


@rule(
    "FC-SME-02", "价格评审优惠设置错误", Severity.WARN, since=DEDUCTION_2022, cues="小微 小型 微型 中小 扣除",
    gp=f"{_BOOK}第九条；财库〔2022〕19号",
    reason="扣除幅度是政策定的；少给、重复给、大小不一样给，都改变了排名。",
    rewrite="对小型和微型企业报价给予10%至20%之间的统一扣除（专门面向中小企业的项目不再扣除）。",
    breaks=scoring("对小微企业报价给予6%的价格扣除。", "对小型企业扣除10%，对微型企业扣除15%。", category="货物"),
    holds=scoring("对小型和微型企业报价给予15%的扣除，用扣除后的价格参加评审。", category="货物"),
)  # fmt: skip
def deduction_since_2022(c: Clause) -> Found:
    if c.gp:
        yield from _deduction(c, 10, 20)


_PROOF = rx(
    rf"{_SMALL}[^。；\n]{{0,40}}?(?:认定(?:证书|证明|文件|材料)?|证明(?:文件|材料|原件)?|(?:工信|经信|中小企业(?:局|主管)|统计|主管)(?:和信息化)?(?:部门|局)?[^。；，\n]{{0,8}}?(?:出具|认定|盖章|开具)|审计报告|截图|名录|从业人员社保|社保(?:清单|证明|缴纳)|财务报表|纳税申报|划型证明|佐证)|(?:声明函)[^。；\n]{{0,24}}?(?:外|同时|并|还)[^。；\n]{{0,26}}?(?:审计报告|证明|社保|财务报表|截图|认定|佐证)"
)
_STAMPED = rx(
    r"声明函[^。；\n]{0,16}?(?:经|由)[^。；，\n]{0,14}?(?:政府|部门|局|街道|税务|统计|工信|居委会|村委会)[^。；，\n]{0,6}(?:盖章|确认|认定|审核)"
)
_DECLARATION = rx(
    r"声明函》?(?:即可|，无需|为准)|监狱企业|残疾人|无需[^。；]{0,10}(?:证明|其他)|不得要求|监狱管理局|属于[^。；]{0,6}的证明文件：?声明函|声明函》?(?:作为|等)?证明材料|证明材料[：:]?[^。；，]{0,4}《?中小企业声明函"
)


@rule(
    "FC-SME-03", "要求声明函之外的中小企业证明", Severity.BLOCK, since=POLICY_46, cues="中小 小微 小型 微型 声明函",
    gp=f"{_BOOK}第十一条",
    reason="声明函就够了；再要认定证明，小企业又多一道跑腿。",
    rewrite="中小企业参加投标的，提供《中小企业声明函》即可。",
    breaks=qualification("除声明函外，小微企业还应提供经审计的财务报表佐证。", "中小企业须附工信局认定文件。"),
    holds=qualification("中小企业提供《中小企业声明函》即可。", "监狱企业提供监狱管理局出具的证明文件。"),
)  # fmt: skip
def extra_proof(c: Clause) -> Found:
    if c.gp and not c.has(_DECLARATION):
        yield from each(c, _PROOF, _STAMPED)


_NO_INDUSTRY = rx(
    r"(?:未|没有|均未|并未|不)(?:标明|明确|载明|注明|列明|写明|说明|规定|填写)[^。；\n]{0,30}?(?:所属)?行业|(?:所属)?行业[^。；\n]{0,16}?(?:未|没有)(?:标明|明确|载明|注明|列明|写明|说明|填写)|行业[^。；\n]{0,12}?(?:自行|自拟|自己|由(?:投标人|供应商)[^。；，\n]{0,8}(?:填写|确定|判断|选择|认定))|(?:由)?(?:投标人|供应商)(?:自行|自主)[^。；，\n]{0,8}(?:确定|判断|选择|填写)[^。；，\n]{0,8}行业|(?:所属|划型|划分)?行业[^。；，\n]{0,8}?(?:空缺|空白|缺失|留空|未填|查不到|找不到)|(?:找不到|查不到|看不出)[^。；\n]{0,24}行业|所属行业[：:为]?(?:/|待定|空白?|（空白?）|（\s*）|_{2,}|另行)"
)
_INDUSTRY = re.compile(r"(?:所属|划分标准[^。；\n]{0,10}|对应[^。；\n]{0,14})行业")


@rule(
    "FC-SME-04", "未明确采购标的所属行业", Severity.WARN, since=POLICY_46, cues="行业 中小企业",
    gp=f"{_BOOK}第十二条第（六）项",
    reason="不写行业，企业不知道按哪个标准算自己是不是小微。",
    rewrite="采购标的对应的中小企业划分标准所属行业：工业。",
    breaks=other("采购文件未写明标的所属行业。", "所属行业由供应商自行判断。", category="货物"),
    holds=other("采购标的所属行业：工业。", category="货物"),
)  # fmt: skip
def industry_missing(c: Clause) -> Found:
    if not c.gp:
        return
    found = _NO_INDUSTRY.search(c.text) or (
        _INDUSTRY.search(c.text) if "industry" in c.tender.blank else None
    )
    if found:
        yield Hit(*found.span())


_BY_PART = rx(
    r"(?:联合体|分包)[^。；\n]{0,14}?(?:方式|形式)?[^。；\n]{0,14}?(?:预留|面向)[^。；\n]{0,14}?(?:中小|小微)|(?:预留|面向)[^。；\n]{0,20}?(?:中小|小微)[^。；\n]{0,20}?(?:联合体|分包)|(?:预留)[^。；\n]{0,16}(?:分包|联合体)|(?:部分|一定|若干)[^。；，\n]{0,6}(?:份额|工作|内容|比例)?[^。；，\n]{0,4}(?:分包|分)(?:给|予)(?:中小|小微)|向(?:中小|小微)企业分包|(?:要求|须)[^。；，\n]{0,14}(?:联合体|分包)[^。；\n]{0,16}(?:给)?(?:中小|小微)企业(?:承担|合作)?"
)
_PERCENT = re.compile(r"\d+(?:\.\d+)?%|\d+万元")


@rule(
    "FC-SME-05", "预留份额方式要素缺失", Severity.WARN, since=POLICY_46, cues="联合体 分包",
    gp=f"{_BOOK}第八条、第十二条",
    reason="只说预留不说多少，分一元钱也算数，中小企业得不到实惠。",
    rewrite="通过合同分包方式预留，分包给中小企业的合同金额不低于40%，作为资格条件，须提供分包意向协议。",
    breaks=qualification("本项目要求供应商以分包形式面向小微企业预留份额。"),
    holds=qualification("通过合同分包预留，分包给中小企业的合同金额不低于40%。"),
)  # fmt: skip
def share_not_stated(c: Clause) -> Found:
    if c.gp and not _PERCENT.search(c.line.text):
        yield from each(c, _BY_PART)


_MAY_SUBLET = rx(
    r"(?:允许|可以?|同意|接受|有权|准许|经[^。；，\n]{0,10}(?:同意|许可|批准)(?:后)?)[^。；\n]{0,24}?(?:进行|采用|采取|将[^。；\n]{0,24}?)?(?:合同)?分包|分包的?，?(?:报|经|须经|应经|征得)[^。；，\n]{0,10}(?:同意|批准|许可|认可)|分包[：:]?(?:允许|接受|同意|可以)|分包[^。；，\n]{0,10}(?:具体)?(?:事宜|内容|事项)[^。；，\n]{0,10}(?:商定|协商|另定|另行)|(?:可以?|允许)(?:把|将)[^。；，\n]{0,12}(?:分包|转交)(?:出去|给他人|给第三方)?"
)
_SUBLET_SAID = rx(
    r"不(?:允许|得|接受|可以?|同意|准)[^。；，\n]{0,10}(?:转包|分包)|严禁|禁止|\d+(?:\.\d+)?%|\d+万元|分包(?:的)?(?:内容|范围|金额|比例|部分)(?:为|：|包括|限于|仅限|见)|(?:中小|小微)企业|(?<!但)未经(?!采购人批准不得实施)|联合体|擅自|采购包|分包(?:号|\d|一|二|投标)|是/否|允许分包[：:]否|劳务分包"
)
_NAMED_PART = rx(
    r"将(?!部分|其部分|非主体|非关键|主体|合同|中标项目|项目的?部分|某些|有关|相关|一些|工作)[^。；，\n]{3,24}?(?:部分|工程|工作|服务|业务|内容)?(?:进行)?分包|(?:主体|关键性?)[^。；，\n]{0,10}(?:以?外|除外)"
)


@rule(
    "FC-SME-06", "允许分包但未明确内容、金额或者比例", Severity.WARN, since=date(2019, 9, 1), cues="分包",
    gp="财库〔2019〕38号第三条；《政府采购法》第四十八条", tb="《招标投标法》第四十八条；财库〔2019〕38号第三条（参照）",
    reason="分什么、分多少没有说，履约中容易变成转包，也说不清谁负责。",
    rewrite="允许将（写明具体部分）分包，分包金额不超过合同金额的10%。",
    breaks=commercial("乙方征得甲方书面许可后可以分包。", "本项目允许合同分包。"),
    holds=commercial("允许将外墙清洗分包，金额不超过合同额的10%。", "本项目不允许转包和分包。"),
)  # fmt: skip
def sublet_what(c: Clause) -> Found:
    if c.has(_SUBLET_SAID) or c.has(_NAMED_PART) or (c.tb and c.has(_STATUTE)):
        return
    yield from each(c, _MAY_SUBLET)


_STATUTE = rx(r"非主体|非关键")
