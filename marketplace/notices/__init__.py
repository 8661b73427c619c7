"""What is announced: frozen notices, their types and required fields, the media ledger."""
