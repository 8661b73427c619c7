"""Where does a text only speak about a restriction – forbid it, quote it, correct it – instead of setting it?"""

from __future__ import annotations

import re

from tenders.fairness.lexicon import rx

Span = tuple[int, int]

_SETTING = (
    "(?:以(?!任何|此|联合体|他人|低于|高于|不同|上|下)|将(?!本|其)|把|设置|设定|设立|设|要求|限定|限制|限于|指定|作为|列为|收取|排斥|规定|通过|违规|擅自|强制|变相|强行|借|利用|歧视|"
    "对(?![^。；，]{0,16}(?:质疑|投诉|异议|提出|结果|评标|评审|中标))|因(?!此)|按照?(?!时|期|规定)|根据|采用(?:抽签|摇号|综合|横向|平均)|采取(?:抽签|摇号)|在(?:招标|采购|评[标审]|资格)|(?:招标|采购|资格|评审|文件)[^。；，]{0,8}出现|含有|包含|另行|额外|违反|以及|非法|滥用|"
    "仅|只|直接|组织|接受(?:商业|投标保证金)|拒绝(?:接收|接受)(?:保函|非现金)|标明|提出|增设|增加|引用|给予|实行|标注|收|套|安排)"
)
# Somebody is told what not to do as a bidder; that is a condition, not a guard.
_BIDDER_SUBJECT = r"(?:(?:施工|设计|监理|勘察|民营|私营|外资|国有|外地|本地|服务|配送|供货)(?:施工|建筑)?(?:单位|企业|队伍|方)|投标(?:人|单位|方|企业)|供应商|响应人|申请人|参选人|中标(?:人|单位|方|供应商|企业|商)|成交(?:人|供应商)|乙方|承包人|卖方|供方|企业|公司|厂商|厂家)"
_BUYER = r"(?:采购人|招标人|代理机构|招标文件|采购文件|评审因素|评分标准|资格条件|评标委员会|磋商小组|文件|地区|部门|单位|交易平台|交易中心)"
_FORBIDS = rx(rf"(?:不得|不应|不能|不可|严禁|禁止|不允许|不准|杜绝|避免|切勿|请勿|防止|不宜){{c4}}{_SETTING}")
_BIDDER_BEFORE = re.compile(
    rf"{_BIDDER_SUBJECT}(?:均|也|都|应|须|一律|在[^，。；]{{0,8}}|[^，。；]{{1,12}}(?:后|前|时|期间|内|来))?$"
)
_AIMED_AT = re.compile(rf"(?:对|向|给|限制|排斥|要求|{_BUYER}[^，。；]{{0,14}})[^，。；]{{0,8}}$")
_WAIVES = rx(
    r"(?:不(?:再|另|强制)?要求|未(?:再)?要求|不以|未以|没有以|不设(?:置|定|立)?|未设(?:置|定|立)?|没有(?:设置|要求|限定|指定)|(?<!年内)(?<!年来)未(?:对|将|限定|指定|出现|含|发现|作出)|(?<!但)不限(?!时)(?:定|制|于)?|"
    r"无需|无须|不需要?(?!求)|不必|不用(?=提|[^。；，]{0,6}(?:证明|材料|登记|备案|交))|不再(?!提出|受理|接受|答复|退|支付|处理|接收|参与|进入|推荐|考虑|评审|采购|列入|付)(?:要求|将|作|收取|以|设)?|不收取?(?!不行|不可|[^。；，]{0,2}(?:个体|保函|保单))|不(?:再|另行)提供|免收|免除(?!预付款)|免交|不组织|不指定|不强制|不强求|取消(?!(?:其)?(?:投标|中标|成交|参与|入围)?资格|评标|得分)|不得再(?=要求|设|以|收|将|另行|增)|不硬性|不因|不按(?!时|要求|规定|期|照要求)|不采用|不将|不根据|不予采用|不参与评分|不考核)"
)
_AFTER_POSITIVE = re.compile(
    r"，?(?:但(?!不)|但是|然而|不过|其余|仍|须另|另须|同时须|同时应|且须|并须|且应|否则)"
)
_DROPS = rx(
    r"(?:不(?:再)?(?:作为|列为|列入|纳入|计入|作|做|构成|参与(?=[^，。；]{0,4}(?:评分|打分|计分))|影响)[^，。；]{0,8}(?:条件|因素|依据|要求|评分|评审|限制|门槛|得分|标准|理由|项|规定|打分|资格|否决)|不(?:作|做)(?:任何)?(?:限制|要求|限定|规定|强制)|不限(?:定|制)?(?=[，。；）)、]|$)|"
    r"(?<!投标)(?<!报价)(?<!一律)(?:均可|皆可)|都(?:一样|可以?(?=，|。|；|$|来|投|参)|行(?=，|。|；|$)|认(?=，|。|；|$|可)|算(?=，|。|；|$|数)|收(?=，|。|；|$)|能(?:来|投|参))|一个样|一样(?:对待|计分|得分)|不扣分|不(?:予)?废标|无需(?:提供|提交|携带)|不影响[^。；，]{0,12}(?:付款|支付|结算)|不受[^，。；]{0,6}限制|仅供参考|供参考|(?<=[，、且并])不计分|不(?:据此|以此|因此|为此)[^。；，]{0,4}(?:计|评|打|加|给|赋)?分|不(?:予)?赋(?:予)?分|(?:只|仅)(?:作|供|做)(?:为)?(?:了解|参考|参阅)|(?:评审|评标|资格|得分|投标|中标|采购)(?:结果)?无关|由[^。；，]{0,8}自愿|不(?:据此|以此|因此)(?:设置|设定|作为|作|限制)|不在[^。；，]{0,6}(?:评分|评审|计分)[^。；，]{0,4}(?:范围|之列|因素)|不评分|一视同仁|同等(?:对待|得分|计分|条件)|平等(?:参加|参与|对待|竞争)|(?:如实|据实)填写|均有资格|不做硬性|没有限制|无限制|无要求|不属于[^，。；]{0,6}(?:条件|因素))"
)

