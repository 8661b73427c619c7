"""What a Merkle tree of RFC 6962 proves: its root, that a leaf is in it, that a later tree only added leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

from marketplace.trust.errors import MerkleError

SEGMENT = 1 << 20
Hash = Callable[[bytes], bytes]


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def leaf_hash(data: bytes, hash_of: Hash = sha256) -> bytes:
    return hash_of(b"\x00" + data)


def node_hash(left: bytes, right: bytes, hash_of: Hash = sha256) -> bytes:
    return hash_of(b"\x01" + left + right)


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1


def root(leaves: Sequence[bytes], hash_of: Hash = sha256) -> bytes:
    """The tree hash of leaf *hashes*."""
    if not leaves:
        return hash_of(b"")
    if len(leaves) == 1:
        return leaves[0]
    middle = _split(len(leaves))
    return node_hash(root(leaves[:middle], hash_of), root(leaves[middle:], hash_of), hash_of)


def inclusion_proof(index: int, leaves: Sequence[bytes], hash_of: Hash = sha256) -> list[bytes]:
    """The path of RFC 6962 §2.1.1 from leaf `index` to the root, lowest node first."""
    if not 0 <= index < len(leaves):
        raise MerkleError("index", "树中没有这个序号")
    if len(leaves) == 1:
        return []
    middle = _split(len(leaves))
    left, right = leaves[:middle], leaves[middle:]
    if index < middle:
        return [*inclusion_proof(index, left, hash_of), root(right, hash_of)]
    return [*inclusion_proof(index - middle, right, hash_of), root(left, hash_of)]


def consistency_proof(size: int, leaves: Sequence[bytes], hash_of: Hash = sha256) -> list[bytes]:
    """The proof of RFC 6962 §2.1.2 that the first `size` leaves are a prefix."""
    if not 0 < size <= len(leaves):
        raise MerkleError("size", "旧树须非空且不大于新树")
    return _subproof(size, leaves, True, hash_of)


def _subproof(size: int, leaves: Sequence[bytes], complete: bool, hash_of: Hash) -> list[bytes]:
    if size == len(leaves):
        return [] if complete else [root(leaves, hash_of)]
    middle = _split(len(leaves))
    left, right = leaves[:middle], leaves[middle:]
    if size <= middle:
        return [*_subproof(size, left, complete, hash_of), root(right, hash_of)]
    return [*_subproof(size - middle, right, False, hash_of), root(left, hash_of)]


def _only_hashes(*hashes: bytes) -> None:
    if any(len(value) != 32 for value in hashes):
        raise MerkleError("hash-length", "证明中的散列值须为 32 字节")


def verify_inclusion(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], expected: bytes, *, hash_of: Hash = sha256
) -> None:
    """Raise unless `proof` shows that leaf hash `leaf` stands at `index` in the tree of `size` and root `expected`."""
    _only_hashes(leaf, expected, *proof)
    if not 0 <= index < size:
        raise MerkleError("index", "树中没有这个序号")
    at, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise MerkleError("proof-length", "证明过长")
        if at & 1 or at == last:
            found = node_hash(step, found, hash_of)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step, hash_of)
        at, last = at >> 1, last >> 1
    if last:
        raise MerkleError("proof-length", "证明过短")
    if found != expected:
        raise MerkleError("root", "证明算出的根与给出的根不符")


def verify_consistency(
    old_size: int,
    size: int,
    old_root: bytes,
    new_root: bytes,
    proof: Sequence[bytes],
    *,
    hash_of: Hash = sha256,
) -> None:
    """Raise unless `proof` shows that the tree of `size` begins with the tree of `old_size`."""
    if not 0 < old_size <= size:
        raise MerkleError("size", "旧树须非空且不大于新树")
    if old_size == size:
        if proof or old_root != new_root:
            raise MerkleError("root", "同样大小的两棵树根不相同")
        return
    _only_hashes(old_root, new_root, *proof)
    steps = [*([old_root] if old_size & (old_size - 1) == 0 else []), *proof]
    if not steps:
        raise MerkleError("proof-length", "证明过短")
    at, last = old_size - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise MerkleError("proof-length", "证明过长")
        if at & 1 or at == last:
            old, new = node_hash(step, old, hash_of), node_hash(step, new, hash_of)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, step, hash_of)
        at, last = at >> 1, last >> 1
    if last:
        raise MerkleError("proof-length", "证明过短")
    if (old, new) != (old_root, new_root):
        raise MerkleError("root", "证明算出的根与给出的根不符")


class SegmentRoot:
    """A running root over 1 MiB segments (`pt_root`, `ct_root`): holds one segment and one hash for each."""

    def __init__(self, hash_of: Hash = sha256) -> None:
        self._hash_of = hash_of
        self._rest = bytearray()
        self._leaves: list[bytes] = []

    def update(self, data: bytes) -> None:
        self._rest += data
        while len(self._rest) >= SEGMENT:
            self._leaves.append(leaf_hash(bytes(self._rest[:SEGMENT]), self._hash_of))
            del self._rest[:SEGMENT]

    def digest(self) -> bytes:
        tail = [leaf_hash(bytes(self._rest), self._hash_of)] if self._rest else []
        return root([*self._leaves, *tail], self._hash_of)


def segment_root(chunks: Iterable[bytes], hash_of: Hash = sha256) -> bytes:
    """The root over 1 MiB segments of a stream of bytes."""
    running = SegmentRoot(hash_of)
    for chunk in chunks:
        running.update(chunk)
    return running.digest()
