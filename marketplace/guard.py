"""What keeps production from starting: a moved clock, the demo's people, the demo's custodians."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from marketplace.accounts.models import Organization
from marketplace.flow.models import ClockOffset
from marketplace.law.errors import Misdeclared
from marketplace.trust.models import Custodian


def faults() -> list[str]:
    """Everything found in the database that must not be there in production."""
    found = []
    if ClockOffset.objects.exclude(offset=timedelta(0)).exists():
        found.append("平台时间被拨动过")
    if Organization.objects.filter(is_demo=True).exists():
        found.append("库中有演示单位和演示账号")
    if Custodian.objects.filter(kind="demo").exists():
        found.append("登记了演示用的保管方")
    return found


def refuse_unsafe() -> None:
    """Raise before the first request is served."""
    if settings.PRODUCTION and (found := faults()):
        raise Misdeclared(f"生产环境拒绝启动：{'；'.join(found)}")
