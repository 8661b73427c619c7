"""People who register a unit, and a desk that answers: fixed values, every state reached by its steps."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any
from uuid import uuid4

from PIL import Image, ImageDraw

from bidding.demo.people import code
from marketplace.accounts.actors import actor_of
from marketplace.accounts.models import Filing, Membership, Organization, User
from marketplace.accounts.registration import actions, commitment, licences
from marketplace.accounts.registration.workflow import OrganizationWorkflow
from marketplace.flow.acts import Act
from marketplace.law.workdays import SHANGHAI

FRIDAY = datetime(2026, 3, 6, 10, 0, tzinfo=SHANGHAI)
MONDAY = datetime(2026, 3, 9, 10, 0, tzinfo=SHANGHAI)
PASSWORD = "mountain-river-7"
USCC = code(501)
VALUES: dict[str, Any] = {
    "uscc": USCC,
    "name": "静乐县青峰建筑有限公司（示例）",
    "legal_representative": "王青峰",
    "address": "静乐县鹅城镇新建路 8 号",
    "email": "office@example.com",
    "business": ["works", "services"],
}


def picture(width: int = 1200, height: int = 900, *, ink: int = 230, kind: str = "JPEG") -> bytes:
    """A page with lines on it, as bright as `ink`."""
    image = Image.new("RGB", (width, height), (ink, ink, ink))
    draw = ImageDraw.Draw(image)
    for y in range(40, height, 40):
        draw.line((40, y, width - 40, y), fill=(ink // 3, ink // 3, ink // 3), width=4)
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def account(phone: str, name: str, now: datetime = FRIDAY) -> User:
    user = actions.open_account(phone, PASSWORD, now)
    User.objects.filter(pk=user.pk).update(name=name)
    return User.objects.get(pk=user.pk)


def act(user: User, now: datetime, unit: Organization | None = None) -> Act:
    return Act(actor_of(User.objects.get(pk=user.pk), unit.pk if unit else None), now, uuid4())


def by(username: str, now: datetime) -> Act:
    return act(User.objects.get(username=username), now)


def given(**changed: Any) -> dict[str, Any]:
    """What is handed in, with a licence that is kept."""
    clean = licences.read(io.BytesIO(picture()), len(picture()))
    return {
        "values": VALUES | changed,
        "licence": licences.keep(clean),
        "licence_sha256": clean.sha256,
        "promise": commitment.VERSION,
    }


def unit_of(number: str) -> OrganizationWorkflow:
    """The unit of a receipt, read again."""
    row = Organization.objects.get(pk=Filing.objects.get(number=number).organization_id)
    assert isinstance(row, OrganizationWorkflow)
    return row


def registered(user: User, now: datetime = FRIDAY, **changed: Any) -> OrganizationWorkflow:
    """Handed in and waiting for the desk."""
    return unit_of(actions.register(user, act(user, now), **given(**changed)))


def verified(user: User, now: datetime = FRIDAY, **changed: Any) -> OrganizationWorkflow:
    unit = registered(user, now, **changed)
    unit.accept(by("centre2", now), licence_until=None)
    return unit


def join(user: User, unit: Organization, part: str) -> Membership:
    return Membership.objects.create(user=user, organization=unit, part=part)
