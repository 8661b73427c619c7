"""What can be wrong with our own tables of law: found at import or by a test, never by a user."""


class MarketplaceError(Exception):
    """Root of every error this project raises on purpose."""


class Misdeclared(MarketplaceError):
    """A rule, limit, step or permission in our code contradicts its own declaration."""


class CalendarNotPublished(MarketplaceError):
    """A minimum period ends in a year whose holidays the State Council has not announced yet."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"{year} 年的法定节假日安排尚未公布，最短期限不能落在该年；请选择更早的日期，或待节假日表导入后再办"
        )
        self.year = year
