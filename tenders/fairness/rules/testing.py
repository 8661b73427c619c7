"""Do requirements about samples, standards and test reports shut bidders out?"""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from tenders.fairness.amounts import dates
from tenders.fairness.clause import Clause
from tenders.fairness.context import Section
from tenders.fairness.examples import scoring, technical
from tenders.fairness.lexicon import rx
from tenders.fairness.rulebook import Found, Hit, Severity, each, rule
from tenders.fairness.rules.locality import REGULATIONS
from tenders.fairness.rules.qualification import ORDER_22, TB_2
from tenders.fairness.rules.scale import ORDER_87

_LAB = "(?:检测(?:研究)?(?:院|中心|所|机构|站)|质检(?:院|所|站|中心)|检验(?:检测)?(?:研究)?(?:院|所|中心|站|机构)|研究(?:院|所)|质量监督(?:检验)?(?:院|所|站|检测中心)?|计量(?:院|所)|测试中心|评测中心|认证中心|监测(?:站|中心)|质监站|检测公司|检验检疫)"
_NAMED_LAB = rx(
    rf"(?:由|经|限|须为|指定|仅限)[^。；，\n]{{0,4}}?(?:省|市|县|区)(?![场面级])[^。；，\n]{{0,12}}?{_LAB}(?!.{{0,3}}公司)|(?:(?<!\ue001)\ue001++|(?<!\ue002)\ue002++|国家|公安部|中国|信息产业|工信部|住建部|电力|铁路|农业部|北京|上海|广州)[^。；，\n]{{0,22}}?{_LAB}(?!.{{0,3}}公司)[^。；，\n]{{0,12}}?(?:出具|检测|认证|报告|证书|检验|送检|测试|认可|签发|颁发|核发|发放|所出|检定)|(?:委托|送检)(?:单位|人|方)[^。；，\n]{{0,6}}?(?:须|应|必须|只能)?(?:为|是)(?:投标人|本单位|制造商|供应商|生产)"
    rf"|(?:公安部(?!门)|泰尔|赛宝|SGS|TUV|CTI|华测|谱尼|莱茵)[^。；，\n]{{0,18}}?(?:检测报告|检验报告|证书|测试报告|出具|认证)|(?:仅|只|唯一)(?:认可|接受|承认|采信|认)[^。；，\n]{{0,22}}?(?:{_LAB}|认证(?:公司|集团))|其[他余它](?:检测|检验|认证|鉴定)?(?:单位|机构|院所)[^。；，\n]{{0,14}}(?:不予|无效|不认|不被|不采信|不得分|不接受)|(?:指定|采购人认可|招标人认可|甲方认可|唯一|特定)(?:的)?[^。；，\n]{{0,8}}?{_LAB}|(?:由|经|仅认可|只认可|限|须为|仅限)[^。；，\n]{{0,14}}?(?:(?<!\ue001)\ue001++)[^。；，\n]{{0,12}}{_LAB}(?!.{{0,3}}公司)|(?:检测|检验|测试)报告[^。；，\n]{{0,12}}?(?:须|应|必须|限|只能)?由[^。；，\n]{{0,6}}?(?:国家级|省级|市级|部级|(?<!\ue001)\ue001++)[^。；，\n]{{0,10}}{_LAB}"
)
_OPEN_LAB = rx(
    r"资质证书|资质认定|颁发的《|国家认可的?第三方|不限(?:定)?(?:于)?(?:检测|机构|出具|送检)|均可|或(?:其他|同等|具[有备]|有)|任[何一](?:家|具)|CMA(?:标识|资质|认证|章)[^。；]{0,20}(?:第三方|检[验测]|即可)|CNAS[^。；]{0,16}(?:第三方|即可|认可的)|具(?:有|备)[^。；，]{0,10}(?:资质|资格|能力)的?(?:第三方)?(?:检|机构)|国家确定的认证机构|医疗器械|特种设备|中标后|进场后|采购人委托|采购人负责"
)


@rule(
    "FC-TECH-04", "限定检测机构、送检单位、发证机构", Severity.WARN, since=REGULATIONS, cues="检测 质检 检验 研究院 研究所 监督 计量 测试 评测 认证 监测 送检 委托 公安部 泰尔 赛宝 SGS TUV 华测 谱尼",
    gp="《政府采购法实施条例》第二十条第（八）项；财库〔2025〕14号检查要点", tb="发改办法规〔2019〕862号第7类",
    reason="有资质的机构出的报告法律效力一样；只认一家，投标人要么赶不上，要么被收高价。",
    rewrite="提供具有CMA标识的检验检测机构出具的检测报告，不限定检测机构和送检单位。",
    breaks=technical("检验报告须由澜江市质检院出具。", "须提供公安部检测中心出具的检测报告。", category="货物"),
    holds=technical("提供带CMA标识的第三方检测机构出具的报告。", "不限定检测机构。", category="货物"),
)  # fmt: skip
def named_laboratory(c: Clause) -> Found:
    if not c.has(_OPEN_LAB) and c.section not in {Section.COMMERCIAL}:
        yield from each(c, _NAMED_LAB)


