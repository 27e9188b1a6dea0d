"""The office file: database, file store, journal, backup."""
