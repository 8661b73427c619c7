"""A lot's name stands in a title only where there are several lots."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bidding.models import Process, State
from tenders.models import Lot
from tests.bidding_pages.conftest import Desk

pytestmark = pytest.mark.django_db


def test_the_lot_is_named_only_among_several(desk_at: Callable[[str], Desk]) -> None:
    number = desk_at(State.RECEIVING).number
    plain, counted = Process.objects.get(number=number), Process.objects.with_tender().get(number=number)
    assert plain.title == counted.title == plain.tender.title
    lot = plain.lot
    Lot.objects.create(
        tender=plain.tender, no=2, name="二标段", scope=lot.scope, ceiling_fen=lot.ceiling_fen,
        duration_days=lot.duration_days, quality=lot.quality,
    )  # fmt: skip
    again, counted = Process.objects.get(number=number), Process.objects.with_tender().get(number=number)
    assert again.title == counted.title == f"{plain.tender.title}（{lot.name}）"
