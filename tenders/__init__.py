"""Chapter 1: from the intention to the published documents."""
