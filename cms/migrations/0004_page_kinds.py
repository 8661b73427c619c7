"""Kinds of article, their sections, files of our own, editions and readers' remarks."""

import django.db.models.deletion
import modelsearch.index
import taggit.managers
import wagtail.contrib.routable_page.models
import wagtail.fields
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0003_page_tree'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel('ArticleIndexPage', 'NewsIndexPage'),
        migrations.AlterModelOptions(name='newsindexpage', options={'verbose_name': '工作动态栏目'}),
        migrations.CreateModel(
            name='FaqIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': '常见问题栏目',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='FaqPage',
            fields=[
                ('articlepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.articlepage')),
                ('audience', models.CharField(choices=[('public', '社会公众'), ('bidder', '投标人、供应商'), ('buyer', '招标人、采购人'), ('agency', '代理机构'), ('intermediary', '中介服务机构'), ('expert', '评审专家')], default='public', max_length=16, verbose_name='提问的人')),
            ],
            options={
                'verbose_name': '常见问题',
            },
            bases=('cms.articlepage',),
        ),
        migrations.CreateModel(
            name='GuideIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': '办事指南栏目',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='GuidePage',
            fields=[
                ('articlepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.articlepage')),
                ('audience', models.CharField(choices=[('public', '社会公众'), ('bidder', '投标人、供应商'), ('buyer', '招标人、采购人'), ('agency', '代理机构'), ('intermediary', '中介服务机构'), ('expert', '评审专家')], default='bidder', max_length=16, verbose_name='办理对象')),
                ('entry', models.CharField(blank=True, help_text='本站网址，例如 /my/bids/', max_length=120, verbose_name='办理入口')),
                ('contact', models.CharField(blank=True, help_text='只有这里可以写手机号；例如 交易中心受理窗口 0350-XXXXXXX', max_length=120, verbose_name='咨询方式')),
            ],
            options={
                'verbose_name': '办事指南',
            },
            bases=('cms.articlepage',),
        ),
        migrations.CreateModel(
            name='NewsPage',
            fields=[
                ('articlepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.articlepage')),
            ],
            options={
                'verbose_name': '工作动态',
            },
            bases=('cms.articlepage',),
        ),
        migrations.CreateModel(
            name='PolicyIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': '政策文件栏目',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='PolicyPage',
            fields=[
                ('articlepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.articlepage')),
                ('level', models.CharField(choices=[('state', '国家'), ('province', '山西省'), ('city', '忻州市'), ('county', '静乐县')], default='county', max_length=8, verbose_name='层级')),
                ('repealed_on', models.DateField(blank=True, null=True, verbose_name='失效日期')),
                ('repealed_by', models.CharField(blank=True, help_text='例如 静政办发〔2027〕3号公布的废止目录', max_length=120, verbose_name='失效依据')),
            ],
            options={
                'verbose_name': '政策文件',
            },
            bases=('cms.articlepage',),
        ),
        migrations.CreateModel(
            name='SiteMapPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': '网站地图',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('articlepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.articlepage')),
                ('language', models.CharField(choices=[('zh-Hans', '中文'), ('en', '英文')], default='zh-Hans', max_length=8, verbose_name='文种')),
            ],
            options={
                'verbose_name': '网站说明',
            },
            bases=('cms.articlepage',),
        ),
        migrations.AlterModelOptions(
            name='articlepage',
            options={'verbose_name': '稿件'},
        ),
        migrations.AddField(
            model_name='articlepage',
            name='change_note',
            field=models.CharField(blank=True, help_text='改动已发布的稿件时写，例如“更正第三条的电话”；会公开', max_length=120, verbose_name='修订说明'),
        ),
        migrations.AddField(
            model_name='articlepage',
            name='related',
            field=wagtail.fields.StreamField([('page', 0), ('link', 3)], blank=True, block_lookup={0: ('wagtail.blocks.PageChooserBlock', (), {'label': '本站页面', 'page_type': ['cms.ArticlePage']}), 1: ('wagtail.blocks.CharBlock', (), {'label': '名称', 'max_length': 80}), 2: ('wagtail.blocks.URLBlock', (), {'label': '网址'}), 3: ('wagtail.blocks.StructBlock', [[('title', 1), ('url', 2)]], {'icon': 'link', 'label': '其他网站'})}, help_text='相关的文件、解读和办事指南', verbose_name='关联事项'),
        ),
        migrations.AddField(
            model_name='articlepage',
            name='source',
            field=models.CharField(blank=True, help_text='例如 中国政府网；本平台原创的不填', max_length=80, verbose_name='来源'),
        ),
        migrations.AddField(
            model_name='articlepage',
            name='source_url',
            field=models.URLField(blank=True, help_text='例如 https://www.gov.cn/…', verbose_name='原文网址'),
        ),
        migrations.AlterField(
            model_name='articlepage',
            name='document_number',
            field=models.CharField(blank=True, help_text='例如 静政办发〔2026〕12号；没有文号的不填', max_length=80, verbose_name='文号'),
        ),
        migrations.AlterField(
            model_name='articlepage',
            name='issued_on',
            field=models.DateField(help_text='文件写成文日期，其他稿件写发布日期', null=True, verbose_name='日期'),
        ),
        migrations.AlterField(
            model_name='articlepage',
            name='issuer',
            field=models.CharField(blank=True, help_text='例如 静乐县人民政府办公室', max_length=80, verbose_name='发文机关'),
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', models.FileField(upload_to='documents', verbose_name='file')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('file_size', models.PositiveBigIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, editable=False, max_length=40)),
                ('has_text', models.BooleanField(editable=False, null=True, verbose_name='有文字层')),
                ('scan_confirmed', models.BooleanField(default=False, help_text='只有没有文字层的 PDF 需要勾选', verbose_name='这是扫描件，正文里已写明它的内容')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '附件',
                'verbose_name_plural': '附件',
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='版本')),
                ('published_at', models.DateTimeField(verbose_name='发布时间')),
                ('note', models.CharField(blank=True, max_length=120, verbose_name='修订说明')),
                ('digest', models.CharField(max_length=64, verbose_name='校验值')),
                ('revision_id', models.BigIntegerField()),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='cms.articlepage')),
            ],
            options={
                'verbose_name': '版本',
                'verbose_name_plural': '版本',
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('helpful', models.BooleanField(verbose_name='有帮助')),
                ('text', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('act_id', models.UUIDField(unique=True)),
                ('note', models.CharField(blank=True, help_text='例如 已补充解密码遗失的办法', max_length=200, verbose_name='处理情况')),
                ('handled_on', models.DateField(blank=True, null=True, verbose_name='处理日期')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cms.articlepage', verbose_name='页面')),
            ],
            options={
                'verbose_name': '读者意见',
                'verbose_name_plural': '读者意见',
                'ordering': ['-pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(fields=('page', 'number'), name='one_edition_a_number'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('handled_on', None), models.Q(('note', ''), _negated=True), _connector='OR'), name='handled_with_a_note'),
        ),
    ]
