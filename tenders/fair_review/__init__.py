"""公平竞争审查 of a tender on this platform: what is asked, how people answer, what is published, what comes back as a case.

The engine in `tenders.fairness` asks; here people answer, a named reviewer concludes, and nothing is published without the sheet.
"""
