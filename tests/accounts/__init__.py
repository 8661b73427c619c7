"""Accounts: codes, sign-in, second factors, recovery."""
