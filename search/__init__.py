"""How people find what is published: one denormalised row per thing, one port, embedded engines."""
