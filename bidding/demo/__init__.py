"""A made-up county day: people, custodians and lots that went through every step (never in production)."""
