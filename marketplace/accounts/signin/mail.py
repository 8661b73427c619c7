"""Through which door a mail leaves: the outbox page, or the server EMAIL_URL names."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMessage

from marketplace.accounts.signin.sms import Outbox, Sender, Undelivered


@dataclass(frozen=True, slots=True)
class Server:
    """An SMTP server; it answers itself whether it took the mail."""

    shows: bool = field(default=False, init=False)

    def send(self, to: str, text: str, reference: str) -> None:
        subject = f"[静乐交易] {text.partition('，')[0][:40]}（{reference}）"
        try:
            EmailMessage(subject, text, to=[to]).send()
        except smtplib.SMTPRecipientsRefused as refused:
            raise Undelivered(f"邮件服务器不收这个地址（{to}）", final=True) from refused
        except (OSError, smtplib.SMTPException) as error:
            raise Undelivered(f"邮件服务器没有受理（{type(error).__name__}）", wire=True) from error


def sender() -> Sender | None:
    """The door in use; production without EMAIL_URL has none."""
    if settings.EMAIL_URL:
        return Server()
    return Outbox() if settings.ENV in ("demo", "test") else None
