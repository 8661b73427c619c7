"""One file per procedure, each read from top to bottom like its chapter of the law."""

from bidding.procedures import works_open

__all__ = ["works_open"]
