"""Chapter 2: from the first bid to the contract."""
