"""Which pages chapter 2 answers with."""
