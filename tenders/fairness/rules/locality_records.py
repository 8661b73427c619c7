"""Does a clause favour records, honours or goods of one area?"""

from __future__ import annotations

from tenders.fairness.clause import Clause
from tenders.fairness.examples import qualification, scoring, technical
from tenders.fairness.lexicon import rx
from tenders.fairness.rulebook import Found, Severity, each, rule
from tenders.fairness.rules.locality import OPEN_TO_ALL, PLACE_CUES, REGULATIONS, RULES_16

GP_4 = "《政府采购法实施条例》第二十条第（四）项"
TB_3 = "《招标投标法实施条例》第三十二条第二款第（三）项"

_RECORD = rx(
    r"(?:承担|承接|承做|承办|实施|完成|做|承建|承揽|开展|服务|供应)过{P}[^。；\n]{0,24}|{P}[^。；，\n]{0,24}?(?:干|做|修|建|管|接|包|搞|办|供)过[^。；\n]{0,24}|{P}[^。；\n]{0,34}?(?:{WORK}|(?:服务|供货|合作|实施|施工|管护|养护|运营)(?:经验|经历)|服务过|项目的?(?:合同|经历)|项目业主)|(?:{WORK}|项目(?!负责人|经理|管理|名称|总监|技术|主管|组|部|团队|成员|人员))[^。；\n]{0,14}?(?:限|须|为|在|位于|属于|来自|发生(?:在|地)|所在地|地点|实施地|应当?是)[^。；，\n]{0,8}?{P}|{OUT}[^。；，\n]{0,10}业绩"
)
_NOT_RECORD = rx(
    r"(?:履约|信用|诚信)评价|中标公[告示](?:网|截图)?|查询(?:网址|到|截图)|缴纳|注册资|分公司|公共资源"
)


@rule(
    "FC-LOC-04", "特定行政区域业绩", Severity.BLOCK, since=REGULATIONS, cues=PLACE_CUES,
    gp=GP_4, tb=f"{TB_3}；{RULES_16}第六条第（三）项、第七条第（一）项",
    reason="在哪里干过不说明干得好；只认本地业绩，没在这里做过的企业永远进不来。",
    rewrite="近三年承担过同类项目业绩（地域不限），以合同复印件为准。",
    breaks=scoring("在本市承接过同类项目的，每个得2分。") + qualification("须具有青澜省境内医院保洁服务业绩。"),
    holds=scoring("近三年同类业绩每个得2分，业绩所在地不限。") + qualification("项目名称：云岭县环卫业绩考核系统采购项目。"),
)  # fmt: skip
def record_in_the_area(c: Clause) -> Found:
    if c.binds and not c.has(OPEN_TO_ALL) and not c.has(_NOT_RECORD):
        yield from each(c, _RECORD)


_HONOUR = "(?:[\u4e00-\u9fff”“]{0,6}(?:杯|奖(?!励|惩|金)|奖项)|荣誉|称号|表彰|表扬|嘉奖|先进(?:单位|企业|集体)|优秀|优质工程|文明(?:工地|单位)|示范(?:单位|企业|项目|工程|工地)|诚信(?:企业|单位)|重合同|守合同|名牌|龙头企业|标准化工地|大户|十佳|十强|百强|明星企业|信得过|纳税先进)"
_HONOURED_HERE = rx(
    rf"{{SITE}}级?[^。；，\n]{{0,6}}?[“]?[^。；，\n]{{0,8}}?(?:称号|诚信示范|优秀企业|先进|荣誉|文明单位|示范企业|奖)|{{P}}[^。；，\n]{{0,26}}?{_HONOUR}|{_HONOUR}[^。；，\n]{{0,10}}?(?:由|为|经|须|限)?{{P}}[^。；，\n]{{0,12}}(?:颁发|授予|评定|评选|认定)|{{P}}[^。；\n]{{0,20}}(?:颁发|授予|评为|评选|评定|表彰)[^。；\n]{{0,16}}{_HONOUR}"
)
_CREDIT_OR_GOODS = rx(
    r"信用(?:评价|等级|分|评分|考核)|(?:龙头企业|名优|名牌)[^。；]{0,4}(?:产品|目录)|优质(?:产品|服务|材料)|农产品"
)


@rule(
    "FC-LOC-05", "特定行政区域奖项、荣誉", Severity.BLOCK, since=REGULATIONS, cues=PLACE_CUES + " \ue002",
    gp=GP_4, tb=f"{TB_3}；{RULES_16}第六条第（三）项",
    reason="本地的奖只有在本地经营的企业才评得上，用来加分就是给本地企业加分。",
    rewrite="获奖情况不作为评审因素；按履约方案和人员配置量化评审。",
    breaks=scoring("获得澜江市政府表彰的先进企业加2分。", "获本省优质工程奖的每项得1分。"),
    holds=scoring("所获奖项仅供参考，不计分。", "近三年同类业绩每个得1分。"),
)  # fmt: skip
def honours_of_the_area(c: Clause) -> Found:
    if c.binds and not c.has(_CREDIT_OR_GOODS):
        yield from each(c, _HONOURED_HERE)


