"""Does a reader find articles, their contents, revisions and relations, and can they answer back?"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from cms.models import Feedback, NewsIndexPage, NewsPage
from tests.cms.conftest import a_policy, publish

pytestmark = pytest.mark.django_db


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<wbr>|<[^>]+>", lambda tag: "" if tag[0] == "<wbr>" else " ", html))


def test_the_sections_are_there_and_say_when_they_are_empty(public: Client) -> None:
    for path in ("/news/", "/policies/", "/guides/", "/faq/"):
        answer = public.get(path)
        assert answer.status_code == 200, path
        assert "共 0 篇" in answer.content.decode(), path


def test_a_policy_shows_its_facts_contents_and_address(public: Client) -> None:
    page = publish(a_policy())
    assert page.url == "/policies/20260302/"
    html = public.get(page.url).content.decode()
    for words in ("静政办发〔2026〕12号", "静乐县人民政府办公室", "现行有效", "2026年3月2日（星期一）"):
        assert words in text(html)
    anchors = re.findall(r'<a href="#(b-[0-9a-f]{8})"', html)
    assert len(anchors) == 2
    assert all(f'id="{name}"' in html for name in anchors)


def test_two_articles_of_one_day_have_two_addresses(public: Client) -> None:
    assert [publish(a_policy()).url, publish(a_policy()).url] == [
        "/policies/20260302/",
        "/policies/20260302-2/",
    ]


def test_a_repealed_policy_stays_and_says_so(public: Client) -> None:
    page = publish(a_policy(repealed_on=date(2026, 9, 1), repealed_by="静政办发〔2026〕40号"))
    said = text(public.get(page.url).content.decode())
    assert "这份文件已经失效" in said
    assert "2026年9月1日（星期二）起失效。静政办发〔2026〕40号" in said
    assert page.url in public.get("/policies/?holds=no").content.decode()
    assert page.url not in public.get("/policies/?holds=yes").content.decode()


def test_a_page_and_what_names_it_point_at_each_other(public: Client) -> None:
    policy = publish(a_policy())
    news = NewsPage(
        title="解读：限额以下工程怎样交易",
        summary="一图读懂",
        issued_on=date(2026, 3, 5),
        related=[("page", policy)],
    )
    NewsIndexPage.objects.get().add_child(instance=news)
    publish(news)
    assert news.url in public.get(policy.url).content.decode()
    assert policy.url in public.get(news.url).content.decode()


def test_the_list_pages_and_narrows_and_costs_the_same(
    public: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(22):
        publish(a_policy(title=f"第{number}号通知", level="county" if number else "state"))
    public.get("/policies/")
    with django_assert_max_num_queries(10):  # type: ignore[attr-defined]
        first = public.get("/policies/").content.decode()
    assert "共 22 篇" in first
    assert first.count("<h3") == 20
    assert "共 1 篇" in public.get("/policies/?level=state").content.decode()
    assert "共 1 篇" in public.get("/policies/?q=第7号").content.decode()


def test_an_article_costs_the_same_with_many_relations(
    public: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    policy = publish(a_policy())
    others = [publish(a_policy(title=f"第{number}号通知", related=[("page", policy)])) for number in range(6)]
    policy.related = [("page", other) for other in others]
    publish(policy)
    public.get(policy.url)
    with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
        public.get(policy.url)


def test_the_feed_has_the_live_articles(public: Client) -> None:
    page = publish(a_policy())
    a_policy(title="还没有发布")
    answer = public.get("/policies/atom.xml")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert page.url in answer.content.decode()
    assert "还没有发布" not in answer.content.decode()


def test_the_site_map_leads_everywhere(public: Client) -> None:
    page = publish(a_policy())
    said = public.get("/sitemap/").content.decode()
    assert all(f'href="{url}"' in said for url in (page.url, "/policies/", "/verify/"))


# ── 这页有帮助吗 ─────────────────────────────────────────────────────────────


def send(client: Client, page: object, **given: str):  # type: ignore[no-untyped-def]
    return client.post("/feedback/", {"page": page.url, "act_id": str(uuid4())} | given)  # type: ignore[attr-defined]


def test_an_answer_is_kept_once_and_thanked_for(public: Client) -> None:
    page, one = publish(a_policy()), str(uuid4())
    for _ in range(2):
        answer = send(public, page, helpful="no", text="电话打不通", act_id=one)
    assert answer.status_code == 303
    assert "您的意见已经记下" in public.get(answer.headers["Location"]).content.decode()
    row = Feedback.objects.get()
    assert (row.helpful, row.text, row.page_id) == (False, "电话打不通", page.pk)


def test_without_a_choice_the_words_stay(public: Client) -> None:
    answer = send(public, publish(a_policy()), text="写得很清楚")
    assert answer.status_code == 422
    assert "写得很清楚" in answer.content.decode()
    assert "请选“有帮助”或者“没有帮助”" in answer.content.decode()


def test_a_draft_takes_no_answers(public: Client) -> None:
    draft = a_policy()
    assert send(public, draft, helpful="yes").status_code == 404
