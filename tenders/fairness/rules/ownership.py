"""Does a clause favour bidders by who owns them or what legal form they have?"""

from __future__ import annotations

from datetime import date

from tenders.fairness.clause import Clause
from tenders.fairness.examples import other, qualification, scoring
from tenders.fairness.lexicon import rx
from tenders.fairness.rulebook import Found, Severity, each, rule
from tenders.fairness.rules.locality import REGULATIONS, RULES_16

GP_OWN = "《政府采购法实施条例》第二十条第（七）项；财库〔2019〕38号第一条第（一）项"
TB_OWN = "《招标投标法实施条例》第三十二条第二款第（六）项"
_EQUAL = rx(r"均可|平等|各类所有制|不同所有制|各种所有制|不论|不分|无论|同等(?:对待|条件)|任何所有制")

_OWNED = rx(
    r"(?:国有(?!资产|企业资金|土地|林)(?:独资|控股|全资|及国有控股|或国有控股|资本)*|(?<!外)国企(?!业|采购)|国资(?!委|监管|中心|国企|产)|国营|央企|中央(?:直属)?企业|民营|民企(?!\d|五百|百强)|私营|私企|集体(?:所有制)?企业|集体所有制|公有制|非公有制|混合所有制|个体经济)(?!商业银行|银行|担保|资产(?:管理|审计|评估)|土地|林场|农场|建设用地|资金|粮库)(?:企业|单位|背景|控股|公司|性质|投资)*"
)
_OWN_FORCE = rx(
    r"{PTS}|方可|优先|加分|不得[^。；，]{0,4}(?:参加|参与|投标|报名)|不予|不接受|仅|只|限|须|必须|应当?为|应是|要求|禁止|谢绝|拒绝|资格|背景|不具备|排除"
)
_FUNDS = rx(
    r"资金来源|资金(?:已)?落实|国有资金|国有企业自筹|建设资金|项目业主为|保函|担保|业绩|案例|评为|称号|荣誉|表彰|十佳|(?:采购人|招标人|业主)(?:为|是|系)|服务对象|合同"
)


@rule(
    "FC-OWN-01", "限定所有制形式", Severity.BLOCK, since=REGULATIONS, cues="国有 国企 国资 国营 央企 中央 民营 民企 私营 私企 集体 公有制 所有制",
    gp=GP_OWN, tb=f"{TB_OWN}；{RULES_16}第七条第（二）项",
    reason="企业归谁所有与能不能干好这个项目无关，民营和其他企业因此失去公平机会。",
    rewrite="各类所有制企业均可平等参加投标。",
    breaks=qualification("本项目只接受国有控股公司报名。") + scoring("中央企业得4分，其他企业得1分。"),
    holds=other("项目资金为国有企业自筹，已落实。") + qualification("国有、民营企业均可平等参与。"),
)  # fmt: skip
def ownership(c: Clause) -> Found:
    if not c.has(_EQUAL) and not c.has(_FUNDS) and (c.binds or c.section is None) and c.has(_OWN_FORCE):
        yield from each(c, _OWNED)


_FORM = rx(
    r"(?:须|应|必须|限|仅限|仅|只|要求|具有|具备|应当|为|是|系|属于)[^。；，\n]{0,12}?(?:独立(?:的)?(?:企业)?法人|企业法人(?!营业执照)|法人企业|法人资格|法人单位|有限责任公司|股份有限公司|股份公司|有限公司|公司制(?:企业)?|社会团体|事业单位|民办非企业|公司法人)(?!授权|代表|或(?:者)?(?:其他组织|非法人|自然人))"
)
_EXCLUDED = rx(
    r"(?:(?<!个)自然人(?!的)|个体工商户|个体户|其他组织|非法人组织|合伙(?:制|企业)|社会组织|社会团体|专业合作社|民办非企业|个人独资|事业单位|分支机构|分公司)[^。；，\n]{0,20}?(?:不得(?:参加|参与|投标|报名)|不接受|不允许|谢绝|不能(?:参加|参与|投标)|无资格|不予|均不|除外|不予(?:接纳|考虑))|(?:不接受|谢绝|拒绝|排除|不允许|不准|禁止)[^。；，\n]{0,10}?(?:专业合作社|社会团体|自然人|个体工商户|个体户|其他组织|非法人组织|合伙企业|社会组织|民办非企业|个人独资)"
)
_ANY_FORM = rx(
    r"事业单位法人|(?:法人|企业)[、，或者和及]{1,3}(?:其[他它]组织|非法人组织|自然人)|或(?:者)?[^。；，]{0,3}其[他它]组织|其[他它]组织(?:或者?|、|和)(?:者)?自然人|承担民事责任的?(?:能力)?|(?:律师|会计师)事务所(?!.{0,6}以外)|医疗机构|联合体|业绩|案例|(?:为|向)[^。；，]{0,16}(?:事业单位|公司|社会团体)[^。；，]{0,8}提供|(?:采购人|招标人)(?:为|是)"
)


@rule(
    "FC-OWN-02", "限定组织形式", Severity.WARN, since=REGULATIONS, cues="法人 公司 自然人 个体 其他组织 社会团体 事业单位 民办非企业 合伙企业 个人独资 社会组织",
    gp=f"{GP_OWN}；《政府采购法》第二十一条", tb=f"{TB_OWN}；《招标投标法》第二十五条",
    reason="法人、其他组织和自然人都可以是供应商，限定一种形式会把有能力的其他主体排除。",
    rewrite="供应商应具有独立承担民事责任的能力（法人、其他组织或者自然人）。",
    breaks=qualification("供应商须为有限责任公司。", "不接受个体工商户参加本项目。"),
    holds=qualification("供应商为具有独立承担民事责任能力的法人、其他组织或者自然人。", "供应商须持有律师事务所执业许可证。"),
)  # fmt: skip
def legal_form(c: Clause) -> Found:
    if c.section not in {None, "资格要求", "其他"} or not c.qualifies:
        return
    if c.gp:
        yield from each(c, _EXCLUDED)
        if not c.has(_ANY_FORM):
            yield from each(c, _FORM)
    elif not c.has(_ANY_FORM):
        yield from each(c, _COMPANY_ONLY)


