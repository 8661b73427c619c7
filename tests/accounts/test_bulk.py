"""Many rows at once: 5,000 of which 37 are wrong become 4,963 or none, and the 37 are listed."""

from __future__ import annotations

import io
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook, load_workbook

from bidding.demo import people
from marketplace.accounts.actors import actor_of
from marketplace.accounts.bulk import trying
from marketplace.accounts.bulk.kinds import KINDS
from marketplace.accounts.bulk.workflow import ImportWorkflow
from marketplace.accounts.models import Membership, Organization, User
from marketplace.accounts.models.imports import Import, ImportState
from marketplace.flow import clock
from marketplace.flow.acts import Act
from marketplace.flow.errors import RuleBroken, WrongState
from marketplace.flow.models import Duty, Message, Sample
from marketplace.flow.tick import run_until_quiet
from marketplace.law.workdays import SHANGHAI
from marketplace.record.models import Event

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
HEAD = ["单位名称", "统一社会信用代码", "业务类别", "法定代表人", "地址", "电话", "邮箱"]
Browser = Callable[[str], Client]
# A row that is wrong, how, and what is said about it: 37 of eight kinds
FAULTS: tuple[tuple[int, int, Any, str], ...] = (
    (8, 1, 9.1140926e17, "被表格转成了数字"),
    (6, 1, "91140926MA0K0000AA", "校验码不符"),
    (5, 0, None, "没有填写"),
    (5, 2, "旅游", "没有“旅游”这一项"),
    (4, 5, 3506520000, "被表格转成了数字"),
    (4, 6, "无", "不是邮箱地址"),
    (3, 2, None, "没有填写"),
    (2, 1, "=twice", "重复"),
)
assert sum(count for count, *_ in FAULTS) == 37


@pytest.fixture(autouse=True)
def _county() -> None:
    """Monday morning."""
    cache.clear()
    clock.move_to(MONDAY)
    people.create(MONDAY)


