"""The archive: made once by the centre, read by the centre and the authority, every file with its hash."""

from __future__ import annotations

import asyncio
import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings

from bidding.models import Archive, State
from tests.evaluation.conftest import Open


def _read(response: Any) -> bytes:
    async def whole() -> bytes:
        return b"".join([piece async for piece in response.streaming_content])

    return asyncio.run(whole())


def _files() -> list[Path]:
    return sorted(path for path in Path(settings.BLOB_ROOT).rglob("*") if path.is_file())


def test_only_centre_and_authority_find_the_archive(desk: Open) -> None:
    at = desk(State.CONTRACTED)
    url = f"/desk/archive/{at.journey.number}-01/"
    for username in ("wangmin", "bidder1"):
        assert at.get(username, url).status_code == 404
        assert at.journey.number not in at.get(username, "/desk/archive/").content.decode()
    assert "由交易中心办理" in at.get("jiandu", url).content.decode()
    refused = at.post("jiandu", url)
    assert refused.status_code == 403
    assert not Archive.objects.exists()


def test_a_lot_without_contract_is_not_listed(desk: Open) -> None:
    at = desk(State.NOTIFIED)
    assert "没有待归档的标段" in at.get("centre5", "/desk/archive/").content.decode()
    assert at.get("centre5", f"/desk/archive/{at.journey.number}-01/").status_code == 404


def test_the_centre_archives_once_and_everybody_entitled_reads_the_same_package(desk: Open) -> None:
    at = desk(State.CONTRACTED)
    url = f"/desk/archive/{at.journey.number}-01/"
    assert at.journey.number in at.get("centre5", "/desk/archive/").content.decode()
    client, form = at.client("centre5"), {"act_id": str(uuid4())}
    assert [client.post(url, form).status_code for _ in range(2)] == [303, 303]
    kept = Archive.objects.get()
    assert at.journey.process().state == State.ARCHIVED
    for username in ("centre1", "jiandu"):
        text = at.get(username, url).content.decode()
        assert kept.sha256[:8] in text
        assert "report.json" in text
        data = _read(at.get(username, f"{url}package.zip"))
        assert hashlib.sha256(data).hexdigest() == kept.sha256
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for row in kept.contents:
            assert hashlib.sha256(archive.read(row["name"])).hexdigest() == row["sha256"]


def test_the_second_person_at_the_same_lot_is_refused_and_leaves_no_file(desk: Open) -> None:
    at = desk(State.CONTRACTED)
    url = f"/desk/archive/{at.journey.number}-01/"
    assert at.post("centre5", url).status_code == 303
    files = _files()
    late = at.post("centre1", url)
    assert late.status_code == 409
    assert _files() == files


def test_there_is_no_package_before_the_archive(desk: Open) -> None:
    at = desk(State.CONTRACTED)
    assert at.get("centre5", f"/desk/archive/{at.journey.number}-01/package.zip").status_code == 404
