"""Does a clause ask for papers, records or memberships that the law does not let a buyer ask for?"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from tenders.fairness.amounts import amounts, threshold
from tenders.fairness.clause import Clause
from tenders.fairness.context import Section
from tenders.fairness.examples import other, qualification, scoring
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
    r"(?:工程|服务|行业|单位|专业)?[^。；，\n]{0,6}?(?:[甲乙丙丁一二三四123壹贰叁肆]级)?(?:（?[^。；，\n]{0,6}）?)?(?:及)?(?:以上)?(?:的)?(?:企业|单位|机构)?(?:资质|资格)(?!审查|预审)|(?:甲|乙|丙|[一二三壹贰叁])级(?:及以上)?(?:物业|园林绿化|系统集成|招标代理|工程造价咨询|工程咨询)"
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
    r"(?:经营范围|营业范围|经营项目|经营业务范围)[^。；\n]{0,22}?(?:含|包含|包括|具有|须|应|必须|涵盖|载明|注明|有|相关|体现|覆盖|符合|一致|得\d|满足|列明|显示|为)|(?:包含|含有?|具有|具备)[^。；，\n]{0,20}(?:的)?(?:经营范围|营业范围)"
)
_NOT_SCOPE = rx(
    r"该单位|许可证|经营项目(?:进行|招|采购|的)|委托经营|不以|无关|许可证经营范围|依法须经批准|不对[^。；]{0,12}经营范围|采购人的"
)


@rule(
    "FC-QUAL-02", "将营业执照经营范围作为条件", Severity.WARN, since=date(2020, 9, 22), cues="范围 经营项目",
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
    "(?:政府机关|党政机关|政府部门|政务(?:行业|领域|系统)?|机关(?:单位|事业单位|食堂)?|行政(?:事业)?单位|事业单位|财政(?:系统|部门|行业)|公安(?:系统|行业|机关|部门|局)?|政法(?:系统|机关)?|法院(?:系统)?|检察院|税务(?:系统|部门)|教育(?:系统|行业)|金融(?:行业|机构|系统)|银行(?:业|系统|行业)|电力(?:行业|系统)|军队|部队|军工|三甲医院|三级甲等|三级(?:以上)?医院|二级(?:以上)?医院|"
    "央企|国企|大型国企|高校|高等院校|石油(?!工程)|铁路(?!工程|轨道|线)|民航|烟草(?:行业|系统)?|通信(?:行业|运营商)|电信(?:行业|运营商)|电网|海关|水利(?:系统|行业)|交通(?:系统|行业)|卫生(?:系统|行业)|医疗(?:系统|行业)|司法(?:系统|行政)?|监狱|民政系统|本系统|本行业|[\u4e00-\u9fff]{2}系统内|世界500强|上市公司|星级酒店)"
)
_SECTOR_RECORD = rx(
    rf"{_SECTOR}[^。；\n]{{0,20}}?(?:业绩|服务经验|项目经验|同类项目|类似项目|合同|案例|经验|(?:服务|供货|承包|合作)(?:经历|过)|项目的?得)|(?:{{WORK}}|服务对象|用户|业主|客户)[^。；，\n]{{0,10}}?(?:须|应|限|为|是|来自|属于|限于)[^。；，\n]{{0,4}}?{_SECTOR}|(?:为|向|给)[^。；，\n]{{0,4}}?{_SECTOR}[^。；，\n]{{0,16}}(?:提供|服务|供货)[^。；，\n]{{0,14}}(?:业绩|经验|的|过)"
)
_ANY_SECTOR = rx(
    r"不限(?:行业|业主|服务对象|单位|领域)|(?:行业|服务对象|业主|对象)(?:类型)?不限|校服|课桌|教学|食堂食材|HIS|病房|病案|医疗设备|诊疗|政务(?:云|服务大厅|信息系统|公开)|合同(?:签订|履行|约定|条款)"
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
_NOT_RECORD_VALUE = rx(r"注册资|保证金|营业收入|净资产|授信|纳税|保险|赔偿限额|不限金额|金额不限|限价|分包")


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


_NOT_MONEY = re.compile(r"元?(?:及以上)?(?:平方|㎡|平米|吨|千瓦|公里|人次|立方|m|亩|株|户)")


def _value_severity(c: Clause, asked: Decimal | None) -> Severity | None:
    """GP: never allowed. TB: allowed up to the size of the project; unknown size is for a person."""
    if c.gp:
        return Severity.WARN
    budget = c.tender.budget or _project_amount(c)
    if budget is None or asked is None:
        return Severity.MANUAL
    return Severity.WARN if asked > budget else None


_MANY = rx(
    r"(?:提供|具有|完成|承担|具备|有|须|不少于|至少|签订)[^。；\n]{0,26}?(?<![\d年])(?P<hit>(?:不少于|至少|≥)?(?:[3-9]|[1-9]\d)(?:个|项|份|例|宗|家)(?:及)?(?:以上)?[^。；，\n]{0,14}?(?:业绩|同类|类似|合同|项目|案例))|(?:业绩|类似项目|同类项目|案例|合同)[^。；，\n]{0,14}?(?P<hit2>(?:不少于|至少|须有|不低于|达到|≥|需)?(?:[3-9]|[1-9]\d)(?:个|项|份|例|宗)(?!月|工作日|日|自然))"
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
        yield from each(c, _MANY, _VAGUE_SAME)


_POINTS = re.compile(r"\d分(?!钟)|得分|加分")

_NEW_PRODUCT = rx(r"创新产品|首台|首套|首批次|首版次|首购|新技术产品")
_USED = rx(
    r"(?:业绩|销售|运行|使用|应用|案例|台数|用户|安装|装机|市场(?:验证|应用)|投运|投入使用|批量)[^。；\n]{0,24}?(?:\d|证明|须|以上|得)|(?:须|应|具有|提供|具备|不少于)[^。；\n]{0,20}?(?:业绩|应用案例|用户证明|使用报告|运行(?:时间|年限)|销售(?:记录|合同|业绩))|\d+(?:台|套|家|年|个)[^。；，\n]{0,10}(?:业绩|应用|运行|用户|使用|销售)"
)


@rule(
    "FC-QUAL-07", "对支持创新的产品提出业绩、台数、使用时长要求", Severity.MANUAL, since=ORDER_22, cues="创新 首台 首套 首批次 首版次 首购 业绩 运行 销售 应用",
    gp="《政府采购需求管理办法》第十八条",
    reason="首台套、首批次本来就没有业绩；要业绩等于不买创新产品。",
    rewrite="不设置应用业绩、销售数量和使用时长要求，按功能指标验收。",
    breaks=qualification("本次采购首台套设备，须提供不少于2家用户使用报告。", category="货物"),
    holds=qualification("本次采购首台套设备，不要求应用业绩。", category="货物"),
)  # fmt: skip
def record_of_a_new_product(c: Clause) -> Found:
    if c.line_has(_NEW_PRODUCT) or c.tender.is_innovation_procurement:
        yield from each(c, _USED)


_POOL = "(?:备选(?:供应商)?库|名录库|资格库|预选(?:供应商|承包商)?库|(?:供应商|服务商|企业|承包商|施工单位|代理机构|咨询(?:机构|单位)|中介(?:服务)?(?:机构|超市)?|评估机构|审计机构|储备|造价机构|监理单位|协作单位|服务机构|机构)(?:名录|储备)?库|备选名录|企业名录|供应商名录|机构名录|名录|入围(?:名单|单位|供应商|企业|机构|商)|定点(?:单位|供应商|企业|采购单位|机构|维修|服务商?|印刷|名单|协议|资格)|短名单|预选承包商|合格供应商(?:名单|名录)|入库(?:单位|企业|供应商|机构|名单|资格)?|库内(?:单位|企业|供应商)?|协议供货(?:商|单位)?|白名单|中介超市入驻)"
_IN_POOL = rx(
    rf"(?:须|应|必须|仅限|限|只|属于|列入|已(?:被)?|取得|方可|入选|进入|纳入|从)[^。；\n]{{0,22}}?{_POOL}|{_POOL}[^。；，\n]{{0,10}}?(?:成员|内的?(?:供应商|企业|单位|机构)|方可|资格|供应商(?:方可|参加)|优先|得\d|加\d|中的|中(?:选|确定|抽))|{_POOL}(?:的)?(?:单位|企业|供应商|机构)?(?:方可|才能|可以)(?:参加|参与|投标|报名)|不在[^。；，]{{0,10}}{_POOL}|未(?:列入|进入|入)[^。；，]{{0,10}}{_POOL}"
)
_NOT_POOL = rx(
    r"不得继续|已入围[^。；]{0,40}不得|供应商将|不合格供应商|专家库|人才库|数据库|框架协议|征集|知识库|题库|水库|车库|仓库|第二阶段|失信|黑名单|严重违法|强制(?:认证|采购)|名录内的?(?:产品|许可)|职业资格(?:目录|名录)|产品(?:推荐)?(?:目录|名录)|诚信库|自愿入驻|医保定点|全国公路|入围(?:供应商|单位)?(?:将|后|项目|最多|有效期|数量|家数)|定点[^。；，]{0,6}(?:项目|招标)|定点(?:医疗|帮扶|屠宰|收购|医院)|(?:进入|入围)(?:下一|第\d|评标|详细)|保函|抽取[^。；]{0,6}专家|距|公里|危险废物"
)


@rule(
    "FC-QUAL-10", "以备选库、名录库、资格库、入围名单作为资格", Severity.BLOCK, since=date(2019, 9, 1),
    cues="库 名录 入围 定点 短名单 预选承包商 名单 协议供货 入驻",
    gp="财库〔2019〕38号第一条第（二）项；财办库〔2021〕14号", tb=f"{RULES_16}第五条第（九）项",
    reason="进过库的才能投，没进库的再好也没有机会，一次入库变成长期垄断。",
    rewrite="公开邀请所有符合资格条件的供应商参加，不以入库、入围作为条件。",
    breaks=qualification("仅限已列入县工程咨询单位名录库的企业参加。", "供应商应为本县公务用车定点维修单位。"),
    holds=other("第二阶段由采购人在框架协议入围供应商中直接选定。", method="框架协议") + other("评审专家从专家库中抽取。"),
)  # fmt: skip
def supplier_pool(c: Clause) -> Found:
    if (c.section is not Section.TECHNICAL) and c.tender.method != "框架协议" and not c.has(_NOT_POOL):
        yield from each(c, _IN_POOL)


_TAKING = "(?:报名|(?:获取|领取|购买|下载|索取|发售|购取|领购)[^。；，\n]{0,10}?(?:文件|标书)|购买标书|领取标书|登记报名|获取(?:时|须|需|前))"
_PAPERS = "(?:营业执照|资质(?:证书|证明)?|审计报告|社保|业绩|财务报表|纳税|许可证|资格(?:证书|证明)|建造师|合同|安全生产|完税|无犯罪|注册证|证书|资格审查|(?:相关)?证明材料|信用(?:报告|截图))"
_PAPERS_FIRST = rx(
    rf"{_TAKING}[^。；\n]{{0,40}}?(?:提供|提交|携带|持|递交|出示|附|凭|交验|上传|审核|扫描件|复印件|原件)[^。；\n]{{0,30}}?{_PAPERS}|(?:携带|持|凭|提供|提交|出示|上传)[^。；\n]{{0,40}}?{_PAPERS}[^。；\n]{{0,40}}?{_TAKING}"
    r"|(?:审核|审查|初审|核验|审验|预审|审批)(?:通过|合格|无误|同意)?(?:后|的)?[^。；\n]{0,10}?(?:方可|才能|才可|予以|可以?)[^。；\n]{0,8}?(?:报名|获取|领取|购买|下载|发售|投标)|(?:未(?:按时|按规定|在规定时间内)?(?:报名|登记)|(?:报名|登记)未(?:通过|成功))[^。；\n]{0,20}?(?:不得|无效|不予|拒绝|不能|无权|谢绝)"
)
_BASIC = rx(
    r"无需报名|单位名称、联系人|实名认证|免费下载|投标文件(?:中|应)|评[标审](?:时|委员会)|开标时|(?:投标|响应)文件[^。；]{0,8}(?:提供|附)"
)


@rule(
    "FC-QUAL-11", "获取文件前设资格审查、不必要的登记报名", Severity.BLOCK, since=date(2019, 9, 1),
    cues="报名 获取 领取 购买 下载 索取 发售 购取 领购 审核 审查 初审 核验 登记",
    gp="财库〔2019〕38号第一条第（三）项、第一条第（十）项；财库〔2025〕14号检查要点", tb="发改办法规〔2019〕862号第9类",
    reason="文件都没看到就要先交材料过审，既泄露有谁来投，也多出一道筛人的关。",
    rewrite="登录电子交易平台即可免费下载采购文件，资格证明材料在投标文件中提供、评审时审查。",
    breaks=other("购买招标文件时应提交近三年财务报表，初审合格后方可购买。", "报名须携带资质证书及业绩合同。"),
    holds=other("填写单位名称、联系人后免费下载采购文件。", "通过系统免费获取文件，无需报名。"),
)  # fmt: skip
def papers_before_documents(c: Clause) -> Found:
    if not c.has(_BASIC):
        yield from each(c, _PAPERS_FIRST)


_OWN_LIST = rx(
    r"(?:我单位|本单位|采购人|招标人|本集团|集团|我局|我院|我校|我公司|本公司|本系统|业主|建设单位|协会|甲方|发包人|本行|总部|主管部门|行业(?:内|主管)?|当地|(?<!\ue001)\ue001++)[^。；，\n]{0,20}?(?:黑名单|不良(?:行为|供应商|信用)?(?:记录|名单|企业)?|不合格(?:供应商|承包商|企业|名单)(?:名单)?|禁入|违约(?:记录|名单)|失信(?:名单|企业|库)|负面(?:清单|名单)|诚信档案|灰名单|停用|限制(?:投标|合作)(?:名单|期)|履约不良)"
    r"|(?:未|没有|无|不存在|不得有|曾经?|发生过?|提出过?|有过|存在|因|与)[^。；\n]{0,22}?(?:诉讼|仲裁|纠纷|质疑|投诉|信访|举报|官司|索赔|起诉)(?:案件|记录|情形|历史|史|的|行为|过)?"
)
_BARS = rx(r"不得|无效|不接受|不予|拒绝|须|应|方可|取消|承诺|扣|未|没有|无|得\d|不存在|否决|不具备")
_STATUTORY = rx(
    r"处罚(?:且|并)?(?:限制|有效期)|行政处罚|失信被执行人|重大税收违法|严重违法失信|信用中国|行贿犯罪|重大违法记录|纠纷[^。；]{0,12}(?:解决|协商|处理|管辖|由)|(?:提出|提起)[^。；]{0,6}(?:质疑|投诉|异议)[^。；]{0,20}(?:应|须|时|书)|(?:知识产权|侵权|所有权|专利)[^。；]{0,20}(?:纠纷|诉讼|索赔)|质疑函|投诉书|受理|质疑期|一次性|第三方[^。；]{0,10}(?:索赔|起诉|诉讼)|争议"
)


@rule(
    "FC-QUAL-12", "无法律依据的黑名单、诉讼限制", Severity.WARN, since=date(2019, 9, 1),
    cues="黑名单 不良 不合格 禁入 违约 失信 负面 档案 灰名单 停用 限制 履约 诉讼 仲裁 纠纷 质疑 投诉 信访 举报 官司 索赔 起诉",
    gp="财库〔2019〕38号第一条第（八）项；国办发〔2020〕49号", tb=f"国办发〔2020〕49号；{TB_2}",
    reason="只有法定名单才能限制参加；打过官司、提过投诉是权利，不是过错。",
    rewrite="未被列入失信被执行人、重大税收违法失信主体和政府采购严重违法失信行为记录名单（以投标截止当日“信用中国”查询结果为准）。",
    breaks=qualification("列入本集团供应商黑名单的不得投标。", "供应商须承诺近三年无任何诉讼、仲裁记录。"),
    holds=qualification("未被列入失信被执行人名单。") + other("合同发生纠纷，双方协商解决。"),
)  # fmt: skip
def private_blacklist(c: Clause) -> Found:
    if (
        (c.qualifies or c.scores)
        and c.section not in {Section.COMMERCIAL, Section.TECHNICAL}
        and c.has(_BARS)
        and not c.has(_STATUTORY)
    ):
        yield from each(c, _OWN_LIST)


_VOLUNTARY = rx(
    r"ISO\s*-?/?\s*\d{4,5}|(?<!\d)(?:9001|14001|45001|27001|20000|22000|18001|28001)(?=[^。；，\n\d元]{0,12}(?:体系|认证|证书))|质量(?:管理)?体系|环境(?:管理)?体系|职业健康(?:安全)?(?:管理)?(?:体系)?|(?:三|3)(?:体系|标(?:体系|认证)|项体系)|管理体系认证|售后服务(?:评价)?(?:体系)?(?:认证|星级)|CMMI|ITSS|CCRC|信息安全(?:管理)?(?:体系|服务资质)|SA8000|商品售后服务|品牌认证|知识产权管理体系|服务认证|绿色供应链|环境标志(?:产品)?认证|十环|HACCP|食品安全管理体系|能源管理体系|信息技术服务(?:管理体系|运行维护)|企业诚信管理体系|绿色产品认证|社会责任管理体系|业务连续性"
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
    r"|联合体[^。；，\n]{0,20}(?:加倍|翻倍|更高|高一级|提高(?:\d级|标准))|联合体(?:成员)?[^。；\n]{0,16}(?:所有制|注册地|国有)[^。；，\n]{0,8}\d分|(?:未|没有)[^。；，\n]{0,6}(?:说明|明确)[^。；，\n]{0,4}接受联合体"
)
_DIVIDED = rx(
    r"按(?:照)?(?:各自)?分工|相应(?:的)?(?:资质|能力|资格|条件)|承担[^。；]{0,10}(?:相应能力|工作对应)|第二十二条|22条|各自承担|资质等级较低|较低(?:等级)?的?(?:单位)?确定"
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
