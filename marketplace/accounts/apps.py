"""Registers people and organisations."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "marketplace.accounts"
    label = "accounts"
    verbose_name = "用户与单位"

    def ready(self) -> None:
        from marketplace.accounts import calendars, choosing, holders, reminders  # noqa: F401 - acts
        from marketplace.accounts.actions import tell_delegations
        from marketplace.accounts.bulk import people, units, workflow  # noqa: F401 - kinds of rows are declared there
        from marketplace.accounts.members.workflow import JoinRequestWorkflow  # noqa: F401
        from marketplace.accounts.messages import alarm_stuck_duties, tell_new_duties
        from marketplace.accounts.recovery_asking import look
        from marketplace.accounts.registration.workflow import OrganizationWorkflow  # noqa: F401
        from marketplace.accounts.signin import codes, delivery, sms
        from marketplace.flow import tick

        sms.must_be_safe()
        tick.ERRANDS.extend([tell_new_duties, alarm_stuck_duties, look, delivery.deliver, codes.clear_old])
        tick.ERRANDS.extend([reminders.remind, tell_delegations, holders.watch])
