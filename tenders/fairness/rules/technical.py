"""Do the specifications point to one maker, one origin, one product?"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from tenders.fairness.clause import Clause
from tenders.fairness.context import Section
from tenders.fairness.examples import qualification, technical
from tenders.fairness.lexicon import rx
from tenders.fairness.rulebook import Found, Hit, Severity, each, rule
from tenders.fairness.rules.locality import REGULATIONS
from tenders.fairness.rules.qualification import TB_2

GP_6 = "《政府采购法实施条例》第二十条第（六）项"
GP_3 = "《政府采购法实施条例》第二十条第（三）项"
TB_5 = "《招标投标法实施条例》第三十二条第二款第（五）项"


@lru_cache(maxsize=1)
def brands() -> re.Pattern[str]:
    """Known brand names, longest first."""
    names = files("tenders.fairness").joinpath("data/brands.txt").read_text("utf-8").split()
    return re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))


_ORDERED = "(?:必须|须|应当?|仅限|限|只能|统一|指定|一律|要求|均|全部|固定|只接受|采用|选用|使用|为)"
_NAMED = rx(
    r"品牌(?:型号)?(?:[：:]|为|是|须为|应为)(?:“)?(?!要求|不|须|应|或|及|、|，|。|；|和|一|为准|型号|名称|授权|认证|的|数|影响|宣传|展示|推广|由|方|商|与|同|\(|（|/|_|\s|等|进行|可)[A-Za-z\u4e00-\u9fff]{2,10}(?:，|。|；|”|、|$|/|（|系列|型号|牌)"
    r"|(?:型号|规格型号)(?:[：:]|为|须为|应为)(?:“)?[A-Za-z\u4e00-\u9fff]{0,8}[- ]?[A-Z]{0,6}[- ]?\d[A-Za-z0-9/-]*"
    rf"|{_ORDERED}[^。；，\n]{{0,10}}?[“]?(?!自主|民族|名|同)[\u4e00-\u9fffA-Za-z]{{2,8}}(?<![贴品标铭示门招路车告吊名大挂展界桩号])牌(?!匾|照|子|坊|楼|号|位|面)"
    rf"|(?:必须|须|应当?|仅限|限|只能|统一|指定|一律)[^。；，\n]{{0,8}}?(?:采用|选用|使用|为|是|采购|选择)[^。；，\n]{{0,3}}?[“]?(?!(?:同一|统一|相同|国内|国际|知名|优质|一线|合格|自主|投标|不同|其他|该|所投|正规|名优|大|主流)+)[\u4e00-\u9fffA-Za-z0-9·]{{2,10}}[”]?(?:品牌|系列产品|牌(?!照|匾))"
    r"|(?:使用|采用|选用|(?<!适)用|选)[^。；，\n]{2,14}，?(?:不得|不许|不允许|不可|不准|不能)(?:随意|擅自)?(?:更换|替换|替代|代换|改用|变更|调换|使用其他|用其他)|只(?:准|能|许|可)(?:使|选|采)?用(?![于以在])[^。；，\n]{2,12}(?=，|。|；|$)|专利号|ZL\s?\d{4,}|(?:指定|限定)[^。；，\n]{0,6}(?:品牌|商标|供应商|厂家|型号|专利)|(?:采用|使用|具有|具备)[^。；，\n]{0,10}(?:公司|集团|厂)(?:的)?[^。；，\n]{0,8}(?:专利|专有技术)|(?:须|应|必须)[^。；，\n]{0,6}(?:采购|选用|使用|采用)[^。；，\n]{0,14}(?:公司|集团|厂)(?:生产|制造|出品|提供)的"
)
_EQUIVALENT = rx(
    r"相当于|同等(?:及以上|档次|品质|质量|性能|或)|或(?:同|等同|类似|其他同)|等同于|不低于(?:该|上述|此|以上|其)|优于|同档次|同类(?:及以上)?产品"
)
_NOT_BRAND = rx(
    r"相同品牌|品牌相同|按(?:1|一)家|核心产品|同一品牌|填写|自行填|所投|分项报价|品牌、|、品牌|序号|软件著作权|宣传|释义|兼容|对接|支持[^。；，]{0,10}(?:系统|协议|浏览器)|注明品牌|标明品牌|品牌：/|备品|现有|原有|推荐|参考|建议|备选|可选|维修(?:对象|车辆)|车辆品牌|以下品牌(?:车辆|设备)的?(?:维|保)"
)
_BRAND_FORCE = rx(rf"{_ORDERED}|[A-Z]{{1,5}}-?\d{{2,}}|品牌|型号|牌|系列")
_JUST_COUNTED = rx(r"(?:保养|维保|维护|维修|升级|扩容|清洗|租赁|回收)")


@rule(
    "FC-TECH-01", "指定品牌、型号、商标、专利或者供应商", Severity.BLOCK, since=REGULATIONS, cues="品牌 型号 牌 专利 ZL 商标 系列 公司 厂 采用 选用 使用 " + files("tenders.fairness").joinpath("data/brands.txt").read_text("utf-8"),
    gp=f"{GP_6}；财政部令第74号第十条（谈判、询价不得标明品牌）", tb=f"{TB_5}；《招标投标法》第二十条",
    reason="点了名，就只有这一家的货能中；性能相同甚至更好的产品连比的机会都没有。",
    rewrite="删除品牌、型号，按功能、性能和质量指标描述采购需求。",
    breaks=technical("路由器品牌：思科，数量2台。", "电线必须选用金杯牌。", category="货物"),
    holds=technical("交换容量≥2.5Tbps，包转发率≥1000Mpps。", "分项报价表：名称、品牌、规格型号、单价。", category="货物"),
)  # fmt: skip
def named_product(c: Clause) -> Found:
    if (
        c.has(_NOT_BRAND)
        or c.has(_EQUIVALENT)
        or c.section in {Section.COMMERCIAL}
        or (c.section is Section.OTHER and not c.qualifies)
    ):
        return
    if not any(True for _ in each(c, _TIER)):
        yield from each(c, _NAMED)
        if (c.section is Section.TECHNICAL or c.binds) and c.has(_BRAND_FORCE) and not c.has(_JUST_COUNTED):
            yield from _known_brand(c)


def _known_brand(c: Clause) -> Found:
    for found in brands().finditer(c.text):
        start, end = found.span()
        near = c.text[max(0, start - 10) : end + 12]
        if _POINTING.search(near) and not c.is_shielded(start, end):
            yield Hit(start, end)
            return


_POINTING = rx(
    r"必须|须|应|仅限|限|只能|统一|指定|一律|品牌|型号|牌|系列|采用|选用|产品|要求|[A-Z]{1,5}-?\d{2,}"
)
_TIER = rx(
    r"(?:国际|国内外?|行业)?(?:知名|一线|著名|高端|顶级|主流|优质|名牌|驰名|[一二]线|中高端|国际先进|大)(?:及以上)?(?:的)?(?:进口)?(?:大)?(?:品牌|厂家|厂商|产品|生产商|商标)|名牌(?:产品|厂家)|(?:品牌)?(?:知名度(?:高|较高|广)|档次(?:高|较高)|质量(?:上乘|一流))(?:的)?(?:品牌|产品)?|(?:国际|国内)(?:品牌|一线|大牌)(?!浏览)|一线(?:名牌|大牌)|品牌(?:知名度|美誉度|影响力)"
)

_REFERENCE = rx(
    r"(?:参考|推荐|建议)(?:使用|选用|采用)[^。；，\n]{0,24}?(?:品牌|产品|厂家)|(?:参考|推荐|建议|可选|备选|拟采用|参照|选用|意向|候选|拟选|拟用|供选择的?|档次参照)(?:的)?(?:投标|产品|设备|材料|生产)?(?:品牌|厂家|厂商|型号|制造商)|推荐(?:使用|选用|采用)?[：:]?[A-Za-z\u4e00-\u9fff]{2,8}(?:、[A-Za-z\u4e00-\u9fff]{2,8}){1,5}(?=。|，|；|等|$)|(?:厂家|品牌|厂商)（[^）\n]{0,6}(?:可选|参考|推荐|备选)[^）\n]{0,4}）|品牌(?:参考|推荐|参照|范围|档次|表|要求)[：:]|参[考照][^。；，\n]{0,12}(?:品牌|系列)|(?:同等|相当)于[^。；，\n]{0,10}品牌"
)
_SEPARATOR = re.compile(r"、|/|或(?=[A-Za-z\u4e00-\u9fff])|，|和|与")


def _named_count(text: str) -> int:
    """How many brand names stand in the enumeration after the word."""
    head = re.split(r"等|品牌或|或相当|或同|（|。|；|产品|或者", text, maxsplit=1)[0]
    return len([part for part in _SEPARATOR.split(head) if part.strip()])


@rule(
    "FC-TECH-02", "参考品牌不足三个或者没有等效表述", Severity.WARN, since=REGULATIONS, cues="参考 推荐 建议 可选 备选 拟采用 参照 选用 意向 候选 拟选 拟用 供选择 品牌",
    gp=f"{GP_6}；财库〔2025〕14号检查要点", tb="《工程建设项目货物招标投标办法》第二十五条；《工程建设项目施工招标投标办法》第二十六条",
    reason="参考品牌一少、又不写“或相当于”，参考就成了指定。",
    rewrite="列出三个以上参考品牌并注明“或相当于上述质量档次的产品”，政府采购项目则删除参考品牌。",
    breaks=technical("阀门参考品牌：上海冠龙、埃美柯。", law="TB", category="工程") + technical("推荐品牌：甲、乙、丙或相当于。", category="货物"),
    holds=technical("水泵参考品牌：甲牌、乙牌、丙牌或相当于同档次产品。", law="TB", category="工程"),
)  # fmt: skip
def reference_brands(c: Clause) -> Found:
    for found in _REFERENCE.finditer(c.text):
        only_level = c.tb and found[0].startswith("参") and "品牌" not in found[0][:4] and c.has(_EQUIVALENT)
        if c.is_shielded(*found.span()) or c.has(_FILLED_IN) or only_level:
            continue
        after = c.text[found.end() :].lstrip("：:为有是 “")
        enough = max(_named_count(after), _named_count(_inside(found[0]))) >= 3 or c.has(_ENUMERATED)
        if not (c.tb and enough and c.has(_EQUIVALENT)):
            yield Hit(*found.span())
        return


_ENUMERATED = rx(r"(?:[^、，。；：:\n]{1,12}、){2,}[^、，。；：:\n]{1,12}(?:等|或)")


def _inside(words: str) -> str:
    return re.sub(r"^参[考照]", "", words)


_FILLED_IN = rx(r"填写|所投|投标品牌|核心产品|不(?:设|列|提供|指定)(?:参考|推荐)?品牌")

_ABROAD = "(?:美国|日本|德国|法国|瑞[士典]|英国|意大利|欧美|欧洲|欧盟|韩国|荷兰|丹麦|芬兰|以色列|奥地利|加拿大|国外|境外|海外|外国|西门子)"
_IMPORTED = rx(
    rf"(?:原装|纯|全)进口|原产地[^。；，\n]{{0,8}}?{_ABROAD}|(?:产地|生产国|原产国)[^。；，\n]{{0,8}}?{_ABROAD}|(?:须|应|必须|要求|采用|选用|均为|为|限|只|使用|仅接受|只接受|配置|采购)[^。；，\n]{{0,10}}?(?:进口|(?<!综)合资(?!质|格)|国外)(?:品牌|产品|设备|件|元器件|原装|芯片|部件|机|材料|货物|配件|压缩机|仪器|的)?"
    rf"|(?:不接受|排除|拒绝|不得使用|不允许|谢绝|禁止)[^。；，\n]{{0,6}}(?:国产|本国)|非国产|{_ABROAD}(?:原装|生产|制造|品牌|进口)|(?:主要|关键|核心)?[^。；，\n]{{0,8}}(?:部件|元器件|配件|机头)[^。；，\n]{{0,4}}进口|进口(?:品牌|原装)|国产(?:产品|设备|品牌)[^。；，\n]{{0,8}}(?:无效|不予|不接受|否决|不得)"
)
_NO_IMPORT = rx(
    r"(?:不接受|拒绝|不允许|不得(?:采购|使用|提供|选用|投)|不采购|禁止|未允许|不(?:可|能)(?:采购|投))[^。；，\n]{0,10}进口|非进口|进口产品(?:是)?指|海关验放|同时接受国产|国产[^。；]{0,10}(?:同样|同时|也|均)?可以?(?:参加|投标)|欢迎[^。；]{0,10}国产|是否[^。；，]{0,6}进口|替代进口|国产化|进口(?:关税|环节|手续|报关|货物报关)|报关单|原产地证|进口水|进口压力|进口管|进口处|进口端|进口径|出入口|进口温度|口径|进口注册证|(?:否|不允许)采购进口|不(?:含|包括)进口|进口[：:](?:否|不)|进出口|进口(?:商品|博览|贸易)|(?:若|如|属于?)[^。；，]{0,12}进口"
)
_APPROVED = rx(
    r"(?:核准|批准|论证|审核同意|审批|同意)[^。；]{0,10}(?:采购|允许|可以?)?[^。；]{0,4}进口|允许(?:采购|投|提供)?进口|进口[^。；，]{0,8}(?:已(?:经)?(?:核准|批准|论证|审批))"
)
_DOMESTIC_OUT = rx(
    r"(?:不接受|排除|拒绝|谢绝|不得|禁止|不允许)[^。；，\n]{0,8}(?:国产|本国)|国产[^。；，\n]{0,10}(?:无效|不予|不接受|否决|不得)|(?:仅|只|仅限)(?:接受|限|允许|能)?[^。；，\n]{0,4}进口|(?:原产地|产地)[^。；，\n]{0,8}(?:为|限|须)"
)


@rule(
    "FC-TECH-03", "限定原产地、要求进口或者排斥国产", Severity.BLOCK, since=REGULATIONS, cues="进口 产地 国产 合资 国外 美国 日本 德国 欧 生产国 原产国 本国 瑞 法国 英国 意大利 韩国",
    gp="《政府采购法》第十条；财库〔2007〕119号", tb=TB_5,
    reason="未经核准买进口，或者已核准却不让国产投，都缩小了竞争，也违反采购本国货物的规定。",
    rewrite="本项目按性能指标采购，未经核准不采购进口产品；经核准的，同时接受满足需求的国产产品。",
    breaks=technical("探头须为进口件。", "血液分析仪原产地须为德国。", category="货物", import_approved=False),
    holds=technical("经核准采购进口产品，同时接受国产产品。", category="货物", import_approved=True) + qualification("不接受进口产品投标。"),
)  # fmt: skip
def import_required(c: Clause) -> Found:
    if c.has(_DOMESTIC_OUT) and not c.has(_NO_IMPORT):
        yield from each(c, _IMPORTED)
        return
    approved = c.tender.import_approved or (c.tender.import_approved is None and c.line_has(_APPROVED))
    if (
        not approved
        and not c.has(_NO_IMPORT)
        and not c.has(_SCORED_ORIGIN)
        and c.section not in {Section.COMMERCIAL}
    ):
        yield from each(c, _IMPORTED, _ALLOWED) if c.tender.import_approved is False else each(c, _IMPORTED)


_ALLOWED = rx(r"(?:允许|接受|采购|可投)[^。；，\n]{0,4}进口")
_SCORED_ORIGIN = rx(r"(?:进口|合资|国产|产地)[^。；\n]{0,14}{PTS}")

_VALUE = re.compile(
    r"(?<![≥≤<>±~\-\d.约])(?<!不小于)(?<!不大于)(?<!不低于)(?<!不高于)(?<!不超过)(?<!不少于)(?P<n>\d+(?:\.\d+)?)(?:mm|cm|kg|kW|KW|kw|dB|Hz|MHz|GHz|rpm|mL|ml|MPa|m|g|W|V|A|L|℃|毫米|厘米|公斤|千克|千瓦|分贝|克|升|转/分|r/min|安|伏|瓦|转)(?!以上|以下|及以上|左右|以内|±)(?!.{0,3}[±])"
)
_EXACT = rx(
    r"误差为?(?:零|0)|零(?:误差|偏差|偏离)|偏离即|完全一致|不接受(?:任何)?(?:正?负?)?(?:偏离|偏差)|不(?:允许|得)(?:有)?(?:任何)?(?:偏离|偏差|误差)|须与[^。；，]{0,16}(?:一致|相同)|严格(?:一致|按上述)|完全(?:相同|符合|吻合|满足上述)|固定值|不得(?:更改|变动|有偏差)|精确(?:到|为)|逐一(?:吻合|一致)"
)
_UNIQUE = rx(
    r"独家(?:专利|技术|生产|拥有)|唯一(?:专利|满足|生产|厂家)|独有(?:的)?(?:技术|功能|专利|设计)|(?:专利|专有)技术(?:须|应|，|。|的)|与[^。；，]{0,10}(?:彩页|样本|说明书)(?:参数)?(?:完全)?一致|仅[^。；，]{0,10}(?:1|一)家(?:产品|品牌|厂家)?(?:能)?满足"
)


@rule(
    "FC-TECH-05", "技术参数指向特定产品", Severity.MANUAL, since=REGULATIONS, cues="mm cm kg kW KW dB 独家 唯一 独有 专利 专有 一致 偏离 偏差 克 毫米 厘米 公斤 千瓦 Hz MPa 满足",
    gp=f"{GP_3}；《政府采购需求管理办法》第三十一条", tb=f"{TB_2}；{TB_5}",
    reason="一组精确到小数的定值往往只有一个产品对得上，名义上没点牌子，实际上点了。",
    rewrite="改为区间值或者下限值（例如“约1300mm，允许偏差±10%”），并保证三家以上产品满足。",
    breaks=technical("外形1287mm×643mm×1159mm，重46.7kg，须完全一致。", category="货物"),
    holds=technical("外形约1300mm×650mm×1200mm（±10%），重量≤50kg。", category="货物"),
)  # fmt: skip
def points_to_one_product(c: Clause) -> Found:
    values = list(_VALUE.finditer(c.text))
    stated = len(list(_VALUE.finditer(c.line.text))) if len(c.line.text) < 600 else len(values)
    odd = [v for v in values if "." in v["n"] or (len(v["n"]) >= 3 and v["n"][-1] not in "05")]
    exact = _EXACT.search(c.line.text if len(c.line.text) < 600 else c.text)
    if values and ((exact and stated >= 2) or len(odd) >= 3):
        first, last = values[0].start(), values[-1].end()
        if not c.is_shielded(first, last):
            yield Hit(first, last)
            return
    if (c.section in {Section.TECHNICAL, None} or c.qualifies) and not c.line_has(_SINGLE_SOURCE):
        yield from each(c, _UNIQUE)


_SINGLE_SOURCE = rx(r"不可替代|单一来源|单源|原供应商处")
_SAME_BRAND = rx(
    r"(?:同一|统一|相同|同|一致)(?:个)?(?:的)?(?:品牌|厂家|厂商|生产厂家?|制造商|生产商|系列|牌子|生产企业)|(?:与|和|同)[^。；\n]{0,16}?(?:现有|原有|在用|既有|已有|已建|原|前期)[^。；\n]{0,16}?(?:品牌|厂家|厂商|牌子|型号)|品牌(?:须|应|必须|要)?(?:保持)?(?:一致|统一|相同)|统一(?:采用|选用|使用|为)[^。；，\n]{0,8}(?:品牌|牌|厂家)|不(?:得|允许|接受)[^。；，\n]{0,4}(?:不同品牌|混搭|混用|拼装)|为同(?:品牌|厂)|出自同(?:一)?(?:厂|品牌)"
)
_COUNTED_AS_ONE = rx(
    r"直营|制造商与|经销商|同时(?:来)?投标|代理商|同一个制造商|按(?:1|一)家|不同(?:的)?(?:投标人|供应商)|核心产品|提供相同品牌|浏览器|相同品牌产品|同一品牌(?:同一)?型号(?:的)?(?:产品)?(?:只能|仅能|不得)|投标人(?:代理|推荐)|(?:1|一)个(?:制造商|品牌)[^。；]{0,12}(?:委托|授权)|同一(?:制造商|厂家)[^。；]{0,10}(?:不得|只能)(?:委托|授权|投)|允许|可以"
)


@rule(
    "FC-TECH-06", "同一品牌捆绑或者须与现有系统同品牌", Severity.WARN, since=REGULATIONS, cues="同一 统一 相同 同品牌 同厂 现有 原有 在用 既有 已有 已建 一致 混搭 混用 拼装 同系列 前期",
    gp=f"{GP_3}、第（六）项", tb=TB_5,
    reason="整套都要一个牌子，只有产品线最全的那家能投，单项做得好的企业被排除。",
    rewrite="各设备符合本章载明的接口和协议要求，能够互联互通即可，不要求同一品牌。",
    breaks=technical("机柜、UPS、空调须出自同一厂家。", "新增摄像机应与现有系统品牌一致。", category="货物"),
    holds=technical("核心产品品牌相同的按一家投标人计算。", "新增设备应支持GB/T 28181协议。", category="货物"),
)  # fmt: skip
def same_brand(c: Clause) -> Found:
    if not c.has(_COUNTED_AS_ONE) and (c.section in {Section.TECHNICAL, None} or c.binds):
        yield from each(c, _SAME_BRAND)


@rule(
    "FC-TECH-10", "以“知名”“一线”“高端”等主观档次描述品牌", Severity.WARN, since=REGULATIONS, cues="知名 一线 著名 高端 顶级 主流 优质 名牌 驰名 二线 先进 大品牌 档次 国际 国内 上乘 美誉 影响力 大牌 一流",
    gp="《政府采购需求管理办法》第九条；财库〔2025〕14号检查要点", tb="《招标投标法》第二十条",
    reason="什么叫“知名”没有标准，最后由评委说了算，供应商也无法准备。",
    rewrite="以可以检验的性能指标和现行标准描述质量要求。",
    breaks=technical("线缆选用国内著名品牌。", "灯具采用一线品牌产品。", category="货物"),
    holds=technical("盐雾试验≥96h，符合现行行业标准。", "系统支持品牌宣传页面。", category="货物"),
)  # fmt: skip
def vague_tier(c: Clause) -> Found:
    if (c.section in {Section.TECHNICAL, None, Section.SCORING} or c.binds) and not c.has(_BACKGROUND):
        yield from each(c, _TIER)


_BACKGROUND = rx(
    r"背景|宣传|优质产品和服务|提供优质|驰名商标(?:的)?(?:得|加)|主流(?:产品)?(?:浏览器|操作系统|数据库|协议|技术|格式)|优质工程"
)
