"""How the admin's choosers start without inline script, which the policy forbids.

Wagtail renders a chooser outside StreamField (move, copy, filters) as markup followed by `<script>new …`.
The same constructor and options stand here in data attributes; admin-start.js calls it. There is no hook
for this in Wagtail, so its method is replaced; a browser test moves a page to see that it still fits.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets.chooser import BaseChooser


def render(chooser: Any, name: str, value: Any, attrs: dict[str, Any], renderer: Any = None) -> SafeString:
    """The chooser's markup, and what starts it as data."""
    given = chooser.get_value_data(value)
    options = chooser.get_js_init_options(attrs["id"], name, given)
    start = format_html(
        '<span hidden data-start="{}" data-for="{}" data-config="{}"></span>',
        chooser.js_constructor, attrs["id"], json.dumps(options),
    )  # fmt: skip
    return mark_safe(chooser.render_html(name, given, attrs) + start)  # noqa: S308 - markup of Wagtail and escaped data


def install() -> None:
    """Once, when the admin is set up."""
    BaseChooser.render = render
