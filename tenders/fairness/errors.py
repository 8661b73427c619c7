"""Which documents the review refuses to read, and what it tells the person who sent them."""

from __future__ import annotations

from marketplace.law.errors import MarketplaceError


class Unreadable(MarketplaceError):
    """A document that cannot be reviewed: a code for programs, a Chinese sentence for people."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code
        self.says = says
