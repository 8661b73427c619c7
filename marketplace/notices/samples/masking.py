"""Which parts of a foreign notice name a person, and how they are made unreadable before anybody sees them.

Telephone, identity, bank and personal certificate numbers lose their digits, mail addresses their letters,
names of people keep the family name. Units stay. A name is looked for only where one stands in such
notices: behind a role, in the list of a committee, before a telephone number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑罗梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟"
    "熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅"
    "童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵"
    "苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝封谈匡鞠惠荆乐冀郁胥南班储芮鄢原栗燕楚鄂劳谌奚皮粟冼蔺楼盘满闻位厉仝区郜海阚花权强帅屠豆"
    "朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芳都普阙戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢公哈湛宾戎勾茅利呼居揭干但尉"
)
COMPOUND = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "皇甫",
    "司徒",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "端木",
    "东方",
    "夏侯",
    "长孙",
)
_HAN = r"\u4e00-\u9fff"
_GIVEN = rf"[{_HAN}]{{1,2}}"
_FAMILY = rf"(?:{'|'.join(COMPOUND)}|[{SURNAMES}])"
_AFTER = rf"(?=$|[^{_HAN}]|电话|联系|手机|传真|邮箱|邮编|地址|身份|证书|注册)"
_BRACKET = r"(?:[（(][^）)\n]{1,30}[）)])?"
_ONE = rf"{_FAMILY}{_GIVEN}{_AFTER}{_BRACKET}"
_SEVERAL = rf"{_ONE}(?:[ \t\u3000\n]{{0,3}}[、，,;；/ \t\u3000\n][ \t\u3000\n]{{0,3}}{_ONE})*"
# Behind a family name these are no given name: a title, or the rest of a word.
_TITLES = re.compile(
    r"(?:先生|女士|小姐|老师|经理|主任|科长|局长|处长|总|工|某|部|处|科|室|局|院|所|站|队|厂|司|校|库|等)$"
)
WORDS = frozenset((
    "符合", "安全", "全部", "单位", "计划", "时间", "项目", "路线", "成员", "关于", "方案", "金额", "高级", "施工", "宁波", "江苏",
    "安徽", "容量", "宣传", "包括", "包件", "包号", "管理", "权重", "平台", "平均", "简要", "简介", "公示", "公告", "公司", "程序",
    "严格", "支付", "支持", "相同", "相关", "信息", "明细", "连续", "明确", "经济", "应当", "应具", "应为", "应有", "应持", "需要",
    "和其", "于投", "向社", "于本", "何时", "何地", "车辆", "水利", "水电", "路桥", "鱼类", "龙头", "华东", "石油", "金融", "白天",
    "黄河", "温度", "温州", "康复", "常务", "任何", "任务", "任职", "于是", "向上", "向下", "连同", "成立", "成功", "成本", "成交",
    "时段", "师资", "平方", "强制", "支出", "宗地", "养护", "空白", "阳光", "夏季", "冬季",
))  # fmt: skip
ROLES = (
    "项目联系人", "采购联系人", "采购人联系人", "招标联系人", "业务联系人", "技术联系人", "质疑联系人", "联系人", "联系人姓名", "经办人", "收件人",
    "项目经理", "项目负责人", "项目总监", "总监理工程师", "总监", "技术负责人", "施工负责人", "设计负责人", "勘察负责人", "安全负责人",
    "法定代表人", "法人代表", "授权代表", "委托代理人", "被授权人", "负责人", "负责人姓名", "姓名", "采购人代表", "业主评委", "主任评委", "组长", "评委",
)  # fmt: skip
COMMITTEES = (
    "评审专家名单", "评审专家", "评标专家", "评标委员会成员名单", "评标委员会成员", "评标委员会", "评审小组成员名单", "评审小组成员", "评审小组",
    "磋商小组成员名单", "磋商小组成员", "磋商小组", "谈判小组成员名单", "谈判小组成员", "谈判小组", "询价小组成员名单", "询价小组成员", "询价小组", "协商小组成员", "协商小组",
)  # fmt: skip
_MARK = "×"


def _any(words: tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _digits(found: re.Match[str]) -> str:
    return re.sub(r"\d|[Xx]$", _MARK, found[0])


def _behind(found: re.Match[str]) -> str:
    """Digits after the label only."""
    return found["label"] + re.sub(r"\d", _MARK, found["rest"])


_FOUND = re.compile(rf"(?<![{_HAN}])(?P<family>{_FAMILY})(?P<given>{_GIVEN}){_AFTER}")


def _family_name(found: re.Match[str]) -> str:
    """韩学君 → 韩××; a title after the family name names nobody, and some words only look like names."""
    if found[0] in WORDS or _TITLES.search(found["given"]):
        return found[0]
    return found["family"] + _MARK * 2


def _names(found: re.Match[str]) -> str:
    """Every name behind a label."""
    return found["label"] + _FOUND.sub(_family_name, found["rest"])


_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
Change = str | Callable[[re.Match[str]], str]
# Asked in this order: numbers first, so that a name before a masked number is seen.
RULES: tuple[tuple[str, re.Pattern[str], Change], ...] = (
    ("mail", re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"), f"{_MARK * 3}@{_MARK * 3}"),
    ("identity", re.compile(r"(?<![0-9A-Za-z])(?:[1-6]\d|7[01]|8[12])\d{4}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"), _digits),
    ("account", re.compile(r"(?P<label>(?:账号|帐号|账户|帐户|卡号|银行账号)[^\d\n]{0,12})(?P<rest>\d[\d \-]{9,30}\d)"), _behind),
    ("mobile", re.compile(r"(?<![\dA-Za-z.])1[3-9]\d[ \-]?\d{4}[ \-]?\d{4}(?!\d)"), _digits),
    ("landline", re.compile(r"(?P<label>(?<!\d)0\d{2,3}\s?[-—－–]\s?)(?P<rest>\d{7,8})(?!\d)"), _behind),
    ("landline", re.compile(r"(?P<label>(?:电话|传真|联系方式|热线)[^\d\n]{0,8})(?P<rest>(?:0\d{2,3})?\d{7,8})(?!\d)"), _behind),
    ("certificate", re.compile(rf"(?<=[{_PROVINCES}])\s?\d{{8,20}}(?!\d)"), _digits),
    ("certificate", re.compile(r"(?P<label>建安[ABCＡＢＣ]\s?[（(]\d{4}[）)]\s?)(?P<rest>\d{5,})"), _behind),
    ("name", re.compile(rf"(?P<label>(?:{_any(ROLES)})(?:[（(][^）)\n]{{1,8}}[）)])?(?:\s*[：:|｜]\s*|\s+))(?P<rest>{_SEVERAL})"), _names),
    ("name", re.compile(rf"(?P<label>(?:{_any(COMMITTEES)})[^：:|｜\n]{{0,24}}[：:|｜\n]\s*)(?P<rest>{_SEVERAL})"), _names),
    ("name", re.compile(rf"(?P<label>[名位]专家(?:名单)?为?[：:]\s*)(?P<rest>{_SEVERAL})"), _names),
    ("name", re.compile(rf"(?<![{_HAN}])(?P<family>{_FAMILY})(?P<given>{_GIVEN})(?=[（(][^）)\n]{{0,30}}(?:负责人|经理|总监)[）)])"), _family_name),
    ("name", re.compile(rf"(?<![{_HAN}])(?P<family>{_FAMILY})(?P<given>{_GIVEN})(?=[\s：:，,、/（(]{{0,3}}(?:0\d{{2,3}}\s?[-—－–]?\s?)?{_MARK}{{6,}})"), _family_name),
)  # fmt: skip


SPLIT = "\n\u241e\n"  # between the parts of one record: no pattern reads across it


def mask_all(parts: Sequence[str], counts: Counter[str] | None = None) -> list[str]:
    """Several texts of one record in one go."""
    return mask(SPLIT.join(part.replace("\u241e", " ") for part in parts), counts).split(SPLIT)


def mask(text: str, counts: Counter[str] | None = None) -> str:
    """The text without what names a person; `counts` hears what was found."""
    for name, pattern, change in RULES:
        masked, _ = pattern.subn(change, text)
        if masked != text and counts is not None:
            counts[name] += 1
        text = masked
    return text
