"""Which form editors fill in: what each kind needs, and what blocks."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms.pages import WagtailAdminPageForm

from cms.checks import look_through


class ArticleForm(WagtailAdminPageForm):
    """A draft may be anything; what goes on for review has its fields and nothing that blocks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.instance.required_here:
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        from cms.examining import draft_of

        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            for remark in look_through(draft_of(cleaned)):
                if remark.blocks:
                    self.add_error(
                        "body" if "body" in self.fields else None, f"{remark.says}（{remark.code}）"
                    )
        return cleaned
