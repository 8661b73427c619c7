"""Does a clause ask for papers, records or memberships that the law does not let a buyer ask for?"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from tenders.fairness.amounts import amounts, threshold
from tenders.fairness.clause import Clause
from tenders.fairness.context import Section
from tenders.fairness.examples import qualification, scoring
from tenders.fairness.lexicon import rx
from tenders.fairness.rulebook import Found, Hit, Severity, each, rule
from tenders.fairness.rules.locality import REGULATIONS, RULES_16
from tenders.fairness.rules.locality_records import GP_4, TB_3

GP_2 = "《政府采购法实施条例》第二十条第（二）项"
TB_2 = "《招标投标法实施条例》第三十二条第二款第（二）项"
ORDER_22 = date(2021, 7, 1)

# 国发〔2014〕5号 系统集成、信息工程监理；国发〔2016〕39号 防雷；国发〔2017〕7号、46号 物业、工程咨询；国务院令第676号 园林绿化；
# 《招标投标法》2017年修正、《政府采购法》2014年修正 代理机构；国发〔2021〕7号 造价咨询；《环境影响评价法》2018年修正 环评。
_ABOLISHED = rx(
    r"(?:物业(?:服务|管理)?(?:企业)?|(?:城市)?园林绿化(?:企业|工程|施工|养护)?|(?<!涉密)(?<!涉密信息)(?:计算机)?(?:信息)?系统集成(?:企业|及服务)?|信息系统(?:工程)?监理|(?:工程(?:建设)?(?:项目)?)?招标代理(?:机构)?|政府采购代理(?:机构)?|工程咨询(?:单位)?|工程造价咨询(?:企业|单位)?|造价咨询(?:企业)?|中央投资项目招标代理"
    r"|(?:建设项目)?环境影响评价(?:机构)?|环评|防雷(?:装置|工程)?(?:专业)?(?:设计|施工)?|(?:装修|装饰|智能化|消防)?(?:设计与?施工|设计施工)一体化|(?:清洗|清洁|保洁)(?:服务)?(?:行业|企业)?|水土保持方案编制|水资源论证|房地产(?:经纪|中介)|地质勘查|棚改|会计从业)"
    r"(?:工程|服务|行业|单位|专业)?[^。；，\n]{0,6}?(?:[甲乙丙丁一二三四123壹贰叁肆]级)?(?:（?[^。；，\n]{0,6}）?)?(?:及)?(?:以上)?(?:的)?(?:企业|单位|机构)?(?:资质|资格)(?!审查|预审|证明|条件|要求)|(?:园林绿化|物业(?:管理|服务)?|系统集成|招标代理|工程咨询)[^。；，\n]{0,4}[甲乙丙一二三壹贰叁123]级(?:及以上)?(?:企业|单位)|(?:甲|乙|丙|[一二三壹贰叁])级(?:及以上)?(?:物业|园林绿化|系统集成|招标代理|工程造价咨询|工程咨询)"
)
_STILL_VALID = rx(
    r"工程师|职业资格|职称|展览|涉密|测绘|施工总承包(?!.{0,12}园林)|建造师|咨询工程师|造价(?:工程)?师|项目经理|审核招标代理|代理机构(?:应|须|需)|古建筑|安全生产许可|不(?:得|再)"
)


@rule(
    "FC-QUAL-01", "要求已取消的资质资格", Severity.BLOCK, since=date(2017, 12, 28),
    cues="物业 园林绿化 系统集成 信息系统 招标代理 采购代理 工程咨询 造价咨询 环境影响评价 环评 防雷 一体化 清洗 清洁 保洁 水土保持 水资源论证 房地产 地质勘查 会计从业",
    gp=GP_2, tb="发改办法规〔2019〕862号第5类",
    reason="国家已经不发这种证，新企业无从取得；保留要求只对手里还有旧证的企业有利。",
    rewrite="不要求已取消的资质；投标人按采购需求提供服务方案和人员配置。",
    breaks=qualification("供应商应有物业管理企业贰级资质证书。", "须具备园林绿化三级以上资质。"),
    holds=qualification("须具有测绘乙级资质。", "须具有市政公用工程施工总承包三级及以上资质。"),
)  # fmt: skip
def abolished_licence(c: Clause) -> Found:
    if c.binds and not c.has(_STILL_VALID):
        yield from each(c, _ABOLISHED)


_SCOPE = rx(
    r"(?:经营范围|营业范围|经营项目|经营业务范围)[^。；\n]{0,22}?(?:含|包含|包括|具有|须|应|必须|涵盖|载明|注明|有|相关|体现|覆盖|符合|一致|得\d|满足|列明|显示|为)|(?:营业执照|登记机关)[^。；\n]{0,16}?(?:核准|登记|许可|载明|注明|记载|写明|列明)?的?(?:业务|经营|许可|登记)(?:的)?(?:项目|内容|范围|事项|业务)[^。；\n]{0,14}?(?:含|包|须|应|必须|涵盖|载明|要有|写有|覆盖|得\d)|营业执照[^。；，\n]{0,10}(?:载明|注明|写有|写明|含有?|列有|记载|体现)[^。；，\n]{0,24}(?:经营|业务|范围|字样|项目)|(?:登记|核准)的?经营(?:业务|项目)[^。；，\n]{0,8}(?:须|应|含|包)|(?:包含|含有?|具有|具备)[^。；，\n]{0,20}(?:的)?(?:经营范围|营业范围)"
)
_NOT_SCOPE = rx(
    r"该单位|许可证|许可证[^。；]{0,8}经营(?:范围|项目)|经营项目(?:进行|招|采购|的)|委托经营|不以|无关|许可证经营范围|许可证[，、][^。；]{0,3}经营范围|依法须经批准|不对[^。；]{0,12}经营范围|采购人的"
)


@rule(
    "FC-QUAL-02", "将营业执照经营范围作为条件", Severity.WARN, since=date(2020, 9, 22), cues="范围 经营项目 营业执照 经营业务",
    gp="《政府采购法实施条例》第二十条第（八）项；财库〔2025〕14号检查要点", tb="发改办法规〔2020〕727号",
    reason="经营范围的写法已不是准入许可；按字眼审查会误伤有能力的企业。",
    rewrite="不以营业执照经营范围的表述作为条件；涉及行政许可的，投标人须持有相应许可证。",
    breaks=qualification("营业执照的经营范围应涵盖保洁服务。", "经营范围内须载明食品销售。"),
    holds=qualification("须取得食品经营许可证，不对经营范围作要求。", "不以经营范围的具体表述作为资格条件。"),
)  # fmt: skip
def business_scope(c: Clause) -> Found:
    if (c.binds or c.section is None) and not c.has(_NOT_SCOPE):
        yield from each(c, _SCOPE)


_HIGH = rx(
    r"(?P<hit>(?:总承包|专业承包|承包|设计|监理|勘察|施工|资质)?(?:企业)?(?:资质)?(?:特级|壹级|一级|1级|甲级)(?:及以上|以上)?(?:的)?(?:[^。；，\n]{0,8})?(?:资质|总承包|承包)|(?:总承包|专业承包|承包|设计|监理|勘察|资质(?:等级)?)[^。；，\n]{0,10}?(?:特级|壹级|一级|1级|甲级))"
)
_SECOND = rx(r"(?P<hit>(?:总承包|专业承包|资质)[^。；，\n]{0,6}?(?:贰级|二级|2级|乙级)(?:及以上|以上)?资质)")
_PERSON = rx(r"建造师|注册[^。；，]{0,8}师|职称|结构师")


@rule(
    "FC-QUAL-03", "资质等级明显高于项目需要", Severity.MANUAL, since=REGULATIONS, cues="级",
    gp=f"{GP_2}；《政府采购需求管理办法》第十八条", tb=f"{TB_2}；发改办法规〔2019〕862号第4类",
    reason="小项目用低一级资质就能承接；抬高等级只会减少够格的企业。",
    rewrite="按资质标准可以承接本项目规模的最低等级设置资质要求。",
    breaks=qualification("本项目估算价260万元，投标人须具有建筑工程施工总承包壹级资质。", law="TB", category="工程", budget=2600000),
    holds=qualification("本项目估算价260万元，投标人须具有建筑工程施工总承包叁级及以上资质。", law="TB", category="工程", budget=2600000),
)  # fmt: skip
def grade_above_need(c: Clause) -> Found:
    amount = c.tender.budget or _project_amount(c)
    if amount is None or not c.binds:
        return
    if amount < 30_000_000:
        yield from each(c, _HIGH)
    if amount < 2_000_000 and not c.has(_PERSON):
        yield from each(c, _SECOND)


_PROJECT_SUM = rx(
    r"(?:估算价|估算|投资(?:额)?|预算|控制价|限价|造价|总价|合同价)[^。；，\n]{0,8}?(?P<sum>\d[^。；，\n]{0,12}元)"
)


def _project_amount(c: Clause) -> Decimal | None:
    found = _PROJECT_SUM.search(c.line.text)
    sums = amounts(found["sum"]) if found else []
    return sums[0] if sums else None


_SECTOR = (
    "(?:政府机关|党政机关|政府部门|政务(?:行业|领域|系统)?|机关(?:单位|事业单位|食堂)?|行政(?:事业)?单位|事业单位|财政(?:系统|部门|行业)|公安(?:系统|行业|机关|部门|局)?|政法(?:系统|机关)?|法院(?:系统)?|检察院|税务(?:系统|部门)|教育(?:系统|行业|主管部门|局|部门)|(?:行业|业务)主管部门|金融(?:行业|机构|系统)|银行(?:业|系统|行业|网点|机构)|电力(?:行业|系统)|军队|部队|军工|三甲医院|三级甲等|三级(?:以上)?医院|二级(?:以上)?医院|"
    "中央企业|央企|国企|大型国企|高校|高等院校|石油(?!工程)|铁路(?!工程|轨道|线)|民航|烟草(?:行业|系统)?|通信(?:行业|运营商)|电信(?:行业|运营商)|电网|海关|水利(?:系统|行业)|交通(?:系统|行业)|卫生(?:系统|行业)|医疗(?:系统|行业)|司法(?:系统|行政)?|监狱|民政系统|本系统|本行业|[\u4e00-\u9fff]{2}系统内|世界500强|上市公司|星级酒店)"
)
_SECTOR_RECORD = rx(
    rf"(?:甲方|业主|用户|客户|委托方|采购方|发包方|服务对象|合同对方)(?:单位)?(?:须|应|限)?(?:为|是|系|属于)[^。；，\n]{{0,8}}?{_SECTOR}|{_SECTOR}[^。；\n]{{0,20}}?(?:业绩|服务经验|项目经验|同类项目|类似项目|合同|案例|经验|(?:服务|供货|承包|合作)(?:经历|过)|项目的?得)|(?:{{WORK}}|服务对象|用户|业主|客户)[^。；，\n]{{0,10}}?(?:须|应|限|为|是|来自|属于|限于)[^。；，\n]{{0,4}}?{_SECTOR}|(?:为|向|给)[^。；，\n]{{0,4}}?{_SECTOR}[^。；，\n]{{0,16}}(?:提供|服务|供货|销售|供应|承做|实施)[^。；，\n]{{0,14}}(?:业绩|经验|的|过)"
)
_ANY_SECTOR = rx(
    r"机关(?:或|、)企|企事业单位|任何(?:机关|单位|行业)|(?:各类|各种|不论|无论)[^。；，]{0,4}(?:单位|行业|主体)|不限(?:行业|业主|服务对象|单位|领域)|(?:行业|服务对象|业主|对象)(?:类型)?不限|校服|课桌|教学|食堂食材|HIS|病房|病案|医疗设备|诊疗|政务(?:云|服务大厅|信息系统|公开)|合同(?:签订|履行|约定|条款)"
)


@rule(
    "FC-QUAL-04", "特定行业或者特定主体业绩", Severity.WARN, since=REGULATIONS,
    cues="政府 党政 政务 机关 行政 事业单位 财政 公安 政法 法院 检察院 税务 教育 金融 银行 电力 军队 部队 军工 三甲 三级 二级 央企 国企 高校 高等院校 石油 铁路 民航 烟草 通信 电信 电网 海关 水利 交通 卫生 医疗 司法 监狱 民政 系统 本行业 500强 上市公司 星级",
    gp=f"{GP_4}；财库〔2025〕14号检查要点", tb=TB_3,
    reason="给谁做过不等于做得好；只认某个行业的业绩，等于替已在圈内的企业留门。",
    rewrite="近三年承担过与采购标的功能类似的业绩，不限行业、不限业主。",
    breaks=scoring("具有税务系统办公家具供货业绩的每个得2分。", category="货物") + qualification("须有为三甲医院提供保洁服务的案例。"),
    holds=scoring("同类保洁服务业绩每个得2分，服务对象不限。") + qualification("供应商须提供1个中小学校食堂食材配送业务合同。"),
)  # fmt: skip
def record_of_a_sector(c: Clause) -> Found:
    if c.binds and not c.has(_ANY_SECTOR):
        yield from each(c, _SECTOR_RECORD)


_RECORD_VALUE = rx(
    r"(?P<hit>(?:合同(?:总|单项)?(?:金额|价款?|额)?|单(?:项|个|份|笔)(?:合同)?[^。；，\n]{0,6}?|(?:金额|造价|投资额?|结算[价额]?|规模|总额|中标[价额]|累计(?:金额)?|额度|标的额|价格))[^。；\n]{0,16}?(?:{ATLEAST}[^。；，\n]{0,4}?\d[\d.]*(?:万|亿)?元?|\d[\d.]*(?:万|亿)元?(?:（含）)?(?:及)?(?:以上|（含）|\(含\))))"
    r"|(?P<hit2>\d[\d.]*(?:万|亿)元?(?:（含）)?(?:及)?以上的?[^。；，\n]{0,16}?(?:业绩|合同|项目|工程))|(?P<hit3>(?:业绩|合同|类似项目|同类项目|工程)[^。；，\n]{0,12}?(?:{ATLEAST})[^。；，\n]{0,3}?\d[\d.]*(?:万|亿)元?)"
)
_IS_RECORD = rx(
    r"业绩|{WORK}|类似(?:项目|工程|合同)|同类(?:项目|工程|合同)|(?:承担|承接|完成|实施|做|承建|签订)(?:过|了)?[^。；，\n]{0,20}(?:项目|工程|合同)|案例"
)
_NOT_RECORD_VALUE = rx(r"注册资|保证金|营业收入|净资产|授信|纳税|保险|赔偿限额|不限金额|金额不限|分包")


@rule(
    "FC-QUAL-05", "特定金额业绩门槛", Severity.WARN, since=REGULATIONS, cues="万 亿 金额 造价 元",
    gp="《政府采购促进中小企业发展管理办法》第五条；财库〔2025〕14号检查要点", tb=f"{TB_2}；发改办法规〔2019〕862号第3类、第4类",
    reason="合同金额大小反映企业规模；门槛高过本项目，等于要求做过更大的项目才能做小的。",
    rewrite="近三年承担过同类项目业绩，以项目类型和内容认定，不限合同金额。",
    breaks=scoring("单项合同额200万元以上的同类业绩每个得2分。", budget=900000) + qualification("承接过造价不低于五千万元的类似工程。", law="TB", category="工程", budget=8000000),
    holds=qualification("完成过合同金额1000万元及以上的类似工程1项（估算价2600万元）。", law="TB", category="工程", budget=26000000) + scoring("同类业绩每个得2分，不限金额。"),
)  # fmt: skip
def record_of_a_value(c: Clause) -> Found:
    if not c.binds or not c.has(_IS_RECORD) or c.has(_NOT_RECORD_VALUE):
        return
    for found in _RECORD_VALUE.finditer(c.text):
        start, end = found.span()
        if c.is_shielded(start, end) or _NOT_MONEY.match(c.text, end):
            continue
        severity = _value_severity(c, threshold(found[0]))
        if severity is not None:
            yield Hit(start, end, severity)
        return


_NOT_MONEY = re.compile(
    r"%|元?(?:及以上)?(?:平方|㎡|平米|吨|千瓦|公里|人次|立方|m|亩|株|户)|个|份|项|家|分(?!钟)|人|名"
)


def _value_severity(c: Clause, asked: Decimal | None) -> Severity | None:
    """GP: never allowed. TB: allowed up to the size of the project; unknown size is for a person."""
    if c.gp:
        return Severity.WARN
    budget = c.tender.budget or _project_amount(c)
    if budget is None or asked is None:
        return Severity.MANUAL
    return Severity.WARN if asked > budget else None


_MANY = rx(
    r"(?:提供|具有|完成|承担|具备|有|须|不少于|至少|签订)[^。；\n]{0,26}?(?<!\d)(?P<hit>(?:不少于|至少|≥)?(?:[3-9]|[1-9]\d)(?:个|项(?!目)|份|例|宗|家)(?:及)?(?:以上)?[^。；，\n]{0,14}?(?:业绩|同类|类似|合同|项目|案例))|(?:业绩|类似项目|同类项目|案例|合同)[^。；，\n]{0,14}?(?P<hit2>(?:不少于|至少|须有|不低于|达到|≥|需)?(?:[3-9]|[1-9]\d)(?:个|项|份|例|宗)(?!月|工作日|日|自然))"
)
_COUNT_AFTER = rx(
    r"(?:同类|类似)[^。；，\n]{0,12}?(?:项目|业绩|合同|案例|服务)[^。；，\n]{0,4}?(?:[3-9]|[1-9]\d)(?:个|项|份|例)(?:（含）)?(?:及)?以上"
)
_VAGUE_SAME = rx(r"(?:同类|类似)(?:项目|业务|业绩)[^。；，]{0,10}由[^。；，]{0,8}(?:认定|判断|评判|解释)")


@rule(
    "FC-QUAL-06", "资格业绩超过两个或者同类范围不明", Severity.WARN, since=ORDER_22, cues="业绩 同类 类似 合同 案例",
    gp="《政府采购需求管理办法》第十八条、第三十一条",
    reason="作为入门条件，一两个业绩已能证明经验；要得越多，剩下的供应商越少。",
    rewrite="供应商须提供近三年1个同类业务合同（在此写明同类业务的具体范围）。",
    breaks=qualification("须具有四个以上同类业绩，否则资格不通过。", "提供近三年类似项目合同至少5份。"),
    holds=qualification("供应商须提供近三年1个同类业务合同（同类业务指保洁服务）。") + scoring("每提供1个同类业绩得1分，最多3个。"),
)  # fmt: skip
def many_contracts(c: Clause) -> Found:
    is_condition = c.section is Section.QUALIFICATION or (c.section is not Section.SCORING and c.qualifies)
    if c.gp and is_condition and not _POINTS.search(c.text):
        yield from each(c, _MANY, _COUNT_AFTER, _VAGUE_SAME)


_POINTS = re.compile(r"\d分(?!钟)|得分|加分")

_NEW_PRODUCT = rx(r"创新产品|首台|首套(?!设备)|首批次|首版次|首购|新技术产品")
_USED = rx(
    r"(?:部署|装车|交付|投放|挂网)[^。；\n]{0,16}?\d+(?:台|套|家|个)|\d+(?:台|套|家|个|份)(?:及)?(?:以上)?[^。；，\n]{0,12}(?:合同|订单)|(?:业绩|销售|运行|使用|应用|案例|台数|用户|安装|装机|市场(?:验证|应用)|投运|投入使用|批量)[^。；\n]{0,24}?(?:\d|证明|须|以上|得)|(?:须|应|具有|提供|具备|不少于)[^。；\n]{0,20}?(?:业绩|应用案例|用户证明|使用报告|运行(?:时间|年限)|销售(?:记录|合同|业绩))|\d+(?:台|套|家|年|个)[^。；，\n]{0,10}(?:业绩|应用|运行|用户|使用|销售)"
)


@rule(
    "FC-QUAL-07", "对支持创新的产品提出业绩、台数、使用时长要求", Severity.MANUAL, since=ORDER_22, cues="创新 首台 首套 首批次 首版次 首购 业绩 运行 销售 应用 部署 合同 订单",
    gp="《政府采购需求管理办法》第十八条",
    reason="首台套、首批次本来就没有业绩；要业绩等于不买创新产品。",
    rewrite="不设置应用业绩、销售数量和使用时长要求，按功能指标验收。",
    breaks=qualification("本次采购首台套设备，须提供不少于2家用户使用报告。", category="货物"),
    holds=qualification("本次采购首台套设备，不要求应用业绩。", category="货物"),
)  # fmt: skip
def record_of_a_new_product(c: Clause) -> Found:
    if c.line_has(_NEW_PRODUCT) or c.tender.is_innovation_procurement:
        yield from each(c, _USED)


_VOLUNTARY = rx(
    r"ISO\s*-?/?\s*\d{4,5}|(?<!\d)(?:9001|14001|45001|27001|20000|22000|18001|28001)(?=[^。；，\n\d元]{0,12}(?:体系|认证|证书))|质量(?:管理)?体系|环境(?:管理)?体系|职业健康(?:安全)?(?:管理)?(?:体系)?|(?:三|3)(?:体系|标(?:体系|认证)|项体系)|管理体系认证|售后服务[^。；，\n]{0,8}(?:认证|星级)|(?:管理体系|服务|能力|等级|星级|成熟度|诚信|信用)(?:评价|评定)?认证|CMMI|ITSS|CCRC|信息安全(?:管理)?(?:体系|服务资质)|SA8000|商品售后服务|品牌认证|知识产权管理体系|服务认证|绿色供应链|环境标志(?:产品)?认证|十环|HACCP|食品安全管理体系|能源管理体系|信息技术服务(?:管理体系|运行维护)|企业诚信管理体系|绿色产品认证|社会责任管理体系|业务连续性"
)
_COMPULSORY = rx(
    r"强制(?:采购|认证|性)|CCC|3C|节能产品|医疗器械|特种设备|符合[^。；]{0,16}(?:要求|标准)(?!.{0,8}证书)"
)


@rule(
    "FC-QUAL-13", "非强制认证作为资格条件", Severity.WARN, since=REGULATIONS,
    cues="ISO 9001 14001 45001 27001 20000 22000 18001 28001 体系 三标 3标 认证 CMMI ITSS CCRC 信息安全 SA8000 商品售后 绿色 十环 HACCP 职业健康 信息技术服务 业务连续性",
    gp=f"{GP_2}；《政府采购需求管理办法》第十八条", tb=f"{TB_2}；发改办法规〔2019〕862号第4类",
    reason="这类认证是自愿的，没有它也可以合法经营；当作入门条件，小企业为一张证书出局。",
    rewrite="不要求非强制认证；强制性认证、许可按国家规定执行。",
    breaks=qualification("供应商须通过CMMI三级认证。", "须具备质量、环境、职业健康三体系认证。"),
    holds=qualification("属于强制采购节能产品的须提供节能产品认证证书。", category="货物") + scoring("具有质量管理体系认证得1分。"),
)  # fmt: skip
def voluntary_certificate(c: Clause) -> Found:
    is_condition = c.section in {Section.QUALIFICATION, None} or (
        c.section is not Section.SCORING and c.has(_FATAL)
    )
    if (is_condition and c.qualifies and not _POINTS.search(c.text) and not c.has(_COMPULSORY)) or (
        c.section is Section.SCORING and c.has(_FATAL) and not _POINTS.search(c.text)
    ):
        yield from each(c, _VOLUNTARY)


_FATAL = rx(r"{INVALID}|资格审查")

_ALL_MEMBERS = rx(
    r"联合体(?:的)?(?:各方|各成员|所有成员|每个成员|每一成员|各成员单位|成员(?:单位)?|全体成员|任何一方|双方|各单位)[^。；\n]{0,10}?(?:均|都|皆|各自|全部|单独|必须同时)[^。；\n]{0,16}?(?:资质|业绩|全部|净资产|注册资|所有(?:资格|条件|要求)|同时(?:具备|满足)|单独满足|各项(?:资格|条件))"
    r"|联合体(?:的|中的?|里)?(?:各|每(?:一|1)?|任[何意]?(?:一|1)?|所有|全部|全体)(?:个|家|方)?(?:的)?(?:成员|单位|方|参加方)?[^。；\n]{0,10}?(?:均|都|皆|各自|独立|单独|应当?)[^。；\n]{0,14}?(?:满足|具备|具有|达到|符合)[^。；\n]{0,20}?(?:资质|业绩|全部|所有|各项)|联合体[^。；\n]{0,8}(?:各方|成员)[^。；\n]{0,8}(?:均|都|各自)[^。；，\n]{0,6}(?:满足|具[备有])[^。；，\n]{0,10}(?:全部|所有)|联合体[^。；\n]{0,24}?(?:扣减?|减|折减|下调)\d+(?:\.\d+)?分|联合体[^。；\n]{0,24}?(?:[\d一二三四五六七八九]折|\d+%)[^。；，\n]{0,2}(?:计|折|算)|联合体[^。；\n]{0,8}，?每(?:一|1)?(?:方|家|个?成员)[^。；，\n]{0,4}(?:须|应|要)?[^。；，\n]{0,2}(?:满足|具备|符合)[^。；，\n]{0,22}(?:全部|所有|各项)|(?:任[何意]?(?:一|1)?方|(?:一|1)方)[^。；\n]{0,16}(?:不达标|不满足|不符合|缺少)[^。；\n]{0,12}联合体[^。；，\n]{0,6}(?:不合格|无效|否决)"
    r"|联合体[^。；，\n]{0,20}(?:加倍|翻倍|更高|高一级|提高(?:\d级|标准))|联合体(?:成员)?[^。；\n]{0,16}(?:所有制|注册地|国有)[^。；，\n]{0,8}\d分|(?:未|没有)[^。；，\n]{0,6}(?:说明|明确)[^。；，\n]{0,4}接受联合体"
)
_DIVIDED = rx(
    r"按(?:照)?(?:各自)?分工|相应(?:的)?(?:工作|内容|部分|资质|能力|资格|条件)|承担[^。；]{0,10}(?:相应能力|工作对应)|第二十二条|22条|各自承担|资质等级较低|较低(?:等级)?的?(?:单位)?(?:确定|认定)|查询范围|信用(?:记录|信息)"
)


@rule(
    "FC-QUAL-15", "联合体限制不当", Severity.MANUAL, since=REGULATIONS, cues="联合体",
    gp="《政府采购法实施条例》第二十二条；财政部令第87号第十九条", tb=f"《招标投标法实施条例》第三十七条；{RULES_16}第七条第（五）项",
    reason="联合体的意义是分工互补；要求每家都具备全部条件，等于不接受联合体。",
    rewrite="本项目接受联合体投标，联合体成员按联合体协议约定的分工具备相应资质。",
    breaks=qualification("联合体所有成员均须同时具备上述全部资质。"),
    holds=qualification("联合体各方按分工具备相应资质，同类资质按较低等级确定。"),
)  # fmt: skip
def consortium_members(c: Clause) -> Found:
    if not c.has(_DIVIDED):
        yield from each(c, _ALL_MEMBERS)
