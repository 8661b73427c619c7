"""How a unit comes to be registered: the account, what is declared, the licence, the verification (ux.md b)."""
