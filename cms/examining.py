"""How a page becomes the facts of the checks: its words by place, its links, tables, pictures and files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404
from django.urls import resolve
from django.utils.html import strip_tags
from wagtail.models import Page

from cms.checks import Draft, Passage, Remark, look_through
from cms.models import ArticlePage, Attachment, HomePage

FIELDS = (("summary", "摘要"), ("source", "来源"), ("change_note", "修订说明"), ("repealed_by", "失效依据"))
LABELS = {
    "paragraph": "段落",
    "heading": "小标题",
    "table": "表格",
    "attachment": "附件名称",
    "quote": "引用",
    "picture": "图注",
    "question": "问答",
    "deadline": "期限提示",
}


class _Anchors(HTMLParser):
    """The links of a rich text, as Wagtail stores them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append({name: value or "" for name, value in attrs})


def remarks_on(page: ArticlePage) -> list[Remark]:
    """What there is to say about a page as it stands."""
    return look_through(draft_of(vars(page) | {"body": page.body, "related": page.related}))


def draft_of(given: Mapping[str, Any]) -> Draft:
    """The facts, from the columns of a page or the cleaned values of its form."""
    blocks = list(given.get("body") or ())
    return Draft(
        title=str(given.get("title") or ""),
        passages=(*_columns(given), *_passages(blocks)),
        contact=str(given.get("contact") or ""),
        document_number=str(given.get("document_number") or "").strip(),
        alts=tuple(str(block.value.get("alt") or "") for block in blocks if block.block_type == "picture"),
        tables_without_heading=sum(
            _has_no_heading(block.value) for block in blocks if block.block_type == "table"
        ),
        scans=tuple(_scans(blocks)),
        broken_links=tuple(dict.fromkeys(_broken(blocks))),
    )


def _columns(given: Mapping[str, Any]) -> list[Passage]:
    return [Passage(label, str(given[name])) for name, label in FIELDS if given.get(name)]


def _passages(blocks: list[Any]) -> list[Passage]:
    return [Passage(LABELS[block.block_type], _words(block.block_type, block.value)) for block in blocks]


def _words(kind: str, value: Any) -> str:
    if kind == "paragraph":
        return strip_tags(value.source)
    if kind == "table":
        return "\n".join(str(cell or "") for row in value.get("data", []) for cell in row)
    if kind == "heading":
        return str(value)
    return "\n".join(_plain(part) for part in value.values())


def _plain(part: Any) -> str:
    return strip_tags(part.source) if hasattr(part, "source") else str(part or "")


def _has_no_heading(value: Mapping[str, Any]) -> bool:
    return not value.get("table_header_choice") or value.get("table_header_choice") == "neither"


def _scans(blocks: list[Any]) -> Iterator[str]:
    for block in blocks:
        document = block.value.get("document") if block.block_type == "attachment" else None
        if document is not None and document.has_text is False:
            yield str(document.title)


def _broken(blocks: list[Any]) -> Iterator[str]:
    for source in _rich_texts(blocks):
        anchors = _Anchors()
        anchors.feed(source)
        for attrs in anchors.found:
            if said := _fault(attrs):
                yield said


def _rich_texts(blocks: list[Any]) -> list[str]:
    texts = [block.value for block in blocks if block.block_type == "paragraph"]
    texts += [block.value["answer"] for block in blocks if block.block_type == "question"]
    return [text.source for text in texts if text]


def _fault(attrs: Mapping[str, str]) -> str:
    """What is wrong with a link; nothing about other hosts, which are not asked."""
    kind, key = attrs.get("linktype", ""), attrs.get("id", "")
    if kind == "page":
        return "" if Page.objects.filter(pk=key).exists() else "已删除的页面"
    if kind == "document":
        return "" if Attachment.objects.filter(pk=key).exists() else "已删除的附件"
    href = attrs.get("href", "")
    return href if _leads_nowhere(href) else ""


def _leads_nowhere(href: str) -> bool:
    """An address of this site that nothing answers, or one that is no address."""
    parts = urlsplit(href)
    if parts.scheme in ("mailto", "tel"):
        return False
    if parts.scheme and parts.netloc:
        return parts.netloc == urlsplit(settings.SITE_URL).netloc and not _answers(parts.path)
    return not href.startswith(("/", "#")) or (href.startswith("/") and not _answers(parts.path))


def _answers(path: str) -> bool:
    try:
        found = resolve(path)
    except Http404:
        return False
    return found.url_name != "wagtail_serve" or _in_the_tree(path)


def _in_the_tree(path: str) -> bool:
    """A live page, or something below a section that answers for its own addresses."""
    home = HomePage.objects.get().url_path.rstrip("/")
    if Page.objects.live().filter(url_path=f"{home}{path}").exists():
        return True
    return path.startswith("/notices/")
