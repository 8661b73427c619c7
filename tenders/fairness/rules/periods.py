"""Do the days between notice, documents, corrections and deadline reach the legal minimum?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from marketplace.law.workdays import is_workday
from tenders.fairness.amounts import dates
from tenders.fairness.clause import Clause
from tenders.fairness.context import Section
from tenders.fairness.examples import other
from tenders.fairness.lexicon import rx
from tenders.fairness.rulebook import Found, Hit, Severity, each, rule
from tenders.fairness.rules.locality import REGULATIONS
from tenders.fairness.rules.qualification import TB_2

_ISSUED = re.compile(
    r"(?:文件|公告)[^。；\n]{0,14}?(?:发出|发售|发布|获取|开始|领取|提供|下载)|自[^。；，\n]{0,14}起[^。；，\n]{0,4}(?:发出|发售|发布|获取)|(?:发出|发售|发布|获取)(?:日期|时间)"
)
_CLOSING = re.compile(
    r"(?:投标(?![者人])|响应|报价|递交|提交|开标|应答|首次响应)[^。；\n]{0,16}?(?:截止|开标|时间)|截止(?:时间|日期|及开标)|开标(?:时间|定于|日期|仍为)|截止(?:投标|报价|递交|响应)|截标|开标(?:仍|照|如期|定于)|(?:谈判|磋商|开标|询价|开启)(?:会)?(?:于|定于|在)\d|(?:\d{1,2}[时点日]|:\d{2}|[上下]午)(?:前|之前)?[^。；，\n]{0,4}(?:开标|开启|谈判|磋商|递交|提交|报价|上传|送达)"
)
# A span told in days instead of dates: 自发出之日起第12日开标, 次日报价.
_AFTER_ISSUE = re.compile(
    r"(?:发[出布售放]|提供|公告|下载)[^。；，\n]{0,14}?(?:起|后|之日起|以后)(?P<hit>[^。；，\n]{0,4}?(?:第)?(?P<days>\d{1,2})(?P<unit>个?工作日|日|天)(?:内|后|即)?[^。；，\n]{0,6}?(?:开标|投标|递交|提交|截止|上传|谈判|磋商|开启|报价|开始))"
    r"|(?:发[出布售放]|公告)[^。；\n]{0,16}?(?P<next>(?:次日|第二天|翌日|隔日)[^。；，\n]{0,8}(?:开标|投标|递交|提交|谈判|磋商|报价))"
)
_AT_LEAST = re.compile(r"不[得能]?(?:少|低|短)于|至少")
_EXEMPT = re.compile(r"询比|比选|非招标方式|非依法必[须招]|不属于依法必须")


def _workdays(start: date, end: date) -> int:
    """Working days from `start` to `end`, both counted."""
    return (
        sum(is_workday(start + timedelta(days=n)) for n in range((end - start).days + 1))
        if end >= start
        else 0
    )


def _told_in_days(c: Clause, least: int) -> Iterator[Hit]:
    """The clause says after how many days bids close, and that is too soon."""
    for found in _AFTER_ISSUE.finditer(c.text):
        told = 1 if found["next"] else int(found["days"])
        span = found.span("next" if found["next"] else "hit")
        if told < least and not _AT_LEAST.search(found[0]) and not c.is_shielded(*span):
            yield Hit(*span)
            return


def _year(c: Clause) -> int:
    known = c.tender.doc_issue_date or c.tender.bid_deadline or c.tender.publish_date or c.tender.issue_start
    return known.year if known else 2026


def _from_words(c: Clause) -> tuple[date, date] | None:
    """First and last day of a sentence that names an issue and a closing, in this order."""
    named = [day for day, _ in dates(c.line.text, _year(c))]
    if len(named) >= 2 and _ISSUED.search(c.line.text) and _CLOSING.search(c.line.text):
        return named[0], named[-1]
    return None


def _issue_to_deadline(c: Clause) -> tuple[date, date] | None:
    start = c.tender.doc_issue_date
    end = c.tender.bid_deadline or c.tender.deadline
    if start and end:
        return start, end
    return _from_words(c)


@rule(
    "FC-PROC-01", "投标截止时间不足20日", Severity.BLOCK, since=REGULATIONS, cues="截止 开标 截标 发出 发布 发售 提供 时开 午 上传 递交 下载",
    gp="《政府采购法》第三十五条", tb="《招标投标法》第二十四条",
    reason="时间太短，只有早就知道消息的人做得完投标文件。",
    rewrite="投标截止时间顺延至自招标文件开始发出之日起不少于20日。",
    breaks=other("招标文件2026年3月2日发出，投标截止时间2026年3月16日9时。"),
    holds=other("招标文件2026年3月2日发出，投标截止时间2026年3月25日9时。"),
)  # fmt: skip
def twenty_days(c: Clause) -> Found:
    if c.tender.is_tender and c.tender.compulsory is not False and not _issue_to_deadline(c):
        yield from _told_in_days(c, 20)
    mention = _CLOSING.search(c.text)
    span = _issue_to_deadline(c)
    if (
        mention
        and span
        and c.tender.is_tender
        and not _EXEMPT.search(c.document[:3000])
        and c.tender.compulsory is not False
    ):
        if _CORRECTION.search(c.line.text) and c.tender.clarification_date:
            return
        if 0 <= (span[1] - span[0]).days < 20 and not c.is_shielded(*mention.span()):
            earliest = span[0] + timedelta(days=20)
            yield Hit(
                *mention.span(),
                rewrite=f"投标截止时间：{earliest:%Y年%-m月%-d日}9时（自文件开始发出之日起不少于20日）。",
            )


_GETTING = re.compile(
    r"(?:文件|公告)[^。；\n]{0,12}?(?:获取|发售|领取|提供|购买|下载|报名)|(?:获取|发售|领取|购买|下载|报名)(?:招标|采购|磋商|谈判|询价|资格预审)?(?:文件)?(?:的)?(?:时间|期限|日期)|发售期|获取期限"
)


@rule(
    "FC-PROC-02", "文件发售、提供期少于5日", Severity.BLOCK, since=REGULATIONS, cues="获取 发售 领取 提供 购买 下载 报名 出售",
    gp="《政府采购法实施条例》第三十一条；财政部令第87号第十八条", tb="《招标投标法实施条例》第十六条",
    reason="文件只开放两三天，碰上周末就错过，等于没有公开。",
    rewrite="文件提供期限不少于5日（政府采购为5个工作日）。",
    breaks=other("招标文件获取时间：2026年5月11日至5月13日。"),
    holds=other("招标文件获取时间：2026年5月11日至5月15日。"),
)  # fmt: skip
def five_days_of_documents(c: Clause) -> Found:
    if c.tender.method in {"", "公开招标", "邀请招标", "竞争性磋商", "资格预审"}:
        yield from _few_days(c)
    mention = _GETTING.search(c.text)
    span = _issue_period(c)
    if _EXEMPT.search(c.document[:3000]):
        return
    if not mention or not span or span[1] < span[0] or c.is_shielded(*mention.span()):
        return
    least_method = c.tender.method in {"", "公开招标", "邀请招标", "竞争性磋商", "资格预审"}
    length = (span[1] - span[0]).days + 1 if c.tb else _workdays(*span)
    if least_method and length < 5:
        yield Hit(*mention.span())


_FEW_DAYS = re.compile(
    r"(?:文件|公告)?(?:的)?(?:提供|发售|获取|领取|下载|购买|出售)(?:期限|期|时间)?(?:的)?(?:为|：|仅|只|共|仅有|只有|限)?(?P<days>[1-4])(?:个)?(?:工作)?[日天](?![上下]午)|(?P<days2>[1-4])天(?:之?内|时间)?(?:出售|发售|领取|购买|获取)"
)


def _few_days(c: Clause) -> Iterator[Hit]:
    """获取期限为3个工作日: a length instead of two dates."""
    found = _FEW_DAYS.search(c.text)
    if found and "文件" in c.text and not _AT_LEAST.search(c.text) and not c.is_shielded(*found.span()):
        yield Hit(*found.span())


def _issue_period(c: Clause) -> tuple[date, date] | None:
    if c.tender.issue_start and c.tender.issue_end:
        return c.tender.issue_start, c.tender.issue_end
    named = dates(c.text, _year(c))
    if (
        len(named) == 2
        and re.search(r"至|到|-|~", c.text[named[0][1] : named[1][1]])
        and not _CLOSING.search(c.text)
    ):
        return named[0][0], named[1][0]
    return None


@rule(
    "FC-PROC-03", "磋商、谈判、询价响应时间不足", Severity.BLOCK, since=date(2014, 12, 31), cues="截止 开启 递交 提交 响应 谈判 磋商 报价 开标",
    gp="财库〔2014〕214号第十条；财政部令第74号第二十九条、第四十五条",
    reason="来不及准备的供应商只能放弃，留下的多半是事先打过招呼的。",
    rewrite="磋商文件发出之日起至首次响应文件提交截止之日止不少于10日（谈判、询价不少于3个工作日）。",
    breaks=other("磋商文件4月8日发出，首次响应截止4月14日。", method="竞争性磋商", doc_issue_date="2026-04-08"),
    holds=other("磋商文件4月8日发出，首次响应截止4月20日。", method="竞争性磋商", doc_issue_date="2026-04-08"),
)  # fmt: skip
def time_to_respond(c: Clause) -> Found:
    if c.gp and not _issue_to_deadline(c):
        yield from _told_in_days(
            c, 10 if "磋商" in c.tender.method else 3 if c.tender.method in _QUICK else 0
        )
    mention = _CLOSING.search(c.text) or re.search(r"截止|开启", c.text)
    span = _issue_to_deadline(c)
    if not c.gp or not mention or not span or c.is_shielded(*mention.span()) or span[1] < span[0]:
        return
    short = "磋商" in c.tender.method and (span[1] - span[0]).days < 10
    short |= ("谈判" in c.tender.method or "询价" in c.tender.method) and _workdays(
        span[0] + timedelta(days=1), span[1]
    ) < 3
    if short:
        yield Hit(*mention.span())


_QUICK = {"竞争性谈判", "询价"}
_CORRECTION = re.compile(r"补遗|更正|澄清|修改|变更|补充(?:公告|通知)|答疑")
_EFFECT = re.compile(
    r"技术参数|参数|评分|评审|资格|清单|工程量|需求|内容|条款|规格|数量|图纸|控制价|要求|标准|报价|技术|范围|合同"
)
_OBJECT = rx(
    r"(?:更正|澄清|变更|补充)[^。；\n]{0,24}?(?:采购标的|资格条件)[^。；，\n]{0,14}?(?:由|变更|改为|调整为|改变)|(?:改变|变更|调整)(?:了)?(?:采购标的|资格条件)"
)


@rule(
    "FC-PROC-04", "澄清修改距截止不足15日未顺延", Severity.BLOCK, since=REGULATIONS, cues="更正 澄清 修改 变更 补充 答疑 补遗 调整",
    gp="《政府采购法实施条例》第三十一条；财政部令第87号第二十七条", tb="《招标投标法》第二十三条；《招标投标法实施条例》第二十一条",
    reason="改了要求不给时间，已经做好的标书作废，来不及改的供应商出局。",
    rewrite="澄清或者修改可能影响投标文件编制的，投标截止时间顺延至发出之日起不少于15日。",
    breaks=other("4月20日发布更正公告修改技术参数，投标截止时间仍为4月26日。", clarification_date="2026-04-20", bid_deadline="2026-04-26"),
    holds=other("4月20日发布更正公告修改技术参数，投标截止时间顺延至5月8日。", clarification_date="2026-04-20", bid_deadline="2026-05-08"),
)  # fmt: skip
def late_correction(c: Clause) -> Found:
    mention = _CORRECTION.search(c.text)
    if not mention:
        return
    yield from (Hit(hit.start, hit.end) for hit in each(c, _OBJECT))
    yield from _too_near(c)
    span = _correction_span(c)
    affects = c.tender.affects_preparation
    if affects is None:
        affects = bool(_EFFECT.search(c.line.text)) and "不影响" not in c.line.text
    if span and affects and _CLOSING.search(c.line.text) and 0 <= (span[1] - span[0]).days < _margin(c):
        earliest = span[0] + timedelta(days=_margin(c))
        yield Hit(
            *mention.span(),
            rewrite=f"投标截止时间顺延至{earliest:%Y年%-m月%-d日}以后。",
        )


_NEAR = re.compile(
    r"(?P<hit>(?:距|离)?(?:投标)?(?:开标|截止|截标)(?:时间)?(?:之)?(?:前|还有|仅剩|只剩|不足|尚有|仅有|不到)?(?P<days>\d{1,2})(?:个)?(?:工作)?[日天])"
)
_UNMOVED = re.compile(
    r"(?:不变|照旧|不(?:作|做|予|再)?(?:后|顺)?延|不(?:作|做)?(?:变动|调整|更改)|仍(?:为|定于|按)|如期|按原)"
)


def _too_near(c: Clause) -> Iterator[Hit]:
    """开标前4天发出的补遗…开标时间不变: the distance told in days."""
    found = _NEAR.search(c.line.text)
    if (
        found
        and int(found["days"]) < _margin(c)
        and _UNMOVED.search(c.line.text)
        and _EFFECT.search(c.line.text)
    ):
        mention = _CORRECTION.search(c.text)
        if mention and not c.is_shielded(*mention.span()):
            yield Hit(*mention.span())


def _margin(c: Clause) -> int:
    if "资格预审" in c.line.text:
        return 3
    if "磋商" in c.tender.method:
        return 5
    return 3 if "谈判" in c.tender.method or "询价" in c.tender.method else 15


def _correction_span(c: Clause) -> tuple[date, date] | None:
    end = c.tender.bid_deadline or c.tender.deadline
    if c.tender.clarification_date and end:
        return c.tender.clarification_date, end
    named = [day for day, _ in dates(c.line.text, _year(c))]
    return (named[0], named[-1]) if len(named) >= 2 else None


_RUSH = rx(
    r"(?P<hit>\d{1,3}分钟(?:之)?(?:内|以内)[^。；\n]{0,26}?(?:到达|到场|到|送达|提交|递交|响应|澄清|演示|说明|答复|书面|回复|出示|抵达|完成|作答))|(?:样品|演示|答辩|讲标|述标|原件|澄清|说明)[^。；\n]{0,24}?(?P<hit2>(?:[1-9]|1\d|2[0-4])小时(?:之)?(?:内|以内))|(?:接到|收到)[^。；，\n]{0,12}(?:通知|电话)[^。；，\n]{0,6}?(?P<hit3>(?:[1-9]|[12]\d)分钟)"
)
_MAINTAIN = rx(
    r"报修|故障|维修|抢修|应急响应|售后|技术支持|响应时间|接警|报警|呼叫|解密|每(?:天|日|人)|培训|课时|视频|续航|{WINNER}|服务期|巡查|演示时间(?:为|不超过|控制)|(?:演示|讲解|陈述|答辩)(?:时间|时长)?[^。；，]{0,8}(?:不超过|控制在|限)"
)
_RUSH_MINUTES = re.compile(r"(\d{1,3})分钟")


@rule(
    "FC-PROC-14", "评审中响应时限明显过短", Severity.MANUAL, since=REGULATIONS, cues="分钟 小时",
    gp="《政府采购法实施条例》第二十条第（八）项；财库〔2026〕2号", tb=TB_2,
    reason="几分钟到现场，只有本地的、已经等在门口的供应商做得到。",
    rewrite="评标委员会要求澄清或者演示的，给予不少于30分钟的合理时间，可以在线提交。",
    breaks=other("供应商应在接到通知后15分钟内到评审室作出说明，逾期视为放弃。"),
    holds=other("给予供应商不少于30分钟的时间在线提交澄清。"),
)  # fmt: skip
def rushed_answer(c: Clause) -> Found:
    if c.has(_MAINTAIN) or c.section in {Section.TECHNICAL, Section.COMMERCIAL}:
        return
    for hit in each(c, _RUSH):
        minutes = _RUSH_MINUTES.search(c.text[hit.start : hit.end])
        if minutes is None or int(minutes[1]) < 30:
            yield hit
