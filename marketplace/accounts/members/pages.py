"""What the pages about a unit and its people show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.accounts.models import (
    Invitation,
    JoinRequest,
    Membership,
    Organization,
    OrganizationState,
    User,
)
from marketplace.accounts.registration.pages import TONES, business_words, words_for
from marketplace.flow.access import Actor
from marketplace.flow.workflow import Offer
from marketplace.law.workdays import day_of
from marketplace.templatetags.ui import day

Context = dict[str, Any]
JOIN_TONES = {"asked": "busy", "accepted": "open", "refused": "hot"}
SAYS = {
    OrganizationState.PENDING: "交易中心正在核验。现在可以看公告、提问、登记获取招标文件；递交投标文件要等核验通过。",
    OrganizationState.RETURNED: "有内容需要补正，已经一次列全。补正后重新提交。",
    OrganizationState.VERIFIED: "已经核验，可以投标。",
    OrganizationState.CHANGING: "变更正在核验，原登记继续有效，可以投标。",
    OrganizationState.REFUSED: "登记没有通过。可以补充材料后重新提交；有异议的，向交易中心申请复核。",
}


def unit(row: Organization, me: User, actor: Actor, now: datetime) -> Context:
    """/my/unit/: what is registered, in which state, who works here; administrators may change it."""
    members = list(Membership.objects.in_unit(row))
    mine = next((one for one in members if one.user_id == me.pk), None)
    is_admin = f"admin:{row.pk}" in actor.keys
    admins = sum(one.part == Membership.Part.ADMIN for one in members)
    return {
        "unit": row, "state": row.state_says(), "tone": TONES[OrganizationState(row.state)],
        "says": SAYS[OrganizationState(row.state)], "facts": facts(row), "members": [_member(one, me, admins) for one in members],
        "is_admin": is_admin, "may_leave": mine is not None and not (mine.part == Membership.Part.ADMIN and admins == 1),
        "filings": list(row.filings.newest_first()[:20]) if mine else [], "me_now": me, "nameless": "****" in me.name,
        "invitations": list(Invitation.objects.of_unit(row).open_at(now)) if is_admin else [],
        "requests": list(JoinRequest.objects.of_unit(row).open()) if is_admin else [],
        "may_change": is_admin and row.state == OrganizationState.VERIFIED,
        "may_correct": is_admin and row.state in (OrganizationState.RETURNED, OrganizationState.REFUSED),
        "ended": row.licence_until is not None and row.licence_until < day_of(now), "now": now,
        "crumbs": [{"label": "本单位", "url": ""}],
    }  # fmt: skip


def facts(row: Organization) -> list[Context]:
    """What is registered."""
    words = words_for({"uscc": row.uscc})
    until = (
        day(row.licence_until) if row.licence_until else "长期" if row.verified_at and row.licence else "—"
    )
    return [
        {"label": words["name"], "value": row.name}, {"label": words["uscc"], "value": row.uscc},
        {"label": words["legal_representative"], "value": row.legal_representative or "—"},
        {"label": words["address"], "value": row.address or "—"}, {"label": words["email"], "value": row.email or "—"},
        {"label": words["business"], "value": business_words(row.business) or row.get_kind_display()},
        {"label": "营业期限至", "value": until},
    ]  # fmt: skip


def _member(row: Membership, me: User, admins: int) -> Context:
    only = row.part == Membership.Part.ADMIN and admins == 1
    return {
        "name": str(row.user), "title": row.title, "part": row.get_part_display(),
        "is_me": row.user_id == me.pk, "is_only_admin": only, "url": f"/my/unit/members/{row.slug}/",
    }  # fmt: skip


def request_page(row: JoinRequest, actor: Actor, offers: list[Offer], now: datetime) -> Context:
    """/join/requests/<number>/: what was asked, what was decided, what this reader may decide."""
    refused = {offer.step.name: offer.refused for offer in offers}
    return {
        "row": row, "state": row.state_says(), "tone": JOIN_TONES[row.state], "now": now,
        "may_decide": actor.user_id != row.user_id and "accept" in refused and refused["accept"] is None,
        "is_mine": actor.user_id == row.user_id,
        "facts": [
            {"label": "申请人", "value": str(row.user)}, {"label": "手机号", "value": row.user.phone or "—"},
            {"label": "职务", "value": row.title or "—"}, {"label": "申请加入", "value": f"{row.organization}\n{row.organization.uscc}"},
        ],
        "crumbs": [{"label": "加入申请", "url": ""}],
    }  # fmt: skip
