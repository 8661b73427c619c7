"""The site as an ASGI application."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
application = get_asgi_application()

from marketplace import guard  # noqa: E402 - models are there only after set-up

guard.refuse_unsafe()
