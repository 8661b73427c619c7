"""Which bytes stand for a value: RFC 8785 JSON, base64url without padding, lower-case hex."""

from __future__ import annotations

import base64
import binascii
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import rfc8785

from marketplace.trust.errors import CanonicalError

MAX_INTEGER = 2**53 - 1
HEX32 = re.compile(r"[0-9a-f]{64}")
MOMENT = "%Y-%m-%dT%H:%M:%SZ"

Json = dict[str, object]


def encode(value: Mapping[str, object] | Sequence[object]) -> bytes:
    """The RFC 8785 bytes of a value."""
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type]  # its recursive alias cannot be met by `object`
    except (rfc8785.CanonicalizationError, UnicodeError, TypeError, RecursionError) as error:
        raise CanonicalError("jcs", "内容不能写成规范 JSON（RFC 8785）") from error


def decode(data: bytes) -> Any:
    """The value of RFC 8785 bytes; anything that would be written differently is refused."""
    try:
        value = json.loads(data.decode(), object_pairs_hook=_without_duplicates)
        same = rfc8785.dumps(value) == data
    except (ValueError, RecursionError, TypeError) as error:
        raise CanonicalError("jcs", "不是规范 JSON（RFC 8785）") from error
    if not same:
        raise CanonicalError("jcs", "JSON 的写法不是规范形式（RFC 8785）")
    return value


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise CanonicalError("jcs", "JSON 中有重名的成员")
    return found


def b64u(data: bytes) -> str:
    """RFC 4648 §5 without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64u(text: object, length: int | None = None) -> bytes:
    """The bytes of canonical base64url, of exactly `length` bytes when that is given."""
    if not isinstance(text, str) or not re.fullmatch(r"[A-Za-z0-9_-]*", text):
        raise CanonicalError("b64u", "不是 base64url 文本")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise CanonicalError("b64u", "不是 base64url 文本") from error
    if b64u(data) != text or (length is not None and len(data) != length):
        raise CanonicalError("b64u", "base64url 文本不是规范形式或长度不对")
    return data


def unhex32(text: object) -> bytes:
    """The 32 bytes of 64 lower-case hexadecimal digits."""
    if not isinstance(text, str) or not HEX32.fullmatch(text):
        raise CanonicalError("hex", "不是 64 位小写十六进制数")
    return bytes.fromhex(text)


def nfc(text: str) -> str:
    """Text as producers write it: Unicode normalisation form C."""
    return unicodedata.normalize("NFC", text)


def moment(at: datetime) -> str:
    """RFC 3339 UTC to the second, the only form in which times are written here."""
    return at.astimezone(UTC).strftime(MOMENT)


def parse_moment(text: object) -> datetime:
    """The time of RFC 3339 UTC text to the second; every other form is refused."""
    try:
        at = datetime.strptime(str(text), MOMENT).replace(tzinfo=UTC)
    except ValueError as error:
        raise CanonicalError("moment", "时间须写成 2026-12-01T01:30:00Z 的形式") from error
    if moment(at) != text:
        raise CanonicalError("moment", "时间须写成 2026-12-01T01:30:00Z 的形式")
    return at
