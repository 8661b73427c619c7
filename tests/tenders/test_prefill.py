"""粘贴旧公告预填: an invented notice field by field, the ways notices differ, files, and the real ones where they are."""

import gzip
import json
import os
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

import docx
import pytest

from marketplace.law.money import Money
from marketplace.law.workdays import SHANGHAI
from tenders.prefill import NoticeUnreadable, Prefill, load_notice, read_notice

SHARED = Path(os.environ.get("SHARED_DIR", Path(__file__).parents[2].parent / "shared"))
NOTICES = SHARED / "data" / "notices"

TITLE = "静乐县鹅城镇排水管网改造工程（一标段）施工招标公告"
NOTICE = """
1. 招标条件
本招标项目静乐县鹅城镇排水管网改造工程已由静乐县发展和改革局以静发改审〔2026〕18 号批准建设，建设资金来自中央预算内投资及县级配套，出资比例为 80%、20%，招标人为静乐县住房和城乡建设局，招标代理机构为山西某某工程咨询有限公司。项目已具备招标条件，现对该项目的施工进行公开招标。
2. 项目概况与招标范围
2.1 建设地点：静乐县鹅城镇北大街至汾河路。
2.2 建设规模：
改造排水管道约 3.6 千米，其中：
（1）DN600 钢筋混凝土管 2.1 千米；
（2）DN400 双壁波纹管 1.5 千米。
2.3 招标范围：施工图及工程量清单范围内的全部内容。最高投标限价（含税）：4,863,200.00元，其中暂列金额：200000元；不含税最高投标限价：4461651.38元。
2.4 计划工期：120 日历天。
2.5 质量要求：符合国家现行验收规范合格标准；安全要求：合格。
3. 投标人资格要求
3.1 投标人须具备市政公用工程施工总承包三级及以上资质，并具有有效的安全生产许可证。
3.2 投标人近三年完成过合同金额 200 万元及以上的排水管网项目，以竣工验收时间为准。
3.3 拟派项目负责人须具备市政公用工程专业二级及以上注册建造师执业资格。
3.4 投标人及拟派项目负责人不得为失信被执行人。
3.5 本次招标不接受联合体投标。
4. 招标文件的获取
4.1 凡有意参加投标者，请于 2026 年 11 月 2 日 9:00 至 2026 年 11 月 9 日 24:00 登录平台下载招标文件。
5. 投标保证金
5.1 金额：人民币玖万元整。
5.2 投标保证金到账截止时间：2026 年 11 月 24 日 17 时。
6. 投标文件的递交
6.1 投标文件递交的截止时间（投标截止时间，下同）为 2026 年 11 月 25 日 9 时 30 分。
7. 联系方式
招 标 人：静乐县住房和城乡建设局
地 址：静乐县新建路 1 号
联 系 人：王工
电 话：0350-7820000
招标代理机构：山西某某工程咨询有限公司
地 址：忻州市长征西街 2 号
联 系 人：李工、赵工
电 话：0350-3030000、13800000000
监督部门：静乐县住房和城乡建设局招投标管理办公室
电 话：0350-7820001
"""


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[misc, arg-type]


@pytest.fixture(scope="module")
def read() -> Prefill:
    return read_notice(NOTICE, TITLE)


EXPECTED = {
    "project_name": "静乐县鹅城镇排水管网改造工程",
    "lot_name": "静乐县鹅城镇排水管网改造工程（一标段）施工",
    "approval_no": "静发改审〔2026〕18号",
    "approval_authority": "静乐县发展和改革局",
    "funding_source": "中央预算内投资及县级配套",
    "funding_share": "80%、20%",
    "buyer": "静乐县住房和城乡建设局",
    "agency": "山西某某工程咨询有限公司",
    "location": "静乐县鹅城镇北大街至汾河路",
    "scope": "施工图及工程量清单范围内的全部内容。",
    "ceiling": Money.parse("4863200"),
    "duration": "120日历天",
    "duration_days": 120,
    "quality": "符合国家现行验收规范合格标准",
    "company_requirements": "投标人须具备市政公用工程施工总承包三级及以上资质，并具有有效的安全生产许可证。",
    "manager_requirements": "拟派项目负责人须具备市政公用工程专业二级及以上注册建造师执业资格。",
    "performance_requirements": "投标人近三年完成过合同金额 200 万元及以上的排水管网项目，以竣工验收时间为准。",
    "consortium": False,
    "bond": Money.parse("90000"),
    "documents_from": moment(2026, 11, 2, 9),
    "documents_until": moment(2026, 11, 10),
    "deadline": moment(2026, 11, 25, 9, 30),
    "buyer_contact": "王工",
    "buyer_phone": "0350-7820000",
    "buyer_address": "静乐县新建路1号",
    "agency_contact": "李工、赵工",
    "agency_phone": "0350-3030000、13800000000",
    "agency_address": "忻州市长征西街2号",
    "supervisor": "静乐县住房和城乡建设局招投标管理办公室",
}


