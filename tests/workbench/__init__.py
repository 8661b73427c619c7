"""The owner's and the agency's pages, the inbox, the second person."""
