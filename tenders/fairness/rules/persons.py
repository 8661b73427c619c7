"""Does a clause ask for memberships, association papers, maker's letters, or personal traits?"""

from __future__ import annotations

from tenders.fairness.clause import Clause
from tenders.fairness.context import Section
from tenders.fairness.examples import commercial, qualification, scoring
from tenders.fairness.lexicon import rx
from tenders.fairness.rulebook import Found, Severity, each, rule
from tenders.fairness.rules.locality import REGULATIONS, RULES_16
from tenders.fairness.rules.qualification import TB_2
from tenders.fairness.rules.scale import ORDER_87

_BODY = "(?:协会|商会|学会|联盟|联合会|促进会|研究会|行业组织|社会组织|社团)"
_MEMBER = rx(
    rf"{_BODY}[^。；\n]{{0,10}}?(?:会员|理事|成员|入会|加入|副会长|会长|登记企业)|会员(?:单位|证|资格|企业|证书)|(?:副?会长|理事|常务理事)单位|(?:加入|参加)[^。；，\n]{{0,12}}{_BODY}|(?:为|属于|系)[^。；，\n]{{0,14}}{_BODY}(?:会员|成员)"
)
_TRAINED = rx(
    rf"(?:{_BODY}|培训(?:机构|中心|学校)|(?<!\ue001)\ue001++)[^。；，\n]{{0,16}}?(?:颁发|核发|签发|出具|发放|认定|组织|培训|考核|发的|盖章)[^。；，\n]{{0,16}}?(?:培训|上岗|结业|岗位|合格|继续教育|从业|等级|资格|资质)[^。；，\n]{{0,6}}?(?:证|证书|证明)|{_BODY}[^。；，\n]{{0,10}}(?:颁发|核发|签发|发放|认定|出具)的?[^。；，\n]{{0,16}}(?:证|证书|证明)(?!金)|培训(?:考核)?合格证书?|(?<!持证)上岗证书?|结业证书?|岗位(?:培训|资格|能力)?(?:合格)?证书?|培训证书?|{_BODY}[^。；，\n]{{0,8}}(?:备案|登记|盖章|入会|推荐信|推荐函|推荐)"
)
_AWARDED = rx(rf"{_BODY}[^。；，\n]{{0,12}}(?:奖|荣誉|称号|优秀|先进|评为|评选)")
_LEGAL_PAPER = rx(
    r"律师|特种作业|特种设备|健康证|消防设施操作员|保安员证|国家职业资格|职业资格目录|应急管理部门|卫生健康|法定|食品安全管理员|电工证|焊工证|驾驶证|道路运输从业"
)


@rule(
    "FC-QUAL-08", "行业协会会员、培训合格证、上岗证", Severity.BLOCK, since=REGULATIONS,
    cues="协会 商会 学会 联盟 联合会 促进会 研究会 组织 社团 会员 理事 会长 培训 上岗证 结业证 岗位",
    gp="《政府采购法实施条例》第二十条第（八）项；《优化营商环境条例》第十七条", tb=f"{RULES_16}第六条第（四）项、第（五）项",
    reason="入会自愿，协会证书不是法定资格；没入会、没参加培训的企业被无故排除。",
    rewrite="从业人员持有国家职业资格目录内的法定证书即可，不要求协会会员身份和培训证书。",
    breaks=qualification("供应商应为省保洁行业协会理事单位。") + scoring("持有行业联合会颁发的培训合格证的每人得1分。"),
    holds=qualification("电工须持有特种作业操作证。") + commercial("中标人负责对采购人员工进行操作培训。"),
)  # fmt: skip
def association_papers(c: Clause) -> Found:
    if not c.binds or (c.after_award and not c.qualifies):
        return
    if not (c.has(_AWARDED) and c.scores):
        yield from each(c, _MEMBER)
    if not c.has(_LEGAL_PAPER) and not c.has(_AWARDED):
        yield from each(c, _TRAINED)


_MAKER = "(?:原厂商?|厂家|厂商|制造商|制造厂(?:家|商)?|生产厂(?:家|商)?|生产商|生产企业|生产单位|品牌(?:方|商|厂商|持有人)|原制造商?|总代理|代理商|原生产厂|设备厂家|软件厂商|著作权人|版权(?:方|所有人|人)|权利人|研发(?:单位|厂商|方)|开发商)"
_MAKERS_LETTER = rx(
    rf"{_MAKER}[^。；，\n]{{0,6}}(?:出具|开具|签发)[^。；，\n]{{0,24}}?(?:函|书|证明|承诺|保证)|{_MAKER}[^。；\n]{{0,22}}?(?:授权(?!代表|代理人签)|(?:售后|质保|供货|服务|技术|质量)?(?:服务)?(?:支持|保证|承诺|保障)?(?:(?:承诺|保证|证明)(?:函|书|文件|材料)?|支持(?:函|书))|证明(?:文件|函|书)?|背书|盖章|公章|支持函|确认函|质保函|保证书|供货函)|授权(?:书|函|文件|证明|经销商?|代理商?|委托书)[^。；，\n]{{0,10}}?(?:原厂|厂家|制造商|厂商|生产)|(?:取得|获得|具有|提供|出具|须有|需有)[^。；，\n]{{0,14}}{_MAKER}[^。；，\n]{{0,10}}(?:授权|承诺|证明)|(?:一级|总|独家|区域)(?:经销|代理)(?:商)?(?:资格|证明|授权|证书|资质)|(?:产品|品牌|唯一|厂方|专项)授权(?:书|函|证明|文件)|项目授权(?:书|函)?"
)
_NOT_LETTER = rx(
    r"分行|支行|总所|总公司|金融机构|总行|不接受代理|未授权|单一来源|进口|交货时|供货时|验收时|到货(?:时|后)|随货|制造商(?:直接)?投标或|中标后|成交后|质保卡|合格证|法定代表人|授权委托书(?!.{0,10}厂)|中小企业声明|残疾人|监狱企业|声明函|产品说明书|检测报告[^。；，]{0,6}$"
)

