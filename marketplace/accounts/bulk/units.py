"""How rows of units and of suppliers become the register: what is new, what may be changed, what may not.

A row never changes what a unit registered by itself, and no row verifies anybody who is registered already:
for both there are steps of their own. A unit that nobody has verified enters as one that still has to hand in
its licence, so that its own people go on from there. See docs/decisions/bulk-import.md.
"""

from __future__ import annotations

from typing import Any

from marketplace.accounts.bulk.kinds import Kind, Origin, Verdict, declare, good, twice
from marketplace.accounts.models import Business, Organization, OrganizationState
from marketplace.accounts.models.units import MAY_BID
from marketplace.accounts.registration.workflow import OrganizationWorkflow
from marketplace.flow import duties
from marketplace.flow.access import Role
from marketplace.flow.acts import Act
from marketplace.law.statutes import PLATFORM
from marketplace.sheets import values
from marketplace.sheets.columns import Column, Table
from marketplace.sheets.reading import Line

USCC = "统一社会信用代码"
K = Organization.Kind
# The centre, the inspection and the operator have standing roles: their rows are made by hand, by two persons.
KINDS = {
    "采购人": K.BUYER, "招标人": K.BUYER, "招标人（采购人）": K.BUYER, "预算单位": K.BUYER,
    "代理机构": K.AGENCY, "招标代理机构": K.AGENCY, "采购代理机构": K.AGENCY,
    "行政监督部门": K.AUTHORITY, "监督部门": K.AUTHORITY,
}  # fmt: skip
BUSINESS = {label: value for value, label in Business.choices} | {"中介": Business.INTERMEDIARY}
TO_HAND_IN = {"says": "信息由交易中心批量导入，请核对，并提交营业执照", "field": "licence"}
IDENTITY = ("name", "legal_representative")
CONTACT = ("address", "phone", "email")

_NAME = Column(
    "name", "单位名称", values.text(120), required=True, width=36, synonyms=("名称", "机构名称", "企业名称", "供应商名称", "单位全称"),
    help="与营业执照或者法人证书一致", example="静乐县水利局",
)  # fmt: skip
_USCC = Column(
    "uscc", USCC, values.uscc(), required=True, width=24, synonyms=("信用代码", "社会信用代码", "统一信用代码", "组织机构代码（统一社会信用代码）"),
    help="18 位，这一列已设为文本，直接填写", example="91140000MA0EXAMPX7",
)  # fmt: skip
_REST = (
    Column(
        "legal_representative",
        "法定代表人",
        values.text(80),
        synonyms=("法人", "法人代表", "负责人"),
        example="张三",
    ),
    Column(
        "address",
        "地址",
        values.text(200),
        width=36,
        synonyms=("注册地址", "住所", "单位地址"),
        example="静乐县鹅城镇",
    ),
    Column(
        "phone", "电话", values.phone(), synonyms=("联系电话", "单位电话", "固定电话"), example="0350-6520000"
    ),
    Column(
        "email",
        "邮箱",
        values.email(),
        width=24,
        synonyms=("电子邮箱", "电子邮件", "email", "e-mail"),
        example="name@example.com",
    ),
)
UNITS = Table(
    "单位",
    (
        _NAME, _USCC,
        Column(
            "kind", "类别", values.choice(KINDS), required=True, synonyms=("单位类别", "单位类型", "类型"),
            choices=("采购人", "代理机构", "行政监督部门"), example="采购人",
        ),
        *_REST,
    ),
    ("供应商用“供应商”模板。交易中心、纪检监察机关和运维单位不能批量导入。",),
)  # fmt: skip
SUPPLIERS = Table(
    "供应商",
    (
        _NAME, _USCC,
        Column(
            "business", "业务类别", values.choices(BUSINESS), required=True, width=24, synonyms=("业务", "经营类别", "业务类型"),
            help="可以填几项，用顿号隔开。从这些里面选：工程、货物、服务、中介服务、招标代理", example="工程、货物",
        ),
        *_REST,
    ),
)  # fmt: skip


