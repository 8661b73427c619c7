"""Reading and writing tables that people keep in Excel, WPS or CSV: pure, by a declared table of columns."""
