"""How a failed check of the trust layer is named: one class per format, a stable check, a sentence for people."""

from __future__ import annotations

from marketplace.law.errors import MarketplaceError


class TrustError(MarketplaceError):
    """A check that failed: `check` is stable and stands in docs/formats, `says` is shown to people."""

    def __init__(self, check: str, says: str) -> None:
        super().__init__(f"{check}: {says}")
        self.check = check
        self.says = says


class CanonicalError(TrustError):
    """JSON, base64url or hex that is not in its one canonical form."""


class SuiteError(TrustError):
    """A key or ciphertext that the cryptographic suite refuses."""


class CodeError(TrustError):
    """A typed code card or bidder's code that is not one."""


class ShareError(TrustError):
    """Shares of a secret that do not fit together."""


class MerkleError(TrustError):
    """A Merkle proof that does not prove what it claims."""


class NoteError(TrustError):
    """A signed note or verifier key that does not parse or verify."""


class KeyCardError(TrustError):
    """A ptk/1 key card that must not be used."""


class SealedError(TrustError):
    """A ptb/1 package that is refused on receipt or cannot be opened."""


class StatementError(TrustError):
    """A submission statement, withdrawal or receipt that does not hold."""


class MessageError(TrustError):
    """A ptc/1 message or event that is not genuine."""


class DrawError(TrustError):
    """A ZJCS-DRAW-1 input or record that does not recompute."""
