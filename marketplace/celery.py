"""The ticks as Celery tasks, for production; the demo runs the same functions in `manage.py clock`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
app = Celery("marketplace")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_ignore_result=True,
    beat_schedule={
        "advance": {"task": "marketplace.flow.tasks.advance", "schedule": 1.0, "options": {"expires": 5}}
    },
)
app.autodiscover_tasks(["marketplace.flow"])
