"""Who is drawn, and how anyone checks it: ZJCS-DRAW-1 from the platform's commitment to the ranking."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import cast

from cryptography.hazmat.primitives import hashes

from marketplace.trust.canonical import MAX_INTEGER, Json, nfc
from marketplace.trust.errors import DrawError
from marketplace.trust.keycard import is_hash

Hash = Callable[[bytes], bytes]
RECORD_MEMBERS = (
    "v", "project_no", "suffix", "round", "commit", "S_p", "roster", "contributions", "beacon",
    "roster_hash", "contrib_hash", "K_sha256", "ranking",
)  # fmt: skip
MAX_CONTRIBUTION = 64


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def sm3(data: bytes) -> bytes:
    """SM3 (国密), for the variant ZJCS-DRAW-1-SM3."""
    hasher = hashes.Hash(hashes.SM3())
    hasher.update(data)
    return hasher.finalize()


ALGORITHMS: dict[str, Hash] = {"ZJCS-DRAW-1": sha256, "ZJCS-DRAW-1-SM3": sm3}


@dataclass(frozen=True, slots=True)
class Ticket:
    """One line of the roster: an entrant (USCC or expert id) and its number of tickets."""

    id: str
    tickets: int = 1

    def line(self) -> str:
        return f"{self.id}|{self.tickets}"


@dataclass(frozen=True, slots=True)
class Contribution:
    """Text that an entrant or the owner adds before the roster is frozen."""

    by: str
    text: str

    def line(self) -> str:
        return f"{self.by}|{self.text}"


@dataclass(frozen=True, slots=True)
class Step:
    """How one rank was found: the hash, the tickets then in the pool, the ticket hit, whose it was."""

    hash: str
    pool: int
    ticket: int
    id: str


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw with everything that decides it; each property is one line of the public computation."""

    project_no: str
    seed: str  # S_p, 64 hex digits
    roster: tuple[Ticket, ...]
    beacon: str
    contributions: tuple[Contribution, ...] = ()
    suffix: str = ""
    round: int = 1
    custodians: tuple[tuple[str, str], ...] = field(default=())
    v: str = "ZJCS-DRAW-1"

    @property
    def hash_of(self) -> Hash:
        return ALGORITHMS[self.v]

    @property
    def commit(self) -> str:
        return commit(self.project_no, self.seed, self.hash_of)

    @property
    def roster_hash(self) -> str:
        return roster_hash(self.roster, self.hash_of)

    @property
    def contrib_hash(self) -> str:
        return contrib_hash(self.contributions, self.hash_of)

    @property
    def key(self) -> str:
        """K: the seven lines that decide the draw."""
        lines = (
            self.v,
            self.project_no + self.suffix,
            str(self.round),
            self.roster_hash,
            self.seed,
            self.contrib_hash,
            self.beacon,
        )
        return "\n".join(lines)

    @property
    def key_hash(self) -> str:
        return self.hash_of(self.key.encode()).hex()

    def steps(self) -> list[Step]:
        """The whole ranking, rank by rank; rank 1 wins, ranks 2 and 3 are reserves."""
        key = self.key

        def number(index: int) -> int:
            return int.from_bytes(self.hash_of(f"{key}\n{index}".encode()))

        ranked = rank([(entry.id, entry.tickets) for entry in in_order(self.roster)], number)
        return [
            Step(self.hash_of(f"{key}\n{index}".encode()).hex(), pool, ticket, found)
            for index, (pool, ticket, found) in enumerate(ranked)
        ]

    @property
    def ranking(self) -> list[str]:
        return [step.id for step in self.steps()]

    def record(self) -> Json:
        """The draw record that is published and that `verify draw` reads."""
        made: Json = {
            "v": self.v,
            "project_no": self.project_no,
            "suffix": self.suffix,
            "round": self.round,
            "commit": self.commit,
            "S_p": self.seed,
            "roster": [{"id": entry.id, "tickets": entry.tickets} for entry in in_order(self.roster)],
            "contributions": [{"by": c.by, "text": c.text} for c in _sorted(self.contributions)],
            "beacon": self.beacon,
            "roster_hash": self.roster_hash,
            "contrib_hash": self.contrib_hash,
            "K_sha256": self.key_hash,
            "ranking": self.ranking,
        }
        if self.custodians:
            made["custodians"] = [{"id": name, "commit": value} for name, value in self.custodians]
        return made


