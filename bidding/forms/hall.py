"""What is said in the opening hall: a code, an objection, an answer, a step of the host."""

from __future__ import annotations

from django import forms


class ReleaseForm(forms.Form):
    """The value computed in the browser, or, without script, the code itself."""

    secret = forms.RegexField(
        r"\A[0-9a-f]{64}\Z", required=False, error_messages={"invalid": "放行值不完整，请重输解密码"}
    )
    code = forms.CharField(label="解密码", required=False, max_length=60)

    def clean(self) -> dict[str, str]:
        given: dict[str, str] = super().clean() or {}
        if not self.errors and not given.get("secret") and not given.get("code"):
            self.add_error("code", "请输入解密码，24 位，例如 7K3M-9Q2D-4TAB-CDEF-GH23-X7YZ")
        return given


class ObjectForm(forms.Form):
    """An objection on the spot (条例第四十四条)."""

    facts = forms.CharField(
        label="异议内容",
        help_text="写明哪一项不对、请求什么；全场可见，写入开标记录",
        max_length=2000,
        widget=forms.Textarea({"rows": 3, "data-soft": 300}),
    )


class AnswerForm(forms.Form):
    """The owner's answer on the spot."""

    objection = forms.CharField(widget=forms.HiddenInput)
    answer = forms.CharField(
        label="答复",
        help_text="写明事实、依据和结论；全场可见",
        max_length=2000,
        widget=forms.Textarea({"rows": 3, "data-soft": 300}),
    )
    founded = forms.ChoiceField(
        label="异议是否成立", choices=[("no", "不成立"), ("yes", "成立")], widget=forms.RadioSelect
    )


class StepForm(forms.Form):
    """Which step the host takes; the door judges it."""

    step = forms.ChoiceField(choices=[("start_opening", "开标"), ("sign_record", "签署开标记录")])
