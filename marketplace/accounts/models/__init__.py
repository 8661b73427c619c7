"""Who people are and for whom they act."""

from marketplace.accounts.models.delegations import Delegation
from marketplace.accounts.models.filings import Filing
from marketplace.accounts.models.imports import Import, ImportState
from marketplace.accounts.models.invitations import Invitation
from marketplace.accounts.models.people import User
from marketplace.accounts.models.proofs import (
    Delivery,
    OneTimeCode,
    Recovery,
    RecoveryRequest,
    RecoveryState,
    SignIn,
    SmsFactor,
)
from marketplace.accounts.models.telling import CalendarLink, Preference, Shortage
from marketplace.accounts.models.units import (
    Business,
    JoinRequest,
    JoinState,
    Membership,
    Organization,
    OrganizationState,
    RegistrationDraft,
)

__all__ = [
    "Business",
    "CalendarLink",
    "Delegation",
    "Delivery",
    "Filing",
    "Import",
    "ImportState",
    "Invitation",
    "JoinRequest",
    "JoinState",
    "Membership",
    "OneTimeCode",
    "Organization",
    "OrganizationState",
    "Preference",
    "Recovery",
    "RecoveryRequest",
    "RecoveryState",
    "RegistrationDraft",
    "Shortage",
    "SignIn",
    "SmsFactor",
    "User",
]