_QUOTED_LAW = rx(
    r"(?:下列|以下|有下列)(?:情形|行为|情况|内容|做法|条款|条件)[^。]{0,12}(?:属于|构成|视为|(?:不要|不得|不应|不能|禁止|严禁)(?:写|出现|设|列|作|再))"
    r"|(?:属于|构成|视为|认定为|涉嫌|系)[^。；]{0,12}(?:(?:以)?不合理(?:的)?条件|差别待遇|歧视|限制(?:或者|或|、)?排斥|排斥(?:潜在|投标|供应商)|违法(?!分包)|违规|重大违法情形|倾向性|不合理限制|妨碍公平)"
    r"|(?:《[^》]{2,40}》|条例|办法|法律|法规|规定|令)[^。]{0,30}第[\d一二三四五六七八九十百零]{1,6}条[^。]{0,40}(?:不得|禁止|属于|严禁|应当取消|不应)"
    r"|(?:清理|清除|纠正|整治|废止|查处|严查|破除)[^。；]{0,60}(?:做法|行为|壁垒|现象|情形|问题|规定)"
    r"|《[^》]{2,40}》[^。]{0,20}(?:明确|规定|要求)[^。]{0,20}(?:不得|禁止|严禁|取消|不应)"
    r"|(?:国家|法律|法规|有关规定|财政部|国务院|政策|条例|(?<!响应)(?<!投标)(?<!采购)(?<!招标)(?<!磋商)文件|号文)(?:已)?(?:明确|明令)?(?:要求|规定)?[^。；，]{0,10}(?:严禁|禁止|不得(?!低于|少于|超过|高于|参加|转让))"
)
_SELF_CHECK = rx(
    r"(?:自查|自审|公平竞争审查|内审|会审|对照|经[^。，]{0,14}(?:审查|核查|复核|检查|核实|审核))[^。]{0,40}(?:未(?!通过|经|提供|取得|参加|按|携带)|不存在|没有|无(?!效|法|不良|故|条件)|均不|均未|符合公平)"
    r"|(?:本(?:招标|采购|磋商|谈判|询价)?(?:项目|文件|次)[^。；，]{0,12}|文件中?)(?:不存在|未设|不含|没有设置|不设|未含|未以|未出现)"
)
_REPLY = rx(
    r"(?:质疑|投诉|异议)(?:事项|内容|请求|人|供应商|单位|书|主张|点|答复)[^。]{0,60}(?:不成立|成立(?![\d满时于])|不予支持|驳回|缺乏(?:事实|法律)?依据|认为|反映|主张|指出|属实|并无|无此)"
    r"|(?:质疑|投诉|异议)(?:事项|内容|点|问题)[\d一二三四五]{0,3}[：:]"
    r"|(?:针对|关于|就|对于|收到|对)[^。]{0,60}(?:提出的|的)(?:质疑|投诉|异议)[^。；，]{0,8}(?:答复|回复|，(?:经|现|我|本|采购人|招标人|代理))"
    r"|收到[^。]{0,40}(?:质疑|投诉|异议)(?:函|书|材料)"
    r"|(?:答复|回复|复函)(?:如下|意见|内容)?[：:]|(?:供应商|投标人|质疑人|投诉人|潜在投标人)(?:提出|反映|咨询|询问|问|来函|称)[：:，“]"
    r"|(?:问|提问|答)[：:]|？[^。]{0,4}(?:答|不(?:能|可以|得|应|行)|否)|(?:能否|是否可以|可否|是否)[^。]{0,60}？"
)
_BAD_EXAMPLE = rx(
    r"(?:检查|自查|审查|整治)(?:重点|要点|内容|事项)[^。]{0,6}[：:]|典型案例|反面(?:案例|典型|教材)|警示(?:案例|教育)|案例[一二三四五\d]?[：:]|(?:通报|曝光)(?:指出|显示|如下|称|：|典型)|引以为(?:鉴|戒)|举一反三"
    r"|被(?:依法)?(?:责令(?:限期)?(?:整改|改正|重新)|投诉(?:并|后|查)|纠正|叫停|约谈|要求整改|通报批评)|因[^。]{0,60}被[^。，]{0,12}(?:处罚|认定|查处|通报|责令|投诉|暂停|警告)"
    r"|责令(?:限期)?(?:其)?(?:改正|整改|修改|重新)|(?:均|都|皆|系|也|是)?不可取|(?:错误|不当|违规|违法|不规范)(?:的)?(?:做法|表述|情形|示例|条款|写法|示范|设置)|(?<!供应商)(?<!承包商)(?<!纳入)(?<!列入)(?<!进入)(?<!企业)负面清单(?!的(?:单位|企业|供应商))|问题清单|(?:常见|突出|易发|典型|共性)问题|处罚决定|此类(?:条款|要求|表述|做法)[^。]{0,10}(?:违|不)"
    r"|(?:均|都)?(?:违反|不符合)(?:了)?(?:《|公平竞争|相关规定|有关规定|政府采购)|(?:培训|讲解|学习|宣贯|授课)(?:材料|课件|资料|内容)[^。]{0,6}[：:，]"
)
_QUOTED = re.compile(r"“[^”\n]{1,200}”?")
_OLD_TEXT = rx(
    r"(?:原(?:文|为|招标文件|采购文件|条款|内容|表述|评分|要求|规定|资格)[^。；“]{0,30}|(?:将|把|对)(?:(?!改为|更正为|变更为|调整为|修正为|改成)[^。；“”]){0,40}|其中(?:的)?|删除|取消|删去|去掉)$"
)
_REPLACED = re.compile(
    r"[^。；“]{0,30}(?:修改|更正|变更|调整|更改|替换|改|修正)(?:为|成|如下)|[^。；“]{0,20}(?:予以|现予?|一并|全部|已|应|现已)?(?:删除|取消|删去|废止|作废|不再执行|去除)"
)
_OLD_PLAIN = rx(
    r"(?:原(?:文|为|招标文件|采购文件|条款|内容|表述|评分|要求|规定|资格)|将|把|由)[^。；“”]{2,100}?(?:修改|更正|变更|调整|更改|改)(?:为|成)"
    r"|原(?:为|文|：|\s)?[^。；\n]{2,60}?现(?:为|：|\s)*(?:予以)?(?:删除|取消|改|修|更|调)"
    r"|(?:删除|取消|删去)(?:了)?(?!其|投标资格|中标资格|资格)[^。；]{0,20}(?:中|关于|有关|的|“)[^。；]{0,100}"
    r"|(?:关于|有关|原|对|将)[^。；“]{2,80}(?:予以|现予|已|现已|全部|一并)(?:删除|取消|删去)"
    r"|现?(?:更正|更改|变更|修改|调整|澄清)前[：:]?[^。；]{2,100}(?=更正后|更改后|变更后|修改后|调整后|[；。\n|]|$)"
)
_HEADLINE = re.compile(
    r"质疑(?:事项|答复|回复)|投诉(?:事项|处理|答复)|典型案例|案例通报|负面清单|异议(?:答复|回复)|警示"
)


