"""Why a bid may be rejected: the catalogue a committee chooses from, each case with its article."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.law.statutes import EVALUATION, TBL_REGULATION, Article


@dataclass(frozen=True, slots=True)
class Rejection:
    """One lawful case. A bid is rejected by a case of this list or not at all."""

    code: str
    says: str
    law: Article


CASES: dict[str, Rejection] = {
    row.code: row
    for row in (
        Rejection("R01", "投标文件未经投标单位盖章和单位负责人签字", TBL_REGULATION[51].at(1)),
        Rejection("R02", "投标联合体没有提交共同投标协议", TBL_REGULATION[51].at(2)),
        Rejection("R03", "投标人不符合国家或者招标文件规定的资格条件", TBL_REGULATION[51].at(3)),
        Rejection("R04", "同一投标人提交两个以上不同的投标文件或者投标报价", TBL_REGULATION[51].at(4)),
        Rejection("R05", "投标报价低于成本或者高于招标文件设定的最高投标限价", TBL_REGULATION[51].at(5)),
        Rejection("R06", "投标文件没有对招标文件的实质性要求和条件作出响应", TBL_REGULATION[51].at(6)),
        Rejection("R07", "投标人有串通投标、弄虚作假、行贿等违法行为", TBL_REGULATION[51].at(7)),
        Rejection("R08", "没有按照招标文件要求提供投标担保，或者所提供的投标担保有瑕疵", EVALUATION[25]),
        Rejection("R09", "单位负责人为同一人或者存在控股、管理关系的不同单位投同一标段", TBL_REGULATION[34]),
        Rejection("R10", "拒不按照要求对投标文件进行澄清、说明或者补正", EVALUATION[22]),
        Rejection("R11", "资格预审后联合体增减、更换成员", TBL_REGULATION[37]),
        Rejection("R12", "招标文件列明的其他否决情形", TBL_REGULATION[49]),
    )
}


def cited(code: str) -> str:
    """R03 投标人不符合…（《…条例》第五十一条第（三）项）; an unknown code stays as it is."""
    row = CASES.get(code)
    return f"{row.code} {row.says}（{row.law}）" if row else code