def _register(lines: list[Line]) -> dict[str, Organization]:
    return Organization.objects.in_bulk([line.values["uscc"] for line in good(lines)], field_name="uscc")


def judge(lines: list[Line], origin: Origin) -> Verdict:
    """Against the register, by the code: new, changed, the same, or not to be."""
    twice(lines, lambda line: line.values["uscc"], USCC)
    known, verdict = _register(lines), Verdict()
    for line in good(lines):
        given = {"kind": K.SUPPLIER} | line.values
        unit = known.get(given["uscc"])
        if unit is None:
            verdict.new.append(made(given, origin))
        elif _may_stand(line, unit, given, origin):
            changes = _changes(unit, given)
            verdict.changed += [_changed(unit, changes)] if changes else []
            verdict.same += not changes
    return verdict


def made(given: dict[str, Any], origin: Origin) -> Organization:
    """A unit as it enters the register: verified only when the desk says on what."""
    if origin.source:
        return OrganizationWorkflow(state=OrganizationState.VERIFIED, verified_at=origin.now, **given)
    return OrganizationWorkflow(state=OrganizationState.RETURNED, defects=[dict(TO_HAND_IN)], **given)


def _may_stand(line: Line, unit: Organization, given: dict[str, Any], origin: Origin) -> bool:
    """A row that contradicts the register is a question for people, not an update."""
    if unit.kind != given["kind"]:
        label = unit.get_kind_display()
        line.blame(
            "单位名称", f"已登记为“{label}”：{unit.name}", f"核对{USCC}；类别确有变化的，在单位登记里办理"
        )
    elif _is_fixed(unit, origin):
        for name in IDENTITY:
            stored, said = getattr(unit, name), given[name]
            if stored and said and stored != said:
                title = str(unit._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
                line.blame(
                    title, f"与登记的“{stored}”不同", "核对后改成一致；确有变更的，由该单位办理变更登记"
                )
    return not line.problems


def _is_fixed(unit: Organization, origin: Origin) -> bool:
    """What was registered by the unit itself, or verified before, and nobody states a new proof."""
    return unit.registered_by_id is not None or (unit.state in MAY_BID and not origin.source)


def _changes(unit: Organization, given: dict[str, Any]) -> dict[str, Any]:
    """What the row adds or corrects; an empty cell takes nothing away, and a unit's own words stay."""
    own = unit.registered_by_id is not None
    named = [*IDENTITY, *CONTACT] + (["business"] if given.get("business") else [])
    return {
        name: given[name]
        for name in named
        if given[name] and given[name] != getattr(unit, name) and not (own and getattr(unit, name))
    }


def _changed(unit: Organization, changes: dict[str, Any]) -> Organization:
    for name, value in changes.items():
        setattr(unit, name, value)
    unit.version += 1  # a confirmation asked for before is judged stale
    return unit


def write(verdict: Verdict, origin: Origin, act: Act) -> None:
    """Rows and what they owe, in bulk."""
    fields = [*IDENTITY, *CONTACT, "business", "version"]
    Organization.objects.bulk_create(verdict.new)
    duties.open_all(verdict.new, act.now)
    Organization.objects.bulk_update(verdict.changed, fields, batch_size=100)


def _found(origin: Origin) -> tuple[str, str]:
    return "看单位登记", "/desk/orgs/"


for code, name, table, lead in (
    ("units", "单位", UNITS, "新单位进入登记，已有的补上空缺。单位人员另用“人员”导入。"),
    ("suppliers", "供应商", SUPPLIERS, "新供应商进入登记，核验后才能投标；供应商自己登记的内容不会改动。"),
):
    declare(
        Kind(
            code,
            name,
            table,
            frozenset({Role.CENTRE}),
            PLATFORM["BULK"],
            lead,
            judge,
            write,
            _found,
            asks_source=True,
        )
    )