def shields(text: str, heading: str = "") -> list[Span]:
    """The stretches of one paragraph in which a trigger does not set a restriction."""
    if _HEADLINE.search(heading) or _BAD_EXAMPLE.search(text) or _REPLY.search(text):
        return [(0, len(text))]
    spans = _prohibitions(text) + _waivers(text) + _dropped(text) + _corrected(text)
    spans += [_sentence(text, found.start(), found.end()) for found in _QUOTED_LAW.finditer(text)]
    spans += [_sentence(text, found.start(), found.end()) for found in _SELF_CHECK.finditer(text)]
    return spans


def _sentence(text: str, start: int, end: int) -> Span:
    left = max(text.rfind("。", 0, start), text.rfind("\n", 0, start)) + 1
    right = min((at for at in (text.find("。", end), text.find("\n", end)) if at >= 0), default=len(text))
    return left, right


def _stop(text: str, start: int, marks: str = "。；\n") -> int:
    return min((at for mark in marks if (at := text.find(mark, start)) >= 0), default=len(text))


def _prohibitions(text: str) -> list[Span]:
    """不得以／将／设置… said of the buyer: shields what follows, up to a 但 or the end of the sentence."""
    spans = []
    for found in _FORBIDS.finditer(text):
        before = text[max(0, found.start() - 24) : found.start()]
        subject = _BIDDER_BEFORE.search(before)
        if subject and not _AIMED_AT.search(before[: subject.start()]):
            continue
        spans.append((found.start(), _until_but(text, found.end(), _stop(text, found.end()))))
    return spans


