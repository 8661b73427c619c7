"""Every article becomes one of the new kinds, in its own section; texts become blocks; files move with them.

Nothing is lost: pages keep their keys, revisions their contents, and an old address leads to the new one.
"""

import json
from uuid import uuid4

from django.core.management.color import no_style
from django.db import connection, migrations

KINDS = {"news": ("NewsPage", "news"), "policy": ("PolicyPage", "policies"), "guide": ("GuidePage", "guides")}
INDEXES = (
    ("PolicyIndexPage", "政策文件", "policies"),
    ("GuideIndexPage", "办事指南", "guides"),
    ("FaqIndexPage", "常见问题", "faq"),
)
STEP = 4  # characters of a path for one level of the tree
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _kind(apps, model):
    return apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="cms", model=model.lower())[0]


def _step(number):
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = ALPHABET[rest] + digits
    return digits.rjust(STEP, "0")


def _next_path(page_model, parent):
    """The path behind the last child of the parent."""
    last = page_model.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).order_by("path").last()
    return parent.path + _step(int(last.path[-STEP:], 36) + 1 if last else 1)


def _blocks(html):
    return json.dumps([{"type": "paragraph", "value": html, "id": str(uuid4())}], ensure_ascii=False)


def _section(apps, home, model, title, slug):
    """The index of a section; a page that somebody made there already stays."""
    page_model = apps.get_model("wagtailcore", "Page")
    found = page_model.objects.filter(path__startswith=home.path, depth=home.depth + 1, slug=slug).first()
    if found is not None:
        return found
    path = _next_path(page_model, home)
    apps.get_model("cms", model).objects.create(
        title=title, draft_title=title, slug=slug, path=path, depth=home.depth + 1, numchild=0,
        url_path=f"{home.url_path}{slug}/", content_type=_kind(apps, model), translation_key=uuid4(), live=True,
        has_unpublished_changes=False, locale_id=home.locale_id,
    )
    return page_model.objects.get(path=path)


def _count_children(page_model, *parents):
    for parent in parents:
        number = page_model.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).count()
        page_model.objects.filter(pk=parent.pk).update(numchild=number)


def _revisions(apps, page, kind):
    for row in apps.get_model("wagtailcore", "Revision").objects.filter(object_id=str(page.pk)):
        if row.content.get("content_type") is None or "body" not in row.content:
            continue
        row.content["content_type"], row.content["body"] = kind.pk, _blocks(row.content["body"])
        row.content_type = kind
        row.save()


def _convert(apps, row, index):
    """One article into its kind; the row of the kind is written beside the rows that are there."""
    model, _ = KINDS[row.section]
    page_model, kind = apps.get_model("wagtailcore", "Page"), _kind(apps, model)
    old = page_model.objects.get(pk=row.pk)
    apps.get_model("cms", "ArticlePage").objects.filter(pk=row.pk).update(body=_blocks(row.body))
    child = apps.get_model("cms", model)(articlepage_ptr_id=row.pk)
    child.save_base(raw=True)
    moved = {"content_type": kind}
    if not old.path.startswith(index.path):
        moved |= {"path": _next_path(page_model, index), "url_path": f"{index.url_path}{old.slug}/"}
        _forward(apps, old, moved["url_path"])
    page_model.objects.filter(pk=row.pk).update(**moved)
    _revisions(apps, old, kind)


def _forward(apps, old, url_path):
    """The old address, below the site's root, leads to the new one."""
    site = apps.get_model("wagtailcore", "Site").objects.filter(is_default_site=True).first()
    root = site.root_page.url_path if site else "/home/"
    apps.get_model("wagtailredirects", "Redirect").objects.get_or_create(
        old_path="/" + old.url_path.removeprefix(root).rstrip("/"), site=site,
        defaults={"redirect_page_id": old.pk, "is_permanent": True},
    )


def move(apps, schema_editor):
    page_model = apps.get_model("wagtailcore", "Page")
    home = page_model.objects.filter(content_type__app_label="cms", content_type__model="homepage").first()
    if home is None:
        return
    page_model.objects.filter(slug="news", depth=home.depth + 1, path__startswith=home.path).update(
        title="工作动态", draft_title="工作动态"
    )
    indexes = {slug: _section(apps, home, model, title, slug) for model, title, slug in INDEXES}
    indexes["news"] = _section(apps, home, "NewsIndexPage", "工作动态", "news")
    for row in apps.get_model("cms", "ArticlePage").objects.order_by("path"):
        _convert(apps, row, indexes[KINDS[row.section][1]])
    _count_children(page_model, home, *indexes.values())


def copy_files(apps, schema_editor):
    """Files keep their keys, so that links in texts still lead to them."""
    attachment = apps.get_model("cms", "Attachment")
    fields = ("id", "title", "file", "created_at", "file_size", "file_hash", "collection_id", "uploaded_by_user_id")
    for row in apps.get_model("wagtaildocs", "Document").objects.all():
        attachment.objects.create(**{name: getattr(row, name) for name in fields})
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [attachment]):
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0004_page_kinds"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]
    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RunPython(copy_files, migrations.RunPython.noop),
    ]
