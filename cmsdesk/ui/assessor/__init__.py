"""The window at an assessor's own computer: keys, packages, and the same review screen as at the office."""
