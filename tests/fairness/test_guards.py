"""A text that forbids, quotes, answers or corrects a restriction does not set it; a threshold does."""

from __future__ import annotations

from datetime import date

import pytest

from tenders.fairness import Severity, review

LAW_ON = date(2026, 4, 1)
REGION = "青澜省/澜江市/云岭县"

SILENT = [
    "采购人不得将注册资本、成立年限作为资格要求。",
    "不得以特定行政区域的业绩作为加分条件，不得要求供应商在本地设立分支机构。",
    "根据《政府采购法实施条例》第二十条，以特定行政区域的奖项作为加分条件的，属于以不合理条件对供应商实行差别待遇。",
    "质疑事项1：招标文件要求供应商在云岭县设有分公司。答复：质疑事项不成立，招标文件无此要求。",
    "将“注册资本不低于500万元的得3分”修改为“按人员配置方案逐项得分”。",
    "原第三章“须为本市定点单位”予以删除。",
    "经自查，本采购文件未设定最低限价，未指定品牌，未要求提供原件。",
    "典型案例：某县要求供应商在当地缴纳社保，被责令改正。",
    "问：能否要求投标人注册资本达到1000万元？答：不能。",
    "不限制投标人的注册地、所有制形式和成立年限。",
]
LOUD = [
    ("供应商注册资本不得低于500万元。", "FC-SCALE-01"),
    ("投标人近三年不得少于5个同类业绩，成立年限不得少于3年。", "FC-SCALE-04"),
    ("外地企业不得参加本项目投标。", "FC-LOC-01"),
    ("中标人不得以任何理由拒绝以商业承兑汇票支付的货款。", "FC-PAY-04"),
    ("不限定注册地，但供应商须在云岭县设有办事处。", "FC-LOC-02"),
    ("将“具有独立承担民事责任的能力”修改为“注册资本不低于500万元”。", "FC-SCALE-01"),
    ("采购人不得指定品牌。服务器须采用华为品牌产品。", "FC-TECH-01"),
]


@pytest.mark.parametrize("text", SILENT)
@pytest.mark.parametrize("section", ["其他", "资格要求", "评分标准"])
def test_speaking_about_a_restriction_is_not_setting_it(text: str, section: str) -> None:
    result = review(text, {"section": section, "law": "政府采购法", "region": REGION}, law_on=LAW_ON)
    assert result.findings == ()


@pytest.mark.parametrize(("text", "code"), LOUD)
def test_a_threshold_or_a_turn_is_not_shielded(text: str, code: str) -> None:
    found = review(
        text, {"section": "资格要求", "law": "政府采购法", "region": REGION}, law_on=LAW_ON
    ).findings
    assert code in {finding.rule for finding in found}


def test_one_guarded_sentence_does_not_bless_its_neighbour() -> None:
    text = "①具有履行合同所必需的设备；②不要求缴纳保证金；③注册资本不低于300万元。"
    found = review(text, {"section": "资格要求", "law": "政府采购法"}, law_on=LAW_ON).findings
    assert [finding.rule for finding in found] == ["FC-SCALE-01"]


@pytest.mark.parametrize(
    "text",
    [
        "系统须支持本地部署，数据存储在采购人本地服务器。",
        "项目名称：云岭县县城区道路清扫保洁服务采购项目。",
        "采购人：云岭县教育局；地址：云岭县城关镇解放路88号。",
        "受云岭县城市建设投资有限公司委托，就云岭县第二中学食堂设备项目公开招标。",
        "供应商应在青澜省政府采购网完成注册登记后上传响应文件。",
    ],
)
def test_names_of_places_do_not_trigger(text: str) -> None:
    result = review(text, {"section": "资格要求", "law": "政府采购法", "region": REGION}, law_on=LAW_ON)
    assert result.findings == ()


def test_an_unknown_regime_turns_a_rule_of_one_regime_into_a_question() -> None:
    found = review(
        "售后方案：优得5分，良得3分，差得1分。", {"section": "评分标准", "law": "招标投标法"}, law_on=LAW_ON
    ).findings
    assert "FC-SCORE-02" not in {finding.rule for finding in found}
    asked = review("小微企业须提供工信部门出具的认定证明。", {"section": "资格要求"}, law_on=LAW_ON).findings
    assert [(finding.rule, finding.severity) for finding in asked] == [("FC-SME-03", Severity.MANUAL)]