@pytest.mark.parametrize("field", EXPECTED)
def test_each_field_is_found(read: Prefill, field: str) -> None:
    assert read.found[field].value == EXPECTED[field]


def test_a_value_over_several_lines_is_kept_as_written(read: Prefill) -> None:
    assert read.scale is not None
    assert read.scale.value.split("\n") == [
        "改造排水管道约 3.6 千米，其中：",
        "（1）DN600 钢筋混凝土管 2.1 千米；",
        "（2）DN400 双壁波纹管 1.5 千米。",
    ]


def test_nothing_is_missing_and_other_sums_keep_their_words(read: Prefill) -> None:
    assert read.missing == ()
    assert {(other.value.yuan(), other.sentence) for other in read.ceiling_others} == {
        ("200,000.00", "最高投标限价（含税）：4,863,200.00元，其中暂列金额：200000元"),
        ("4,461,651.38", "不含税最高投标限价：4461651.38元"),
    }


def test_each_find_knows_its_place_and_its_sentence(read: Prefill) -> None:
    assert read.deadline is not None
    start, end = read.deadline.span
    assert NOTICE[start:end] == "2026 年 11 月 25 日 9 时 30 分"
    assert read.deadline.sentence.startswith("6.1 投标文件递交的截止时间")
    assert read.ceiling is not None
    start, end = read.ceiling.span
    assert NOTICE[start:end] == "4,863,200.00元"


def test_an_empty_text_finds_nothing_and_lists_everything() -> None:
    nothing = read_notice("")
    assert nothing.found == {}
    assert len(nothing.missing) == len(EXPECTED) + 1
    assert nothing.missing[:2] == ("项目名称", "标段（招标项目）名称")


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("招标控制价：26266481元。", "ceiling", "26,266,481.00 元"),
        ("招标控制价（最高投标限价）：486.32万元", "ceiling", "4,863,200.00 元"),
        ("最高投标限价（万元）：120", "ceiling", "1,200,000.00 元"),
        ("不含税最高投标限价：100万元；最高投标限价（含税）：109万元", "ceiling", "1,090,000.00 元"),
        ("项目预算金额：300万元，其中本标段控制价：120万元", "ceiling", "1,200,000.00 元"),
        ("本项目总预算（100万元）", "ceiling", "1,000,000.00 元"),
        ("最高限价：人民币193171元/年，三年共计579513元。", "ceiling", "579,513.00 元"),
        ("序号 | 内容 | 最高限价（元） | 工期\n1 | 管道 | 774720 | 75日历天", "ceiling", "774,720.00 元"),
        ("序号 | 内容 | 最高限价（元） | 工期\n1 | 管道 | 774720 | 75日历天", "duration", "75日历天"),
        ("一、投标保证金\n本项目不收取", "bond", "0.00 元"),
        ("五、投标保证金：无。", "bond", "0.00 元"),
        ("1.投标保证金：本项目不要求提交投标保证金。", "bond", "0.00 元"),
        ("投标截止时间：2026-11-25 9:30", "deadline", "2026-11-25 09:30:00+08:00"),
        ("投标截止时间：2026年11月25日（星期三）下午2:30", "deadline", "2026-11-25 14:30:00+08:00"),
        ("本项目（否）接受联合体投标", "consortium", "False"),
        ("接受联合体投标：是", "consortium", "True"),
        ("本次招标接受联合体投标。", "consortium", "True"),
        ("资金来源：县财政资金；", "funding_source", "县财政资金"),
        ("建设资金来 自自筹，", "funding_source", "自筹"),
        ("工期：12个月（其中土方30日历天）", "duration", "12个月（其中土方30日历天）"),
        ("某某咨询有限公司受静乐县水利局的委托，就汾河堤防工程进行公开招标", "buyer", "静乐县水利局"),
        ("某某咨询有限公司受静乐县水利局的委托，就汾河堤防工程进行公开招标", "project_name", "汾河堤防工程"),
        ("项目已由县发展和改革局批准建设，项目代码为2601-140926-04-01-330544", "approval_no", "2601-140926-04-01-330544"),
        ("一、联系方式\n地\n址：静乐县东街\n1.采购人信息\n名称：\n静乐县教育局\n联系方式：刘老师，0350-7820009", "buyer_contact", "刘老师"),
    ],
)  # fmt: skip
def test_the_ways_in_which_notices_differ(text: str, field: str, value: str) -> None:
    assert str(read_notice(text).found[field].value) == value


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("最高投标单价限价：15.5元/餐", "ceiling"),
        ("3.投标人资格要求\n完成过合同金额达到招标控制价40%（即10506593元）的项目", "ceiling"),
        ("4.招标文件的获取\n支付100元系统使用费", "bond"),
        ("本项目（是/否）接受联合体投标", "consortium"),
        ("投标保证金到账截止时间：2026年11月24日17时", "deadline"),
        ("工期：12个月（其中土方30日历天）", "duration_days"),
        ("工期：接通知3天内到场施工", "duration_days"),
        ("投标截止时间：2026年13月45日9时", "deadline"),
    ],
)
def test_what_only_resembles_a_field_is_left_out(text: str, field: str) -> None:
    assert field not in read_notice(text).found


