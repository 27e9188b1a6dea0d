"""What the layouts of a content have in common: nothing unknown, nothing converted, nothing without end."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from cmsdesk.exchange.packages.contents import content_bytes, read_content
from cmsdesk.exchange.packages.faults import Fault, PackageRefused

LONGEST_NAME = 500
LONGEST_TEXT = 50_000  # letters
MOST_ROWS = 20_000  # of one kind
UUID_FORM = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


Uuid = Annotated[str, StringConstraints(pattern=UUID_FORM)]
Name = Annotated[str, StringConstraints(max_length=LONGEST_NAME)]
Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
Written = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT, pattern=r"\S")]
Hash = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=1, le=999_999_999)]
Share = Annotated[float, Field(ge=0, le=1)]


class Layout(BaseModel):
    """A part of a content."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Content(Layout):
    """A whole content."""

    def packed(self) -> bytes:
        """As it goes into a package; the same content has the same bytes."""
        return content_bytes(self.model_dump(mode="json"))

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        """The content in a package; what does not have this layout to the letter is refused as damaged."""
        read_content(packed)
        try:
            return cls.model_validate_json(packed)
        except ValidationError as error:
            raise PackageRefused(Fault.DAMAGED) from error