_SAMPLE = rx(
    r"(?:提供|提交|递交|送交|携带|制作|准备|出示|带)[^。；\n]{0,24}?(?:样品|样衣|样本(?!量)|实物样|成品样|小样|样机|(?<![字同一多式各取这那怎模花照])样(?=，|。|；|$))|(?:样品|样衣|样机|小样)[^。；\n]{0,24}?(?:评[议分审价]|打分|得\d|\d分|评委|酌情|综合|递交|提供|提交|送|中标无效|取消)"
)
_STANDARDISED = rx(
    r"制作标准|评审标准|评审方法|附件|逐项|按(?:照)?[^。；，]{0,10}(?:标准|表)[^。；，]{0,6}(?:评|验|检)|检测标准|样品要求见|详见|每项(?:不符|符合)|对应得分"
)
_NO_SAMPLE = rx(
    r"(?:无需|不需|不要求|不用|无须)[^。；，]{0,8}样|中标后|成交后|封样|(?:递交|送达|提交)样品的?(?:地址|地点|时间)|样品(?:的)?(?:递交|送达|提交)(?:地址|地点|时间)|验收时|供货前|签订合同|批量生产前|样品[^。；\n]{0,20}(?:送|递交|提交)(?:到|至|达)(?![^。；]{0,60}(?:无效|废标|不得分|\d分))"
)
_TESTED_AFTER = rx(
    r"(?:样品|送检|抽检|检测)[^。；\n]{0,24}?不合格[^。；\n]{0,16}?(?:中标无效|取消(?:其)?(?:中标|成交)|顺延|废标)"
)


@rule(
    "FC-TECH-07", "样品要求不规范", Severity.WARN, since=ORDER_87, cues="样",
    gp="财政部令第87号第二十二条；《政府采购法实施条例》第四十四条",
    reason="做样品要花钱花时间，没有制作标准和评审标准，打几分全凭印象。",
    rewrite="一般不要求样品；确需样品的，样品制作标准见附件，按附件所列项目逐项评审，未中标人样品于公告后5个工作日内退还。",
    breaks=scoring("根据供应商递交的校服样品质量由评委评议打分。", category="货物") + technical("投标时须提供样品一套。", category="货物"),
    holds=scoring("提供样品1套，制作标准见附件3，按附件4逐项评审。", category="货物") + technical("本项目不要求提供样品。", category="货物"),
)  # fmt: skip
def sample_without_standard(c: Clause) -> Found:
    if not c.gp:
        return
    if not c.has(_NO_SAMPLE) and not c.line_has(_STANDARDISED) and not _standard_elsewhere(c.document):
        yield from each(c, _SAMPLE)
    yield from each(c, _TESTED_AFTER)


@lru_cache(maxsize=4)
def _standard_elsewhere(document: str) -> bool:
    """Whether the tender says somewhere how samples are made or judged; asked once a document."""
    return bool(_STANDARD_ELSEWHERE.search(document))


_STANDARD_ELSEWHERE = re.compile(r"样品(?:的)?(?:制作|评审|检测)(?:的)?(?:标准|方法)")

_ENTERPRISE = re.compile(r"Q/[A-Z0-9]{2,}|企业标准(?!化)|(?:集团|公司|厂家?|本企业)(?:内部|企业)?标准")
_CODE = re.compile(r"(?:GB/T|GB|JGJ/T|JGJ|QB/T|YY/T)\s?[0-9]{2,6}(?:\.\d{1,2})?\s?-\s?\d{2,4}")
_VOID = rx(
    r"(?:已废止|已作废|已被[^。；，]{0,10}(?:替代|代替)|废止的?)[^。；，\n]{0,10}标准|标准[^。；，\n]{0,6}(?:已废止|已作废)"
)
_OR_CURRENT = rx(
    r"现行(?:有效)?(?:版本|替代|标准)|最新(?:版本|版)|或(?:更高|同等|现行|等同|等效)|有效替代|团体标准、企业标准|国家标准、[^。；]{0,20}企业标准|企业标准(?:声明|备案)?[^。；]{0,6}均可|不低于国家"
)


@lru_cache(maxsize=1)
def withdrawn() -> dict[str, str]:
    """Withdrawn standard → what replaced it."""
    rows = csv.reader(
        files("tenders.fairness").joinpath("data/withdrawn_standards.csv").read_text("utf-8").splitlines()[1:]
    )
    return {_bare(old): new for old, new in rows}


def _bare(code: str) -> str:
    return re.sub(r"\s", "", code)


