"""Which pieces an article is written in; each has a template of its own and an example beside it."""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

TEXT = ["bold", "h3", "ol", "ul", "link", "document-link"]
PLAIN = ["bold", "ol", "ul", "link"]
# What the table's menu says; the widget knows English only.
TABLE_MENU = {
    "row_above": "在上方插入一行",
    "row_below": "在下方插入一行",
    "col_left": "在左侧插入一列",
    "col_right": "在右侧插入一列",
    "remove_row": "删除这一行",
    "remove_col": "删除这一列",
    "undo": "撤销",
    "redo": "重做",
}
TABLE_OPTIONS = {
    "startRows": 3,
    "startCols": 3,
    "height": 216,
    "language": "en-US",  # the only one the widget has; all its words are ours
    "contextMenu": {"items": {name: {"name": says} for name, says in TABLE_MENU.items()}},
}


class Attachment(blocks.StructBlock):
    """A file to download; what kind and how large is said beside the link."""

    document = DocumentChooserBlock(label="文件")
    title = blocks.CharBlock(label="显示的名称", required=False, max_length=120, help_text="不填时用文件标题")

    class Meta:
        icon = "doc-full"
        label = "附件"
        template = "cms/blocks/attachment.html"


class Quote(blocks.StructBlock):
    """Words of somebody else, with where they stand."""

    text = blocks.TextBlock(label="原文", rows=3)
    source = blocks.CharBlock(label="出处", max_length=120, help_text="例如 《招标投标法实施条例》第五十四条")

    class Meta:
        icon = "openquote"
        label = "引用"
        template = "cms/blocks/quote.html"


class Picture(blocks.StructBlock):
    """A picture and the words for who cannot see it (WCAG 1.1.1)."""

    image = ImageChooserBlock(label="图片")
    alt = blocks.CharBlock(
        label="替代文字",
        max_length=200,
        help_text="看不到图片的人听到的话，例如“开标大厅：主持人宣读唱标记录”",
    )
    caption = blocks.CharBlock(label="图注", required=False, max_length=120)

    class Meta:
        icon = "image"
        label = "图"
        template = "cms/blocks/picture.html"


class Question(blocks.StructBlock):
    """One question and its answer; has an anchor of its own."""

    question = blocks.CharBlock(label="问", max_length=120, help_text="例如 忘记解密码怎么办")
    answer = blocks.RichTextBlock(label="答", features=PLAIN)

    class Meta:
        icon = "help"
        label = "问答"
        template = "cms/blocks/question.html"


class Deadline(blocks.StructBlock):
    """Until when somebody can act: the date stays, and after it the page says that it is over."""

    what = blocks.CharBlock(label="办什么", max_length=60, help_text="例如 提交入驻材料")
    until = blocks.DateTimeBlock(label="截止时间", help_text="北京时间")
    note = blocks.CharBlock(label="说明", required=False, max_length=200)

    class Meta:
        icon = "time"
        label = "期限提示"
        template = "cms/blocks/deadline.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        now = context.get("now")
        return context | {"over": bool(now and value["until"] and now >= value["until"])}


class Body(blocks.StreamBlock):
    """正文."""

    paragraph = blocks.RichTextBlock(label="段落", icon="pilcrow", features=TEXT)
    heading = blocks.CharBlock(label="小标题", icon="title", max_length=60)
    table = TableBlock(
        label="表格", icon="table", table_options=TABLE_OPTIONS, template="cms/blocks/table.html"
    )
    attachment = Attachment()
    quote = Quote()
    picture = Picture()
    question = Question()
    deadline = Deadline()


class Related(blocks.StreamBlock):
    """关联事项: pages of this site, or an address of another one."""

    page = blocks.PageChooserBlock(label="本站页面", page_type=["cms.ArticlePage"])
    link = blocks.StructBlock(
        [("title", blocks.CharBlock(label="名称", max_length=80)), ("url", blocks.URLBlock(label="网址"))],
        label="其他网站",
        icon="link",
    )
