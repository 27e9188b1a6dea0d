"""What everything in a scheme file has in common: frozen, nothing unknown, texts in two languages, a source."""

import re
from itertools import takewhile
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

EXAMPLE = "EXAMPLE"
Id = Annotated[str, Field(min_length=1, max_length=80, description="By this name it is known in the file.")]
Months = Annotated[int, Field(ge=0, le=1200)]
Level = Annotated[int, Field(ge=1, le=8)]


class Part(BaseModel):
    """The base of everything in a scheme file: frozen, and without unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Words(Part):
    """A text in both languages."""

    nl: str = Field(min_length=1, description="In Dutch.")
    en: str = Field(min_length=1, description="In English.")

    def in_language(self, code: str) -> str:
        """The text for a reader of this language."""
        return self.en if code == "en" else self.nl


class Sourced(Part):
    """A part that says where it comes from."""

    src: str = Field(
        default="",
        description=(
            "Where it comes from: “seed:…” a founding document, “found:…” a published fact, “EXAMPLE key, key: …” values"
            " nobody confirmed, “EXAMPLE: …” nothing of it confirmed."
        ),
    )

    @property
    def example(self) -> bool:
        """Nobody confirmed this, or something in it."""
        return EXAMPLE in self.src

    def is_example(self, key: str) -> bool:
        """Whether nobody confirmed the value of a key: “EXAMPLE a, b: why” is about these two, “EXAMPLE: why” about all."""
        own = {field.alias or name for name, field in type(self).model_fields.items()}
        for said in self.src.split(EXAMPLE)[1:]:
            words = (word.strip() for word in re.split("[;:]", said)[0].split(","))
            named = list(takewhile(own.__contains__, words))
            if not named or key in named:
                return True
        return False
