"""Everything the program can do, one file for each noun."""
