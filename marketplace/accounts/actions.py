"""What people do with their own account: prove again who they are, let somebody act for them."""

from __future__ import annotations

from datetime import datetime

from marketplace.accounts.messages import tell
from marketplace.accounts.models import Delegation, Membership, Organization, User
from marketplace.flow.acts import Act, act
from marketplace.flow.errors import Refused
from marketplace.law.statutes import PLATFORM
from marketplace.law.workdays import SHANGHAI


@act("account.step_up", law=PLATFORM["STEP-UP"], says="再次验证身份", lock="none")
def step_up(user: User, act: Act, /, *, proved_by: str) -> str:
    """Note that the person proved who they are; statements of the next 30 minutes cite this act."""
    act.notes["proved_by"] = proved_by
    User.objects.filter(pk=user.pk).update(stepped_up_at=act.now, step_up_act=act.id)
    user.stepped_up_at, user.step_up_act = act.now, act.id
    return str(act.id)


@act("delegation.give", law=PLATFORM["TWO-PERSONS"], says="授权他人代办", lock="none")
def delegate(
    user: User, act: Act, /, *, taker: User, organization: Organization, since: datetime, until: datetime,
    scope: list[str] | None = None,
) -> str:  # fmt: skip
    """From–to, for all or some acts, to a colleague; it ends by itself."""
    if until <= since or until <= act.now:
        raise Refused(
            "DELEGATION-PERIOD",
            "代理期限的结束时间应当晚于开始时间和现在",
            PLATFORM["TWO-PERSONS"],
            field="until",
        )
    colleagues = Membership.objects.filter(organization=organization, is_active=True)
    if not all(colleagues.filter(user=person).exists() for person in (user, taker)):
        raise Refused(
            "DELEGATION-COLLEAGUE", "只能授权给本单位的在册人员", PLATFORM["TWO-PERSONS"], field="taker"
        )
    row = Delegation.objects.create(
        giver=user, taker=taker, organization=organization, since=since, until=until, scope=scope or []
    )
    return str(row.pk)


@act("delegation.revoke", law=PLATFORM["TWO-PERSONS"], says="收回代办授权", lock="none")
def revoke(user: User, act: Act, /, *, delegation: int) -> None:
    """Given by this person and still in force: ends now; acts already done stay done."""
    row = Delegation.objects.given_by(user).in_force_or_ahead(act.now).with_key(delegation)
    if row is None:
        raise Refused("DELEGATION-OVER", "这项授权不存在或者已经结束", PLATFORM["TWO-PERSONS"])
    Delegation.objects.filter(pk=row.pk).update(revoked_at=act.now)
    act.notes["taker"] = row.taker.name


def tell_delegations(now: datetime) -> list[str]:
    """Giver and taker hear when a delegation begins and when it is over; the clock calls this."""
    for row in Delegation.objects.to_announce(now)[:50]:
        ends = f"{row.until.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 自动收回"
        text = f"{row.taker} 从现在起代 {row.giver} 办理，{ends}。记录和回执写“{row.taker} 代 {row.giver}”。"
        tell([row.giver, row.taker], "代办授权开始", text, "/my/delegations/", now, topic="delegation")
        Delegation.objects.filter(pk=row.pk).update(told_start_at=now)
    for row in Delegation.objects.to_conclude(now)[:50]:
        word = "已收回" if row.revoked_at else "已到期收回"
        text = f"{row.giver} 对 {row.taker} 的代办授权{word}，已经办理的仍然有效。"
        tell([row.giver, row.taker], f"代办授权{word}", text, "/my/delegations/", now, topic="delegation")
        Delegation.objects.filter(pk=row.pk).update(told_end_at=now, told_start_at=row.told_start_at or now)
    return []
