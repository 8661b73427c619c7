"""Which words the index knows, how they sound, and which mean the same.

Names and words are kept with their pinyin, so that 静乐县 is found by jinglexian or jlx, and a word
typed with the wrong character (供惹) is put right by its sound (供热). Synonyms are edited by staff.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import rjieba
from pypinyin import Style, lazy_pinyin

from search.engine import Phrase, Word
from search.models import Entry, Synonym, Term
from search.text import is_han, normal, tokens

MOST_ALTERNATIVES = 12
_LATIN = re.compile(r"[a-z]{2,40}")
_SEPARATORS = re.compile(r"[=＝、,，;；\s]+")
_LONGEST_WORD = 4


def sounds(word: str) -> tuple[str, str]:
    """(pinyin without tones, initials): 静乐县 → ("jinglexian", "jlx")."""
    syllables = lazy_pinyin(word, style=Style.NORMAL)
    return "".join(syllables)[:400], "".join(part[:1] for part in syllables)[:120]


def learn(entries: Iterable[Entry]) -> None:
    """Keep the words of titles and the names of organisations."""
    found: dict[str, bool] = {}
    for row in entries:
        for word in rjieba.cut_for_search(normal(row.title)):
            if len(word) > 1 and is_han(word):
                found.setdefault(word, False)
        for name in row.names:
            found[name[:120]] = True
    known = set(Term.objects.filter(text__in=list(found)).values_list("text", flat=True))
    fresh = {text: name for text, name in found.items() if text not in known}
    sounding = [(text, *sounds(text), name) for text, name in fresh.items()]
    Term.objects.bulk_create(
        [
            Term(text=text, pinyin=whole, initials=short, is_name=name)
            for text, whole, short, name in sounding
        ],
        ignore_conflicts=True,
    )


class Synonyms:
    """The groups in force, read once per query."""

    def __init__(self) -> None:
        self.groups = [
            group for row in Synonym.objects.order_by("pk") if len(group := members(row.words)) > 1
        ]

    def of(self, word: str) -> list[str]:
        """The other members of every group the word is in."""
        same = [other for group in self.groups if word in group for other in group if other != word]
        return list(dict.fromkeys(same))

    def whole(self) -> re.Pattern[str] | None:
        """Members that the dictionary must not cut."""
        found = sorted(
            {word for group in self.groups for word in group if is_han(word)}, key=len, reverse=True
        )
        return re.compile("|".join(map(re.escape, found))) if found else None


def members(line: str) -> list[str]:
    """供暖=供热=采暖 → its words."""
    return list(dict.fromkeys(word for word in _SEPARATORS.split(normal(line)) if tokens(word)))


def named_by(latin: str) -> list[str]:
    """Names and words that sound so, or whose syllables begin so."""
    if not _LATIN.fullmatch(latin):
        return []
    spelled = Term.objects.filter(pinyin=latin).order_by("-is_name", "text")
    begun = Term.objects.filter(is_name=True, pinyin__startswith=latin).order_by("text")
    initials = Term.objects.filter(initials=latin).order_by("-is_name", "text")
    short = Term.objects.filter(is_name=True, initials__startswith=latin).order_by("text")
    found = [
        *spelled[:MOST_ALTERNATIVES], *initials[:MOST_ALTERNATIVES],
        *(begun[:MOST_ALTERNATIVES] if len(latin) > 3 else ()), *(short[:MOST_ALTERNATIVES] if len(latin) > 2 else ()),
    ]  # fmt: skip
    return list(dict.fromkeys(row.text for row in found))[:MOST_ALTERNATIVES]


def alternatives(word: str, synonyms: Synonyms) -> Word:
    """The word as a phrase, and as every phrase that means or sounds the same."""
    others = synonyms.of(word) + named_by(word)
    found: list[Phrase] = [tuple(tokens(one)) for one in [word, *others]]
    return tuple(dict.fromkeys(phrase for phrase in found if phrase))[: MOST_ALTERNATIVES + 1]


def corrected(words: Sequence[str]) -> list[str] | None:
    """The words with those put right that only sound right; None when there is nothing to put right.

    The dictionary cuts a mistyped word to pieces (供 惹), so neighbouring words are read as one run and
    cut again into words of the index by their sound, the longest first.
    """
    found, run = list[str](), ""
    for word in [*words, ""]:
        if word and is_han(word):
            run += word
            continue
        found += [*_heard(run), *([word] if word else [])]
        run = ""
    return found if "".join(found) != "".join(words) else None


def _heard(run: str) -> list[str]:
    """A run of Han characters as words of the index that sound so; what nothing sounds like stays."""
    sizes = range(min(_LONGEST_WORD, len(run)), 1, -1)
    windows = {run[at : at + size] for size in sizes for at in range(len(run) - size + 1)}
    heard = {window: sounds(window)[0] for window in windows}
    by_sound: dict[str, list[str]] = {}
    for term in Term.objects.filter(pinyin__in=set(heard.values()), is_name=False).order_by("text"):
        by_sound.setdefault(term.pinyin, []).append(term.text)
    found, at = list[str](), 0
    while at < len(run):
        word = next(
            (one for size in sizes if (one := _match(run[at : at + size], size, heard, by_sound))), ""
        )
        found.append(word or run[at])
        at += len(word) or 1
    return found


def _match(window: str, size: int, heard: dict[str, str], by_sound: dict[str, list[str]]) -> str:
    """The window itself when the index has it, else a word as long that sounds so."""
    options = [text for text in by_sound.get(heard.get(window, ""), []) if len(text) == size == len(window)]
    return window if window in options else next(iter(options), "")
