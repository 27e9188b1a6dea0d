"""The office's rules, with no database, clock, file or window."""
