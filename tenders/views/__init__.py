"""Which pages chapter 1 answers with."""
