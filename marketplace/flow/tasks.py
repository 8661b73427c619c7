"""What Celery runs: the same round as `manage.py clock`; safe to run twice, safe to run late."""

from celery import shared_task

from marketplace.flow import tick


@shared_task
def advance() -> None:
    """Take due duties and carry what is waiting."""
    tick.run_until_quiet()
