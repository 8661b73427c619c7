"""What people do about who works for a unit: ask, invite, take part, change parts, leave."""

from __future__ import annotations

from datetime import timedelta

from marketplace.accounts.members import rules
from marketplace.accounts.messages import people_of, tell
from marketplace.accounts.models import Invitation, JoinRequest, Membership, Organization, User
from marketplace.flow import duties
from marketplace.flow.acts import Act, act, constraint
from marketplace.flow.errors import Refused, require
from marketplace.flow.models import Message
from marketplace.flow.numbers import receipt_number
from marketplace.law.statutes import PLATFORM

LAW = PLATFORM["MEMBERS"]
INVITATION_LASTS = timedelta(days=7)  # PLATFORM["MEMBERS"]


for _place in ("one_open_join_request", "accounts_joinrequest.user_id, accounts_joinrequest.organization_id"):
    constraint(_place, rules.nobody_asks_twice)


@act("join.ask", law=LAW, says="申请加入单位", lock="none")
def ask(user: User, act: Act, /, *, organization: Organization, name: str, title: str) -> str:
    """The unit's administrators, or the desk, are to decide; returns the request's number."""
    member = Membership.objects.of(user).filter(organization=organization).exists()
    require(rules.the_person_is_new_here, rules.Team(is_member=member))
    User.objects.filter(pk=user.pk).update(name=name)
    waiting = JoinRequest.objects.open().filter(user=user, organization=organization).exists()
    require(rules.nobody_asks_twice, rules.Joining(asked_before=waiting))
    row = JoinRequest.objects.create(
        number=receipt_number(), user=user, organization=organization, title=title, asked_at=act.now
    )
    row = JoinRequest.objects.get(pk=row.pk)
    duties.sync(row, act.now)
    act.notes |= {"organization": organization.uscc, "request": row.number}
    return row.number


@act("account.set_name", law=PLATFORM["IDENTITY"], says="填写姓名", lock="none")
def set_name(user: User, act: Act, /, *, name: str) -> None:
    """Receipts and the record say who acted."""
    act.notes["before"] = user.name
    User.objects.filter(pk=user.pk).update(name=name)


def invitation(
    unit: Organization, act: Act, *, phone: str, part: str, title: str
) -> tuple[Invitation, Message]:
    """An invitation and the SMS that tells of it, not saved: one by one, or many at once."""
    row = Invitation(
        number=receipt_number(), organization=unit, phone=phone, part=part, title=title, by_id=act.person_id,
        at=act.now, expires_at=act.now + INVITATION_LASTS,
    )  # fmt: skip
    text = f"{unit.name}邀请您加入，权限：{Membership.Part(part).label}。请用这个手机号登录或者注册后打开链接，7 日内有效。"
    letter = Message(
        to=None, address=phone, channel="sms", subject="[静乐交易] 邀请您加入单位", text=text,
        url=row.url, reference=receipt_number(), at=act.now,
    )  # fmt: skip
    return row, letter


@act("member.invite", law=LAW, says="邀请人员加入本单位")
def invite(unit: Organization, act: Act, /, *, phone: str, part: str, title: str) -> str:
    """An SMS with a link; it signs nobody in, and only this telephone's own account can take it up."""
    members = Membership.objects.in_unit(unit)
    known = members.filter(user__phone=phone, user__phone_verified_at__isnull=False).exists()
    require(rules.the_person_is_new_here, rules.Team(is_member=known), field="phone")
    unit.invitations.filter(phone=phone, accepted_at=None, revoked_at=None).update(revoked_at=act.now)
    row, letter = invitation(unit, act, phone=phone, part=part, title=title)
    row.save()
    letter.save()
    act.notes |= {"invitation": row.number, "part": part}
    return row.number


@act("member.take_back_invitation", law=LAW, says="收回邀请")
def take_back(unit: Organization, act: Act, /, *, invitation: str) -> None:
    """Not taken up yet: it is void from now."""
    done = unit.invitations.filter(number=invitation, accepted_at=None, revoked_at=None).update(
        revoked_at=act.now
    )
    if not done:
        raise Refused("INVITATION-OVER", "这份邀请已经用过或者已经收回", LAW)
    act.notes["invitation"] = invitation


@act("member.accept_invitation", law=LAW, says="接受邀请加入单位")
def take_up(unit: Organization, act: Act, /, *, invitation: Invitation) -> None:
    """The person whose telephone was invited works there from now on."""
    user = User.objects.get(pk=act.person_id)
    facts = rules.Invited(is_open=invitation.is_open(act.now), is_theirs=invitation.is_for(user))
    require(rules.the_invitation_is_for_this_phone, facts)
    require(rules.the_invitation_is_open, facts)
    Membership.objects.update_or_create(
        user=user,
        organization=unit,
        defaults={"part": invitation.part, "title": invitation.title, "is_active": True},
    )
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=act.now)
    act.notes |= {"invitation": invitation.number, "part": invitation.part}
    tell(
        people_of(f"admin:{unit.pk}"),
        f"{user}已加入本单位",
        f"{user}接受邀请加入{unit.name}。",
        "/my/unit/",
        act.now,
    )


def _member(unit: Organization, username: str) -> Membership:
    row = Membership.objects.in_unit(unit).filter(user__username=username).first()
    if row is None:
        raise Refused("NO-MEMBER", "此人不是本单位的人员", LAW)
    return row


def _leaves_an_admin(unit: Organization, row: Membership, *, stays: bool) -> None:
    others = Membership.objects.in_unit(unit).admins().exclude(pk=row.pk).count()
    was = row.part == Membership.Part.ADMIN
    require(rules.an_administrator_remains, rules.Team(other_admins=others, stays_admin=stays or not was))


@act("member.set_part", law=LAW, says="调整人员权限")
def set_part(unit: Organization, act: Act, /, *, username: str, part: str, title: str) -> None:
    """Administrator, handler or reader; never without an administrator."""
    row = _member(unit, username)
    _leaves_an_admin(unit, row, stays=part == Membership.Part.ADMIN)
    act.notes |= {"who": row.user.name, "from": row.part, "to": part}
    Membership.objects.filter(pk=row.pk).update(part=part, title=title)
    tell(
        [row.user],
        "您在本单位的权限已调整",
        f"{unit.name}：{Membership.Part(part).label}。",
        "/my/unit/",
        act.now,
    )


@act("member.remove", law=LAW, says="停用人员")
def remove(unit: Organization, act: Act, /, *, username: str) -> None:
    """The person cannot act for the unit any more; what they did stays."""
    row = _member(unit, username)
    _leaves_an_admin(unit, row, stays=False)
    _end(row, act)
    tell(
        [row.user],
        f"您已不再代表{unit.name}",
        f"{unit.name}的管理员停用了您在该单位的权限。",
        "/my/",
        act.now,
    )


@act("member.leave", law=LAW, says="退出单位")
def leave(unit: Organization, act: Act, /) -> None:
    """One's own decision; the last administrator hands over first."""
    row = Membership.objects.in_unit(unit).filter(user=act.person_id).first()
    if row is None:
        raise Refused("NO-MEMBER", "您不是该单位的人员", LAW)
    _leaves_an_admin(unit, row, stays=False)
    _end(row, act)
    tell(
        people_of(f"admin:{unit.pk}"),
        f"{row.user}已退出本单位",
        f"{row.user}退出了{unit.name}。",
        "/my/unit/",
        act.now,
    )


def _end(row: Membership, act: Act) -> None:
    act.notes |= {"who": row.user.name, "from": row.part}
    Membership.objects.filter(pk=row.pk).update(is_active=False)
