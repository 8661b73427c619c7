"""Which words carry which concept, and how the rules' patterns are built from them."""

from __future__ import annotations

import re

# Tags that the entity layer writes over place names, same length as the words they cover.
LOCAL, OUTSIDE, INERT = "\ue001", "\ue003", "\ue002"

WORDS: dict[str, str] = {
    "P": f"(?:(?<!{LOCAL}){LOCAL}++)",
    "OUT": f"(?:(?<!{OUTSIDE}){OUTSIDE}++)",
    "SITE": f"(?:(?<![{LOCAL}{INERT}])[{LOCAL}{INERT}]++)",
    "FIRM": "(?:投标(?:人|单位|企业|方|商)|供应商|供货商|企业(?!管理|发展|咨询|信用)|公司|单位|厂家|厂商|响应人|响应单位|申请人|参选人|服务商|承包商|"
    "承包人|施工队伍?|队伍|竞标人|机构|经营者|经营主体|市场主体|商家|商户|事务所|生产商|制造商|主体)",
    "BIDDER": "(?:潜在)?(?:投标(?:人|单位|企业|方|商)|供应商|供货商|响应人|响应单位|响应供应商|申请人|参选人|服务商|竞标人|参与人)",
    "WINNER": "(?:中标(?:人|单位|方|供应商|企业|商)|成交(?:人|供应商|单位)|乙方|承包人|承包方|卖方|供方|服务方|中选(?:人|单位|机构)|供货方)",
    "PTS": r"(?:(?:得|加|计|给|记|赋|扣|减|各|为|的|值|含|共)?\d+(?:\.\d+)?(?:[-~至到]\d+(?:\.\d+)?)?分(?![钟公支之包别项类])|不得分|不计分|满分|加分|得分|计分|分值|得0分|优先(?:中标|推荐|考虑|确定|选择|成交))",
    "ATLEAST": "(?:不低于|不少于|不得低于|不得少于|不小于|不得小于|不应低于|不应少于|应达到|达到|达|超过|大于|高于|满|≥|>|至少|最低)",
    "WORK": "(?:业绩|类似项目|同类项目|项目经验|服务经验|供货经验|施工经验|实施经验|案例|成功经验|类似工程|同类工程|同类服务|相关项目|"
    "(?:承担|承接|承做|承办|实施|完成|做|承建|承揽|中标|中选|签订|履行|执行|开展|编制|供应|主持)过|(?:供货|服务|承包|维护|施工|养护|运维|采购项目)合同|合作经历|服务经历|类似合同|同类合同)",
    "BARRED": "(?:不得[^。；，]{0,4}(?:参加|参与|投标|报名|响应|入围|中标|申请)|不予(?:受理|接受|认可|通过|考虑)|不接受|不能(?:参加|参与|投标)|不具备[^。；，]{0,8}资格|无权|无资格|不具备|拒绝|谢绝|禁止|"
    "不允许|不准|无效|否决|取消|不通过|不合格|淘汰|废标|排除|拒收|恕不|勿(?:报名|参加|投标|购买|响应|参与|投)|不在[^。；，]{0,10}(?:范围|之列)|不予(?:采购|选用|购买|评审|接纳|考虑)|不考虑|不欢迎|不认可|退回|报名(?:无效|不予))",
    "INVALID": "(?:无效|否决|废标|不予(?:受理|通过|接受|认可|接收)|拒收|取消(?:其)?(?:投标|中标|成交|参与)?资格|不(?:得|能)通过|不通过|不合格|不得(?:参加|参与|投标|进入)|拒绝(?:接收|受理)?|作废|出局|淘汰)",
}

_TOKEN = re.compile(r"\{(?:([A-Z]+)|g(\d+)|c(\d+))\}")
PATTERNS: list[re.Pattern[str]] = []
# One-character words also occur inside longer ones: 应 in 供应商, 限 in 有限公司, 经 in 经营.
_LONE = (
    (
        re.compile(r"(?<![供响相对反效适\u4e00-\u9fff])应(?![\u4e00-\u9fff])"),
        "(?:(?<![供响相对反效适])应(?![商急用答收付力]))",
    ),
    (re.compile(r"(?<=[(|:])限(?=[|)?])"), "(?:(?<![有期年权时局上下])限(?!公司|价|额|期))"),
    (re.compile(r"(?<=[(|:])经(?=[|)?])"), "(?:经(?![营济销理费]))"),
    (re.compile(r"(?<=[(|:])从(?=[|)?])"), "(?:从(?![事业高]))"),
    (re.compile(r"(?<=[(|:])需(?=[|)?])"), "(?:需(?!求))"),
    (re.compile(r"(?<=[(|:])与(?=[|)?])"), "(?:(?<!参)与)"),
)


def rx(pattern: str) -> re.Pattern[str]:
    """Compile a pattern: {NAME} is a concept, {g8} up to 8 characters, {c8} up to 8 without a comma."""

    def fill(found: re.Match[str]) -> str:
        name, gap, near = found.groups()
        if name:
            return WORDS[name]
        return f"[^。；\\n]{{0,{gap}}}?" if gap else f"[^。；，\\n]{{0,{near}}}?"

    filled = _TOKEN.sub(fill, pattern)
    for lone, guarded in _LONE:
        filled = lone.sub(guarded, filled)
    compiled = re.compile(filled)
    PATTERNS.append(compiled)
    return compiled
