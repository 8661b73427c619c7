"""How a mistake is repaired after publication: five lawful tools, nothing overwritten (design D24)."""