# 制造商或其授权的代理商 says who may bid, and asks for no paper.
_WHO_IT_IS = rx(
    r"(?:制造商|生产厂(?:家|商)|厂家)(?:或|或者|和|、)(?:其)?(?:授权|委托)(?:的)?[^。；，\n]{0,6}(?:代理|经销)"
)
_ASKED_FOR = rx(r"唯一|出具|提供|授权书|授权函|证明|原件")


@rule(
    "FC-QUAL-09", "非进口货物要求厂家授权、承诺、背书", Severity.BLOCK, since=ORDER_87,
    cues="原厂 厂家 厂商 制造 生产 品牌方 品牌商 品牌持有 代理 授权 著作权人 厂方 版权 权利人 研发 开发商",
    gp="财政部令第87号第十七条", tb="发改办法规〔2019〕862号第7类；《招标投标法实施条例》第三十二条第二款第（五）项",
    reason="厂家给谁授权，谁才能投，选择权就从采购人手里转到了厂家手里。",
    rewrite="不要求生产厂家授权、承诺或者证明；质量和售后责任由中标人按合同承担。",
    breaks=qualification("须提供所投空调厂家出具的售后服务承诺函。", category="货物") + scoring("取得原厂授权的得3分。", category="货物"),
    holds=qualification("经核准采购进口产品，代理商须提供制造商授权书。", category="货物", import_approved=True) + commercial("交货时提供原厂质保卡。", category="货物"),
)  # fmt: skip
def makers_letter(c: Clause) -> Found:
    if c.has(_WHO_IT_IS) and not c.has(_ASKED_FOR):
        return
    if c.tender.import_approved or c.has(_NOT_LETTER) or (c.section == Section.COMMERCIAL and c.after_award):
        return
    if c.binds or c.section is not Section.OTHER:
        yield from each(c, _MAKERS_LETTER)


_TRAIT = rx(
    r"全日制|统招|(?<!\d)985|(?<!\d)211(?!\d)|双一流|重点(?:院校|大学|高校)|名校|毕业(?:于|院校)|第一学历|\d{2}(?:周)?岁(?:（含）)?(?:及)?(?:以下|以内|以上|之间)?|年龄(?!段客户|结构)|(?:限|须为|仅限|均为|要求)?(?:男性|女性|男士|女士)(?!.{0,4}卫生|厕|用品)|性别|户籍|户口|本地人|(?<!\ue001)\ue001++(?:籍|户口|户籍|人口)|中共党员|党员|退役军人|退伍军人?|转业军人|复员军人|武警|当过兵|服过役|身高|已婚|未婚|形象气质|五官端正"
)
_LEGAL_TRAIT = rx(
    r"慰问|6[05]周?岁|年满18|18周岁(?:以上|至)|16周岁|退休年龄|女子监区|女警|无犯罪|法定(?:退休)?年龄|不限(?:年龄|性别|学历)|年龄结构|参训党员|党员(?:教育|活动|干部|培训|群众)|退役军人(?:事务|服务|就业)"
)


@rule(
    "FC-QUAL-14", "对人员设置不合理条件", Severity.WARN, since=REGULATIONS,
    cues="全日制 统招 985 211 双一流 院校 大学 高校 名校 毕业 学历 岁 年龄 男 女 性别 户籍 户口 \ue001 党员 军人 武警 服过役 身高 婚 形象 五官 当过兵 籍 退伍",
    gp="《政府采购法实施条例》第二十条第（二）项、第（八）项", tb=TB_2,
    reason="年龄、性别、学习方式、身份与岗位能力无关，既限制供应商，也歧视劳动者。",
    rewrite="人员具有与岗位相关的专业技术资格或者从业能力证明即可。",
    breaks=scoring("项目经理年龄在45周岁以下且为211院校毕业的得3分。") + qualification("服务人员须为退役军人。"),
    holds=scoring("项目经理具有中级以上职称得2分。") + qualification("保安员须年满18周岁且无犯罪记录。"),
)  # fmt: skip
def personal_traits(c: Clause) -> Found:
    if (
        c.section in {Section.QUALIFICATION, Section.SCORING}
        or (c.section in {None, Section.OTHER} and c.binds)
    ) and not c.has(_LEGAL_TRAIT):
        yield from each(c, _TRAIT)