def _until_but(text: str, start: int, end: int) -> int:
    turn = _AFTER_POSITIVE.search(text, start, end)
    return turn.start() if turn else end


def _waivers(text: str) -> list[Span]:
    """不要求／未设置／无需…: shields what it governs, one comma segment, or the enumeration up to 等."""
    spans = []
    for found in _WAIVES.finditer(text):
        end = _stop(text, found.end(), "。；，）\n")
        while (
            end < len(text)
            and text[end] == "，"
            and re.match(r"，(?:未|不|也不|亦不|且不|也未|亦未|及|或|并不|没有)", text[end : end + 3])
        ):
            end = _stop(text, end + 1, "。；，）\n")
        spans.append((found.start(), _until_but(text, found.end(), end)))
    return spans


# 现金或保函均可 frees the form of a bond, not its amount.
_FORMS = re.compile(r"保函|现金|转账|保单")


def _dropped(text: str) -> list[Span]:
    """…不作为资格条件／不限／均可: shields what stands before it in the sentence."""
    spans = []
    for found in _DROPS.finditer(text):
        left = max(text.rfind(mark, 0, found.start()) for mark in "。；\n") + 1
        turns = list(_AFTER_POSITIVE.finditer(text, left, found.start()))
        near = max(text.rfind("，", 0, found.start()), text.rfind("（", 0, found.start()))
        if found[0] in {"均可", "皆可"} and _FORMS.search(text, max(near, left), found.start()):
            spans.append((max(near + 1, left), found.end()))
            continue
        left = max(left, turns[-1].end() if turns else 0, _back(text, near, left))
        spans.append((left, found.end()))
    return spans


def _back(text: str, comma: int, left: int) -> int:
    """How far back a waiver at the end reaches: its own segment and the one before."""
    if comma < left:
        return left
    previous = max(text.rfind("，", left, comma), left)
    return previous if comma - previous < 40 else comma


def _corrected(text: str) -> list[Span]:
    """The old wording in a correction notice; the new wording stays live."""
    spans = []
    for found in _QUOTED.finditer(text):
        replaced = _REPLACED.match(text, found.end())
        if replaced or _OLD_TEXT.search(text[max(0, found.start() - 60) : found.start()]):
            spans.append(found.span())
    spans += [found.span() for found in _OLD_PLAIN.finditer(text)]
    return spans
