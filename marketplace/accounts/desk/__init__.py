"""The receiving desk of the centre: which registrations wait, what was decided by one person, who looks again."""
