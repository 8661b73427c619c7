"""What the public fills in to have a period computed."""

from __future__ import annotations

from django import forms


class ComplaintForm(forms.Form):
    """When did you know, and did the answer to your objection take days that do not count?"""

    knew = forms.DateField(label="您哪天知道的", help_text="例如看到公示、收到答复、参加开标的那一天")
    paused = forms.IntegerField(
        label="异议答复用了几日",
        help_text="从提出异议到收到答复的日数，不计入期限；没有提出过异议的填 0",
        min_value=0,
        max_value=60,
        initial=0,
        widget=forms.NumberInput({"data-kind": "number", "data-unit": "日"}),
    )
