"""Which statutes exist, and how an article of one is named."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from marketplace.law.errors import Misdeclared

_DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """1 → 一, 21 → 二十一, 115 → 一百一十五; numbers of articles, 1 to 1299."""
    if not 0 < number < 1300:
        raise Misdeclared(f"no article has the number {number}")
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and units:
        words += "零"
    return words + (_DIGITS[units] if units else "")


@dataclass(frozen=True, slots=True)
class Article:
    """One article of one statute; prints as people cite it."""

    statute: str
    number: int
    key: str
    item: int | None = None

    def __str__(self) -> str:
        tail = f"第（{in_chinese(self.item)}）项" if self.item else ""
        return f"《{self.statute}》第{in_chinese(self.number)}条{tail}"

    def at(self, item: int) -> Article:
        """The same article, citing one of its numbered items."""
        return Article(self.statute, self.number, self.key, item)


@dataclass(frozen=True, slots=True)
class Statute:
    """A statute in the version in force since a day; `last` is the number of its last article."""

    key: str
    title: str
    last: int
    since: date
    issuer: str

    def __getitem__(self, number: int) -> Article:
        if not 1 <= number <= self.last:
            raise Misdeclared(f"《{self.title}》 has no article {number}")
        return Article(self.title, number, self.key)


@dataclass(frozen=True, slots=True)
class HouseRule:
    """A rule of the platform without a statute: who decided it and when."""

    code: str
    says: str
    decided_by: str
    since: date

    def __str__(self) -> str:
        return f"本平台规则“{self.says}”"


@dataclass(slots=True)
class HouseRules:
    """The platform's own rules by code; an unknown code is an error, never silence."""

    rows: dict[str, HouseRule] = field(default_factory=dict)

    def add(self, code: str, says: str, *, decided_by: str, since: date) -> None:
        if code in self.rows:
            raise Misdeclared(f"house rule {code} stands twice")
        self.rows[code] = HouseRule(code, says, decided_by, since)

    def __getitem__(self, code: str) -> HouseRule:
        try:
            return self.rows[code]
        except KeyError:
            raise Misdeclared(f"no house rule {code}") from None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of an authority that is cited as a whole: it has no articles, or their numbers are unchecked."""

    title: str
    number: str
    since: date

    def __str__(self) -> str:
        return f"《{self.title}》（{self.number}）"


Law = Article | HouseRule | Paper

TBL = Statute("TBL", "中华人民共和国招标投标法", 68, date(2017, 12, 28), "全国人民代表大会常务委员会")
TBL_REGULATION = Statute("TBL_REGULATION", "中华人民共和国招标投标法实施条例", 84, date(2019, 3, 2), "国务院")
E_TENDERING = Statute("E_TENDERING", "电子招标投标办法", 66, date(2013, 5, 1), "八部委令第20号")
EVALUATION = Statute(
    "EVALUATION", "评标委员会和评标方法暂行规定", 62, date(2013, 5, 1), "七部委令第12号（2013年修改）"
)
WORKS = Statute("WORKS", "工程建设项目施工招标投标办法", 92, date(2013, 5, 1), "七部委令第30号（2013年修改）")
NOTICES = Statute("NOTICES", "招标公告和公示信息发布管理办法", 24, date(2018, 1, 1), "国家发展改革委令第10号")
MUST_TENDER = Statute("MUST_TENDER", "必须招标的工程项目规定", 6, date(2018, 6, 1), "国家发展改革委令第16号")
FAIR_REVIEW = Statute("FAIR_REVIEW", "招标投标领域公平竞争审查规则", 22, date(2024, 5, 1), "八部门令第16号")
FAIR_REGULATION = Statute("FAIR_REGULATION", "公平竞争审查条例", 27, date(2024, 8, 1), "国务院令第783号")
CIVIL_CODE = Statute("CIVIL_CODE", "中华人民共和国民法典", 1260, date(2021, 1, 1), "全国人民代表大会")
E_SIGNATURE = Statute(
    "E_SIGNATURE", "中华人民共和国电子签名法", 36, date(2019, 4, 23), "全国人民代表大会常务委员会"
)
COMPLAINTS = Statute(
    "COMPLAINTS", "工程建设项目招标投标活动投诉处理办法", 30, date(2013, 5, 1), "七部委令第11号（2013年修改）"
)
GOODS = Statute("GOODS", "工程建设项目货物招标投标办法", 64, date(2013, 5, 1), "七部委令第27号（2013年修改）")
SURVEY = Statute(
    "SURVEY", "工程建设项目勘察设计招标投标办法", 60, date(2013, 5, 1), "八部委令第2号（2013年修改）"
)
PROCUREMENT = Statute(
    "PROCUREMENT", "中华人民共和国政府采购法", 88, date(2014, 8, 31), "全国人民代表大会常务委员会"
)
PROCUREMENT_REGULATION = Statute(
    "PROCUREMENT_REGULATION", "中华人民共和国政府采购法实施条例", 79, date(2015, 3, 1), "国务院令第658号"
)
PROCUREMENT_TENDERING = Statute(
    "PROCUREMENT_TENDERING", "政府采购货物和服务招标投标管理办法", 88, date(2017, 10, 1), "财政部令第87号"
)
SME_SUPPORT = Statute(
    "SME_SUPPORT", "政府采购促进中小企业发展管理办法", 24, date(2021, 1, 1), "财库〔2020〕46号"
)
# Up to the articles on review; the chapter on supervision that follows them is not cited here.
DEMAND = Statute("DEMAND", "政府采购需求管理办法", 33, date(2021, 7, 1), "财库〔2021〕22号")

NON_TENDERING = Statute(
    "NON_TENDERING", "政府采购非招标采购方式管理办法", 62, date(2014, 2, 1), "财政部令第74号"
)
SME_PAYMENTS = Statute("SME_PAYMENTS", "保障中小企业款项支付条例", 37, date(2025, 6, 1), "国务院令第802号")
LAND = Statute("LAND", "招标拍卖挂牌出让国有建设用地使用权规定", 28, date(2007, 11, 1), "国土资源部令第39号")
STATE_ASSETS = Statute(
    "STATE_ASSETS", "企业国有资产交易监督管理办法", 67, date(2016, 6, 24), "国务院国资委、财政部令第32号"
)
OPENNESS = Statute("OPENNESS", "中华人民共和国政府信息公开条例", 56, date(2019, 5, 15), "国务院令第711号")
PERSONAL_DATA = Statute(
    "PERSONAL_DATA", "中华人民共和国个人信息保护法", 74, date(2021, 11, 1), "全国人民代表大会常务委员会"
)
PENALTIES = Statute(
    "PENALTIES", "中华人民共和国行政处罚法", 86, date(2021, 7, 15), "全国人民代表大会常务委员会"
)

STATUTES = (
    TBL, TBL_REGULATION, E_TENDERING, EVALUATION, WORKS, NOTICES, MUST_TENDER,
    FAIR_REVIEW, FAIR_REGULATION, CIVIL_CODE, E_SIGNATURE, COMPLAINTS,
    GOODS, SURVEY, PROCUREMENT, PROCUREMENT_REGULATION, PROCUREMENT_TENDERING, SME_SUPPORT, DEMAND,
    NON_TENDERING, SME_PAYMENTS, LAND, STATE_ASSETS, OPENNESS, PENALTIES, PERSONAL_DATA,
)  # fmt: skip

PUBLIC_RESOURCES = Paper(
    "国务院办公厅关于推进公共资源配置领域政府信息公开的意见", "国办发〔2017〕97号", date(2017, 12, 19)
)
PROCUREMENT_FORMATS = Paper(
    "政府采购公告和公示信息格式规范（2020年版）", "财办库〔2020〕50号", date(2020, 7, 1)
)
INTENTIONS = Paper("关于开展政府采购意向公开工作的通知", "财库〔2020〕10号", date(2020, 3, 2))
FRAMEWORKS = Paper("政府采购框架协议采购方式管理暂行办法", "财政部令第110号", date(2022, 3, 1))
MINING = Paper("矿业权出让交易规则", "自然资规〔2023〕1号", date(2023, 1, 3))
CREDIT_REPAIR = Paper(
    "失信行为纠正后的信用信息修复管理办法（试行）", "国家发展改革委令第58号", date(2023, 5, 1)
)

PLATFORM = HouseRules()
_FOUNDED = date(2026, 11, 25)
for _code, _says in (
    ("ACT-ID", "每张表单只办理一次，重复提交返回同一结果"),
    ("TWO-PERSONS", "公开发布、终止、密钥、遮蔽等事项由两人先后确认"),
    ("ACCESS", "办理权限以公开的权限矩阵为准，未列明的一律不得办理"),
    ("STATE-ORDER", "各步骤依法定顺序办理"),
    ("IDENTITY", "办理有法律效力的事项须登录并以本单位名义办理"),
    ("LEVELS", "投标文件的开标密钥由保管方按安全等级分持"),
    ("DRAW", "抽取采用公开承诺、任何人可复算的方法 ZJCS-DRAW-1"),
    ("SEALED", "投标截止前任何人不得知悉投标人名单、数量和内容"),
    ("STEP-UP", "有法律效力的事项在办理前 30 分钟内须再次验证身份"),
    ("ARCHIVE", "项目办结后 30 日内归档"),
    ("QUESTIONS", "投标人的疑问在投标截止 18 日前集中提出"),
    ("WORKDAY-DEADLINE", "投标截止和开标安排在工作日"),
    ("INFORMATION", "只发布信息的业务由交易中心代为发布，内容由信息提供单位负责"),
    ("NOTICE-BY-STEP", "由办理步骤产生的公告不手工发布"),
    ("NOTICE-TEXT-LAYER", "公告附件须能检索和朗读，扫描件不作为公告附件"),
    ("EXPOSURE-ENDS", "曝光信息有文书、有期限，期满自动停止展示，最长三年"),
    ("PLANNED-TENDERS", "招标计划提前公开，内容为计划而非承诺"),
    ("SEPARATE-DETERMINATION", "评定分离的项目公示不排序的定标候选人"),
    ("OTHER-NOTICES", "不属于依法必须招标和政府采购的交易信息按自愿原则公开"),
    ("MALL-NOTICES", "电子卖场的需求、成交、合同公开"),
    ("SUPERMARKET-NOTICES", "中介服务的选取公告、结果和合同公开"),
    ("HONOURS", "光荣榜以主管部门的表彰、守信文书为准"),
    ("SAMPLES", "外地公告只作样例，注明来源，不列入本平台公告和统计"),
    ("REGISTRATION", "主体登记由交易中心在 1 个工作日内核验，需要补正的一次性列全"),
    ("LICENCE", "营业期限届满前 60、30、7 日提醒更新营业执照，届满后先更新再开始新的投标"),
    ("MEMBERS", "每个单位至少有一名管理员；加入由管理员决定，没有管理员的由交易中心核实后决定"),
    ("SAMPLED", "由一人办结的受理事项，由另一人在下一个工作日前抽查"),
    ("ERRATUM", "勘误限于不影响投标、评审和权利行使的笔误，原文划去保留，由另一人抽查"),
    ("AMENDED", "公告发布后不改动，有法律效力的变更另发更正公告并与原公告互相链接"),
    ("REDACTION", "含个人信息或者秘密的内容由一人立即遮蔽，另一人在 1 个工作日内确认，不同意的恢复"),
    ("UNDO", "本人在 30 分钟内、他人没有接着办理的误操作可以撤销，撤销前后的记录都保留"),
    ("BACKFILL", "过去的项目补录时标明补录，不计入全流程电子统计"),
    ("REMINDERS", "待办在到期前、到期时和逾期后各提醒一次，有法律期限的提醒不能关闭"),
    ("HOLDERS", "须两人办理的事项，能办理的在岗人员不足两人时报警"),
    ("INTENTIONS", "采购意向由经办人汇总，另一人确认后公开，一次不超过 200 项"),
    ("BULK", "批量导入先试导入、逐行列明有误的行，由一人导入，写入登记的由另一人抽查"),
    ("BULK-FILE", "批量导入的文件只对办理单位开放，导入后删除，7 日内没有导入的清除"),
    ("SEARCH-WORDS", "搜索的同义词由交易中心维护，索引可以随时从公开内容重建"),
    ("SUBSCRIPTION", "订阅只发公开内容，凭链接确认后生效，凭链接一次退订，退订后不留号码"),
    ("SEARCH-INDUSTRY", "搜索中的行业按项目名称推断，只供筛选，不具有法律效力"),
    ("COPIED-TEXT", "从以前项目复制的文字逐项核对后才能提交审查；日期、金额、人员、编号不复制"),
    ("OPENING-SLOT", "开标场地和主持人由组织招标的单位安排，冲突的予以提示"),
    ("SAME-DAY-EVALUATION", "开标当日安排评标，排期按当日收到评标报告推算"),
    ("SIGN-IN-TRIES", "同一网络地址对同一账户 5 分钟内最多输错 5 次密码；账户不因他人输错而锁定"),
    ("SECOND-FACTOR", "登录的第二步不得与第一步用同一种方式"),
    ("OWN-ACCOUNT", "手机号、邮箱、密码和验证方式由本人在再次验证身份后更改"),
    ("RECOVERY", "账户恢复由本人以外的本单位管理员确认，或者由服务台两人先后回电确认"),
    ("RECOVERY-CODE", "恢复码 30 分钟内有效，只能用一次，最多输错 5 次"),
    ("RECOVERY-LIFE", "恢复申请 24 小时内没有确认的，自动失效"),
    ("CODE-LIFE", "验证码 6 位，5 分钟内有效，只能用一次，新码发出旧码作废"),
    ("CODE-TRIES", "一个验证码最多输错 5 次"),
    ("CODE-RESEND", "同一手机号 60 秒内只发一次验证码"),
    ("CODE-RATE", "同一手机号每小时最多 5 次、每天最多 10 次验证码"),
    ("CODE-ADDRESS", "同一网络地址每小时最多 60 次、每天最多 200 次验证码"),
):
    PLATFORM.add(_code, _says, decided_by="静乐县公共资源交易中心", since=_FOUNDED)
