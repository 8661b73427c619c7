"""Signing in as people do it, in Chromium on a telephone's screen."""