_GOODS = "(?:产品|材料|建材|商品|水泥|混凝土|商砼|砂石?|苗木|树苗|农产品|食材|石材|设备|物资|货物|原料|砖|蔬菜|粮油|肉|品牌|自产|构件|沥青|钢材|煤|饲料|种子|花卉|管材|预制|瓷砖|药品|家具|耗材|用品|器材|装备|办公用品|用材|主材)"
_BUY_LOCAL = rx(
    rf"(?:优先|须|应|必须|限|一律)[^。；，\n]{{0,8}}?(?:选用|采用|采购|使用|购买|选择)[^。；，\n]{{0,6}}?{{P}}[^。；，\n]{{0,10}}?(?:出品|出产|生产|所产|种植|养殖|培育|加工)|{_GOODS}[^。；，\n]{{0,10}}?(?:须|应|必须|一律|优先|限|全部|统一|均)[^。；，\n]{{0,8}}?{{P}}[^。；，\n]{{0,10}}?(?:培育|生产|出产|种植|养殖|加工|制造|所产|自产)|(?:优先|应当?|须|必须|鼓励|一律|选用|采购|使用|采用|推荐|限|全部|统一|从)(?!内容|范围|项目|人|文件|标的|需求|单位|代理|方式|条件)[^。；，\n]{{0,26}}?{{P}}[^。；，\n]{{0,16}}?{_GOODS}|{{P}}(?:企业|厂家|厂商|工厂)?(?:生产|出产|产|地产|自产|制造|加工)的?[^。；，\n]{{0,12}}?{_GOODS}"
    r"|{P}[^。；，\n]{0,16}?(?:创新产品|名优(?:特)?产品|推荐产品|优先采购产品|工业产品|地方产品|品牌产品|特色产品|名牌产品|产品)[^。；，\n]{0,6}?(?:目录|名录|名单|清单)|{P}[^。；，\n]{0,10}(?:首购|首台套|名优|推荐|新特)[^。；，\n]{0,8}(?:目录|名录)|(?:选用|采用|使用|采购)[^。；，\n]{0,14}?{P}(?:装备|产品|设备|材料|建材)|(?:龙头企业|名优|地产)(?:的)?产品[^。；，\n]{0,10}优先"
)
_IN_A_NAME = rx(
    r"{P}[^。；，\n]{0,24}(?:器材|用品|家具|装备|设备|产品|物资|材料|药品|耗材|食材)[^。；，\n]{0,6}(?:采购(?:项目|包|公告|结果)|项目|一批)|采购已由"
)
_POLICY = rx(r"节能产品|环境标志|本国产品|832|脱贫|扶贫|乡村振兴|(?:产地|原产地|生产地|来源地)[^。；]{0,10}")


@rule(
    "FC-LOC-08", "优先采购或者限定本地产品", Severity.BLOCK, since=REGULATIONS, cues=PLACE_CUES,
    gp="《公平竞争审查条例》第九条第（一）项、第（三）项；《优化营商环境条例》第十三条", tb=f"{RULES_16}第五条第（十）项",
    reason="同样合格的外地产品被排在后面，价格和质量的比较就不真实了。",
    rewrite="材料、产品按本章载明的质量标准选用，不限生产地区。",
    breaks=technical("所需砂石应优先使用本县企业产品。") + scoring("采用澜江市生产的管材的得3分。"),
    holds=scoring("属于节能产品政府采购清单的优先采购产品，每项加0.5分。") + technical("水泥强度等级不低于42.5，符合现行国家标准。"),
)  # fmt: skip
def goods_of_the_area(c: Clause) -> Found:
    if c.has(_IN_A_NAME):
        return
    if (not c.has(_POLICY) and not c.after_award) or c.has(_LISTED):
        yield from each(c, _BUY_LOCAL)


_LISTED = rx(r"{P}[^。；，\n]{0,16}(?:目录|名录)")
_ORIGIN = rx(
    r"(?:{P}|{OUT})(?:企业|厂家|厂商|公司|工厂)?(?:生产|出产|制造|产|加工|种植)的?[^。；\n]{0,8}?(?:{PTS}|满分|一半)|(?:产地|生产地|产自|产于|原产|来源地|出产地|生产基地|生产厂(?:家|址)?(?:位于|在))[^。；\n]{0,20}?(?:{P}|{OUT}|国产|进口|合资|国外|境外|欧美)[^。；\n]{0,20}?{PTS}|{P}(?:产品|产地|产的|生产|品牌)[^。；，\n]{0,10}?(?:得|加)\d+(?:\.\d+)?分"
    r"|(?:进口|合资|国外|外国|欧美)(?:品牌|产品|设备|原装)?的?[^。；，\n]{0,8}?(?:得|加)?\d+(?:\.\d+)?分|(?:{P}|{OUT})(?:的)?产品[^。；，\n]{0,8}{PTS}"
)


@rule(
    "FC-LOC-10", "按投标产品产地设置差异性得分", Severity.BLOCK, since=REGULATIONS, cues="产地 产自 产于 进口 合资 \ue001 \ue003 国外 欧美 生产基地 原产 生产厂",
    gp="《公平竞争审查条例》第九条第（一）项", tb=f"{RULES_16}第七条第（三）项",
    reason="产地不同不等于质量不同；按产地给分，把质量标准换成了地域标准。",
    rewrite="按本表所列质量和性能指标评审，产地不作为评审因素。",
    breaks=scoring("货物产自本市的得5分，产自其他地区的得2分。", "进口品牌得5分，国产品牌得3分。", category="货物"),
    holds=scoring("原产地证明供验收核对，不评分。", "满足性能指标得5分。", category="货物"),
)  # fmt: skip
def points_by_origin(c: Clause) -> Found:
    if c.scores and not c.has(rx_policy) and not any(True for _ in each(c, _PREFERRED)):
        yield from each(c, _ORIGIN)


rx_policy = rx(r"本国产品|节能产品|国办发|价格评审优惠")
_PREFERRED = rx(r"(?:优先|选用|采购|采用|使用)[^。；，\n]{0,16}?{P}")
