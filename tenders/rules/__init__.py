"""Which rules the documents and notices must meet; pure."""
