"""What a unit promises when it registers: seven clauses, in plain words and in full; and which text that was."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clause:
    """One promise: how one would say it, and how it is written."""

    plain: str
    full: str


TITLE = "主体登记承诺书"
CLAUSES: tuple[Clause, ...] = (
    Clause(
        "填的和传的都是真的",
        "本单位提交的登记信息和营业执照真实、准确、完整、有效，复印件、照片与原件一致；不借用、冒用其他单位的名义。",
    ),
    Clause(
        "情况变了及时来改",
        "单位名称、法定代表人、注册地址、营业期限等登记内容发生变化的，及时在平台办理变更登记；未及时变更造成的后果由本单位承担。",
    ),
    Clause(
        "账号管好，人走就停用",
        "本单位管理员负责本单位人员的加入、权限和停用，妥善保管密码和验证手段；以本单位账号办理的事项，是本单位的行为。",
    ),
    Clause(
        "老老实实投标",
        "参加交易活动遵守法律法规，不串通投标，不弄虚作假，不以他人名义投标，不以行贿等不正当手段谋取中标、成交。",
    ),
    Clause(
        "不打听、不泄露",
        "不打听、不传播依法应当保密的投标人、评标专家、评审过程等信息；不攻击、不干扰平台运行，发现漏洞及时告知平台。",
    ),
    Clause(
        "接受核验、抽查和监督",
        "配合交易中心对登记信息的核验和抽查，配合行政监督部门依法进行的监督检查，按要求补正、说明情况。",
    ),
    Clause(
        "说到做不到，依法担责",
        "登记信息不真实或者违反上述承诺的，同意交易中心不予通过或者重新核验，并依法承担相应责任。平台只为交易活动使用登记信息；营业执照和联系方式只有本单位和受理人员能看。",
    ),
)


def text() -> str:
    """The whole text, as it is promised."""
    lines = [f"{number}. {clause.plain}：{clause.full}" for number, clause in enumerate(CLAUSES, 1)]
    return "\n".join([TITLE, *lines])


VERSION = hashlib.sha256(text().encode()).hexdigest()
