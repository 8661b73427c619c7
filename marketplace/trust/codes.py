"""What a code card or a bidder's own code is: twenty Crockford characters (100 bits) and four check characters."""

from __future__ import annotations

import hashlib
import secrets

from marketplace.trust.errors import CodeError
from marketplace.trust.suites import CryptoSuite

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, CHECKS = 20, 4
_READ_AS = str.maketrans({"-": "", " ": "", "I": "1", "L": "1", "O": "0"})


def check_characters(code: str) -> str:
    """The four check characters: the first 20 bits of a labelled SHA-256, five bits each."""
    digest = hashlib.sha256(b"ptb/1 code check\n" + code.encode("ascii")).digest()
    bits = int.from_bytes(digest[:3]) >> 4
    return "".join(ALPHABET[bits >> shift & 31] for shift in (15, 10, 5, 0))


def generate() -> str:
    """A fresh code with its check characters. Codes are generated, never chosen."""
    code = "".join(ALPHABET[secrets.randbelow(32)] for _ in range(LENGTH))
    return code + check_characters(code)


def normalise(typed: str) -> str:
    """The twenty characters of what a person typed, after the check characters have been checked."""
    text = typed.upper().translate(_READ_AS)
    if len(text) != LENGTH + CHECKS or any(character not in ALPHABET for character in text):
        raise CodeError("code-form", f"密码应为 {LENGTH + CHECKS} 个字符（数字和字母，不含 I、L、O、U）")
    code, checks = text[:LENGTH], text[LENGTH:]
    if checks != check_characters(code):
        raise CodeError("code-check", "校验字符不符，请核对有无输错")
    return code


def in_groups(code: str) -> str:
    """The code as it is shown and printed: groups of four."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def bidder_secret(suite: CryptoSuite, code: str, ctx: bytes) -> bytes:
    """S_b: what the bidder's twenty characters open in this one package (ptb/1 §2.3)."""
    return suite.hkdf(code.encode("ascii"), b"", b"ptb/1 code" + ctx, 32)


def opening_secret(suite: CryptoSuite, root: bytes, scope: str, member: str) -> bytes:
    """The secret of one custodian for one process, from its root or the characters of its card (ptk/1)."""
    return suite.hkdf(root, b"", f"ptk/1 open\n{scope}\n{member}".encode(), 32)
