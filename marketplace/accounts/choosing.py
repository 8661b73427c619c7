"""What somebody chose about messages: which topics by which door."""

from __future__ import annotations

from typing import Any

from marketplace.accounts.messages import BY_DEFAULT, CHANNELS, TOPICS
from marketplace.accounts.models import Preference, User
from marketplace.flow.acts import Act, act
from marketplace.flow.errors import Refused
from marketplace.law.statutes import PLATFORM

Choice = dict[str, bool]  # "todo:sms" → on


def key(topic: str, channel: str) -> str:
    return f"{topic or 'result'}-{channel}"


def fixed(topic: str, channel: str) -> bool:
    """A message the law wants delivered goes by SMS, whatever was chosen."""
    return channel == "sms" and TOPICS[topic].required


@act("account.choose_messages", law=PLATFORM["REMINDERS"], says="设置通知", lock="none")
def choose(user: User, act: Act, /, *, on: list[str]) -> None:
    """`on` = the keys that are to be sent. What cannot be switched off may not be among the rest."""
    for topic in TOPICS:
        for channel, _ in CHANNELS:
            wanted = key(topic, channel) in on
            if fixed(topic, channel) and not wanted:
                says = f"“{TOPICS[topic].label}”是依法或者依规则应当送达的，不能关闭"
                raise Refused("MESSAGE-REQUIRED", says, TOPICS[topic].law)
            if not fixed(topic, channel):
                Preference.objects.update_or_create(
                    user=user, topic=topic, channel=channel, defaults={"on": wanted}
                )
    act.notes["on"] = sorted(on)


def chosen(user: User) -> dict[str, bool]:
    """Every switch as it stands."""
    rows = {(row.topic, row.channel): row.on for row in Preference.objects.of(user)}
    return {
        key(topic, channel): fixed(topic, channel) or rows.get((topic, channel), BY_DEFAULT[channel])
        for topic in TOPICS
        for channel, _ in CHANNELS
    }


def table(user: User) -> list[dict[str, Any]]:
    """Rows of the page: a topic, what it is for, and its switches; a fixed one says why."""
    now = chosen(user)
    return [
        {
            "topic": topic, "required": topic.required, "doors": [
                {"key": key(code, channel), "label": label, "on": now[key(code, channel)], "fixed": fixed(code, channel)}
                for channel, label in CHANNELS
            ],
        }
        for code, topic in TOPICS.items()
    ]  # fmt: skip
