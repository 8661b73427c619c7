"""What people fill in on the pages of chapter 2."""
