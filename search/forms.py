"""What people fill in: where to send what is new; words that mean the same."""

from __future__ import annotations

from django import forms

from search.models import Subscription


class SubscribeForm(forms.Form):
    """A telephone number or a mail box, and how often."""

    address = forms.CharField(
        label="手机号或者邮箱", max_length=120, help_text="不需要账户。收到确认链接后打开才生效，每条消息里都能退订",
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "email"}),
    )  # fmt: skip
    frequency = forms.ChoiceField(
        label="多久发一次", choices=Subscription.Frequency.choices, initial=Subscription.Frequency.AT_ONCE,
        widget=forms.RadioSelect,
    )  # fmt: skip


class SynonymForm(forms.Form):
    """One group of words."""

    words = forms.CharField(label="同义词", max_length=200, help_text="用等号连接，例如 供暖=供热=采暖")
