"""The certification office in one window."""

__version__ = "0.1.0"
