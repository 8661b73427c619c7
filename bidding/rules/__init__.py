"""Which rules bids, openings, evaluations, awards and contracts must meet; pure."""
