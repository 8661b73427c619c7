"""The part that the second step and the step-up share: which way was chosen, its form, sending the SMS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from marketplace.accounts.actors import moment
from marketplace.accounts.models import User
from marketplace.accounts.signin import codes, passkeys, people
from marketplace.accounts.signin.addresses import address_of
from marketplace.accounts.signin.codes import Purpose
from marketplace.accounts.signin.forms import FORMS
from marketplace.accounts.signin.onward import next_of, with_next
from marketplace.accounts.signin.ways import LABELS, Way
from marketplace.flow.answering import SeeOther, sentence
from marketplace.flow.errors import Refused


@dataclass
class Proof:
    """One way out of those a person may use here; `trouble` is why no SMS went out."""

    request: HttpRequest
    user: User
    ways: list[Way]
    way: Way
    purpose: Purpose
    form: forms.Form
    sends: bool = False
    trouble: str = ""

    @classmethod
    def asked(cls, request: HttpRequest, user: User, ways: list[Way], purpose: Purpose) -> Proof:
        """What the request says; a form that carries a password and names no way means the password."""
        wanted = request.POST.get("way") or request.GET.get("way") or ""
        named = "password" if not wanted and "password" in request.POST else wanted
        way = next((one for one in ways if one == named), ways[0] if ways else Way.PASSWORD)
        sends = "send" in request.POST and way is Way.SMS
        data = request.POST if request.method == "POST" and not sends else None
        return cls(request, user, ways, way, purpose, FORMS[way](data), sends)

    def send(self, show: Callable[[int], HttpResponse]) -> HttpResponse:
        """An SMS to the person's own number; then the same page with the field for it."""
        now = moment(self.request)
        try:
            codes.send(self.user.phone, self.purpose, now, address=address_of(self.request))
        except Refused as refused:
            self.trouble = sentence(refused)
            return show(refused.status)
        return SeeOther(self._address(Way.SMS))

    def context(self) -> dict[str, Any]:
        """What account/_prove.html shows."""
        by_sms = self.way is Way.SMS
        return {
            "tabs": [{"label": LABELS[way], "url": self._address(way), "current": way is self.way} for way in self.ways],
            "way": str(self.way), "label": LABELS[self.way], "form": self.form, "trouble": self.trouble,
            "phone": people.masked(self.user.phone) if by_sms else "",
            "sent_at": codes.sent_at(self.user.phone, self.purpose, moment(self.request)) if by_sms else None,
            "options": passkeys.to_sign(self.user) if self.way is Way.PASSKEY and self.ways else "",
            "next": next_of(self.request, ""),
        }  # fmt: skip

    def _address(self, way: Way) -> str:
        return with_next(self.request.path, self.request, way=way)
