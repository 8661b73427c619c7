"""Do the page templates render from the context that their first lines promise?"""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from tests.ui.pages import BID, EMPTY_HALL, ENDED, HALL, PAGES, PROJECT, RECEIPT

ROOT = Path(__file__).parents[2]


def page(name: str, **changes: object) -> str:
    template, context = PAGES[name]
    return render_to_string(template, context | changes)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_heading_unique_ids_and_no_gap(name: str) -> None:
    html = page(name)
    assert len(re.findall(r"<h1[ >]", html)) == 1
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert sorted({one for one in ids if ids.count(one) > 1}) == []
    assert not re.search(r">\s*None\b|\{\{|\{%", html)


@pytest.mark.parametrize("name", sorted(PAGES.keys() - {"404", "500"}))
def test_a_page_carries_the_platforms_time_and_kernel_hints(name: str) -> None:
    html = page(name)
    assert re.search(r'data-server-now="2026-1[12]-\d\dT[\d:]+\+08:00"', html)
    assert '<meta name="renderer" content="webkit">' in html
    assert 'class="skip" href="#main"' in html


def test_every_link_inside_a_page_leads_somewhere() -> None:
    for name in PAGES:
        html = page(name)
        ids = set(re.findall(r'\sid="([^"]*)"', html))
        inside = set(re.findall(r'<a[^>]* href="#([^"]+)"', html))
        # samples of components point to rows that only the whole page has
        assert inside - ids <= {"ed"} | ({"t2", "t3"} if name == "styleguide" else set()), name


def test_the_project_page_answers_the_five_questions() -> None:
    html = page("project")
    head, _, _ = html.partition('id="sum"')
    assert "城区集中供热" in re.sub("<wbr>", "", head)
    assert ">投标中</span>" in head
    assert "距投标截止" in html
    assert "登录投标" in html
    assert "中标候选人公示" in html


def test_a_closed_project_says_why_nothing_can_be_done() -> None:
    html = render_to_string("tenders/project.html", ENDED)
    assert "投标已截止。" in html
    assert "登录投标" not in html
    assert "因投诉暂停" in html


def test_remedies_are_named_by_their_regime() -> None:
    html = render_to_string("tenders/project.html", PROJECT | {"remedy_words": "质疑与投诉"})
    assert html.count("质疑与投诉") >= 3


def test_the_hall_shows_nobody_before_extraction() -> None:
    html = render_to_string("bidding/hall.html", EMPTY_HALL)
    assert "截止前不显示投标人" in html
    assert 'class="tb head roll"' not in html


def test_prices_wait_for_the_announcement() -> None:
    html = render_to_string("bidding/_hall_table.html", HALL | {"published": False})
    assert "4,612,300.00" not in html
    assert "唱标时全部同时公布" in html


def test_the_halls_fragment_is_what_the_page_shows() -> None:
    fragment = render_to_string("bidding/_hall_table.html", HALL)
    assert fragment.strip() in render_to_string("bidding/hall.html", HALL)


def test_the_sealed_form_has_no_address() -> None:
    html = render_to_string("bidding/bid.html", BID)
    sealed = re.search(r"<form data-sealed[^>]*>", html)
    assert sealed is not None
    assert "action" not in sealed[0]
    assert "method" not in sealed[0]
    inside = html[sealed.end() : html.index("</form>", sealed.end())]
    assert 'name="price"' in inside
    assert inside.count('type="file"') == 3
    assert 'type="submit"' not in inside


def test_a_receipt_without_pdf_says_why() -> None:
    html = render_to_string("bidding/receipt.html", RECEIPT)
    assert "没有安装中文字体" in html
    assert "下载签名 PDF" not in html


def test_scripts_are_files_of_the_project() -> None:
    for name in PAGES:
        for source in re.findall(r'<script[^>]* src="/static/([^"]+)"', page(name)):
            app, _, rest = source.partition("/")
            where = (
                ROOT / "bidding/static" / source if app == "bidding" else ROOT / "marketplace/static" / source
            )
            assert where.is_file(), f"{name}: {source} {rest}"
