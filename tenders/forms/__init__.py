"""What owners and agencies fill in, by the part of the work: drafting, reviewing, changing."""
