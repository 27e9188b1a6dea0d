"""The one way in which the office says no."""


class RuleBroken(Exception):  # noqa: N818 - it is a refusal, not a fault of the program
    """A refusal; its sentence is for the user and says what is missing or what to do."""
