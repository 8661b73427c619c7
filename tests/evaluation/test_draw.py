"""The public draw page: each panel when it has happened, no names, and everybody recomputes the same."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from bidding.models import Expert, State
from marketplace.trust.draw import verify_record
from tests.evaluation.conftest import Open, Queries

SCRIPT = Path(settings.BASE_DIR) / "bidding/static/bidding/draw_check.py"


def test_there_is_no_draw_before_it_is_ordered(desk: Open) -> None:
    at = desk(State.OPENED)
    assert at.get("", f"/draws/{at.journey.number}-01/").status_code == 404


def test_before_the_roster_is_frozen_only_commitments_are_shown(desk: Open) -> None:
    at = desk(State.OPENED)
    at.journey.process().order_draw(at.journey.act("lijun"), seats={"市政公用工程": 3, "工程造价": 2})
    draw = at.journey.process().draws.all()[0]
    text = at.get("", f"/draws/{at.journey.number}-01/").content.decode()
    assert draw.commit in text
    assert draw.seed not in text
    assert "还没有收到" in text
    assert at.get("", f"/draws/{at.journey.number}-01/EXP1/record.json").status_code == 404


def test_the_finished_draw_shows_every_step_and_no_name(
    desk: Open, django_assert_max_num_queries: Queries
) -> None:
    at = desk(State.EVALUATING)
    client = at.client()
    with django_assert_max_num_queries(12):
        text = client.get(f"/draws/{at.journey.number}-01/").content.decode()
    record = at.journey.process().draws.all()[0].record or {}
    for value in (record["K_sha256"], record["roster_hash"], record["S_p"], *record["ranking"]):
        assert value in text
    for expert in Expert.objects.select_related("user"):
        assert expert.user.name not in text
        assert expert.number not in text


def test_after_the_award_the_public_still_reads_no_names(desk: Open) -> None:
    at = desk(State.NOTIFIED)
    text = at.get("", f"/draws/{at.journey.number}-01/EXP2/").content.decode()
    assert not any(expert.user.name in text for expert in Expert.objects.select_related("user"))


def test_the_record_verifies_here_and_with_the_script_of_thirty_lines(desk: Open, tmp_path: Path) -> None:
    at = desk(State.EVALUATING)
    record = json.loads(at.get("", f"/draws/{at.journey.number}-01/EXP1/record.json").content)
    verify_record(record)
    file = tmp_path / "record.json"
    file.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    good = subprocess.run([sys.executable, SCRIPT, file], capture_output=True, text=True, check=False)
    assert good.returncode == 0, good.stdout + good.stderr
    record["ranking"] = record["ranking"][::-1]
    file.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    assert subprocess.run([sys.executable, SCRIPT, file], capture_output=True, check=False).returncode == 1


def test_an_unknown_draw_is_no_page(desk: Open) -> None:
    at = desk(State.EVALUATING)
    assert at.get("", f"/draws/{at.journey.number}-01/EXP7/").status_code == 404
