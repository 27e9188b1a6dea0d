"""The built-in viewer: a document on the screen, with find, notes and versions; nothing in a document is ever run."""
