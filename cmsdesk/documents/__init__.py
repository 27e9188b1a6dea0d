"""Plain rows in, papers out."""
