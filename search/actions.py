"""What staff do to the search: keep the synonyms, order a new index."""

from __future__ import annotations

from marketplace.accounts.models import User
from marketplace.flow.acts import Act, act
from marketplace.flow.errors import Refused
from marketplace.law.statutes import PLATFORM
from search.models import Cursor, Synonym
from search.vocabulary import members

LAW = PLATFORM["SEARCH-WORDS"]


@act("search.add_synonym", law=LAW, says="增加同义词", lock="none")
def add_synonym(user: User, act: Act, /, *, words: str) -> str:
    """One group; a group that stands already is not added twice."""
    group = members(words)
    if len(group) < 2:
        raise Refused("SYNONYM-PAIR", "请至少写两个词，用等号连接，例如 供暖=供热", LAW, field="words")
    line = "=".join(group)
    if Synonym.objects.filter(words=line).exists():
        raise Refused("SYNONYM-KNOWN", "这一组同义词已经有了", LAW, field="words")
    act.notes["words"] = line
    return str(Synonym.objects.create(words=line).pk)


@act("search.remove_synonym", law=LAW, says="删除同义词", lock="none")
def remove_synonym(user: User, act: Act, /, *, synonym: int) -> None:
    """Searches of the next moment no longer use it."""
    row = Synonym.objects.filter(pk=synonym).first()
    if row is None:
        raise Refused("SYNONYM-GONE", "这一组同义词已经删除", LAW)
    act.notes["words"] = row.words
    row.delete()


@act("search.rebuild", law=LAW, says="重建搜索索引", lock="none")
def order_rebuild(user: User, act: Act, /) -> None:
    """The clock builds a new index beside the old one; until it is ready the old one answers."""
    Cursor.objects.update_or_create(pk="rebuild", defaults={"position": 1, "failure": ""})
