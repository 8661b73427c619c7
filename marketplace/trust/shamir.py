"""How a secret is split so that k of n shares give it back: Shamir over GF(2^8), polynomial 0x11b, bytewise."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from marketplace.trust.errors import ShareError

MAX_SHARES = 7


def _multiply(a: int, b: int) -> int:
    product = 0
    for _ in range(8):
        product ^= a & -(b & 1)
        b >>= 1
        a = (a << 1) ^ (0x11B & -(a >> 7))
    return product


def _inverse(a: int) -> int:
    """a^254, which is 1/a for every a but 0."""
    result = 1
    for _ in range(7):
        a = _multiply(a, a)
        result = _multiply(result, a)
    return result


def _weights(xs: Sequence[int], at: int) -> list[int]:
    """Lagrange coefficients that carry the values at `xs` to the value at `at`."""
    weights = []
    for x in xs:
        weight = 1
        for other in xs:
            if other != x:
                weight = _multiply(weight, _multiply(at ^ other, _inverse(x ^ other)))
        weights.append(weight)
    return weights


def _value_at(points: Mapping[int, bytes], at: int) -> bytes:
    weights = _weights(list(points), at)
    length = len(next(iter(points.values())))
    total = bytearray(length)
    for weight, share in zip(weights, points.values(), strict=True):
        for index, byte in enumerate(share):
            total[index] ^= _multiply(weight, byte)
    return bytes(total)


def split(secret: bytes, k: int, n: int, coefficients: Sequence[bytes] | None = None) -> dict[int, bytes]:
    """Shares x → bytes for x = 1 … n. Coefficients are drawn at random; vectors give their own."""
    if not 1 <= k <= n <= MAX_SHARES:
        raise ShareError("quorum", "份额须满足 1 ≤ k ≤ n ≤ 7")
    chosen = (
        [secrets.token_bytes(len(secret)) for _ in range(k - 1)] if coefficients is None else coefficients
    )
    shares = {}
    for x in range(1, n + 1):
        value = bytes(len(secret))
        for coefficient in [*reversed(chosen), secret]:
            value = bytes(_multiply(x, v) ^ c for v, c in zip(value, coefficient, strict=True))
        shares[x] = value
    return shares


def combine(shares: Mapping[int, bytes], k: int) -> bytes:
    """The secret from at least k shares, all of which must lie on one polynomial of degree < k."""
    if len(shares) < k:
        raise ShareError("quorum", f"需要 {k} 份，只有 {len(shares)} 份")
    if len({len(share) for share in shares.values()}) != 1:
        raise ShareError("polynomial", "各份额长度不一")
    first = dict(list(shares.items())[:k])
    if any(_value_at(first, x) != share for x, share in list(shares.items())[k:]):
        raise ShareError("polynomial", "各份额不在同一多项式上，封装时已作假")
    return _value_at(first, 0)
