"""Loaded before the settings: tests run as `test`, whatever the shell says."""

import os

os.environ["DJANGO_ENV"] = "test"
