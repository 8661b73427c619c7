"""What the owner's and the agency's own pages show: rows and sentences for the components."""
