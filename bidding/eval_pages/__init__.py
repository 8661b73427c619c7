"""What the pages between opening and archive show; views ask here, templates only print."""
