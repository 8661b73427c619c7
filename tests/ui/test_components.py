"""Does every component render in every state, by the rules of the house and of the strict policy?"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from marketplace import styleguide

TEMPLATES = Path(styleguide.__file__).parent / "templates"
STATIC = Path(styleguide.__file__).parent / "static"
ROOT = TEMPLATES.parent.parent
OWN = sorted(
    path
    for app in ("marketplace", "tenders", "bidding", "cms")
    for path in (ROOT / app / "templates").rglob("*.html")
)
CASES = [
    pytest.param(exhibit.template, context, id=f"{exhibit.key}-{number}")
    for exhibit in styleguide.EXHIBITS
    for number, (_, context) in enumerate(exhibit.states)
]
# parts of others, shown inside them
PARTS = {
    "act.html",
    "duty_row.html",
    "error_summary.html",
    "field.html",
    "field_text.html",
    "htmx.html",
    "mark.html",
    "progress_stage.html",
    "score_editor.html",
}


@pytest.mark.parametrize(("template", "context"), CASES)
def test_a_component_renders_without_gaps(template: str, context: dict[str, object]) -> None:
    html = render_to_string(template, context)
    assert html.strip()
    assert "None" not in html
    assert "{{" not in html
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert all(ids)


def test_every_component_is_shown() -> None:
    files = {path.name for path in (TEMPLATES / "components").glob("*.html")}
    shown = {Path(exhibit.template).name for exhibit in styleguide.EXHIBITS}
    assert files - shown == PARTS


def test_the_style_guide_shows_each_state_once() -> None:
    exhibits = styleguide.shown()
    assert sum(len(exhibit.shown) for exhibit in exhibits) == len(CASES)
    assert len({exhibit.key for exhibit in exhibits}) == len(exhibits)


@pytest.mark.parametrize(
    "path", sorted((TEMPLATES / "components").glob("*.html")), ids=lambda path: path.name
)
def test_a_component_names_its_context(path: Path) -> None:
    assert path.read_text().startswith("{# context: ")


@pytest.mark.parametrize("path", OWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_carries_nothing_inline(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle=|\son[a-z]+=[\"']|<style|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert not re.search(r"(?:src|href)=[\"']https?://", text)


@pytest.mark.parametrize("path", OWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_chinese_sentences_use_full_width_punctuation(path: Path) -> None:
    text = re.sub(r"\{[#%].*?[#%]\}", "", path.read_text())
    assert not re.search(r"[\u4e00-\u9fff][,;?!][\u4e00-\u9fff]", text)


@pytest.mark.parametrize("sheet", ["portal.css", "work.css"])
def test_styles_stay_above_the_browser_floor(sheet: str) -> None:
    css = re.sub(r"/\*.*?\*/", "", (STATIC / sheet).read_text(), flags=re.S)
    beyond = r"[\s;{]inset:|:is\(|:where\(|:has\(|@layer|@container|aspect-ratio|margin-inline|padding-inline|popover|\d(dvh|svh|lvh)\b"
    assert not re.search(beyond, css)
    assert "@import" not in css
    assert "url(" not in css


def test_a_public_page_keeps_its_weight() -> None:
    import gzip

    def weight(name: str) -> int:
        return len(gzip.compress((STATIC / name).read_bytes(), 9))

    assert weight("portal.css") <= 15_000
    assert sum(weight(f"js/{name}.js") for name in ("compat", "portal", "clock")) <= 8_000


def test_scripts_name_no_foreign_host_and_evaluate_nothing() -> None:
    for path in (STATIC / "js").glob("*.js"):
        text = path.read_text()
        assert not re.search(r"https?://(?!www\.w3\.org)|\beval\(|new Function|document\.write", text), (
            path.name
        )


def test_the_chrome_can_be_read_in_english() -> None:
    catalogue = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
    known = set(re.findall(r'^msgid "(.+)"$', catalogue.read_text(), flags=re.M))
    chrome = [
        "base.html",
        *(
            f"components/{name}.html"
            for name in (
                "demo_bar",
                "service_bar",
                "masthead",
                "me_bar",
                "footer",
                "breadcrumb",
                "pagination",
            )
        ),
    ]
    words = {
        match[1]
        for name in chrome
        for match in re.finditer(r"""\{% translate ['"](.+?)['"] %\}""", (TEMPLATES / name).read_text())
    }
    assert words <= known


def test_error_pages_need_no_context() -> None:
    for name in ("400", "403", "404", "500", "503"):
        html = render_to_string(f"{name}.html", {})
        assert "<h1>" in html
        assert "<script" not in html


def test_the_language_of_the_source_is_chinese() -> None:
    assert settings.LANGUAGE_CODE == "zh-hans"
