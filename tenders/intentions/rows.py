"""How rows of a file become drafts of intentions, for the buyer's own unit or, at the desk, for many."""

from __future__ import annotations

from marketplace.accounts.bulk.kinds import Kind, Origin, Verdict, declare, good, twice
from marketplace.accounts.models import Organization
from marketplace.flow.access import Role
from marketplace.flow.acts import Act
from marketplace.flow.numbers import receipt_number
from marketplace.law.statutes import INTENTIONS
from marketplace.sheets import values
from marketplace.sheets.columns import Column, Table
from marketplace.sheets.reading import Line
from tenders.intentions import rules
from tenders.intentions.models import Intention, in_words

UNIT, TITLE, MONTH = "采购单位统一社会信用代码", "采购项目名称", "预计采购时间"
FIELDS = ("title", "needs", "budget_fen", "month", "remarks")
TABLE = Table(
    "采购意向",
    (
        Column("title", TITLE, values.text(200), required=True, width=36, synonyms=("项目名称", "名称"), example="县医院数字化影像设备采购"),
        Column(
            "needs", "采购需求概况", values.text(4000), required=True, width=60, synonyms=("需求概况", "采购需求", "主要内容"),
            help="标的名称、数量、主要功能或者目标，质量、服务、安全、时限等要求", example="数字化 X 射线摄影系统 1 套，含安装、培训和 3 年保修",
        ),
        Column(
            "budget_fen", "预算金额（万元）", values.ten_thousands(), required=True, blank=0, width=16,
            synonyms=("预算（万元）", "预算金额", "预算", "采购预算（万元）"), example="186.00",
        ),
        Column("month", MONTH, values.month(), required=True, width=16, synonyms=("预计采购时间（填写到月）", "采购时间", "预计时间"), help="填到月", example="2027年3月"),
        Column("remarks", "备注", values.text(1000), width=30, synonyms=("其他说明",), help="例如 专门面向中小企业采购"),
        Column("uscc", UNIT, values.uscc(), width=26, synonyms=("统一社会信用代码", "信用代码", "单位信用代码"), help="本单位导入时可以不填"),
    ),
    ("导入后是草稿，由采购单位核对，两人先后确认后公开。",),
)  # fmt: skip


def _units(lines: list[Line], origin: Origin) -> dict[str, Organization]:
    """Whose intentions the rows are: the unit's own, or at the desk whatever buyer is named."""
    if not origin.is_desk:
        return {origin.unit.uscc: origin.unit}
    codes = [line.values["uscc"] for line in lines if line.values["uscc"]]
    return Organization.objects.of_kind(Organization.Kind.BUYER).in_bulk(codes, field_name="uscc")


def judge(lines: list[Line], origin: Origin) -> Verdict:
    """Against the drafts and what is public already, by unit and title."""
    units, earliest = _units(good(lines), origin), rules.first_day(origin.now)
    for line in good(lines):
        code = line.values["uscc"] or ("" if origin.is_desk else origin.unit.uscc)
        line.values["unit"] = units.get(code)
        if line.values["unit"] is None:
            _blame_unit(line, code, origin)
        elif not rules.the_month_lies_thirty_days_ahead(rules.Planned(line.values["month"], earliest)):
            line.blame(MONTH, "太近：采购意向应当在采购活动开始前 30 日公开", f"最早填{in_words(earliest)}")
    twice(lines, lambda line: (line.values["unit"].pk, line.values["title"]), TITLE)
    return _sorted(good(lines))


def _blame_unit(line: Line, code: str, origin: Origin) -> None:
    if not code:
        line.blame(UNIT, "没有填写", "填写采购单位的 18 位统一社会信用代码")
    elif origin.is_desk:
        line.blame(UNIT, "没有这个采购单位", "核对信用代码，或者先导入单位")
    else:
        line.blame(UNIT, "不是本单位的代码", "只能导入本单位的采购意向；这一列可以留空")


def _sorted(lines: list[Line]) -> Verdict:
    units = list({line.values["unit"].pk for line in lines})
    found = Intention.objects.titled(units, [line.values["title"] for line in lines])
    known = {(row.unit_id, row.title): row for row in found.order_by("pk")}
    verdict = Verdict()
    for line in lines:
        row = known.get((line.values["unit"].pk, line.values["title"]))
        told = {name: line.values[name] for name in FIELDS}
        if row is None:
            verdict.new.append(Intention(number=receipt_number(), unit=line.values["unit"], **told))
        elif row.batch is not None:
            line.blame(
                TITLE, f"同名的采购意向{row.state_says}", "已公开的不再导入；还没有公开的先退回草稿再导入"
            )
        elif all(getattr(row, name) == value for name, value in told.items()):
            verdict.same += 1
        else:
            for name, value in told.items():
                setattr(row, name, value)
            verdict.changed.append(row)
    return verdict


def write(verdict: Verdict, origin: Origin, act: Act) -> None:
    """Drafts of their units; nobody else sees them yet."""
    for row in (*verdict.new, *verdict.changed):
        row.changed_at = act.now
    Intention.objects.bulk_create(verdict.new)
    Intention.objects.bulk_update(verdict.changed, [*FIELDS, "changed_at"], batch_size=100)


def _found(origin: Origin) -> tuple[str, str]:
    return (
        ("导入的草稿由各采购单位核对公开", "/desk/import/")
        if origin.is_desk
        else ("去核对、公开", "/my/intentions/")
    )


declare(
    Kind(
        "intentions", "采购意向", TABLE, frozenset({Role.CENTRE, Role.BUYER}), INTENTIONS,
        "导入后是草稿，由采购单位核对，两人先后确认后公开。", judge, write, _found,
    )
)  # fmt: skip
