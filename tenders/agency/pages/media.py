"""媒体台账: where each notice stood since when, from when its periods run, what is missing or printed differently."""

from __future__ import annotations

from typing import Any

from marketplace.flow.access import Actor
from marketplace.notices.models import Medium, Notice
from marketplace.templatetags.ui import octets
from tenders.agency.differing import differing
from tenders.agency.models import MediaProof
from tenders.models import Tender

Context = dict[str, Any]
# 发改委令10 第八条: one of these two, beside which others may print the same.
DESIGNATED = ("中国招标投标公共服务平台", "山西省招标投标公共服务平台")
# A record of an opening and a contract are public here; the law does not send them to the media.
NOT_FOR_MEDIA = ("E09", "E15", "E16")


def notices(actor: Actor, project: str) -> list[Notice]:
    """The notices of the unit's projects that belong on the media, newest first."""
    numbers = [row.number for row in Tender.objects.of(actor) if project in ("", row.number)]
    rows = Notice.objects.filter(tender__in=numbers).exclude(type__in=NOT_FOR_MEDIA).newest_first()
    return list(rows.prefetch_related("media", "proofs")[:100])


def first(row: Notice) -> Medium:
    """The designated medium that came first: the periods of the notice run from it (design D25)."""
    return min((one for one in row.media.all() if one.designated), key=lambda one: one.at)


def lacking(row: Notice) -> list[str]:
    """What makes the row yellow, as sentences."""
    there = {one.name for one in row.media.all()}
    found = [] if there & set(DESIGNATED) else [f"还没有登记{'或者'.join(DESIGNATED)}的发布"]
    for proof in latest(row):
        if lost := differing(row.rows(), proof.text) if proof.text else []:
            found.append(
                f"{proof.medium}的文本有 {len(lost)} 处不一致：{'、'.join(label for label, _ in lost)}"
            )
    return found


def latest(row: Notice) -> list[MediaProof]:
    """The last proof of each medium: what was corrected there counts as corrected."""
    return list({one.medium: one for one in row.proofs.all()}.values())


def ledger(found: list[Notice]) -> list[Context]:
    """One line a notice."""
    return [
        {
            "notice": row, "first": first(row), "media": len(row.media.all()), "lacking": lacking(row),
            "url": f"/my/agency/media/{row.number}/",
        }
        for row in found
    ]  # fmt: skip


def media(row: Notice) -> list[Context]:
    """Every medium of a notice with its picture and what it printed differently."""
    proofs = {one.medium: one for one in latest(row)}
    start = first(row)
    return [_medium(one, proofs.get(one.name), row, starts=one == start) for one in row.media.all()]


def _medium(one: Medium, proof: MediaProof | None, row: Notice, *, starts: bool) -> Context:
    own = one.url.endswith(row.get_absolute_url())
    lost = differing(row.rows(), proof.text) if proof and proof.text else []
    checked = "本平台，原文" if own else "没有粘贴文本，未核对"
    return {
        "name": one.name, "at": one.at, "url": one.url, "designated": one.designated, "starts": starts, "lost": lost,
        "checked": (f"{len(lost)} 处不一致" if lost else "文本一致") if proof and proof.text else checked,
        "picture": f"/my/agency/media/{row.number}/pictures/{proof.picture_sha256}/" if proof and proof.picture else "",
        "sha256": octets(proof.picture_sha256) if proof and proof.picture else "",
    }  # fmt: skip
