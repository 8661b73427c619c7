"""When a file that was tried may be written: the platform's own rules, with examples on both sides."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.law.rules import rule
from marketplace.law.statutes import PLATFORM


@dataclass(frozen=True, slots=True)
class Writing:
    """Who writes what: the persons, and the rows that were promised beside those there are now."""

    uploaded_by: int
    by: int
    promised: int = 1
    found: int = 1
    is_same_file: bool = True


@rule(
    "IMPORT-OWN-FILE",
    law=PLATFORM["BULK"],
    says="导入由上传文件的人本人办理",
    holds=[Writing(5, 5)],
    breaks=[Writing(5, 6)],
)
def the_uploader_writes(facts: Writing) -> bool:
    return facts.by == facts.uploaded_by


@rule(
    "IMPORT-SOMETHING",
    law=PLATFORM["BULK"],
    says="没有可以导入的行，请改好以后重新上传",
    holds=[Writing(5, 5, 1, 1)],
    breaks=[Writing(5, 5, 0, 0)],
)
def there_is_something_to_write(facts: Writing) -> bool:
    return facts.found > 0


@rule(
    "IMPORT-AS-TRIED",
    law=PLATFORM["BULK"],
    says="试导入以后登记有变动，能导入的行数已经不同，请重新试导入后核对",
    holds=[Writing(5, 5, 4963, 4963)],
    breaks=[Writing(5, 5, 4963, 4962), Writing(5, 5, 4963, 4964), Writing(5, 5, is_same_file=False)],
)
def the_rows_are_those_that_were_tried(facts: Writing) -> bool:
    return facts.is_same_file and facts.promised == facts.found
