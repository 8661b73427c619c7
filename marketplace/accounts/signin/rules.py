"""How often a code may be sent and tried: the platform's own limits, with examples on both sides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from marketplace.law.rules import rule
from marketplace.law.statutes import PLATFORM

FIGURES = 6
LASTS = timedelta(minutes=5)  # PLATFORM["CODE-LIFE"]
TRIES = 5  # PLATFORM["CODE-TRIES"]
_MINUTE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent before: to this telephone for the same kind of purpose, and from this network address."""

    since_last: timedelta | None = None
    last_hour: int = 0
    last_day: int = 0
    from_address_last_hour: int = 0
    from_address_last_day: int = 0


@dataclass(frozen=True, slots=True)
class Tried:
    """A code that is being tried: how old it is, how often it was tried before."""

    age: timedelta
    tries: int = 0
    is_used: bool = False


@rule(
    "CODE-ONE-A-MINUTE",
    law=PLATFORM["CODE-RESEND"],
    says="验证码 60 秒内只发一次，请稍等再重新获取",
    holds=[Sent(), Sent(_MINUTE, 1, 1)],
    breaks=[Sent(timedelta(seconds=59, milliseconds=999), 1, 1)],
)
def a_minute_has_passed(facts: Sent) -> bool:
    return facts.since_last is None or facts.since_last >= _MINUTE


@rule(
    "CODE-FEW-A-PHONE",
    law=PLATFORM["CODE-RATE"],
    says="这个手机号的验证码已经发满（每小时 5 次、每天 10 次），请稍后再试，或者换一种方式验证",
    holds=[Sent(_MINUTE, 4, 9)],
    breaks=[Sent(_MINUTE, 5, 5), Sent(_MINUTE, 0, 10)],
)
def the_phone_got_few_codes(facts: Sent) -> bool:
    return facts.last_hour < 5 and facts.last_day < 10


@rule(
    "CODE-FEW-AN-ADDRESS",
    law=PLATFORM["CODE-ADDRESS"],
    says="您所在的网络发出的验证码过多（每小时 60 次、每天 200 次），请稍后再试，或者用密码登录",
    holds=[Sent(from_address_last_hour=59, from_address_last_day=199)],
    breaks=[Sent(from_address_last_hour=60, from_address_last_day=60), Sent(from_address_last_day=200)],
)
def the_address_asked_for_few_codes(facts: Sent) -> bool:
    return facts.from_address_last_hour < 60 and facts.from_address_last_day < 200


@rule(
    "CODE-FRESH",
    law=PLATFORM["CODE-LIFE"],
    says="验证码不对、已过期或者已经用过，请核对最新一条短信，或者重新获取",
    holds=[Tried(timedelta(0)), Tried(timedelta(minutes=4, seconds=59))],
    breaks=[Tried(LASTS), Tried(timedelta(0), is_used=True)],
)
def the_code_is_fresh(facts: Tried) -> bool:
    return facts.age < LASTS and not facts.is_used


@rule(
    "CODE-FIVE-TRIES",
    law=PLATFORM["CODE-TRIES"],
    says="这个验证码已经输错 5 次，不能再用，请重新获取",
    holds=[Tried(timedelta(0), 4)],
    breaks=[Tried(timedelta(0), TRIES)],
)
def the_code_was_tried_less_than_five_times(facts: Tried) -> bool:
    return facts.tries < TRIES
