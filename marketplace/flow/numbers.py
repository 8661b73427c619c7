"""Receipt numbers: ten random Crockford characters, so that a number tells nothing of order or count (D16)."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def receipt_number() -> str:
    """Ten characters, 50 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))
