"""Dossiers that go out to assessors and what comes back, in the office's window."""
