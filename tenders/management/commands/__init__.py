"""Which commands chapter 1 answers."""
