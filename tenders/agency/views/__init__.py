"""Which pages an agency and its clients meet each other on."""
