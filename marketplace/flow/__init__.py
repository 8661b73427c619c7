"""The door: who may do what, when, and what is kept of it."""