def test_the_title_may_stand_in_the_text() -> None:
    read = read_notice("静乐县某某道路工程施工招标公告\n招标人：静乐县交通运输局")
    assert read.lot_name is not None
    assert read.lot_name.value == "静乐县某某道路工程施工"
    assert read.lot_name.span == (0, 11)


def test_two_parties_side_by_side_are_told_apart() -> None:
    read = read_notice(
        "9.联系方式\n招标人：甲局 | 招标代理机构：乙公司\n地址：东街1号 | 地址：西街2号\n联系人：张工 | 联系人：李工"
    )
    assert (read.buyer_address and read.buyer_address.value) == "东街1号"
    assert (read.agency_address and read.agency_address.value) == "西街2号"
    assert (read.agency_contact and read.agency_contact.value) == "李工"


HOSTILE = {
    "one character": "招" * 5_000_000,
    "half a phrase": "已由" * 2_500_000,
    "labels": "地址：电话：联系人：" * 500_000,
    "dates": "2026年9月23日9时30分至" * 300_000,
    "ceilings": "最高投标限价100万元，" * 400_000,
    "brackets": "招标控制价((((((" * 500_000,
    "tables": "序号|最高限价|工期\n1|2|3\n" * 250_000,
    "blanks": " " * 5_000_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_five_megabytes_do_not_hang(kind: str) -> None:
    begun = time.process_time()
    read = read_notice(HOSTILE[kind])
    assert time.process_time() - begun < 10
    assert read.is_shortened


# files


def test_a_text_file_is_loaded_with_its_title(tmp_path: Path) -> None:
    file = tmp_path / "旧公告.txt"
    file.write_bytes(f"{TITLE}\n{NOTICE}".encode("gb18030"))
    title, text = load_notice(str(file))
    assert title == TITLE
    assert "静发改审〔2026〕18 号" in text


@pytest.mark.parametrize("name", ["旧公告.jsonl", "旧公告.jsonl.gz"])
def test_one_notice_of_a_collection_is_loaded(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    rows = [{"id": "a1", "title": "甲公告", "text": "甲"}, {"id": "a2", "title": "乙公告", "text": "乙"}]
    content = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    file.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    assert load_notice(f"{file}#a2") == ("乙公告", "乙")
    with pytest.raises(NoticeUnreadable, match="没有编号为“a3”的公告"):
        load_notice(f"{file}#a3")
    with pytest.raises(NoticeUnreadable, match="请在文件名后加 #编号"):
        load_notice(str(file))


def test_a_word_document_is_loaded_in_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "招标人", "静乐县水利局"
    document.add_paragraph("建设地点：静乐县")
    file = tmp_path / "旧公告.docx"
    document.save(str(file))
    title, text = load_notice(str(file))
    assert title == TITLE
    assert text.split("\n") == [TITLE, "招标人 | 静乐县水利局", "建设地点：静乐县"]
    assert (found := read_notice(text, title).buyer) is not None
    assert found.value == "静乐县水利局"


def test_a_page_is_loaded_as_its_words(tmp_path: Path) -> None:
    file = tmp_path / "旧公告.html"
    file.write_text(
        f"<html><head><style>p{{}}</style></head><body><h1>{TITLE}</h1><script>alert(1)</script>"
        "<p>建设地点：<b>静乐县</b></p><table><tr><td>招标人</td><td>静乐县水利局</td></tr></table></body></html>",
        encoding="utf-8",
    )
    assert load_notice(str(file)) == (TITLE, f"{TITLE}\n建设地点：静乐县\n招标人 | 静乐县水利局")


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("空.txt", b"  \n ", "没有内容"),
        ("图.txt", b"\x89PNG\x00\x00", "不是文本文件"),
        ("乱.txt", b"\xff\xff\xff", "不是文本文件，或编码无法识别"),
        ("坏.docx", b"not a document", "不是 Word 文档"),
        ("坏.jsonl.gz#1", b"not gzip", "不是完整的 gzip 文件"),
        ("坏.jsonl#1", b"{", "不是逐行的 JSON"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    (tmp_path / name.partition("#")[0]).write_bytes(content)
    with pytest.raises(NoticeUnreadable, match=why):
        load_notice(str(tmp_path / name))


def test_a_missing_file_is_named() -> None:
    with pytest.raises(NoticeUnreadable, match="找不到文件“没有"):
        load_notice("没有.txt")


# the real ones

needs_notices = pytest.mark.skipif(
    not NOTICES.exists(), reason="the collected notices are not on this machine"
)


def real(number: str) -> Prefill:
    title, text = load_notice(f"{NOTICES / 'ningbo_soe_notices.jsonl.gz'}#{number}")
    return read_notice(text, title)


@needs_notices
def test_a_real_water_main_is_complete() -> None:
    read = real("nb-bb8a6be0ef")
    assert read.missing == ("招标人联系电话", "监督部门")
    assert read.ceiling is not None
    assert read.ceiling.value == Money.parse("26,266,481.00")
    assert read.ceiling_others == ()
    assert read.duration_days is not None
    assert read.duration_days.value == 360
    assert read.approval_no is not None
    assert read.approval_no.value == "海发改投【2022】31号"


@needs_notices
def test_a_real_heat_pipe_is_complete_with_its_net_price_beside() -> None:
    read = real("nb-3a393889a1")
    assert read.missing == ("审批文号", "审批部门", "质量要求")
    assert read.ceiling is not None
    assert read.ceiling.value == Money.parse("2,860,011")
    assert [(other.value.yuan(), other.sentence) for other in read.ceiling_others] == [
        ("2,623,863.30", "不含9%增值税的最高投标限价：2623863.30元")
    ]
    assert read.duration_days is not None
    assert read.duration_days.value == 30


LEAST_SHARE = {
    "project_name": 0.99,
    "buyer": 0.99,
    "agency": 0.99,
    "scope": 0.88,
    "ceiling": 0.74,
    "duration": 0.87,
    "consortium": 0.98,
    "bond": 0.95,
    "documents_from": 0.98,
    "deadline": 0.99,
    "agency_phone": 0.98,
    "company_requirements": 0.97,
}


@needs_notices
def test_the_real_notices_yield_their_fields_and_the_opening_the_platform_recorded() -> None:
    """Shares measured on all of them; what is not found is mostly not written in the notice."""
    found: Counter[str] = Counter()
    agreeing = recorded = count = 0
    with gzip.open(NOTICES / "ningbo_soe_notices.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            if row["type"] != "招标公告":
                continue
            count += 1
            read = read_notice(row["text"], row["title"])
            found.update(read.found.keys())
            if row["open_time"] and read.deadline:
                recorded += 1
                agreeing += read.deadline.value.isoformat().startswith(row["open_time"])
    shares = {field: found[field] / count for field in LEAST_SHARE}
    assert {field: share for field, share in shares.items() if share < LEAST_SHARE[field]} == {}
    assert agreeing / recorded > 0.99
