"""From where a request comes, and on what kind of device, in words a person knows again."""

from __future__ import annotations

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest

_LONGEST = 45  # an IPv6 address in full
# The first that occurs names it: browsers of China call themselves Chrome as well.
_BROWSERS = (
    ("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("QIHU", "360 浏览器"), ("360SE", "360 浏览器"),
    ("QQBrowser", "QQ 浏览器"), ("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("HarmonyOS", "鸿蒙"), ("Android", "安卓手机"), ("iPhone", "苹果手机"), ("iPad", "苹果平板"),
    ("Windows", "Windows 电脑"), ("Macintosh", "苹果电脑"), ("Linux", "Linux 电脑"),
)  # fmt: skip


def address_of(request: HttpRequest) -> str:
    """The client's network address; behind proxies the one TRUSTED_PROXIES counts to."""
    return (get_client_ip(request) or "")[:_LONGEST]


def device_of(request: HttpRequest) -> str:
    """「安卓手机 微信」."""
    agent = request.headers.get("User-Agent", "")
    named = [next((name for mark, name in table if mark in agent), "") for table in (_SYSTEMS, _BROWSERS)]
    return " ".join(filter(None, named)) or "未知设备"
