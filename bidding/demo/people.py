"""The people of the demo: all names are made up; every unit carries 「示例」."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.contrib.auth import models as auth
from django.contrib.auth.hashers import make_password

from bidding.demo import mandates
from bidding.models import Expert
from marketplace.accounts.demo import Account, Cast, Group
from marketplace.accounts.models import Membership, Organization, User

PASSWORD = "jingle-demo-2026"  # noqa: S105 - named on the demo's log-in page, refused in production
K = Organization.Kind


@dataclass(frozen=True, slots=True)
class Person:
    """One account of the demo."""

    username: str
    name: str
    unit: str
    title: str


UNITS: tuple[tuple[str, str, str, K], ...] = (
    ("buyer", "静乐县城市供热服务中心（示例）", "12140926MB1A0001X4", K.BUYER),
    ("water", "静乐县水利工程建设中心（示例）", "", K.BUYER),
    ("agency", "晋信工程项目管理有限公司（示例）", "", K.AGENCY),
    ("centre", "静乐县公共资源交易中心（示例）", "", K.CENTRE),
    ("authority", "静乐县住房和城乡建设局（示例）", "11140926012300019A", K.AUTHORITY),
    ("bidder1", "汾源市政工程有限公司（示例）", "", K.SUPPLIER),
    ("bidder2", "管涔山建设集团有限公司（示例）", "", K.SUPPLIER),
    ("bidder3", "天柱山管道安装有限公司（示例）", "", K.SUPPLIER),
    ("bidder4", "碾河水务工程有限公司（示例）", "", K.SUPPLIER),
    ("bidder5", "鹅城机电安装有限公司（示例）", "", K.SUPPLIER),
    ("bidder6", "岑山路桥有限公司（示例）", "", K.SUPPLIER),
)
PEOPLE: tuple[Person, ...] = (
    Person("wangmin", "王敏", "buyer", "经办"),
    Person("zhaozhiqiang", "赵志强", "buyer", "负责人"),
    Person("gaojie", "高洁", "buyer", "公平竞争审查人"),
    Person("lijun", "李军", "agency", "项目负责人"),
    Person("centre1", "郭丽", "centre", "主任"),
    Person("centre2", "白建国", "centre", "受理"),
    Person("centre3", "任晓燕", "centre", "见证"),
    Person("centre4", "吕文斌", "centre", "系统"),
    Person("centre5", "侯秀英", "centre", "档案"),
    Person("jiandu", "孙立新", "authority", "监督员"),
    Person("bidder1", "刘洋", "bidder1", "投标专员"),
    Person("bidder2", "陈涛", "bidder2", "投标专员"),
    Person("bidder3", "杨帆", "bidder3", "投标专员"),
    Person("bidder4", "张磊", "bidder4", "投标专员"),
    Person("bidder5", "马超", "bidder5", "投标专员"),
    Person("bidder6", "冯雪", "bidder6", "投标专员"),
)
PART = Membership.Part
# who administers each unit: lets colleagues in, confirms that it is them when they lost their way in
HEADS = frozenset({"zhaozhiqiang", "lijun", "centre1", "jiandu", *(f"bidder{n}" for n in range(1, 7))})
SPECIALTIES = ("市政公用工程", "工程造价")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫"


def code(serial: int) -> str:
    """A synthetic USCC of region 140926 whose both check digits hold (GB 32100-2015, GB 11714)."""
    body = f"MA0K{serial:04d}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    values = [int(c) if c.isdigit() else ord(c) - 55 for c in body]
    inner = (11 - sum(w * v for w, v in zip(weights, values, strict=True)) % 11) % 11
    head = f"91140926{body}{'X' if inner == 10 else inner}"
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(head))
    return head + alphabet[(31 - total % 31) % 31]


def _unit(name: str, uscc: str, kind: K, serial: int, now: datetime) -> Organization:
    row, _ = Organization.objects.get_or_create(
        uscc=uscc or code(serial),
        defaults={
            "name": name, "kind": kind, "state": "verified", "verified_at": now, "is_demo": True, "address": "山西省忻州市静乐县鹅城镇",
            "phone": "0350-XXXXXXX", "legal_representative": "（示例）",
        },
    )  # fmt: skip
    return row


@cache
def _hashed() -> str:
    """All demo accounts share one password, so one slow hash is enough."""
    return make_password(PASSWORD)


def _person(username: str, name: str, now: datetime) -> User:
    """A made-up person with a telephone of their own, so that codes can be read at /dev/outbox/."""
    phone = f"138003500{User.objects.count():02d}"
    user, _ = User.objects.get_or_create(
        username=username,
        defaults={"name": name, "password": _hashed(), "phone": phone, "phone_verified_at": now},
    )
    return user


def expert_names() -> list[tuple[str, str, str]]:
    """(user name, name, specialty) of the made-up expert pool: twelve works, eight cost."""
    return [
        (f"expert{n:02d}", f"{SURNAMES[(n - 1) % 12]}专家{n:02d}", SPECIALTIES[n > 12]) for n in range(1, 21)
    ]


# Who writes, reviews and publishes on the site; the groups get their rights from the matrix.
SITE: tuple[tuple[str, str, str], ...] = (
    ("editor", "段文静", "网站编辑"),
    ("reviewer", "郝志刚", "网站审核"),
    ("publisher", "穆晓峰", "网站发布"),
)


def _site_staff(now: datetime) -> None:
    """News, policies and guides pass through three hands; none of them can touch a notice."""
    for username, name, group in SITE:
        _person(username, name, now).groups.add(auth.Group.objects.get_or_create(name=group)[0])


def create(now: datetime) -> None:
    """All units, accounts and experts; safe to run again."""
    units = {
        key: _unit(name, uscc, kind, serial, now) for serial, (key, name, uscc, kind) in enumerate(UNITS, 1)
    }
    for person in PEOPLE:
        user = _person(person.username, person.name, now)
        Membership.objects.get_or_create(
            user=user, organization=units[person.unit],
            defaults={"title": person.title, "part": PART.ADMIN if person.username in HEADS else PART.HANDLER},
        )  # fmt: skip
    _site_staff(now)
    for number, (username, name, specialty) in enumerate(expert_names(), 1):
        Expert.objects.get_or_create(
            number=f"SX{number:05d}",
            defaults={
                "user": _person(username, name, now),
                "specialty": specialty,
                "unit": f"省内设计单位{number:02d}（示例）",
            },
        )
    mandates.create(now)


def cast() -> Cast:
    """Everybody by unit, for the demo's log-in page; the experts that a draw may choose come last."""
    names = {key: name for key, name, _, _ in UNITS}
    units = {
        key: Group(
            name, tuple(Account(one.username, one.name, one.title) for one in PEOPLE if one.unit == key)
        )
        for key, name in names.items()
    }
    site = Group("网站编辑部（示例）", tuple(Account(*one) for one in SITE))
    pool = tuple(Account(username, name, specialty) for username, name, specialty in expert_names())
    return Cast(
        PASSWORD,
        (*(group for group in units.values() if group.accounts), site, Group("评标专家库（示例）", pool)),
    )
