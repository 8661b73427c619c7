"""Notices of other places: read in every shape, masked, typed, never twice, never among ours."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from cms.tree import plant
from marketplace.flow import clock
from marketplace.notices import freezing
from marketplace.notices.models import Notice
from marketplace.notices.samples.masking import mask, mask_all
from marketplace.notices.samples.typing import fit
from search.indexing import index_new
from tests.conftest import MONDAY

SHARED = settings.SHARED_DIR / "data" / "notices"
FULL = {
    "id": "t-1", "type": "招标公告", "title": "某某路改造工程施工招标公告", "text": "招标人：甲县交通局\n联系人：韩学君\n电话：13812345678",
    "published": "2025-09-01", "region": "甲省乙市", "platform": "甲省公共资源交易平台", "regime": "工程建设", "project_no": "A-1",
}  # fmt: skip
PARSED = {
    "id": "t-2", "type": "中标结果（结构化）", "title": "某某桥中标结果公告", "published": "2025-10-08", "region": "甲省乙市",
    "fields": {"招标人": "甲县交通局", "中标人": "丙公司", "中标价(元)": "15988000.00", "项目负责人": "李可为,注册建造师", "备注": "/"},
}  # fmt: skip
PRICES = {
    "id": "t-3", "type": "中标候选人（报价）", "title": "某某渠中标候选人公示", "published": "2025-10-09", "region": "甲省乙市",
    "project_name": "某某渠", "publicity_period": "3 日", "bidders": [{"bidder": "丙公司", "price": "100.00"}],
}  # fmt: skip
CSV = "标题,来源,发布时间,省份,市区,县城,项目编号,项目名称,采购人,代理机构,预算,周期,中标人,中标金额,中标时间\n某校办公设备成交公告,政府采购,2023-10-17,甲省,乙市,,B-1,某校办公设备,某校,,,,丁公司,379600,2023-10-17 11:52:17.940000\n"
Import = Callable[..., str]


def write(path: Path, *rows: Any) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(
            (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n" for row in rows
        )
    return path


@pytest.fixture
def take_in(db: None, tmp_path: Path) -> Import:
    clock.move_to(MONDAY)

    def run(*files: Path, **more: Any) -> str:
        said = StringIO()
        call_command(
            "import_notices",
            *map(str, files),
            refused=tmp_path / "refused.jsonl",
            stdout=said,
            stderr=StringIO(),
            **more,
        )
        return said.getvalue()

    return run


def test_every_shape_becomes_a_typed_masked_sample(take_in: Import, tmp_path: Path) -> None:
    table = tmp_path / "a.csv.gz"
    with gzip.open(table, "wt", encoding="utf-8") as file:
        file.write(CSV)
    said = take_in(write(tmp_path / "a.jsonl.gz", FULL, PARSED, PRICES), table)
    assert "读 4 行：新增 4，新版本 0，已有 0，未导入 0" in said
    full, parsed, prices, award = Notice.objects.order_by("pk")
    assert (full.type, full.business, full.number) == ("E03", "工程建设", "EX-t-1")
    assert full.value("公告正文") == "招标人：甲县交通局\n联系人：韩××\n电话：×××××××××××"
    assert (full.source_system, full.buyer) == ("甲省公共资源交易平台", "甲县交通局")
    assert (parsed.type, parsed.amount_fen, parsed.value("备注")) == ("E12", 1_598_800_000, "")
    assert parsed.value("项目负责人") == "李××,注册建造师"
    assert (prices.type, prices.value("投标人和报价")) == ("E10", "丙公司：100.00 元")
    assert (award.type, award.amount_fen, award.business) == ("G09", 37_960_000, "政府采购")
    assert all(row.is_sample and row.hash == freezing.digest(row.frozen()) for row in Notice.objects.all())
    assert {row.region for row in Notice.objects.all()} & {"140926"} == set()


def test_a_second_run_adds_nothing_and_a_changed_text_is_a_linked_version(
    take_in: Import, tmp_path: Path
) -> None:
    first = write(tmp_path / "a.jsonl.gz", FULL, PARSED)
    changed = write(tmp_path / "b.jsonl.gz", FULL | {"text": "招标人：甲县交通局\n开标时间改为 9 月 30 日"})
    take_in(first)
    assert "新增 0，新版本 0，已有 2" in take_in(first)
    assert "新增 0，新版本 1" in take_in(changed)
    assert "新增 0，新版本 0，已有 1" in take_in(changed)
    assert "新增 0，新版本 0，已有 2" in take_in(first)
    later = Notice.objects.get(number="EX-t-1.2")
    assert later.replaces == Notice.objects.get(number="EX-t-1")
    assert Notice.objects.count() == 3


def test_the_same_words_under_another_id_or_in_another_shape_do_not_come_in(
    take_in: Import, tmp_path: Path
) -> None:
    spaced = FULL | {"id": "t-9", "text": FULL["text"].replace("\n", " \n ").replace("：", ":")}
    shape = PARSED | {
        "id": "t-8",
        "fields": None,
        "text": "中标人 丙公司",
        "type": "中标公告",
        "regime": "工程建设",
    }
    said = take_in(
        write(tmp_path / "a.jsonl.gz", FULL, PARSED), write(tmp_path / "b.jsonl.gz", spaced, shape)
    )
    assert "DUPLICATE：1" in said
    assert "OTHER-SHAPE：1" in said
    reasons = [json.loads(line) for line in (tmp_path / "refused.jsonl").read_text("utf-8").splitlines()]
    assert [row["code"] for row in reasons] == ["DUPLICATE", "OTHER-SHAPE"]
    assert reasons[0]["says"] == "与 EX-t-1 内容相同"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("{不是 JSON", "BAD-JSON"),
        ("[1, 2]", "BAD-JSON"),
        (FULL | {"title": " "}, "NO-TITLE"),
        (FULL | {"published": None}, "NO-DATE"),
        (FULL | {"id": ""}, "NO-ID"),
        (FULL | {"text": ""}, "NO-TEXT"),
        (FULL | {"type": "通知", "title": "关于放假的通知"}, "NO-TYPE"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_with_its_reason(
    take_in: Import, tmp_path: Path, row: Any, code: str
) -> None:
    said = take_in(write(tmp_path / "a.jsonl.gz", row))
    assert "新增 0" in said
    assert f"未导入 {code}：1" in said


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("联系人：韩学君 13812345678", "联系人：韩×× ×××××××××××"),
        ("项目联系人：芦芸 周喆、令狐陶陶", "项目联系人：芦×× 周××、令狐××"),
        ("评审专家名单：\n龚本畅、汪忠飞（组长）、李永萍", "评审专家名单：\n龚××、汪××（组长）、李××"),
        ("采购单位联系方式 | 崔洋铭 0350-1234567", "采购单位联系方式 | 崔×× 0350-×××××××"),
        ("项目经理：王凯（听涛路负责人）", "项目经理：王××（听涛路负责人）"),
        ("身份证 140926199001011234", "身份证 ××××××××××××××××××"),
        ("开户行账号：6222 0212 3456 7890 123", "开户行账号：×××× ×××× ×××× ×××× ×××"),
        ("邮箱 zhang.san@example.com", "邮箱 ×××@×××"),
        ("鄂142202020210012 建安B(2016)1234567", "鄂××××××××××××××× 建安B(2016)×××××××"),
        # what names nobody stays
        ("联系人：王工", "联系人：王工"),
        ("联系人：刘老师", "联系人：刘老师"),
        ("联系人：静乐县教育局", "联系人：静乐县教育局"),
        ("项目负责人：应具备一级建造师", "项目负责人：应具备一级建造师"),
        ("资格审查 | 负责人 | 符合", "资格审查 | 负责人 | 符合"),
        (
            "统一社会信用代码 91140926MA0K00013D，项目编号：62023100982119121",
            "统一社会信用代码 91140926MA0K00013D，项目编号：62023100982119121",
        ),
        ("金额 15988000.00 元，2026年3月20日09时00分", "金额 15988000.00 元，2026年3月20日09时00分"),
    ],
)
def test_what_names_a_person_becomes_unreadable(written: str, read: str) -> None:
    assert mask(written) == read
    assert mask(read) == read


def test_a_name_is_not_looked_for_across_two_fields() -> None:
    assert mask_all(["联系人：", "项目名称"]) == ["联系人：", "项目名称"]


@pytest.mark.parametrize(
    ("category", "regime", "title", "code"),
    [
        ("竞争性磋商公告", "政府采购", "某采购", "G04"), ("更正公告", "政府采购", "某采购", "G06"), ("中标公告", "政府采购", "某", "G09"),
        ("中标候选人公示", "工程建设", "某", "E10"), ("中标公告", "工程建设", "某", "E12"), ("开标记录", "工程建设", "某", "E09"),
        ("采购公告", "国企采购", "某采购", "O01"), ("中介服务公开选取公告", "", "选取测绘机构", "S01"), ("交易公告", "工程建设", "某施工招标公告", "E03"),
        ("公告", "", "某路施工终止公告", "E13"),
    ],
)  # fmt: skip
def test_the_type_follows_category_then_title(category: str, regime: str, title: str, code: str) -> None:
    found = fit(category, regime, title)
    assert found is not None
    assert found.code == code


def test_samples_stand_nowhere_among_ours(take_in: Import, tmp_path: Path) -> None:
    plant()
    take_in(write(tmp_path / "a.jsonl.gz", FULL, PARSED))
    index_new(MONDAY)
    client = Client()
    for path in (
        "/",
        "/notices/",
        "/notices/?q=某某路",
        "/search/?q=某某路",
        "/sitemap.xml",
        "/notices/atom.xml",
        "/notices/list.csv",
    ):
        assert "某某路" not in client.get(path).content.decode().replace("<wbr>", "").replace(
            "q=某某路", ""
        ).replace('value="某某路"', "").replace("“某某路”", ""), path
    assert client.get("/notices/EX-t-1/").status_code == 404
    assert client.get("/notices/EX-t-1.json").status_code == 404


def test_samples_are_shown_marked_where_they_are_asked_for(take_in: Import, tmp_path: Path) -> None:
    plant()
    take_in(write(tmp_path / "a.jsonl.gz", FULL, PARSED))
    client = Client()
    listed = client.get("/notices/?samples=1").content.decode().replace("<wbr>", "")
    assert "共 2 份样例" in listed
    assert "甲省公共资源交易平台" in listed
    for html in (listed, client.get("/notices/EX-t-1/?samples=1").content.decode()):
        assert "外部公告样例" in html
        assert "不是本平台发布的公告" in html
        assert 'class="mast"' not in html
        assert 'content="noindex"' in html
    said = client.get("/notices/EX-t-1.json?samples=1").json()
    assert said["is_sample"] is True
    assert freezing.digest(said["frozen"]) == said["hash"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="样例公告在 SHARED_DIR/data/notices，这里没有")
def test_real_notices_come_in_and_none_shows_a_telephone(take_in: Import) -> None:
    files = sorted(SHARED.glob("*.gz"))
    said = take_in(*files, limit=60)
    total = sum(int(line.rsplit("：", 1)[1]) for line in said.splitlines() if line.startswith("  未导入"))
    assert Notice.objects.count() + total == sum(min(60, _lines(path)) for path in files)
    assert total < 100
    for row in Notice.objects.all():
        text = "\n".join(item["value"] for item in row.fields)
        assert mask(text) == text


def _lines(path: Path) -> int:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return sum(1 for _ in file) - (1 if ".csv" in path.name else 0)
