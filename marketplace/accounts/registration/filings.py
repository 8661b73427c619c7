"""What happens when somebody hands a declaration in: it is judged, kept, receipted and told."""

from __future__ import annotations

from typing import Any

from marketplace.accounts.messages import people_of, tell
from marketplace.accounts.models import Filing, Organization, User
from marketplace.accounts.models.filings import digest_of
from marketplace.accounts.registration import commitment, rules
from marketplace.accounts.registration.drafting import WANTED
from marketplace.flow.acts import Act, constraint
from marketplace.flow.errors import require
from marketplace.flow.models import Message
from marketplace.flow.numbers import receipt_number

Values = dict[str, Any]

# two people register the same unit at once: the second hears of the first
for _place in ("accounts_organization.uscc", "accounts_organization_uscc"):
    constraint(_place, rules.the_unit_is_new)


def judge(values: Values, licence: str, promise: str) -> None:
    """Complete, with a licence, promised by today's text."""
    facts = rules.Declared(
        is_complete=all(values.get(name) for name in WANTED), has_licence=bool(licence),
        promised=promise == commitment.VERSION,
    )  # fmt: skip
    require(rules.everything_is_filled_in, facts)
    require(rules.the_licence_is_there, facts, field="licence")
    require(rules.the_promise_is_the_present_one, facts, field="promise")


def hand_in(
    unit: Organization, act: Act, kind: Filing.Kind, values: Values, licence: str, licence_sha256: str, promise: str
) -> Filing:  # fmt: skip
    """The filing of this declaration; the unit is told its receipt number."""
    judge(values, licence, promise)
    number, declared = receipt_number(), {name: values[name] for name in WANTED} | {"promise": promise}
    filing = Filing.objects.create(
        number=number, organization=unit, kind=kind, by_id=act.person_id, at=act.now, values=declared,
        licence=licence, licence_sha256=licence_sha256,
        digest=digest_of(number, kind, act.now, declared, licence_sha256),
    )  # fmt: skip
    unit.submitted_at, unit.receipt = act.now, number
    act.notes |= {"filing": number, "digest": filing.digest}
    _tell(filing, act)
    return filing


def take(unit: Organization, filing: Filing) -> None:
    """What was declared becomes what is registered."""
    given = filing.values
    unit.name, unit.uscc, unit.address = given["name"], given["uscc"], given["address"]
    unit.legal_representative, unit.email, unit.business = (
        given["legal_representative"],
        given["email"],
        given["business"],
    )
    unit.kind = kind_for(given["business"])
    unit.licence, unit.licence_sha256 = filing.licence.name, filing.licence_sha256


def kind_for(business: list[str]) -> Organization.Kind:
    """An agency runs tenders of others; everybody else who registers here supplies."""
    return Organization.Kind.AGENCY if "agency" in business else Organization.Kind.SUPPLIER


def _tell(filing: Filing, act: Act) -> None:
    """In-site and by SMS to those who administer the unit, by mail to the address they gave."""
    subject = f"回执 {filing.number}"
    text = f"{filing.values['name']}的{filing.get_kind_display()}已收到，回执号 {filing.number}，通常 1 个工作日内核验。请登录平台查看和下载回执。"
    people = {user.pk: user for user in people_of(f"admin:{filing.organization_id}")}
    people[act.person_id] = User.objects.get(pk=act.person_id)
    tell(people.values(), subject, text, filing.url, act.now)
    Message.objects.create(
        to_id=act.person_id, address=filing.values["email"], channel="mail", subject=f"[静乐交易] {subject}", text=text,
        url=filing.url, reference=receipt_number(), at=act.now,
    )  # fmt: skip
