"""Many rows at once from a spreadsheet: tried first, wrong rows listed, then written by one act."""
