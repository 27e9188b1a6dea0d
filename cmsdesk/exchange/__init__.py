"""Files that come in, and files that travel."""
