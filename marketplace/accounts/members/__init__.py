"""Who works for a unit: asking to join, inviting, what each may do, leaving."""