_COMPANY_ONLY = rx(
    r"(?:须|应|必须|限|仅限|只)[^。；，\n]{0,8}?(?:为|是|接受)?[^。；，\n]{0,4}?(?:企业法人(?!营业执照)|有限责任公司|股份有限公司|公司制企业)"
)

_SHARES = rx(
    r"股权结构|控股股东|股东背景|股东(?:为|须|应|中)|持股(?:比例)?|上市(?:公司|企业|集团)|挂牌(?:公司|企业)|(?:境内|境外|A股|H股|沪深|主板|创业板|科创板|北交所|新三板)[^。；，\n]{0,6}(?:上市|挂牌)|新三板|主板|创业板|科创板|北交所|实际控制人|投资者国别|外资(?:股权)?占比|母公司(?:为|是|具有)|集团(?:公司)?(?:控股|全资|子公司|下属)|股本(?:结构|构成|组成)|股权(?:构成|组成)|股东(?:构成|名单|中|里)|(?:参股|入股)(?:的|企业|公司)|(?:国有|外资|民营)股(?:份|权)(?:占比|比例)|控股(?:或|及)?(?:参股)?(?:子公司|企业|的企业)|500强(?:企业)?(?:控股|投资|下属|子公司)"
)
_OWN_3 = rx(r"{PTS}|须|应|必须|限|方可|优先|具备|具有|不得|不接受|要求|提供|不低于|以上")
_NOT_SHARES = rx(
    r"管理关系|同一人|关联关系|同一合同项下|声明函|股权出质|上市(?:许可|时间|销售|日期|的(?:药品|产品|型号))|已上市产品|变更|利害关系|国有及国有控股|国有控股(?!股东)|国有独资|分包给?其(?:控股|子)|查询"
)


@rule(
    "FC-OWN-03", "限定股权结构、上市、股东背景", Severity.BLOCK, since=REGULATIONS, cues="股 上市 挂牌 新三板 主板 创业板 科创板 实际控制人 投资者 外资 母公司 集团 500强 北交所",
    gp=f"{GP_OWN}；《政府采购促进中小企业发展管理办法》第五条", tb=f"{TB_OWN}；发改办法规〔2019〕862号第3类",
    reason="谁持股、是否上市说明的是资本，不是履约；中小企业因此被整体排除。",
    rewrite="不对投标人的股权结构、上市情况和股东背景作要求。",
    breaks=scoring("创业板挂牌企业得2分。") + qualification("投标人的控股股东须为上市公司。"),
    holds=qualification("存在直接控股、管理关系的不同供应商，不得参加同一合同项下的采购活动。") + scoring("项目团队中级职称每人得1分。"),
)  # fmt: skip
def shareholders(c: Clause) -> Found:
    if c.binds and c.has(_OWN_3) and not c.has(_NOT_SHARES):
        yield from each(c, _SHARES)


_FOREIGN = rx(
    r"外商(?:投资|独资)?(?:企业)?|外资(?:企业|控股|股权|成分|背景|参股)?|中外合资|(?:合资|(?<!个人)(?<!国有)独资)企业|内资(?:企业)?|中资(?:企业)?|境外(?:控股|资本|企业|公司)|港澳台(?:资|投资|企业)|民族(?:品牌|企业)|自主品牌|纯国产|外企|外国(?:企业|公司|投资)"
)
_FOREIGN_FORCE = rx(
    r"{BARRED}|{PTS}|(?:须|应|必须|应当|要求)[^。；，]{0,6}(?:为|是|由|采用|选用|系)|仅|只|限|优先|不含|不得(?:含有|为|有)|除外"
)
_CAPITAL_NAMED = rx(r"(?:内资|外资|外商)[^。；]{0,12}{PTS}")
_SECRET = rx(r"涉密|保密法|国家秘密|国家安全|均可|平等|各类|一视同仁|合资品牌|视同|同等|银行")


@rule(
    "FC-OWN-04", "对内外资企业区别对待", Severity.BLOCK, since=date(2020, 1, 1), cues="外商 外资 合资 内资 中资 境外 港澳台 民族 自主品牌 纯国产 外企 外国 独资",
    gp="财库〔2021〕35号；《外商投资法》第十六条", tb="《优化营商环境条例》第十三条；《外商投资法》第九条",
    reason="外资企业在境内生产的产品与内资企业的产品在法律上平等，区别对待没有依据。",
    rewrite="内外资企业在境内生产的产品、提供的服务平等参加本项目。",
    breaks=qualification("投标人须为内资企业，外资控股的不得参加。") + scoring("民族品牌得3分。", category="货物"),
    holds=qualification("本项目不接受进口产品投标。", "内资、外资企业均可参加。"),
)  # fmt: skip
def foreign_capital(c: Clause) -> Found:
    if (
        (c.binds or c.section is None or c.section == "技术参数")
        and c.has(_FOREIGN_FORCE)
        and (not c.has(_SECRET) or c.has(_CAPITAL_NAMED))
    ):
        yield from each(c, _FOREIGN)
