"""Carries an older office file forward, step by step."""
