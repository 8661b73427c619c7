"""紧急遮蔽: one person hides at once, another confirms or restores; no public answer carries the words any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from bidding.demo.journey import Journey
from bidding.models import State
from marketplace.accounts.models import User
from marketplace.flow.errors import NotPermitted, RuleBroken
from marketplace.flow.models import Duty, Message
from marketplace.notices.corrections import actions, targets
from marketplace.notices.corrections.models import Correction
from marketplace.notices.corrections.veil import MARK
from marketplace.notices.models import Notice
from marketplace.record.models import Event
from search.models import Entry
from tests.corrections.conftest import show
from tests.corrections.public_bytes import everything, fetched, holding
from tests.workbench.pages import form_at, send

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
WORDS = "有效的安全生产许可证"  # stands in the notice, on the project's page, in search and data
REASON = "误公开了不应公开的内容"


def notice_of(walk: Journey) -> targets.Target:
    found = targets.find("notice", f"{walk.number}-E03-1")
    assert found is not None
    return found


def hide(walk: Journey, username: str = "wangmin", words: str = WORDS) -> Correction:
    number = actions.hide(
        notice_of(walk), walk.act(username), passages=[words], files=[], ground="personal", reason=REASON
    )
    return Correction.objects.get(number=number)


def test_no_public_answer_carries_the_words_and_they_come_back_when_restored(
    out_at: Callable[[str], Journey], client: Client
) -> None:
    walk = out_at(State.RECEIVING)
    before = holding(everything(client, walk.number, WORDS), WORDS)
    assert len(before) >= 3, before  # the notice, its data, the project
    row = hide(walk)
    show(walk)
    pages = everything(client, walk.number, WORDS)
    assert holding(pages, WORDS) == []
    assert MARK in pages[f"/notices/{walk.number}-E03-1/"].decode()
    assert REASON in pages[f"/notices/{walk.number}-E03-1/"].decode()
    row.restore(walk.act("zhaozhiqiang"), reason="资质要求应当公开")
    show(walk)
    assert set(holding(everything(client, walk.number, WORDS), WORDS)) >= set(before)


def test_the_index_forgets_the_words_so_that_asking_tells_nothing(
    out_at: Callable[[str], Journey], client: Client
) -> None:
    walk = out_at(State.RECEIVING)
    hide(walk)
    show(walk)
    assert not [row for row in Entry.objects.all() if WORDS in row.text]
    page = client.get("/search/", {"q": f'"{WORDS}"'}).content.decode()
    assert f"/notices/{walk.number}-E03-1/" not in page


def test_the_hash_stays_and_says_what_it_is_of(out_at: Callable[[str], Journey], client: Client) -> None:
    walk = out_at(State.RECEIVING)
    notice = Notice.objects.get(number=f"{walk.number}-E03-1")
    hide(walk)
    again = Notice.objects.get(pk=notice.pk)
    assert (again.hash, again.fields) == (notice.hash, notice.fields)
    assert WORDS in str(again.fields)
    data = client.get(f"/notices/{notice.number}.json").json()
    assert data["hash"] == notice.hash
    assert "包括现在遮蔽的内容" in data["hash_of"]
    assert data["corrections"][0]["kind"] == "redaction"
    page = client.get(f"/notices/{notice.number}/").content.decode()
    assert "校验值对应发布时的全文" in page
    assert client.get(f"/verify/?number={notice.number}&digits={notice.hash[:8]}").status_code == 200


def test_a_copy_the_browser_kept_is_not_declared_fresh(
    out_at: Callable[[str], Journey], client: Client
) -> None:
    walk = out_at(State.RECEIVING)
    hide(walk)
    answer = client.get(f"/notices/{walk.number}-E03-1/", headers={"If-None-Match": '"whatever"'})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer


def test_a_hidden_file_is_gone_and_says_why(out_at: Callable[[str], Journey], client: Client) -> None:
    walk = out_at(State.RECEIVING)
    project = targets.find("project", walk.number)
    assert project is not None
    url = f"/tenders/{walk.number}/files/{project.files[0].sha256[:16]}/"
    assert fetched(client, url)[0] == 200
    actions.hide(
        project,
        walk.act("lijun"),
        passages=[],
        files=[project.files[0].sha256],
        ground="commercial",
        reason=REASON,
    )
    status, body = fetched(client, url)
    assert status == 410
    assert REASON in body.decode()
    assert fetched(client, f"/tenders/{walk.number}/files/")[0] == 200


def test_another_person_has_one_working_day_then_it_is_a_red_card(out_at: Callable[[str], Journey]) -> None:
    from marketplace.accounts import reminders

    walk = out_at(State.RECEIVING)
    row = hide(walk)
    owed = list(Duty.objects.filter(code="REDACTION", met_at=None))
    assert {duty.owner.partition(":")[0] for duty in owed} == {"org", "role"}
    wangmin = User.objects.get(username="wangmin")
    assert all(f" user:{wangmin.pk} " in duty.barred for duty in owed)
    due = owed[0].due_at
    assert due is not None
    reminders.remind(due - timedelta(hours=1))
    reminders.remind(due)
    told = Message.objects.filter(topic="remind", channel="in-site", url=row.desk_url)
    assert {one.to.username for one in told} >= {"zhaozhiqiang", "gaojie", "centre1"}
    assert "wangmin" not in {one.to.username for one in told.filter(subject__contains="即将到期")}
    row.confirm(walk.act("centre2"))
    assert not Duty.objects.filter(code="REDACTION", met_at=None).exists()
    row.refresh_from_db()
    assert (row.state, row.second_by.username) == ("confirmed", "centre2")  # type: ignore[union-attr]


def test_who_hid_it_does_not_confirm_it_nor_a_stranger(out_at: Callable[[str], Journey]) -> None:
    walk = out_at(State.RECEIVING)
    row = hide(walk)
    with pytest.raises(RuleBroken) as own:
        row.confirm(walk.act("wangmin"))
    assert own.value.code == "REDACTION-SECOND"
    with pytest.raises(NotPermitted):
        row.confirm(walk.act("bidder1"))
    with pytest.raises(NotPermitted):
        hide(walk, "bidder1")


def test_the_record_and_the_messages_never_repeat_what_was_hidden(out_at: Callable[[str], Journey]) -> None:
    walk = out_at(State.RECEIVING)
    row = hide(walk)
    row.restore(walk.act("centre3"), reason="应当公开")
    for event in Event.objects.filter(thing=row.number):
        assert WORDS not in f"{event.says} {event.body}"
    assert not [one for one in Message.objects.all() if WORDS in f"{one.subject} {one.text}"]
    assert Event.objects.filter(thing=row.number).count() == 2


@pytest.mark.parametrize(
    ("words", "reason", "code"),
    [
        ("没有的话没有的话", REASON, "REDACTION-PASSAGE"),
        ("许可证", REASON, "REDACTION-PASSAGE"),  # three characters hide what nobody meant
        (WORDS, " ", "REDACTION-SAYS-WHY"),
        (WORDS, f"因为{WORDS}", "REDACTION-SAYS-WHY"),
    ],
)
def test_what_is_not_there_too_short_or_unexplained_is_refused(
    out_at: Callable[[str], Journey], words: str, reason: str, code: str
) -> None:
    walk = out_at(State.RECEIVING)
    with pytest.raises(RuleBroken) as refused:
        actions.hide(
            notice_of(walk), walk.act("wangmin"), passages=[words], files=[], ground="personal", reason=reason
        )
    assert refused.value.code == code
    assert not Correction.objects.exists()


def test_the_words_of_another_project_stay(out_at: Callable[[str], Journey], client: Client) -> None:
    from tests.factories import a_process

    walk = out_at(State.RECEIVING)
    first = walk.number
    a_process(walk)
    show(walk)
    number = actions.hide(
        targets.find("notice", f"{first}-E03-1"), walk.act("wangmin"), passages=[WORDS], files=[],  # type: ignore[arg-type]
        ground="personal", reason=REASON,
    )  # fmt: skip
    assert number
    assert WORDS in client.get(f"/notices/{walk.number}-E03-1/").content.decode()
    assert WORDS not in client.get(f"/notices/{first}-E03-1/").content.decode()


def test_the_page_keeps_what_was_typed_and_leads_to_what_exists(
    out_at: Callable[[str], Journey], signed_in: Browser
) -> None:
    walk = out_at(State.RECEIVING)
    client = signed_in("wangmin")
    url = f"/desk/correct/notice/{walk.number}-E03-1/hide/"
    form = form_at(client, url, having="passages")
    wrong = send(client, url, form, passages="没有的话没有的话", ground="personal", reason=REASON)
    assert wrong.status_code == 422
    assert "没有的话没有的话" in wrong.content.decode()
    assert "立即遮蔽，由另一人确认" in wrong.content.decode()
    done = send(client, url, form, passages=WORDS, ground="personal", reason=REASON)
    assert done.status_code == 303, done.content.decode()
    assert (
        send(client, url, form, passages=WORDS, ground="personal", reason=REASON)["Location"]
        == done["Location"]
    )
    assert Correction.objects.count() == 1
    assert "已经不再公开" in client.get(done["Location"]).content.decode()
    second = signed_in("zhaozhiqiang")
    page = form_at(second, done["Location"], having="decision")
    assert send(second, done["Location"], page, decision="restore", reason=" ").status_code == 422
    assert send(second, done["Location"], page, decision="confirm").status_code == 303
    assert Correction.objects.get().state == "confirmed"
    assert signed_in("bidder1").get(done["Location"]).status_code == 404
    assert signed_in("bidder1").get(url).status_code == 404
