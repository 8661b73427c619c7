"""粘贴旧公告预填: what an existing 招标公告 already says about a new tender.

Everything found is a proposal with the place it was found at; what is not found stays empty and is
listed by name, so that a person sees what is left to type. Pure: text in, values out.

loading    a file, or one notice of a collection, as title and text
text       the notice without blanks, every place still known in the original
clauses    sections, labels and what stands behind them; values cuts it out
amounts    how sums are written; moments: how days and times are
fields     all fields of the form, each from its own file:
           naming, work, prices, bidders, times, parties
"""

from tenders.prefill.fields import Prefill, read_notice
from tenders.prefill.loading import NoticeUnreadable, load_notice
from tenders.prefill.text import Found

__all__ = ["Found", "NoticeUnreadable", "Prefill", "load_notice", "read_notice"]
