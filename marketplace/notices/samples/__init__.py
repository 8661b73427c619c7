"""Notices of other places as samples: read, typed, masked, told apart from ours (design D28)."""
