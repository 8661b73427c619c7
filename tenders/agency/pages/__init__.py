"""What the agency's and its clients' pages show: rows and sentences for the components."""
