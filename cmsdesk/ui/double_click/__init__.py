"""What lets the system open our files by a double click, on each system in its own way."""
