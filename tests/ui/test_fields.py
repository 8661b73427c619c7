"""Does a bound field say its label, hint and error to everybody, in the same words everywhere?"""

import re

import pytest
from django import forms
from django.template import TemplateSyntaxError
from django.template.loader import render_to_string

from marketplace.styleguide import LOCK_CARDS, LockForm, SampleForm, sample_form
from marketplace.templatetags import fields


def bad_form() -> SampleForm:
    return sample_form("b", {"organisation": "", "uscc": "91140000XXXXXXXX0Y", "days": "三"})


def page(form: forms.Form, **more: object) -> str:
    return render_to_string(
        "components/form.html", {"form": form, "submit": "提交登记", "action": "", **more}
    )


def test_the_summary_and_the_field_use_the_same_sentence() -> None:
    html = page(bad_form())
    sentence = "统一社会信用代码第 18 位校验不符，请核对，例如 91140000XXXXXXXX0X"
    assert html.count(sentence) == 2
    assert "有 10 处需要修改" in html


def test_djangos_stock_phrases_name_the_field() -> None:
    form = bad_form()
    assert fields.sentences(form["organisation"]) == ["请填写单位名称"]
    assert fields.sentences(form["regime"]) == ["请选择项目类型"]
    assert fields.sentences(form["days"]) == ["工期应为整数，例如 120"]
    assert fields.sentences(form["promise"]) == ["请先勾选“我已阅读并承诺以上内容真实”"]
    assert "必填项" not in page(form)


def test_a_forms_own_sentence_stays() -> None:
    class Own(forms.Form):
        price = forms.CharField(label="报价", error_messages={"required": "请填写投标总价，单位元"})

    assert fields.sentences(Own({})["price"]) == ["请填写投标总价，单位元"]


def test_each_summary_link_leads_to_an_id_on_the_page() -> None:
    html = page(bad_form())
    targets = re.findall(r'<a href="#([^"]+)"', html)
    assert len(targets) == 10
    assert all(f'id="{target}"' in html for target in targets)


def test_each_description_exists() -> None:
    html = page(bad_form())
    named = {word for words in re.findall(r'aria-describedby="([^"]+)"', html) for word in words.split()}
    assert named
    assert all(f'id="{word}"' in html for word in named)


def test_what_was_typed_stays_after_an_error() -> None:
    html = page(bad_form())
    assert 'value="三"' in html
    assert 'value="91140000XXXXXXXX0Y"' in html


def test_kinds_follow_the_name_then_the_class() -> None:
    form = sample_form("a")
    kinds = {bound.name: fields.kind(bound) for bound in form}
    assert kinds == {
        "organisation": "text",
        "uscc": "uscc",
        "phone": "phone",
        "ceiling": "money",
        "days": "number",
        "deadline": "moment",
        "regime": "radio",
        "trades": "checks",
        "town": "select",
        "reason": "textarea",
        "licence": "file",
        "promise": "check",
    }


def test_an_unknown_kind_is_loud() -> None:
    class Typo(forms.Form):
        price = forms.CharField(widget=forms.TextInput({"data-kind": "mony"}))

    with pytest.raises(TemplateSyntaxError, match="mony"):
        fields.kind(Typo()["price"])


def test_a_moment_has_the_browsers_picker_with_the_right_value() -> None:
    html = str(fields.control(sample_form("a")["deadline"]))
    assert 'type="datetime-local"' in html
    assert 'value="2026-12-01T09:30"' in html


def test_a_class_a_button_names_the_second_person() -> None:
    assert "提交登记，由复核人确认" in page(sample_form("a"), class_a=True)
    assert "由复核人确认" not in page(sample_form("a"))


def test_the_act_id_and_the_article_travel_with_the_button() -> None:
    html = page(sample_form("a"), act_id="0b9f6c1e", law="《招标投标法》第二十八条")
    assert '<input type="hidden" name="act_id" value="0b9f6c1e">' in re.sub(r"\s+", " ", html)
    assert "依据 《招标投标法》第二十八条" in html


def test_a_form_with_a_file_is_multipart_and_asks_no_browser_validation() -> None:
    html = page(sample_form("a"))
    assert 'enctype="multipart/form-data"' in html
    assert "novalidate" in html


def test_neither_of_the_two_ways_to_decrypt_is_preselected() -> None:
    html = render_to_string(
        "components/choice_cards.html", {"field": LockForm()["lock"], "cards": LOCK_CARDS}
    )
    assert html.count('type="radio"') == 2
    assert "checked" not in html


def test_a_refused_step_says_why_and_cannot_be_sent() -> None:
    step = {
        "label": "签署开标记录",
        "url": "/x/",
        "refused": "先结束异议。",
        "law": "《招标投标法实施条例》第四十四条",
    }
    html = render_to_string("components/step_form.html", {"step": step, "step_id": "s1"})
    assert "<form" not in html
    assert 'aria-disabled="true"' in html
    assert "还不能办：先结束异议。" in html
    assert 'id="s1-why"' in html