@pytest.fixture
def signed_in() -> Browser:
    def client_of(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return client_of


def code(n: int) -> str:
    """A code that none of the county's own units has."""
    return people.code(500 + n)


def book(rows: list[list[Any]], head: list[str] = HEAD) -> bytes:
    made = Workbook(write_only=True)
    sheet = made.create_sheet("供应商")
    sheet.append(head)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def supplier(n: int, **more: Any) -> list[Any]:
    """A made-up firm; its code holds."""
    row = [
        f"静乐第{n}建筑有限公司（示例）",
        code(n),
        "工程、货物",
        "张三",
        "静乐县鹅城镇",
        "0350-6520000",
        f"a{n}@example.com",
    ]
    for name, value in more.items():
        row[HEAD.index(name)] = value
    return row


def five_thousand() -> tuple[list[list[Any]], dict[int, str]]:
    """5,000 rows, and for each wrong one the number of its row with what is wrong."""
    rows = [supplier(1000 + n) for n in range(5_000)]
    wrong: dict[int, str] = {}
    at = 60
    for count, column, cell, says in FAULTS:
        for _ in range(count):
            at += 131
            rows[at][column] = rows[at - 5][1] if cell == "=twice" else cell
            wrong[at + 2] = says
    return rows, wrong


def act(username: str, now: datetime = MONDAY) -> Act:
    return Act(actor_of(User.objects.get(username=username)), now, uuid4())


def upload(client: Client, kind: str, content: bytes, **more: str) -> HttpResponse:
    file = SimpleUploadedFile("名录.xlsx", content)
    data = {"file": file, "verified": "nobody", "source": "", "act_id": str(uuid4())} | more
    return client.post(f"/desk/import/{kind}/", data)  # type: ignore[return-value]


def brought(row: ImportWorkflow) -> trying.Brought:
    with row.file.open("rb") as file:
        return trying.bring(KINDS[row.kind], row.name, file.read())


# ── the promise ─────────────────────────────────────────────────────────────


def test_five_thousand_rows_of_which_37_are_wrong(signed_in: Browser) -> None:
    """Time is what this process computes, SQLite with it: the machine may be busy with other things."""
    rows, wrong = five_thousand()
    before = Organization.objects.count()
    client, content = signed_in("centre1"), book(rows)

    started = time.process_time()
    answer = upload(client, "suppliers", content)
    tried_in = time.process_time() - started
    assert (answer.status_code, Organization.objects.count()) == (303, before)
    assert tried_in < 5

    page = client.get(answer["Location"])
    text = page.content.decode()
    for figure in ("4,963", "37", "只导入 4,963 行正确的", "下载 37 行有误的"):
        assert figure in text
    row = Import.objects.get()
    assert row.counts == {"all": 5000, "new": 4963, "changed": 0, "same": 0, "wrong": 37}
    assert {line["row"] for line in row.wrong} == set(wrong)
    for line in row.wrong:
        assert any(wrong[line["row"]] in problem["says"] for problem in line["problems"])
        assert all(problem["cure"] for problem in line["problems"])
    kinds = Counter(wrong[line["row"]] for line in row.wrong)
    assert kinds == Counter(
        {
            "被表格转成了数字": 12,
            "校验码不符": 6,
            "没有填写": 8,
            "没有“旅游”这一项": 5,
            "不是邮箱地址": 4,
            "重复": 2,
        }
    )

    sheet = load_workbook(io.BytesIO(client.get(f"{answer['Location']}errors.xlsx").content)).active
    listed = list(sheet.iter_rows(min_row=2))
    assert [line[0].value for line in listed] == sorted(wrong)
    assert {line[2].data_type for line in listed} <= {"s", "inlineStr"}

    started = time.process_time()
    done = client.post(f"{answer['Location']}write/", {"promised": "4963", "act_id": str(uuid4())})
    written_in = time.process_time() - started
    assert (done.status_code, done["Location"]) == (303, answer["Location"])
    assert Organization.objects.count() == before + 4963
    assert written_in < 15
    kept = client.get(answer["Location"]).content.decode()
    assert "新增 4,963 行，更新 0 行；有误的 37 行没有写入" in kept
    assert row.sha256 in kept


def test_or_none_when_all_are_to_be_right(signed_in: Browser) -> None:
    """Nothing is written by trying; corrected and sent again, the wrong rows come in."""
    client = signed_in("centre1")
    rows = [supplier(1), supplier(2, 统一社会信用代码=9.1e17), supplier(3)]
    before = Organization.objects.count()
    first = upload(client, "suppliers", book(rows))["Location"]
    assert Organization.objects.count() == before

    errors = load_workbook(io.BytesIO(client.get(f"{first}errors.xlsx").content))
    assert errors.active["A2"].value == 3
    client.post(f"{first}write/", {"promised": "2", "act_id": str(uuid4())})
    errors.active["C2"] = code(2)
    out = io.BytesIO()
    errors.save(out)
    second = upload(client, "suppliers", out.getvalue())["Location"]
    client.post(f"{second}write/", {"promised": "1", "act_id": str(uuid4())})
    names = Organization.objects.filter(uscc__in=[code(n) for n in (1, 2, 3)])
    assert names.count() == 3


# ── once, by the right person, as it was tried ──────────────────────────────


def test_the_same_form_twice_is_one_import(signed_in: Browser) -> None:
    client, act_id = signed_in("centre1"), str(uuid4())
    where = upload(client, "suppliers", book([supplier(1)]))["Location"]
    answers = [client.post(f"{where}write/", {"promised": "1", "act_id": act_id}) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert Organization.objects.filter(uscc=code(1)).count() == 1
    assert Event.objects.filter(action="import.enter", outcome="done").count() == 1
    other = client.post(f"{where}write/", {"promised": "1", "act_id": str(uuid4())})
    assert other.status_code == 409


def test_the_record_has_one_line_with_hash_and_counts(signed_in: Browser) -> None:
    client = signed_in("centre1")
    where = upload(client, "suppliers", book([supplier(1), supplier(2)]))["Location"]
    client.post(f"{where}write/", {"promised": "2", "act_id": str(uuid4())})
    row = Import.objects.get()
    event = Event.objects.get(action="import.enter")
    assert event.body["rows"] == {"all": 2, "new": 2, "changed": 0, "same": 0, "wrong": 0}
    assert (event.body["sha256"], event.thing) == (row.sha256, row.number)
    assert Event.objects.exclude(action__startswith="import.").filter(by__username="centre1").count() == 0


def test_a_colleague_reads_and_does_not_write(signed_in: Browser) -> None:
    where = upload(signed_in("centre1"), "suppliers", book([supplier(1)]))["Location"]
    colleague = signed_in("centre2")
    page = colleague.get(where)
    assert page.status_code == 200
    assert "write/" not in page.content.decode()
    refused = colleague.post(f"{where}write/", {"promised": "1", "act_id": str(uuid4())})
    assert (refused.status_code, Organization.objects.filter(uscc=code(1)).exists()) == (422, False)
    assert "由上传文件的人本人办理" in refused.content.decode()


@pytest.mark.parametrize("username", ["wangmin", "lijun", "bidder1", "jiandu", "expert01"])
def test_to_everybody_else_it_does_not_exist(signed_in: Browser, username: str) -> None:
    where = upload(signed_in("centre1"), "suppliers", book([supplier(1)]))["Location"]
    stranger = signed_in(username)
    for address in (
        "/desk/import/",
        "/desk/import/suppliers/",
        "/desk/import/units/template.xlsx",
        where,
        f"{where}errors.xlsx",
    ):
        assert stranger.get(address).status_code == 404
    assert upload(stranger, "suppliers", book([supplier(2)])).status_code == 404
    assert Import.objects.count() == 1


def test_what_moved_since_it_was_tried_is_not_written(signed_in: Browser) -> None:
    """Somebody registered one of the units meanwhile, under another name."""
    client = signed_in("centre1")
    where = upload(client, "suppliers", book([supplier(1), supplier(2)]))["Location"]
    Organization.objects.create(
        name="另一名称", uscc=code(1), kind="supplier", registered_by=User.objects.get(username="bidder1")
    )
    refused = client.post(f"{where}write/", {"promised": "2", "act_id": str(uuid4())})
    assert refused.status_code == 422
    assert "请重新试导入后核对" in refused.content.decode()
    assert not Organization.objects.filter(uscc=code(2)).exists()

    client.post(f"{where}again/", {"act_id": str(uuid4())})
    row = Import.objects.get()
    assert (row.counts["new"], row.counts["wrong"]) == (1, 1)
    client.post(f"{where}write/", {"promised": "1", "act_id": str(uuid4())})
    assert Organization.objects.filter(uscc=code(2)).exists()
    assert Organization.objects.get(uscc=code(1)).name == "另一名称"


def test_another_file_than_the_one_tried_is_not_written(signed_in: Browser) -> None:
    upload(signed_in("centre1"), "suppliers", book([supplier(1)]))
    row: Any = Import.objects.get()
    other = trying.bring(KINDS["suppliers"], "x", book([supplier(2)]))
    with pytest.raises(RuleBroken) as refused:
        row.enter(act("centre1"), brought=other, promised=1)
    assert refused.value.code == "IMPORT-AS-TRIED"
    row.enter(act("centre1"), brought=brought(row), promised=1)
    with pytest.raises(WrongState):
        row.enter(act("centre1"), brought=other, promised=1)


# ── what becomes of the rows ────────────────────────────────────────────────


def test_imported_suppliers_wait_to_be_verified_and_cannot_bid(signed_in: Browser) -> None:
    client = signed_in("centre1")
    where = upload(client, "suppliers", book([supplier(1)]))["Location"]
    client.post(f"{where}write/", {"promised": "1", "act_id": str(uuid4())})
    unit = Organization.objects.get(uscc=code(1))
    assert (unit.state, unit.verified_at, unit.business) == ("returned", None, ["works", "goods"])
    assert unit.standing() == frozenset()
    duty = Duty.objects.get(kind="accounts.organization", thing_pk=unit.pk, met_at=None)
    assert (duty.code, duty.owner) == ("ORG-CORRECT", f"admin:{unit.pk}")


def test_verified_ones_need_a_stated_source_and_a_second_look(signed_in: Browser) -> None:
    client = signed_in("centre1")
    empty = upload(client, "suppliers", book([supplier(1)]), verified="desk", source="名录")
    assert (empty.status_code, Import.objects.count()) == (422, 0)
    where = upload(
        client,
        "suppliers",
        book([supplier(1)]),
        verified="desk",
        source="原交易系统 2026年2月20日 已核验名录",
    )["Location"]
    client.post(f"{where}write/", {"promised": "1", "act_id": str(uuid4())})
    unit = Organization.objects.get(uscc=code(1))
    assert (unit.state, unit.verified_at) == ("verified", Import.objects.get().done_at)
    sample = Sample.objects.get()
    assert (sample.action, sample.url, sample.done_by.username) == ("import.enter", where, "centre1")
    assert Event.objects.get(action="import.enter").body["source"].startswith("原交易系统")
    assert "抽查用的 1 行" in signed_in("centre2").get(where).content.decode()


def test_what_a_unit_registered_by_itself_is_not_changed(signed_in: Browser) -> None:
    owner = User.objects.get(username="bidder1")
    for n, name in ((1, supplier(1)[0]), (2, "另一名称")):
        Organization.objects.create(
            name=name,
            uscc=code(n),
            kind="supplier",
            registered_by=owner,
            address="老地址",
            business=["works"],
        )
    client = signed_in("centre1")
    rows = [supplier(1), supplier(2), supplier(3)]
    where = upload(client, "suppliers", book(rows))["Location"]
    row = Import.objects.get()
    assert row.counts == {"all": 3, "new": 1, "changed": 1, "same": 0, "wrong": 1}
    assert row.wrong[0]["problems"][0]["says"] == "与登记的“另一名称”不同"
    client.post(f"{where}write/", {"promised": "2", "act_id": str(uuid4())})
    own = Organization.objects.get(uscc=code(1))
    assert (own.address, own.business, own.phone) == ("老地址", ["works"], "0350-6520000")


def test_a_second_import_changes_what_differs_and_leaves_the_rest(signed_in: Browser) -> None:
    client = signed_in("centre1")
    where = upload(client, "suppliers", book([supplier(1), supplier(2)]))["Location"]
    client.post(f"{where}write/", {"promised": "2", "act_id": str(uuid4())})
    before = Organization.objects.get(uscc=code(2)).version
    where = upload(client, "suppliers", book([supplier(1), supplier(2, 地址="新地址", 电话=None)]))[
        "Location"
    ]
    assert Import.objects.first().counts == {"all": 2, "new": 0, "changed": 1, "same": 1, "wrong": 0}  # type: ignore[union-attr]
    client.post(f"{where}write/", {"promised": "2", "act_id": str(uuid4())})
    unit = Organization.objects.get(uscc=code(2))
    assert (unit.address, unit.phone, unit.version) == ("新地址", "0350-6520000", before + 1)


@pytest.mark.parametrize("kind", ["交易中心", "纪检监察机关", "平台运维单位", "供应商"])
def test_kinds_with_standing_roles_are_not_imported(signed_in: Browser, kind: str) -> None:
    head = ["单位名称", "统一社会信用代码", "类别"]
    upload(signed_in("centre1"), "units", book([["甲", code(1), kind]], head))
    assert Import.objects.get().wrong[0]["problems"][0]["says"] == f"没有“{kind}”这一项"


def test_a_unit_of_another_kind_is_a_question_for_people(signed_in: Browser) -> None:
    supplier_row = Organization.objects.filter(kind="supplier").first()
    assert supplier_row is not None
    head = ["单位名称", "统一社会信用代码", "类别"]
    upload(signed_in("centre1"), "units", book([[supplier_row.name, supplier_row.uscc, "采购人"]], head))
    assert "已登记为“供应商”" in Import.objects.get().wrong[0]["problems"][0]["says"]


# ── people ──────────────────────────────────────────────────────────────────

PEOPLE = ["手机号", "单位统一社会信用代码", "权限", "职务", "姓名", "单位名称"]


def unit_without_people(n: int) -> Organization:
    return Organization.objects.create(name=f"单位{n}", uscc=code(n), kind="supplier")


def test_people_are_invited_by_telephone_and_nobody_becomes_a_member(signed_in: Browser) -> None:
    unit, users = unit_without_people(1), User.objects.count()
    client = signed_in("centre1")
    rows = [
        ["13800000001", code(1), "管理员", "经理", "", "单位1"],
        [13800000002, code(1), "经办", "", "", ""],
    ]
    where = upload(client, "people", book(rows, PEOPLE))["Location"]
    client.post(f"{where}write/", {"promised": "2", "act_id": str(uuid4())})
    assert (unit.memberships.count(), User.objects.count()) == (0, users)
    invited = dict(unit.invitations.values_list("phone", "part"))
    assert invited == {"13800000001": "admin", "13800000002": "handler"}
    assert set(Message.objects.filter(channel="sms").values_list("address", flat=True)) == set(invited)
    assert Sample.objects.get().action == "import.enter"

    where = upload(client, "people", book([*rows[:1], ["13800000002", code(1), "只看", "", "", ""]], PEOPLE))[
        "Location"
    ]
    assert Import.objects.first().counts == {"all": 2, "new": 0, "changed": 1, "same": 1, "wrong": 0}  # type: ignore[union-attr]
    client.post(f"{where}write/", {"promised": "2", "act_id": str(uuid4())})
    open_now = unit.invitations.filter(revoked_at=None)
    assert dict(open_now.values_list("phone", "part")) == {"13800000001": "admin", "13800000002": "reader"}


def test_what_the_desk_may_not_do_for_a_unit_is_said(signed_in: Browser) -> None:
    unit_without_people(1)
    unit_without_people(2)
    with_admin = unit_without_people(3)
    boss = User.objects.create(username="boss", name="张三", phone="13900000000", phone_verified_at=MONDAY)
    Membership.objects.create(user=boss, organization=with_admin, part="admin")
    centre = Organization.objects.get(kind="centre")
    rows = [
        ["13800000001", code(1), "经办人"],  # and nobody administers
        ["13800000002", code(2), "管理员", "", "", "别的名字"],
        ["13800000003", code(3), "经办人"],
        ["13900000000", code(3), "管理员", "", "李四"],
        ["13800000004", code(99), "管理员"],
        ["13800000005", centre.uscc, "管理员"],
        ["13900000000", code(3), "管理员"],
    ]
    upload(signed_in("centre1"), "people", book(rows, PEOPLE))
    row = Import.objects.get()
    assert [line["problems"][0]["says"] for line in row.wrong] == [
        "该单位还没有管理员，表里也没有", "与登记的“单位2”不同", "该单位已有管理员", "与这个手机号的账户姓名不同", "还没有登记这个单位",
        "“交易中心”的人员不能批量导入", "与第 5 行重复",
    ]  # fmt: skip


# ── files and forms ─────────────────────────────────────────────────────────


def test_the_file_goes_when_it_is_written_and_after_a_week_when_it_is_not(
    signed_in: Browser, django_capture_on_commit_callbacks: Any
) -> None:
    client, store = signed_in("centre1"), Import._meta.get_field("file").storage
    where = upload(client, "suppliers", book([supplier(1)]))["Location"]
    name = Import.objects.get().file.name
    assert store.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{where}write/", {"promised": "1", "act_id": str(uuid4())})
    assert not store.exists(name)

    upload(client, "suppliers", book([supplier(2), supplier(3, 邮箱="无")]))
    row = Import.objects.first()
    assert row is not None
    files = [row.file.name, row.errors.name]
    run_until_quiet(row.tried_at + timedelta(days=7) - timedelta(seconds=1))
    assert all(store.exists(name) for name in files)
    with django_capture_on_commit_callbacks(execute=True):
        run_until_quiet(row.tried_at + timedelta(days=7))
    row.refresh_from_db()
    assert (row.state, row.file.name, row.wrong) == (ImportState.FORGOTTEN, "", [])
    assert not any(store.exists(name) for name in files)
    assert "文件已经清除" in client.get(row.url).content.decode()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "文件是空的"),
        (b"%PDF-1.7", "这是PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版格式"),
        (b"PK\x03\x04broken", "打不开"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(
    signed_in: Browser, content: bytes, says: str
) -> None:
    answer = upload(signed_in("centre1"), "units", content)
    assert (answer.status_code, Import.objects.count()) == (422, 0)
    assert says in answer.content.decode()


def test_pages_are_few_queries(signed_in: Browser, django_assert_max_num_queries: Any) -> None:
    client = signed_in("centre1")
    where = upload(
        client, "suppliers", book([supplier(n) for n in range(1, 60)] + [supplier(70, 邮箱="无")] * 60)
    )["Location"]
    client.get("/my/")
    for address in ("/desk/import/", "/desk/import/suppliers/", where):
        with django_assert_max_num_queries(9):
            assert client.get(address).status_code == 200


def test_the_template_can_be_filled_and_sent(signed_in: Browser) -> None:
    client = signed_in("centre1")
    answer = client.get("/desk/import/suppliers/template.xlsx")
    made = load_workbook(io.BytesIO(answer.content))
    made["供应商"].append(supplier(1))
    out = io.BytesIO()
    made.save(out)
    upload(client, "suppliers", out.getvalue())
    assert Import.objects.get().counts["new"] == 1
