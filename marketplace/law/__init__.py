"""What the law says, as plain values and functions: no database, no clock, no framework."""
