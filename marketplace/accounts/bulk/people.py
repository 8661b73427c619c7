"""How rows of people become invitations: by the telephone whose owner takes them up, never an account.

Nobody is made a member by a row. A unit that has an administrator invites by itself; the desk invites only
for those that have none yet. See docs/decisions/bulk-import.md.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from marketplace.accounts.bulk.kinds import Kind, Origin, Verdict, declare, good, twice
from marketplace.accounts.members.actions import invitation
from marketplace.accounts.models import Invitation, Membership, Organization
from marketplace.accounts.models.units import STANDING
from marketplace.flow.access import Role
from marketplace.flow.acts import Act
from marketplace.flow.models import Message
from marketplace.law.statutes import PLATFORM
from marketplace.sheets import values
from marketplace.sheets.columns import Column, Table
from marketplace.sheets.reading import Line

UNIT, PHONE, PART = "单位统一社会信用代码", "手机号", "权限"
P = Membership.Part
PARTS = {"管理员": P.ADMIN, "经办人": P.HANDLER, "经办": P.HANDLER, "只看": P.READER, "只读": P.READER}
PEOPLE = Table(
    "人员",
    (
        Column("phone", PHONE, values.mobile(), required=True, synonyms=("手机", "手机号码", "联系电话", "电话"), example="13800000000"),
        Column(
            "uscc", UNIT, values.uscc(), required=True, width=26, synonyms=("统一社会信用代码", "信用代码", "单位信用代码"),
            example="91140000MA0EXAMPX7",
        ),
        Column("part", PART, values.choice(PARTS), required=True, synonyms=("角色",), choices=("管理员", "经办人", "只看"), example="经办人"),
        Column("title", "职务", values.text(40), synonyms=("岗位",), example="采购专员"),
        Column("unit", "单位名称", values.text(120), width=36, synonyms=("单位", "所在单位"), help="只用来核对，与登记不同的行不导入"),
        Column("name", "姓名", values.text(80), help="只用来核对；姓名由本人登录后填写"),
    ),
    ("导入后按手机号发出邀请，本人用这个手机号登录或者注册后加入，7 日内有效。已有管理员的单位由其管理员邀请。",),
)  # fmt: skip


@dataclass(slots=True)
class Register:
    """What there is of the units and telephones that the rows name: four queries, however many rows."""

    units: dict[str, Organization]
    members: dict[tuple[int, str], Membership]
    names: dict[str, str]
    admins: set[int]
    invited: dict[tuple[int, str], Invitation]

    @classmethod
    def of(cls, lines: list[Line], origin: Origin) -> Register:
        units = Organization.objects.in_bulk([line.values["uscc"] for line in lines], field_name="uscc")
        keys = [unit.pk for unit in units.values()]
        proved = Q(user__phone_verified_at__isnull=False, user__is_active=True)
        rows = Membership.objects.filter(proved, is_active=True, organization__in=keys).select_related("user")
        open_now = Invitation.objects.open_at(origin.now).filter(organization__in=keys)
        return cls(
            units,
            {(row.organization_id, row.user.phone): row for row in rows},
            {row.user.phone: row.user.name for row in rows},
            set(Membership.objects.admins().filter(is_active=True, organization__in=keys).values_list("organization", flat=True)),
            {(row.organization_id, row.phone): row for row in open_now},
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Invited:
    """One row that will be an invitation."""

    unit: Organization
    values: dict[str, Any]


def judge(lines: list[Line], origin: Origin) -> Verdict:
    """Against the register: to be invited, invited anew, already there, or not to be."""
    twice(lines, lambda line: (line.values["phone"], line.values["uscc"]), PHONE)
    known, verdict = Register.of(good(lines), origin), Verdict()
    for line in good(lines):
        _judge_unit(line, known)
    _must_name_an_admin(good(lines), known)
    for line in good(lines):
        _sort(line, known, verdict)
    return verdict


def _judge_unit(line: Line, known: Register) -> None:
    unit = known.units.get(line.values["uscc"])
    if unit is None:
        line.blame(UNIT, "还没有登记这个单位", "先导入单位，或者核对信用代码")
    elif unit.kind in STANDING:
        line.blame(UNIT, f"“{unit.get_kind_display()}”的人员不能批量导入", "由该单位的管理员逐个邀请")
    elif line.values["unit"] and line.values["unit"] != unit.name:
        line.blame("单位名称", f"与登记的“{unit.name}”不同", "核对信用代码和单位名称")
    elif (
        line.values["name"]
        and known.names.get(line.values["phone"], line.values["name"]) != line.values["name"]
    ):
        line.blame("姓名", "与这个手机号的账户姓名不同", "核对手机号；不确定的，姓名留空")


def _must_name_an_admin(lines: list[Line], known: Register) -> None:
    """A unit without administrator gets one with the same file, or nobody."""
    parts: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        parts[line.values["uscc"]].add(line.values["part"])
    for line in lines:
        unit = known.units[line.values["uscc"]]
        if unit.pk not in known.admins and P.ADMIN not in parts[unit.uscc]:
            line.blame(PART, "该单位还没有管理员，表里也没有", "把其中一人的权限填为“管理员”")


def _sort(line: Line, known: Register, verdict: Verdict) -> None:
    unit, given = known.units[line.values["uscc"]], line.values
    key = (unit.pk, given["phone"])
    member, before = known.members.get(key), known.invited.get(key)
    if member is not None and member.part == given["part"]:
        verdict.same += 1
    elif unit.pk in known.admins:
        line.blame(UNIT, "该单位已有管理员", "由其管理员邀请人员、调整权限")
    elif member is not None:
        line.blame(
            PART, f"已是该单位人员，权限为“{member.get_part_display()}”", "由交易中心按加入单位的规定办理"
        )
    elif before is None:
        verdict.new.append(Invited(unit, given))
    elif (before.part, before.title) == (given["part"], given["title"]):
        verdict.same += 1
    else:
        verdict.changed.append(Invited(unit, given))


def write(verdict: Verdict, origin: Origin, act: Act) -> None:
    """An older invitation is void, also one that has run out; each telephone hears of its own."""
    rows = (*verdict.new, *verdict.changed)
    wanted = {(row.unit.pk, row.values["phone"]) for row in rows}
    waiting = Invitation.objects.filter(
        organization__in={key for key, _ in wanted}, accepted_at=None, revoked_at=None
    )
    over = [row.pk for row in waiting if (row.organization_id, row.phone) in wanted]
    Invitation.objects.filter(pk__in=over).update(revoked_at=act.now)
    made = [
        invitation(
            row.unit, act, phone=row.values["phone"], part=row.values["part"], title=row.values["title"]
        )
        for row in rows
    ]
    Invitation.objects.bulk_create(one for one, _ in made)
    Message.objects.bulk_create(letter for _, letter in made)


declare(
    Kind(
        "people", "人员", PEOPLE, frozenset({Role.CENTRE}), PLATFORM["MEMBERS"],
        "按手机号发出邀请，本人登录后加入单位；不建立账户，也不设密码。",
        judge, write, lambda origin: ("看单位登记", "/desk/orgs/"),
    )
)  # fmt: skip
