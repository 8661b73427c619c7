"""Statements, withdrawals and receipts: built, chained, signed, and refused when anything is changed."""

from typing import Any

import pytest

from marketplace.trust.canonical import encode, moment
from marketplace.trust.errors import StatementError
from marketplace.trust.statements import (
    attest,
    check_statement,
    receipt,
    receipt_hash,
    sign_receipt,
    statement_hash,
    submission,
    verify_receipt,
    verify_statement,
    withdrawal,
)
from marketplace.trust.suites import INT1, signing_public
from tests.trust.builders import BIDDER, NINE, a_card, a_package

SEED = b"platform" * 4
PUBLIC = signing_public(SEED)


def a_submission() -> dict[str, Any]:
    _, sealed = a_package(a_card())
    return submission(sealed, client_time=NINE, stepup="EV-77")


def test_a_submission_says_which_package_is_whose_bid() -> None:
    _, sealed = a_package(a_card())
    said = submission(sealed, client_time=NINE, stepup="EV-77")
    assert said == {
        "type": "ptb/1 submission",
        "tender": "JLX-GC-2026-00187",
        "lot": "02",
        "part": "main",
        "bidder": BIDDER,
        "seq": 1,
        "prev": None,
        "header_hash": sealed.header_hash,
        "ct_root": sealed.ct_root,
        "ct_len": sealed.ct_len,
        "client_time": "2026-12-01T01:00:00Z",
        "stepup": "EV-77",
    }
    verify_statement(said, attest(said, SEED), PUBLIC)
    assert statement_hash(said) == INT1.hash(encode(said)).hex()


def test_a_withdrawal_is_the_next_statement() -> None:
    first = a_submission()
    back = withdrawal(first, client_time=NINE, stepup="EV-78")
    assert (back["type"], back["seq"], back["prev"]) == ("ptb/1 withdraw", 2, statement_hash(first))
    verify_statement(back, attest(back, SEED), PUBLIC)


def test_a_changed_or_foreign_statement_is_unsigned() -> None:
    said = a_submission()
    signature = attest(said, SEED)
    for changed in ({**said, "seq": 2}, {**said, "bidder": "91999999MA00000A9R"}, {**said, "ct_len": 1}):
        with pytest.raises(StatementError, match="signature"):
            verify_statement(changed, signature, PUBLIC)
    with pytest.raises(StatementError, match="signature"):
        verify_statement(said, signature, signing_public(b"x" * 32))


@pytest.mark.parametrize(
    "change",
    [
        {"type": "ptb/2 submission"},
        {"type": "ptb/1 withdraw"},
        {"extra": 1},
        {"seq": "1"},
        {"prev": "x"},
        {"stepup": ""},
        {"ct_root": "A" * 64},
        {"ct_len": -1},
        {"client_time": "now"},
    ],
)
def test_a_statement_of_another_shape_is_never_attested(change: dict[str, object]) -> None:
    said = {**a_submission(), **change}
    for judge in (lambda: check_statement(said), lambda: attest(said, SEED)):
        with pytest.raises(StatementError, match="form"):
            judge()


def test_a_receipt_is_a_signed_promise() -> None:
    said = a_submission()
    log = {"origin": "jinglexian.ggzy/1", "event": "EV-79", "blind": "b" * 43}
    body = receipt(statement_hash(said), received_at=NINE, deadline=NINE, log=log, prev_receipt=None)
    assert body["received_at"] == moment(NINE)
    signature = sign_receipt(body, SEED)
    verify_receipt(body, signature, PUBLIC)
    later = receipt(
        statement_hash(said), received_at=NINE, deadline=NINE, log=log, prev_receipt=receipt_hash(body)
    )
    assert later["prev_receipt"] == INT1.hash(encode(body)).hex()
    with pytest.raises(StatementError, match="signature"):
        verify_receipt({**body, "received_at": "2026-12-01T00:59:59Z"}, signature, PUBLIC)
    with pytest.raises(StatementError, match="form"):
        verify_receipt({**body, "type": "ptb/1 submission"}, signature, PUBLIC)
    with pytest.raises(StatementError, match="signature"):
        verify_receipt(body, attest(said, SEED), PUBLIC)
