"""The page tree everybody starts with: front page, /notices/, /news/, and the default site."""

from uuid import uuid4

from django.db import migrations

TITLE = "静乐县公共资源交易与中介服务平台"
CHILDREN = (("noticeindexpage", "NoticeIndexPage", "交易公告", "notices"), ("articleindexpage", "ArticleIndexPage", "政策与办事", "news"))


def _content_type(apps, model):
    return apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="cms", model=model)[0]


def plant(apps, schema_editor):
    """Under the root, in place of Wagtail's welcome page; a tree somebody already planted is left alone."""
    page_model = apps.get_model("wagtailcore", "Page")
    site_model = apps.get_model("wagtailcore", "Site")
    home_model = apps.get_model("cms", "HomePage")
    if home_model.objects.exists():
        return
    site_model.objects.all().delete()
    page_model.objects.filter(depth=2).delete()
    root = page_model.objects.get(depth=1)
    locale = apps.get_model("wagtailcore", "Locale").objects.get_or_create(language_code="zh-hans")[0]
    common = {"live": True, "locale_id": locale.pk, "has_unpublished_changes": False}
    home = home_model.objects.create(
        title=TITLE, draft_title=TITLE, slug="home", path="00010001", depth=2, numchild=len(CHILDREN),
        url_path="/home/", content_type=_content_type(apps, "homepage"), translation_key=uuid4(), **common,
    )
    for serial, (model, name, title, slug) in enumerate(CHILDREN, 1):
        apps.get_model("cms", name).objects.create(
            title=title, draft_title=title, slug=slug, path=f"00010001{serial:04d}", depth=3, numchild=0,
            url_path=f"/home/{slug}/", content_type=_content_type(apps, model), translation_key=uuid4(), **common,
        )
    page_model.objects.filter(pk=root.pk).update(numchild=1, locale_id=locale.pk)
    site_model.objects.create(hostname="localhost", port=80, site_name=TITLE, root_page_id=home.pk, is_default_site=True)


class Migration(migrations.Migration):
    dependencies = [("cms", "0002_articles"), ("contenttypes", "0002_remove_content_type_name")]
    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
