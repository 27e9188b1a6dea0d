"""What everything in a scheme file has in common: frozen, nothing unknown, texts in two languages, a source."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

EXAMPLE = "EXAMPLE"
Id = Annotated[str, Field(min_length=1, max_length=80)]
Months = Annotated[int, Field(ge=0, le=1200)]
Level = Annotated[int, Field(ge=1, le=8)]


class Part(BaseModel):
    """The base of everything in a scheme file: frozen, and without unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Words(Part):
    """A text in both languages."""

    nl: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def in_language(self, code: str) -> str:
        """The text for a reader of this language."""
        return self.en if code == "en" else self.nl


class Sourced(Part):
    """A part that says where it comes from."""

    src: str = Field(
        default="",
        description="“seed:…” a founding document, “found:…” a published fact, “EXAMPLE …” a value the office must confirm.",
    )

    @property
    def example(self) -> bool:
        """Nobody confirmed this value."""
        return EXAMPLE in self.src
