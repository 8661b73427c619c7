"""Who people are: one account a person, found by user name, mobile number or e-mail."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from marketplace.flow.access import Parties, Role


class User(AbstractUser):
    """A person. Signs in with a user name that is the mobile number in production."""

    name = models.CharField("姓名", max_length=80)
    phone = models.CharField("手机号", max_length=20, blank=True)
    phone_verified_at = models.DateTimeField("手机号核实时间", null=True, blank=True)
    # how long ago the person proved again who they are (design D21)
    stepped_up_at = models.DateTimeField(null=True, blank=True)
    step_up_act = models.UUIDField(null=True, blank=True)
    first_name = last_name = None  # type: ignore[assignment]

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        constraints = [
            # a number that was proved names one account; an unproved one is only a note
            models.UniqueConstraint(
                fields=["phone"], condition=Q(phone_verified_at__isnull=False), name="one_account_a_phone"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def number(self) -> str:
        return f"账户 {self.username}"

    def parties(self) -> Parties:
        """A person at their own account."""
        return {Role.PERSON: frozenset({f"user:{self.pk}"})}

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)
