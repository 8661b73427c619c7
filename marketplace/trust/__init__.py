"""Sealed bids, custodians, draws and signed records: who could have read or changed what, and how anyone checks it."""
