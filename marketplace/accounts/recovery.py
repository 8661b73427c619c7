"""How somebody who lost what they signed in with is let in again: two persons, a code read out, a new password."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.utils.crypto import constant_time_compare, salted_hmac

from marketplace.accounts import recovery_rules as rules
from marketplace.accounts.messages import people_of, tell
from marketplace.accounts.models import Recovery, RecoveryState, SmsFactor, User
from marketplace.accounts.recovery_rules import LASTS, LENGTH, WAITS, Confirmation, Return
from marketplace.accounts.signin import sign_ins
from marketplace.accounts.signin.actions import Secret
from marketplace.flow.access import Role
from marketplace.flow.acts import Act
from marketplace.flow.duties import Owed
from marketplace.flow.errors import Refused
from marketplace.flow.numbers import ALPHABET
from marketplace.flow.workflow import step
from marketplace.law.statutes import PLATFORM

S = RecoveryState
_LAW = PLATFORM["RECOVERY"]
_OPEN = (S.ASKED, S.CONFIRMED_ONCE, S.READY)
_READ_AS = str.maketrans({"-": "", " ": "", "I": "1", "L": "1", "O": "0"})


def _confirmation(row: Recovery, act: Act) -> Confirmation:
    return Confirmation(act.by.user_id or 0, row.user_id, row.first_by_id or 0)


def _return(row: Recovery, act: Act) -> Return:
    return Return(act.by.user_id or 0, row.user_id)


def _digest(number: str, code: str) -> str:
    return salted_hmac("accounts.recovery.code", f"{number} {code}", algorithm="sha256").hexdigest()


def in_groups(code: str) -> str:
    """ABCD-EFGH: how it is read out on the telephone."""
    return f"{code[:4]}-{code[4:]}"


class RecoveryWorkflow(Recovery):
    """From the request to the new password."""

    fresh_code: str = ""  # in memory only, for whoever has just confirmed last

    class Meta:
        proxy = True

    @step(
        (S.ASKED, S.CONFIRMED_ONCE), S.READY, action="recovery.confirm_unit", law=_LAW, says="确认是本人",
        given=_confirmation, rules=(rules.another_than_the_person,),
    )  # fmt: skip
    def confirm_as_unit(self, act: Act, *, note: str) -> None:
        """Another administrator of the unit; with the person who asks that makes two."""
        self.second_by_id, self.second_at, self.second_note = act.person_id, act.now, _said(note)
        self._open_the_way(act)

    @step(
        S.ASKED, S.CONFIRMED_ONCE, action="recovery.confirm_first", law=_LAW, says="回电核实（第一人）",
        given=_confirmation, rules=(rules.another_than_the_person,),
    )  # fmt: skip
    def confirm_first(self, act: Act, *, note: str) -> None:
        """At the desk, after a call back."""
        self.first_by_id, self.first_at, self.first_note = act.person_id, act.now, _said(note)
        act.notes["note"] = self.first_note

    @step(
        S.CONFIRMED_ONCE, S.READY, action="recovery.confirm_second", law=_LAW, says="回电核实（第二人）",
        given=_confirmation, rules=(rules.another_than_the_person, rules.another_than_the_first),
    )  # fmt: skip
    def confirm_second(self, act: Act, *, note: str) -> None:
        """Somebody else at the desk, after a call back of their own."""
        self.second_by_id, self.second_at, self.second_note = act.person_id, act.now, _said(note)
        self._open_the_way(act)

    @step(
        _OPEN, S.REFUSED, action="recovery.refuse", law=_LAW, says="不同意恢复",
        given=_confirmation, rules=(rules.another_than_the_person,),
    )  # fmt: skip
    def refuse(self, act: Act, *, note: str) -> None:
        """It was not them, or it cannot be told."""
        self.code_digest = ""
        act.notes["note"] = _said(note)

    @step(
        _OPEN, S.REFUSED, action="recovery.stop", law=_LAW, says="停止恢复（不是我申请的）",
        given=_return, rules=(rules.the_person_themselves,),
    )  # fmt: skip
    def stop(self, act: Act) -> None:
        """The account's owner is signed in and did not ask."""
        self.code_digest = ""
        _tell_all(
            self, f"{self.user.name}说明没有申请恢复账户，申请 {self.number} 已停止。请留意冒充。", act.now
        )

    @step(
        S.READY, S.USED, action="recovery.use", law=PLATFORM["RECOVERY-CODE"], says="恢复账户",
        given=_return, rules=(rules.the_person_themselves,),
    )  # fmt: skip
    def use(self, act: Act, *, password: Secret) -> None:
        """A new password; what was lost proves nothing any more, and every open session ends."""
        self.code_digest, self.used_at = "", act.now
        _start_anew(self.user, password.value, act.now, drops_phone=self.drops_phone)
        _tell_all(self, f"{self.user.name}的账户已恢复（{self.number}），原密码和第二步验证已作废。", act.now)

    @step(_OPEN, S.EXPIRED, action="recovery.expire", law=PLATFORM["RECOVERY-LIFE"], says="恢复申请失效")
    def expire(self, act: Act) -> None:
        """Nobody confirmed in a day, or the code was not used in half an hour."""
        self.code_digest = ""

    def duties(self, now: datetime) -> Iterable[Owed]:
        """Both ways stand open until one is gone: the unit's other administrators, the desk."""
        if self.state not in _OPEN:
            return
        ends = self.expires_at if self.state == S.READY else self.asked_at + WAITS
        yield Owed(
            "RECOVERY-END", "recovery.expire", Role.CLOCK, frozenset({"clock"}), "恢复申请失效",
            PLATFORM["RECOVERY-LIFE"], ends,
        )  # fmt: skip
        if self.state == S.READY:
            return
        says, own = f"核实并确认：{self.user.name}申请恢复账户", frozenset({f"user:{self.user_id}"})
        if self.organization_id:
            yield Owed(
                "RECOVERY-UNIT", "recovery.confirm_unit", Role.ADMINISTRATOR,
                frozenset({f"admin:{self.organization_id}"}), says, _LAW, ends,
                f"/my/recoveries/{self.number}/", barred=own,
            )  # fmt: skip
        first = frozenset({f"user:{self.first_by_id}"}) if self.first_by_id else frozenset()
        action = "recovery.confirm_second" if self.first_by_id else "recovery.confirm_first"
        yield Owed(
            "RECOVERY-DESK-2" if self.first_by_id else "RECOVERY-DESK", action, Role.CENTRE,
            frozenset({"role:centre"}), says, _LAW, ends, f"/desk/recoveries/{self.number}/",
            barred=own | first,
        )  # fmt: skip

    def is_right(self, typed: str) -> bool:
        """Whether this is the code that was read out."""
        code = typed.upper().translate(_READ_AS)
        return constant_time_compare(_digest(self.number, code), self.code_digest or "-")

    def _open_the_way(self, act: Act) -> None:
        """A code good for half an hour; what is kept is its keyed digest."""
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        self.code_digest, self.expires_at, self.tries = _digest(self.number, code), act.now + LASTS, 0
        self.fresh_code = in_groups(code)
        act.notes["note"] = self.second_note
        _tell_all(
            self,
            f"{self.user.name}的账户即将恢复（{self.number}）。不是本人申请的，请马上拨打服务热线。",
            act.now,
        )


Recovery.WORKFLOW = RecoveryWorkflow


def _said(note: str) -> str:
    if not note.strip():
        raise Refused("RECOVERY-SAY-HOW", "请写明怎样核实的", _LAW, field="note")
    return note.strip()


def _start_anew(user: User, password: str, now: datetime, *, drops_phone: bool) -> None:
    user.set_password(password)
    kept = {} if drops_phone is False else {"phone": "", "phone_verified_at": None}
    User.objects.filter(pk=user.pk).update(
        password=user.password, stepped_up_at=None, step_up_act=None, **kept
    )
    Authenticator.objects.filter(user=user).delete()
    SmsFactor.objects.filter(user=user).delete()
    sign_ins.end_all(user, now)


def _tell_all(row: Recovery, text: str, now: datetime) -> None:
    """Every telephone of the unit, and the person's own."""
    people = people_of(f"org:{row.organization_id}") if row.organization_id else []
    tell({person.pk: person for person in [*people, row.user]}.values(), "账户恢复", text, "/my/", now)
