"""How an agency works for its clients: what it may do in their name, and its workbench (招标投标法 13—15)."""
