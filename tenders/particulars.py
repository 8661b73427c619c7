"""Which particulars a tender states beside its own columns, and in which notice field each stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Particular:
    """One stated fact: form field, label, whether the notice cannot do without it."""

    code: str
    label: str
    required: bool = True
    long: bool = False
    help: str = ""


TABLE: tuple[Particular, ...] = (
    Particular("scope", "招标内容和范围", long=True),
    Particular("scale", "建设规模", long=True),
    Particular(
        "qualification",
        "投标人资格能力要求",
        long=True,
        help="只写与本项目相适应的条件，不得限定地区、所有制、规模",
    ),
    Particular("consortium", "是否接受联合体投标"),
    Particular("owner_address", "招标人地址"),
    Particular("owner_contact", "招标人联系人"),
    Particular("owner_phone", "招标人电话"),
    Particular("agency_contact", "代理机构联系人", required=False),
    Particular("agency_phone", "代理机构电话", required=False),
)
BY_CODE = {row.code: row for row in TABLE}


def missing(particulars: dict[str, str]) -> list[str]:
    """Labels of required particulars that are still empty."""
    return [row.label for row in TABLE if row.required and not str(particulars.get(row.code, "")).strip()]
