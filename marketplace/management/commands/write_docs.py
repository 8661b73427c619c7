"""Writes docs/law.md, workflows.md, access.md, duties.md from the code; --check fails when they are stale."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.flow.access import CLASS_A, CLASS_B, MAY
from marketplace.flow.acts import ACTS
from marketplace.flow.workflow import Step, Subject, steps_of
from marketplace.law.limits import TABLE
from marketplace.law.rules import RULES
from marketplace.law.statutes import PLATFORM, STATUTES

HEAD = "<!-- 由 ./run docs 生成，请勿手改 -->\n\n"


def procedures() -> list[type[Subject]]:
    """Every proxy that has steps, in order of name."""
    kinds = [
        m for m in apps.get_models(include_auto_created=False) if m._meta.proxy and issubclass(m, Subject)
    ]
    return sorted((kind for kind in kinds if steps_of(kind)), key=lambda kind: kind.__name__)


def law() -> str:
    """Article → rules, limits, steps."""
    found: dict[str, list[str]] = defaultdict(list)
    for rule in RULES.values():
        found[str(rule.law)].append(f"规则 `{rule.code}`：{rule.says}")
    for row in TABLE:
        found[str(row.law)].append(f"期限 `{row.code}`：{row.says}")
    for kind in procedures():
        for step in steps_of(kind):
            found[str(step.law)].append(f"步骤 `{step.action}`：{step.says}")
    for action, (origin, says, _) in ACTS.items():
        found[str(origin)].append(f"事项 `{action}`：{says}")
    lines = ["# 法条与规则", "", "每一条写明它约束的规则、期限、步骤和事项。", ""]
    order = [statute.title for statute in STATUTES]
    for article in sorted(found, key=lambda text: (_place(text, order), text)):
        lines += [f"## {article}", "", *(f"- {entry}" for entry in sorted(found[article])), ""]
    lines += ["## 本平台规则", ""]
    lines += [
        f"- `{row.code}` {row.says}（{row.decided_by}，{row.since:%Y-%m-%d}）"
        for row in PLATFORM.rows.values()
    ]
    return "\n".join(lines) + "\n"


def _place(text: str, order: list[str]) -> int:
    return next((n for n, title in enumerate(order) if f"《{title}》" in text), len(order))


def _class(action: str) -> str:
    """How many persons it takes (design D23)."""
    return "（两人）" if action in CLASS_A else "（抽查）" if action in CLASS_B else ""


def _row(step: Step, names: dict[str, str]) -> str:
    sources = "、".join(names.get(source, source) for source in step.sources)
    rules = "、".join(f"`{rule.code}`" for rule in step.rules) or "—"
    who = "、".join(sorted(role.label for role in MAY[step.action]))
    mark = _class(step.action)
    return f"| {sources} | {step.says}{mark} `{step.action}` | {names.get(step.target, step.target)} | {who} | {step.law} | {rules} |"


def _state_names(kind: type[Subject]) -> dict[str, str]:
    field = next(one for one in kind._meta.fields if one.name == "state")
    return {str(key): str(value) for key, value in field.choices or ()}


def workflows() -> str:
    """Each procedure's steps in the order of its file."""
    lines = ["# 办理流程", ""]
    for kind in procedures():
        names = _state_names(kind)
        lines += [f"## {kind.__name__}", "", (kind.__doc__ or "").strip(), ""]
        lines += ["| 从 | 步骤 | 到 | 谁办 | 依据 | 规则 |", "| --- | --- | --- | --- | --- | --- |"]
        lines += [_row(step, names) for step in steps_of(kind)]
        lines.append("")
    return "\n".join(lines)


def access() -> str:
    """The matrix."""
    lines = [
        "# 办理权限",
        "",
        "没有列出的事项任何人都不得办理。（两人）＝ 须第二人确认后生效。（抽查）＝ 一人办结，另一人在下一工作日前抽查。",
        "",
    ]
    lines += ["| 事项 | 谁可以办 |", "| --- | --- |"]
    for action, roles in MAY.items():
        who = "、".join(sorted(role.label for role in roles)) or "任何人都不得"
        lines.append(f"| `{action}`{_class(action)} | {who} |")
    return "\n".join(lines) + "\n"


def duties() -> str:
    """The limits that open duties."""
    lines = ["# 期限与待办", "", "| 代码 | 期限 | 依据 | 逾期后果 |", "| --- | --- | --- | --- |"]
    lines += [f"| `{row.code}` {row.name} | {row.says} | {row.law} | {row.consequence} |" for row in TABLE]
    return "\n".join(lines) + "\n"


DOCUMENTS = {"law.md": law, "workflows.md": workflows, "access.md": access, "duties.md": duties}


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只核对，不改写；有过期的以非零退出")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "docs"
        stale = []
        for name, make in DOCUMENTS.items():
            text = HEAD + make()
            path = folder / name
            if path.exists() and path.read_text(encoding="utf-8") == text:
                continue
            stale.append(name)
            if not check:
                path.write_text(text, encoding="utf-8")
        if check and stale:
            raise CommandError(f"docs 已过期：{'、'.join(stale)}；请运行 ./run docs")
        self.stdout.write("docs: " + ("、".join(stale) if stale else "无改动"))