@rule(
    "FC-TECH-08", "引用企业标准、已废止标准", Severity.MANUAL, since=ORDER_22, cues="Q/ 标准 GB JGJ QB YY",
    gp=f"《政府采购需求管理办法》第九条；{'《政府采购法实施条例》第二十条第（三）项'}", tb="《招标投标法》第十九条、第二十条",
    reason="企业标准只有那一家企业能符合；废止的标准无从检验。",
    rewrite="产品符合现行国家标准或者行业标准（写明标准号）或者现行有效的替代标准。",
    breaks=technical("板材须执行企业标准Q/HJ 002-2020。", "桌面符合GB/T 3325-2008。", category="货物"),
    holds=technical("座椅符合GB/T 3325-2017。", "符合现行国家标准或行业标准。", category="货物"),
)  # fmt: skip
def unusable_standard(c: Clause) -> Found:
    if c.has(_OR_CURRENT):
        return
    yield from each(c, _ENTERPRISE, _VOID)
    for found in _CODE.finditer(c.plain):
        new = withdrawn().get(_bare(found[0]))
        if new and not c.is_shielded(*found.span()):
            yield Hit(
                *found.span(),
                detail=f"{found[0]} 已由 {new} 代替。",
                rewrite=f"产品符合 {new} 或者现行有效的替代标准。",
            )


_REPORT = rx(r"(?:检测|检验|测试|试验|型式)[^。；，\n]{0,4}(?:报告|证书)|报告")
_BEFORE_NOTICE = rx(
    r"(?:公告|招标|采购|发布|发出)[^。；，\n]{0,10}?(?:之?日|时间|发布)?(?:之)?(?:前|以前)[^。；，\n]{0,14}?(?:出具|签发|取得|检测|完成|的[^。；，]{0,6}报告)|(?:签发|出具|报告)(?:日期|时间)?[^。；，\n]{0,12}?(?:早于|先于|须在|应在|在)[^。；，\n]{0,16}?(?:公告|招标文件|采购文件|发布|发出|项目公告)[^。；，\n]{0,6}(?:前|日|之前)"
)
_FIXED_DAY = rx(
    r"(?:不得?晚于|不应晚于|早于)[^。；，\n]{0,8}?(?:公告|招标文件|采购文件|发布)|(?:签发|出具|报告)(?:日期|时间)?[^。；，\n]{0,10}?\d{4}年\d{1,2}月(?:\d{1,2}日)?(?:之前|以前|前)|\d{4}年\d{1,2}月(?:\d{1,2}日)?(?:之前|以前|前)(?:签发|出具)"
)
_LONG_TEST = re.compile(
    r"(?:(\d{2,4})(小时|h|H|天|日)[^。；，\n]{0,12}?(?:试验|测试|检测|检验|盐雾|老化|防霉|养护)|(?:试验|盐雾|老化|防霉|耐久|测试|养护)[^。；，\n]{0,12}?(\d{2,4})(小时|h|H|天|日))"
)
_COUNT = re.compile(
    r"(\d{1,2})(?:份|个(?!自然|工作|日历|月|日)|项|种)(?:以上|不同)?[^。；，\n]{0,14}?(?:检测|检验|测试)?报告|报告[^。；\n]{0,40}?(?:共|合计|共计|共需|不少于|至少)(\d{1,2})份"
)
_FREE_TIMING = rx(
    r"截止(?:日|时间)?(?:之)?前[^。；]{0,10}(?:均可|出具)|供货(?:时|前|验收)|日历天|履[行约]期限|服务期|内提交|验收时|中标后|均可"
)


@rule(
    "FC-TECH-09", "检测报告要求与准备时间、数量不合理", Severity.MANUAL, since=REGULATIONS, cues="报告 试验",
    gp="《政府采购法实施条例》第二十条第（八）项", tb=TB_2,
    reason="检测要的天数比公告期还长，只有早就知道消息的人备得齐。",
    rewrite="投标截止日前任意时间出具的检测报告均可；来不及检测的，可以承诺供货验收时提供。",
    breaks=technical("须提供招标公告发布前出具的检测报告。", "投标时提供8份不同产品的检测报告。", category="货物"),
    holds=technical("投标截止日前出具的检测报告均可。", "供货时提供检测报告。", category="货物"),
)  # fmt: skip
def report_out_of_reach(c: Clause) -> Found:
    if not c.has(_REPORT) or c.has(_FREE_TIMING):
        return
    yield from each(c, _BEFORE_NOTICE, _FIXED_DAY)
    report = _REPORT.search(c.text)
    if report and not c.is_shielded(*report.span()) and (_too_long(c) or _too_many(c) or _dated_before(c)):
        yield Hit(*report.span())


def _too_long(c: Clause) -> bool:
    """A test that lasts longer than from publication to deadline (20 days when unknown, 政府采购法第三十五条)."""
    start, end = c.tender.publish_date or c.tender.doc_issue_date, c.tender.deadline or c.tender.bid_deadline
    available = (end - start).days if start and end else 20
    for first, kind, second, other in _LONG_TEST.findall(c.text):
        number, unit = first or second, kind or other
        lasts = Decimal(number) / 24 if unit in {"小时", "h", "H"} else Decimal(number)
        if lasts >= available and lasts < 400:
            return True
    return False


def _too_many(c: Clause) -> bool:
    return any(int(one or other) > 5 for one, other in _COUNT.findall(c.text))


def _dated_before(c: Clause) -> bool:
    """The report must bear a date no later than the notice itself."""
    start = c.tender.publish_date or c.tender.doc_issue_date
    if start is None:
        return False
    return any(
        day <= start and re.match(r"[^。；，]{0,12}前", c.text[at:]) for day, at in dates(c.text, start.year)
    )
