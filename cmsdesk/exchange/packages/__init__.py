"""Packages that travel between the office and its assessors; docs/package-format.md says what they look like."""
