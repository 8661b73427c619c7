"""What does the text say once width, stray spaces and ways of writing numbers are set aside?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SAME = {
    "，": "，", "；": "；", "：": "：", "（": "（", "）": "）", "！": "！", "？": "？",
    ";": "；", "(": "（", ")": "）", "!": "！", "?": "？",
    "\u3000": " ", "\xa0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\r": "\n", "\x0b": "\n", "\x0c": "\n",
    "﹥": ">", "﹤": "<", "﹪": "%", "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤",
    "～": "~", "〜": "~", "∼": "~", "–": "-", "—": "-", "―": "-", "−": "-", "﹣": "-", "─": "-",
    "“": "“", "”": "”", "「": "“", "」": "”", "『": "“", "』": "”", "＂": "“", "‘": "“", "’": "”",
    "☆": "★", "△": "▲", "Δ": "▲",
}  # fmt: skip
# PDF writers put radicals in place of the characters that look the same.
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_SIMPLIFIED = dict(
    zip(
        "⺠⻓⻔⻋⻅⻉⻚⻛⻜⻢⻥⻦⻩⻬⻰⻘⻆⻄⻝⻮⻁⺟⻣⻤⻨⻧⻈⻐⻙⻑⺎⺮⺼",
        "民长门车见贝页风飞马鱼鸟黄齐龙青角西食齿虎母骨鬼麦卤讠钅韦长兀竹月",
        strict=True,
    )
)
_TABLE: dict[int, int | str] = {
    **_ASCII,
    **_RADICALS,
    **{ord(a): b for a, b in _SIMPLIFIED.items()},
    **{ord(a): b for a, b in _SAME.items()},
}

HAN = "\u4e00-\u9fff"
_LOOSE = re.compile(
    rf"(?<=[{HAN}]) (?=[{HAN}0-9（≥≤])"  # one space between Han characters
    rf"|(?<=[0-9%）]) (?=[{HAN}])"
    rf"|(?<=(?<![{HAN}])[{HAN}]) {{2,4}}(?=[{HAN}](?![{HAN}]))"  # letters of a scan: 注  册  资  本
    r"|(?<=[0-9]),(?=[0-9]{3}(?![0-9]))"  # thousands
    r"|[\u200b\u200c\u200d\ufeff\xad]"
)
_HALF_PUNCTUATION = re.compile(
    rf"(?<=[{HAN}）%”]),|,(?=[{HAN}（“])|(?<=[{HAN}）]):|:(?=[{HAN}（“])|(?<=[{HAN}）])\.(?=[{HAN}]|$)"
)
_COMPARISONS = re.compile(r">=|=>|<=|=<|大于(?:或)?等于|大于或者等于|小于(?:或)?等于")

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9, "两": 2,
}  # fmt: skip
_SCALE = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_NUMERAL = "零〇一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟两"
_UNITS = "万|亿|元|年|个|月|日|天|周|人|名|家|分|公里|千米|平方米|㎡|平米|亩|小时|项|次(?!性)|台|套|份|倍|岁|周岁|辆|处|例|件|类|份|标段|包|所|座|星"
_NUMBERS = re.compile(
    rf"(?<![{_NUMERAL}])(?P<high>[{_NUMERAL}]{{1,5}})万(?P<low>[{_NUMERAL}]{{2,7}})(?=元)"
    rf"|百分之(?P<share>[{_NUMERAL}点]{{1,7}}|[0-9.]{{1,6}})"
    rf"|(?P<tenths>[一二三四五六七八九])成(?P<more>[一二三四五六七八九](?![个名家次项年月]))?(?![立交果为员都熟功本品套绩分员])"
    rf"|(?P<half>半)年|(?P<halfhour>半个?小时)"
    rf"|(?<=第)(?P<nth>[{_NUMERAL}]{{1,5}})(?=个月|年|日|天)"
    rf"|(?<![之统唯专进万任第]|[{_NUMERAL}])(?!(?<=同)一)(?P<many>[{_NUMERAL}]{{1,9}})(?=(?:{_UNITS})|[至到~-][{_NUMERAL}\d]{{1,4}}分)"
)


@dataclass(frozen=True, slots=True)
class Normal:
    """Normalised text with a way back: `origin(i)` is where character i stood in the source."""

    text: str
    origins: list[int] = field(repr=False)

    def origin(self, index: int) -> int:
        """The place in the source of a place in the normalised text."""
        return self.origins[index]


def number(words: str) -> int:
    """三百二十 → 320, 壹仟 → 1000, 二〇 → 20."""
    if not any(c in _SCALE for c in words):
        return int("".join(str(_DIGIT[c]) for c in words) or "0")
    total = digit = 0
    for c in words:
        if c in _SCALE:
            total += (digit or 1) * _SCALE[c]
            digit = 0
        else:
            digit = _DIGIT[c]
    return total + digit


def _share(words: str) -> str:
    whole, _, part = words.partition("点")
    if words[0].isdigit():
        return words + "%"
    return f"{number(whole)}{'.' + ''.join(str(_DIGIT[c]) for c in part if c in _DIGIT) if part else ''}%"


def _as_digits(found: re.Match[str]) -> str:
    if found["high"]:
        return str(number(found["high"]) * 10_000 + number(found["low"]))
    if found["share"]:
        return _share(found["share"])
    if found["tenths"]:
        return f"{_DIGIT[found['tenths']] * 10 + _DIGIT.get(found['more'] or '', 0)}%"
    if found["half"]:
        return "6个月"
    if found["halfhour"]:
        return "30分钟"
    return str(number(found["many"] or found["nth"]))


def _comparison(found: re.Match[str]) -> str:
    return "≥" if found[0][0] in ">大" or found[0] == "=>" else "≤"


def _punctuation(found: re.Match[str]) -> str:
    return {",": "，", ":": "：", ".": "。"}[found[0]]


# 块 for 元, and 万 that leaves 元 unsaid after a word for money.
_SPOKEN = re.compile(
    r"(?<=[0-9万])块钱?(?=[，。；、）]|一?[本份套]|的|$)|(?P<sum>(?:预算|控制价|限价|估算价?|保证金|合同价|合同|注册资金|投资|造价|本钱|流水)[^。；，\n\d]{0,8}\d+(?:\.\d+)?万)(?=[，。；、）以往的块起]|$)"
)


def _spoken(found: re.Match[str]) -> str:
    return f"{found['sum']}元" if found["sum"] else "元"


_PASSES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_LOOSE, lambda found: ""),
    (_HALF_PUNCTUATION, _punctuation),
    (_COMPARISONS, _comparison),
    (_NUMBERS, _as_digits),
    (_SPOKEN, _spoken),
)


def _rewrite(before: Normal, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> Normal:
    """One pass of replacements; what is written anew points into what it replaces, first to first, last to last."""
    pieces: list[str] = []
    origins: list[int] = []
    at = 0
    for found in pattern.finditer(before.text):
        start, end = found.span()
        words = replace(found)
        pieces += [before.text[at:start], words]
        origins += before.origins[at:start]
        if words:
            origins += [before.origins[min(start + step, end - 1)] for step in range(len(words) - 1)] + [
                before.origins[end - 1]
            ]
        at = end
    if at == 0:
        return before
    return Normal("".join(pieces) + before.text[at:], origins + before.origins[at:])


def normalise(source: str) -> Normal:
    """Full width, letters pulled apart by a scan, half-width punctuation, ≥ and numbers in words."""
    normal = Normal(source.replace("\r\n", " \n").translate(_TABLE), list(range(len(source))))
    for pattern, replace in _PASSES:
        normal = _rewrite(normal, pattern, replace)
    return normal
