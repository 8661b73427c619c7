"""What the pages under /join/ show: where one is, what was typed, what follows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.accounts.models import Business, Filing, Organization, OrganizationState
from marketplace.accounts.registration import checks
from marketplace.accounts.registration.commitment import CLAUSES, TITLE
from marketplace.accounts.registration.drafting import Draft
from marketplace.law.limits import limit
from marketplace.law.workdays import day_of

Context = dict[str, Any]
STEPS = (("account", "账户"), ("org", "单位"), ("licence", "营业执照"), ("check", "核对提交"))
WORDS = {
    "uscc": "统一社会信用代码", "name": "单位名称", "legal_representative": "法定代表人", "address": "注册地址",
    "email": "邮箱", "business": "业务类别", "licence": "营业执照",
}  # fmt: skip
OF_AN_INDIVIDUAL = WORDS | {"name": "字号名称", "legal_representative": "经营者", "address": "经营场所"}
TONES = {
    OrganizationState.PENDING: "busy", OrganizationState.RETURNED: "pub", OrganizationState.VERIFIED: "open",
    OrganizationState.CHANGING: "busy", OrganizationState.REFUSED: "hot",
}  # fmt: skip
SUBMIT = {
    Filing.Kind.REGISTRATION: "提交登记", Filing.Kind.CORRECTION: "重新提交登记", Filing.Kind.CHANGE: "提交变更",
}  # fmt: skip
INDIVIDUAL = "这是个体工商户的代码。个体工商户可以登记，参加政府采购和中介服务；工程招标的投标人依法应当是法人或者其他组织。"


def progress(here: str) -> list[Context]:
    """Four steps; a list of what is done, no percentage."""
    at = [key for key, _ in STEPS].index(here)
    return [
        {"label": label, "note": "", "state": "done" if n < at else "now" if n == at else "next"}
        for n, (_, label) in enumerate(STEPS)
    ]


def head(draft: Draft, here: str) -> Context:
    """What every page of the way begins with."""
    kind = draft.kind
    unit = draft.unit
    return {
        "stages": progress(here), "kind": kind.label, "unit": unit, "crumbs": [{"label": kind.label, "url": ""}],
        "refusal": unit.refusal if unit and unit.state == OrganizationState.REFUSED else "",
        "defects": unit.defects if unit else [],
    }  # fmt: skip


def wrong(draft: Draft) -> dict[str, str]:
    """What the desk sent back, by the field it is about."""
    found: dict[str, str] = {}
    for defect in draft.unit.defects if draft.unit else []:
        name = defect.get("field", "")
        found[name] = f"{found[name]}；{defect['says']}" if name in found else defect["says"]
    return found


def words_for(values: Context) -> dict[str, str]:
    return OF_AN_INDIVIDUAL if str(values.get("uscc", "")).startswith("92") else WORDS


def business_words(codes: list[str]) -> str:
    return "、".join(Business(code).label for code in codes if code in Business.values)


def answers(draft: Draft) -> list[Context]:
    """Every value with its link for changing it, and what it was before."""
    words, before = words_for(draft.values), registered(draft.unit)
    rows = []
    for name in ("uscc", "name", "legal_representative", "address", "email"):
        value = str(draft.values.get(name, ""))
        rows.append({
            "label": words[name], "value": value, "note": _was(before.get(name, ""), value),
            "url": "" if name == "uscc" and draft.code_is_fixed else f"/join/org/?back=check#id_{name}",
        })  # fmt: skip
    business = business_words(draft.values.get("business", []))
    rows.append({
        "label": words["business"], "value": business, "note": _was(before.get("business", ""), business),
        "url": "/join/licence/?back=check#id_business_0",
    })  # fmt: skip
    return rows


def _was(before: str, now: str) -> str:
    return f"原为：{before}" if before and before != now else ""


def registered(unit: Organization | None) -> dict[str, str]:
    """What is verified now, beside which a change is shown."""
    if unit is None or unit.verified_at is None:
        return {}
    return {
        "name": unit.name, "legal_representative": unit.legal_representative, "address": unit.address,
        "email": unit.email, "business": business_words(unit.business),
    }  # fmt: skip


def check(draft: Draft) -> Context:
    """核对: everything on one page, the promise, one button that says what is missing."""
    words = words_for(draft.values)
    missing = "、".join(words[name] for name in draft.missing)
    return head(draft, "check") | {
        "answers": answers(draft), "licence": draft.licence, "is_pdf": draft.is_pdf, "warnings": draft.warnings,
        "individual": INDIVIDUAL if draft.is_individual else "", "clauses": CLAUSES, "promise_title": TITLE,
        "missing": f"还没有填写{missing}" if missing else "", "submit": SUBMIT[draft.kind],
        "business_kind": checks.KINDS.get(str(draft.values.get("uscc", ""))[:2], ""),
    }  # fmt: skip


MEANWHILE = (
    {"title": "看公告、下载招标文件", "url": "/tenders/?state=open", "note": "不用等核验"},
    {"title": "提问、登记获取招标文件", "url": "/tenders/", "note": "在项目页办理"},
    {"title": "自测浏览器和网速", "url": "/selftest/", "note": "1 分钟"},
    {"title": "邀请同事加入本单位", "url": "/my/unit/", "note": "核验后一起办事"},
)


def done(filing: Filing, now: datetime, *, pdf: bool) -> Context:
    """What now exists: the number, until when it is verified, what can be done meanwhile."""
    unit = filing.organization
    period = limit("ORG-VERIFY", on=day_of(filing.at))
    return {
        "filing": filing, "unit": unit, "due": period.due_at(filing.at), "law": period.law, "now": now,
        "state": unit.state_says(), "tone": TONES[OrganizationState(unit.state)], "meanwhile": MEANWHILE, "pdf": pdf,
        "waits": filing.outcome == Filing.Outcome.WAITING,
        "nameless": "****" in filing.by.name, "crumbs": [{"label": "回执", "url": ""}],
        "facts": [
            {"label": words_for(filing.values)["name"], "value": filing.values["name"]},
            {"label": WORDS["uscc"], "value": filing.values["uscc"]},
            {"label": "提交人", "value": str(filing.by)},
            {"label": "业务类别", "value": filing.business_words},
        ],
    }  # fmt: skip