def commit(project_no: str, seed: str, hash_of: Hash = sha256) -> str:
    """C_p: what the platform publishes before entrants are known."""
    return hash_of(f"ZJCS-COMMIT-1\n{project_no}\n{seed}".encode()).hex()


def custodian_commit(project_no: str, custodian: str, nonce: str, hash_of: Hash = sha256) -> str:
    """What a custodian publishes at the same time."""
    return hash_of(f"ZJCS-CUSTODIAN-1\n{project_no}\n{custodian}\n{nonce}".encode()).hex()


def custodian_beacon(nonces: Iterable[tuple[str, str]]) -> str:
    """The beacon text of custodians' numbers, in the order of the announcement."""
    return ";".join(f"KST:{custodian}:{nonce}" for custodian, nonce in nonces)


def has_custodians(beacon: str) -> bool:
    """Whether any source of the beacon is a custodian's number."""
    return any(source.startswith("KST:") for source in beacon.split(";"))


def expert_id(project_no: str, blind: str, number: str) -> str:
    """How an expert stands in a public roster before the award: 16 hex digits, opened afterwards."""
    return sha256(f"ZJCS-EXPERT-1\n{project_no}\n{blind}\n{number}".encode()).hex()[:16]


def in_order(roster: Iterable[Ticket]) -> list[Ticket]:
    """The roster in ASCII byte order of its ids, whatever order it was given in."""
    return sorted(roster, key=lambda entry: entry.id.encode())


def _sorted(contributions: Iterable[Contribution]) -> list[Contribution]:
    return sorted(contributions, key=lambda contribution: contribution.by.encode())


def roster_hash(roster: Iterable[Ticket], hash_of: Hash = sha256) -> str:
    return hash_of("\n".join(entry.line() for entry in in_order(roster)).encode()).hex()


def contrib_hash(contributions: Iterable[Contribution], hash_of: Hash = sha256) -> str:
    return hash_of("\n".join(line.line() for line in _sorted(contributions)).encode()).hex()


def rank(pool: Sequence[tuple[str, int]], number: Callable[[int], int]) -> list[tuple[int, int, str]]:
    """Walk the pool: the i-th number picks one ticket of those left, whose holder leaves with all of its own.

    Returns for each rank the tickets then in the pool, the ticket hit and its holder. The modulo bias
    with 256-bit numbers and at most 10^6 tickets is below 2^-235.
    """
    left, total = list(pool), sum(tickets for _, tickets in pool)
    found: list[tuple[int, int, str]] = []
    while left:
        ticket = number(len(found)) % total
        reached = list(accumulate(tickets for _, tickets in left))
        name, tickets = left.pop(bisect_right(reached, ticket))
        found.append((total, ticket, name))
        total -= tickets
    return found


def check(draw: Draw) -> None:
    """Raise unless the inputs are of the form the computation is defined for."""
    if not _is_line(draw.project_no) or not is_hash(draw.seed) or not _is_line(draw.beacon):
        raise DrawError("form", "项目编号、平台种子或外部随机数的写法不对")
    if draw.suffix and not (draw.suffix.startswith("#") and _is_line(draw.suffix)):
        raise DrawError("form", "后缀须为空或以 # 开头")
    ids = [entry.id for entry in draw.roster]
    if not ids or not all(map(_is_id, ids)) or any(entry.tickets < 1 for entry in draw.roster):
        raise DrawError("roster", "名单为空，或有编号、票数不合格的行")
    if len(set(ids)) != len(ids):
        raise DrawError("roster", "名单中有重复的参加者")
    if len({line.by for line in draw.contributions}) != len(draw.contributions):
        raise DrawError("contributions", "每一方至多附一条随机语")
    for line in draw.contributions:
        if not _is_id(line.by) or not _is_line(line.text) or "|" in line.text:
            raise DrawError("contributions", "随机语不得为空、换行或含有竖线")
        if line.text != nfc(line.text) or len(line.text) > MAX_CONTRIBUTION:
            raise DrawError("contributions", f"随机语不超过 {MAX_CONTRIBUTION} 字，并为 NFC 形式")


def _is_line(text: object) -> bool:
    return (
        isinstance(text, str)
        and bool(text)
        and not re.search(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]", text)
    )


def _is_id(text: object) -> bool:
    return isinstance(text, str) and re.fullmatch(r"[!-{}~]+", text) is not None


