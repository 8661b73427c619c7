"""What a machine can say about a declaration before a person looks at it: right, odd, or the same as elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from marketplace.accounts.models import Filing, Organization, User
from marketplace.law.identifiers import BadIdentifier, read_uscc
from marketplace.law.statutes import TBL

SIMILAR = 0.8  # of two names without place and legal form
_FORMS = re.compile(r"(有限责任公司|股份有限公司|有限公司|合伙企业|经营部|工作室|商行|（.*?）|\(.*?\))")
_PLACES = re.compile(r"^(中国|山西省?|忻州市?|静乐县?)+")
# GB 32100-2015, the first two characters: who registered it, and what it is
KINDS = {
    "11": "机关", "12": "事业单位", "13": "群众团体", "19": "机构编制其他", "51": "社会团体", "52": "民办非企业单位",
    "53": "基金会", "59": "民政其他", "91": "企业", "92": "个体工商户", "93": "农民专业合作社", "N1": "村集体经济组织",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: ✓ or !, said in words, beside the value it is about."""

    field: str
    ok: bool
    says: str


def core(name: str) -> str:
    """鹅城建设 of 山西鹅城建设有限公司: what remains when place and legal form are gone."""
    return _PLACES.sub("", _FORMS.sub("", name.strip()))


def are_alike(one: str, other: str) -> bool:
    left, right = core(one), core(other)
    return bool(left and right) and (left == right or SequenceMatcher(None, left, right).ratio() >= SIMILAR)


def of(unit: Organization, values: dict[str, Any], by: User, on: date) -> list[Check]:
    """Everything at once; what is found is shown to the desk and decides nothing."""
    others = list(Organization.objects.others_than(unit))
    return [
        *_code(values),
        *_name(unit, values, others),
        *_people(values, by, unit, others),
        *_licence(unit, on),
    ]


def _code(values: dict[str, Any]) -> Iterable[Check]:
    try:
        read = read_uscc(values["uscc"])
    except BadIdentifier as wrong:
        yield Check("uscc", False, str(wrong))
        return
    yield Check("uscc", True, "第 18 位校验码相符")
    yield from (Check("uscc", False, words) for words in read.warnings)
    if not read.warnings:
        yield Check("uscc", True, "第 17 位组织机构代码校验码相符")
    kind = KINDS.get(read.code[:2])
    yield Check("uscc", kind is not None, f"登记类别：{kind or '不常见，请核对执照'}")
    if read.code.startswith("92") and "works" in values["business"]:
        yield Check(
            "business", False, f"个体工商户选了工程：工程招标的投标人应当是法人或者其他组织（{TBL[25]}）"
        )


def _name(unit: Organization, values: dict[str, Any], others: list[Organization]) -> Iterable[Check]:
    name = values["name"]
    same = [row for row in others if row.name == name]
    alike = [row for row in others if row not in same and are_alike(row.name, name)]
    yield from (Check("name", False, f"同名单位已登记，代码 {row.uscc}") for row in same[:3])
    yield from (Check("name", False, f"与“{row.name}”（{row.uscc}）名称相近") for row in alike[:3])
    before = Filing.objects.naming_otherwise(values["uscc"], name).newest_first().first()
    if before:
        yield Check("name", False, f"这个代码此前登记的名称是“{before.values['name']}”")
    if not (same or alike or before):
        yield Check("name", True, "没有同名、近似或者与以往不同的名称")


def _people(
    values: dict[str, Any], by: User, unit: Organization, others: list[Organization]
) -> Iterable[Check]:
    person = values["legal_representative"]
    same = [row.name for row in others if row.legal_representative == person]
    yield Check(
        "legal_representative", not same,
        f"还是{'、'.join(same[:3])}{'等' if len(same) > 3 else ''}的法定代表人" if same else "不是其他已登记单位的法定代表人",
    )  # fmt: skip
    elsewhere = (
        by.memberships.filter(is_active=True).exclude(organization=unit).select_related("organization")
    )
    names = [row.organization.name for row in elsewhere]
    yield Check(
        "by", not names,
        f"登记人还在{'、'.join(names[:3])}任职" if names else "登记人的手机号没有用于其他单位",
    )  # fmt: skip
    address = [row.name for row in others if row.address and row.address == values["address"]]
    if address:
        yield Check("address", False, f"与{'、'.join(address[:3])}地址相同")


def _licence(unit: Organization, on: date) -> Iterable[Check]:
    if unit.licence_until is not None:
        ended = unit.licence_until < on
        word = "已经届满" if ended else "未届满"
        yield Check("licence", not ended, f"原登记的营业期限至 {unit.licence_until}，{word}")
