"""What is said when a file or a cell cannot be read: always what is wrong and what would be right."""

from __future__ import annotations

from marketplace.law.errors import MarketplaceError


class Unreadable(MarketplaceError):
    """The file as a whole is refused; nothing of it was taken."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code, self.says = code, says


class Wrong(MarketplaceError):
    """One cell that cannot be right: `says` what is wrong, `cure` what to do about it."""

    def __init__(self, says: str, cure: str) -> None:
        super().__init__(says)
        self.says, self.cure = says, cure
