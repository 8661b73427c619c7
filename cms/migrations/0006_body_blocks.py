"""The text of an article is blocks from here on."""

import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('cms', '0005_move_articles')]

    operations = [
        migrations.RemoveField(
            model_name='articlepage',
            name='section',
        ),
        migrations.AlterField(
            model_name='articlepage',
            name='body',
            field=wagtail.fields.StreamField([('paragraph', 0), ('heading', 1), ('table', 2), ('attachment', 5), ('quote', 8), ('picture', 12), ('question', 15), ('deadline', 19)], block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'h3', 'ol', 'ul', 'link', 'document-link'], 'icon': 'pilcrow', 'label': '段落'}), 1: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': '小标题', 'max_length': 60}), 2: ('wagtail.contrib.table_block.blocks.TableBlock', (), {'icon': 'table', 'label': '表格', 'table_options': {'contextMenu': {'items': {'col_left': {'name': '在左侧插入一列'}, 'col_right': {'name': '在右侧插入一列'}, 'redo': {'name': '重做'}, 'remove_col': {'name': '删除这一列'}, 'remove_row': {'name': '删除这一行'}, 'row_above': {'name': '在上方插入一行'}, 'row_below': {'name': '在下方插入一行'}, 'undo': {'name': '撤销'}}}, 'height': 216, 'startCols': 3, 'startRows': 3}, 'template': 'cms/blocks/table.html'}), 3: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': '文件'}), 4: ('wagtail.blocks.CharBlock', (), {'help_text': '不填时用文件标题', 'label': '显示的名称', 'max_length': 120, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('document', 3), ('title', 4)]], {}), 6: ('wagtail.blocks.TextBlock', (), {'label': '原文', 'rows': 3}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': '例如 《招标投标法实施条例》第五十四条', 'label': '出处', 'max_length': 120}), 8: ('wagtail.blocks.StructBlock', [[('text', 6), ('source', 7)]], {}), 9: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': '图片'}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': '看不到图片的人听到的话，例如“开标大厅：主持人宣读唱标记录”', 'label': '替代文字', 'max_length': 200}), 11: ('wagtail.blocks.CharBlock', (), {'label': '图注', 'max_length': 120, 'required': False}), 12: ('wagtail.blocks.StructBlock', [[('image', 9), ('alt', 10), ('caption', 11)]], {}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': '例如 忘记解密码怎么办', 'label': '问', 'max_length': 120}), 14: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link'], 'label': '答'}), 15: ('wagtail.blocks.StructBlock', [[('question', 13), ('answer', 14)]], {}), 16: ('wagtail.blocks.CharBlock', (), {'help_text': '例如 提交入驻材料', 'label': '办什么', 'max_length': 60}), 17: ('wagtail.blocks.DateTimeBlock', (), {'help_text': '北京时间', 'label': '截止时间'}), 18: ('wagtail.blocks.CharBlock', (), {'label': '说明', 'max_length': 200, 'required': False}), 19: ('wagtail.blocks.StructBlock', [[('what', 16), ('until', 17), ('note', 18)]], {})}, default=[('paragraph', '')], verbose_name='正文'),
        ),
    ]