def verify_record(record: object) -> Draw:
    """The draw of a record that recomputes; else raise under the name of the first check that fails."""
    draw = _parse(record)
    made = cast("Mapping[str, object]", record)
    check(draw)
    if list(draw.roster) != in_order(draw.roster):
        raise DrawError("roster", "名单未按编号的 ASCII 顺序排列")
    if list(draw.contributions) != _sorted(draw.contributions):
        raise DrawError("contributions", "随机语未按顺序排列")
    for name, found, says in (
        ("roster_hash", draw.roster_hash, "名单的散列值与记录不符"),
        ("contrib_hash", draw.contrib_hash, "随机语的散列值与记录不符"),
        ("commit", draw.commit, "公开的种子与事先公布的承诺不符"),
    ):
        if made[name] != found:
            raise DrawError(name, says)
    if has_custodians(draw.beacon) != bool(draw.custodians) or ("custodians" in made) != bool(
        draw.custodians
    ):
        raise DrawError("custodians", "保管方名单须与 KST 随机数同时出现")
    _check_custodians(draw)
    if made["K_sha256"] != draw.key_hash:
        raise DrawError("K_sha256", "七行文本 K 的散列值与记录不符")
    if made["ranking"] != draw.ranking:
        raise DrawError("ranking", "复算的排序与记录不符")
    return draw


def _check_custodians(draw: Draw) -> None:
    """Each custodian's number matches its commitment, in the announced order."""
    if len({name for name, _ in draw.custodians}) != len(draw.custodians):
        raise DrawError("custodians", "同一保管方出现两次")
    if not draw.custodians:
        return
    sources = [source.split(":") for source in draw.beacon.split(";")]
    if [source[:2] for source in sources] != [["KST", name] for name, _ in draw.custodians]:
        raise DrawError("custodians", "外部随机数与公布的保管方及次序不符")
    for (name, promised), source in zip(draw.custodians, sources, strict=True):
        nonce = source[2] if len(source) == 3 else ""
        if not is_hash(nonce) or custodian_commit(draw.project_no, name, nonce, draw.hash_of) != promised:
            raise DrawError("custodians", f"保管方 {name} 的随机数与其承诺不符")


def _parse(record: object) -> Draw:
    """The draw that a record claims, after its members and their types have been checked."""
    if not isinstance(record, Mapping) or set(record) - {"custodians"} != set(RECORD_MEMBERS):
        raise DrawError("form", "抽取记录的成员不全或有多余")
    if record["v"] not in ALGORITHMS:
        raise DrawError("form", "不是 ZJCS-DRAW-1 抽取记录")
    if not all(isinstance(record[key], str) for key in ("project_no", "suffix", "S_p", "beacon")):
        raise DrawError("form", "抽取记录中应为文本的成员不是文本")
    if not _is_positive(record["round"]):
        raise DrawError("form", "轮次须为正整数")
    roster = _rows(record["roster"], ("id", "tickets"))
    if not all(isinstance(a, str) and _is_positive(b) for a, b in roster):
        raise DrawError("form", "名单的编号须为文本，票数须为正整数")
    pairs = [
        _rows(record["contributions"], ("by", "text")),
        _rows(record.get("custodians", []), ("id", "commit")),
    ]
    if not all(isinstance(value, str) for rows in pairs for row in rows for value in row):
        raise DrawError("form", "随机语和保管方的各项须为文本")
    return Draw(
        project_no=record["project_no"],
        seed=record["S_p"],
        roster=tuple(Ticket(cast("str", a), cast("int", b)) for a, b in roster),
        beacon=record["beacon"],
        contributions=tuple(Contribution(cast("str", a), cast("str", b)) for a, b in pairs[0]),
        suffix=record["suffix"],
        round=record["round"],
        custodians=tuple((cast("str", a), cast("str", b)) for a, b in pairs[1]),
        v=record["v"],
    )


def _rows(rows: object, members: tuple[str, str]) -> list[tuple[object, object]]:
    if not isinstance(rows, list) or not all(isinstance(r, Mapping) and set(r) == set(members) for r in rows):
        raise DrawError("form", f"列表的各行须恰有成员 {members[0]}、{members[1]}")
    return [(row[members[0]], row[members[1]]) for row in rows]


def _is_positive(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MAX_INTEGER
