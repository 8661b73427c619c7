"""Does `manage.py search` print what programs read, and do the documents read only what is allowed?"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bidding.demo.journey import Journey
from bidding.models import State
from marketplace.flow import clock
from marketplace.notices.models import Notice
from search import documents
from search.indexing import index_new, put
from search.models import Entry
from tests.conftest import MONDAY
from tests.factories import a_process
from tests.search.conftest import entry, world

pytestmark = pytest.mark.django_db


def _run(*arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("search", *arguments, "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_it_prints_total_relaxation_and_hits(db: None) -> None:
    clock.move_to(MONDAY)
    put(world())
    found = _run("供热管网", "--limit", "2")
    assert set(found) == {"total", "relaxed", "hits"}
    assert found["relaxed"] == ""
    assert len(found["hits"]) == 2 < found["total"]
    assert set(found["hits"][0]) == {"id", "title", "score"}
    assert _run("供热 火星")["relaxed"] == "any"
    assert _run('"""')["total"] == 0


def test_filters_narrow_and_wrong_ones_are_refused(db: None) -> None:
    put(world())
    everything, narrow = _run("工程"), _run("工程", "--filter", "type=招标公告", "--filter", "band=0")
    assert 0 < narrow["total"] < everything["total"]
    for wrong in ("colour=red", "type", "due=never"):
        with pytest.raises(CommandError):
            _run("工程", "--filter", wrong)


def test_a_sample_has_the_number_of_its_source(db: None) -> None:
    put([entry(9, external_id="nb-123"), entry(8)])
    assert [hit["id"] for hit in _run("", "--samples", "--sort", "newest")["hits"]] == [
        entry(8).key,
        "nb-123",
    ]
    assert len(_run("")["hits"]) == 1


def test_documents_read_only_the_attributes_on_their_list(journey: Callable[..., Journey]) -> None:
    """Whatever a document holds comes from an allowed attribute; nothing names who takes part."""
    found = journey()
    a_process(found, at=State.CONTRACTED)
    index_new(found.now)
    assert set(Entry.objects.values_list("scope", flat=True)) >= {"notices", "tenders", "lots", "contracts"}
    for scope, paths in documents.ALLOWED.items():
        assert not [
            path
            for path in paths
            if any(
                word in path for word in ("submission", "bids", "registration", "question", "phone", "user")
            )
        ]
        assert scope in Entry.Scope.values

    class Spy:
        """Answers nothing that is not asked by name, and remembers what was."""

        def __init__(self) -> None:
            self.asked: set[str] = set()

        def __getattr__(self, name: str) -> Any:
            self.asked.add(name)
            return None

    spy = Spy()
    documents.only(Entry.Scope.NOTICES, spy)
    assert spy.asked == {path.split(".")[0] for path in documents.ALLOWED[Entry.Scope.NOTICES]}
    assert not {field.name for field in Notice._meta.get_fields()} <= spy.asked


def test_public_files_are_found_by_their_text(journey: Callable[..., Journey]) -> None:
    found = journey()
    a_process(found)
    index_new(found.now)
    index_new(found.now)
    files = Entry.objects.filter(scope="files")
    assert files.exists()
    assert all(row.url.startswith("/tenders/") for row in files)
