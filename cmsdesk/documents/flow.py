"""Words and ornaments one below the other in a given height: air where there is room, smaller where there is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cmsdesk.documents import ornaments
from cmsdesk.documents.fonts import size_to_fit, wrap
from cmsdesk.documents.pdf import ACCENT, INK, Paper

_MOST_AIR = 1.9  # times the wished air; what is left beyond it stays above and below
_SCALES = tuple(percent / 100 for percent in range(100, 15, -5))
_LEADING = 1.25


class Piece(Protocol):
    """Something with a height; `above` is the air it wishes above it, in points."""

    @property
    def above(self) -> float: ...

    def height(self, scale: float, width: float) -> float:
        """In points, at this scale."""
        ...

    def draw(self, paper: Paper, middle: float, top: float, scale: float, width: float) -> None:
        """Below `top`, centred on `middle`."""
        ...


@dataclass(frozen=True)
class Words:
    """Centred words: on one line down to `least`, then on several; `share` is how much of the width they may take."""

    words: str
    font: str
    size: float
    least: float
    above: float
    colour: str = INK
    share: float = 1.0
    spacing: float = 0  # air between letters, as a share of their size

    def height(self, scale: float, width: float) -> float:
        size, lines = self._lines(scale, width)
        return size * (1 + (len(lines) - 1) * _LEADING)

    def draw(self, paper: Paper, middle: float, top: float, scale: float, width: float) -> None:
        size, lines = self._lines(scale, width)
        for place, line in enumerate(lines):
            base = top - size * (0.78 + place * _LEADING)
            air = self.spacing * size
            paper.text(middle, base, line, font=self.font, size=size, colour=self.colour, align="center", spacing=air)

    def _lines(self, scale: float, width: float) -> tuple[float, Sequence[str]]:
        size = size_to_fit(self.words, self.font, self.size * scale, self.least * scale, width * self.share)
        return size, wrap(self.words, self.font, size, width * self.share) or [""]


@dataclass(frozen=True)
class Rule:
    """A short line; its length in points."""

    length: float
    above: float

    def height(self, _scale: float, _width: float) -> float:
        return 0

    def draw(self, paper: Paper, middle: float, top: float, _scale: float, _width: float) -> None:
        paper.rule(middle - self.length / 2, top, middle + self.length / 2, top, colour=ACCENT, width=0.6)


@dataclass(frozen=True)
class Seal:
    """A round seal with a few letters in it."""

    words: str
    font: str
    radius: float
    above: float

    def height(self, scale: float, _width: float) -> float:
        return 2 * self.radius * scale

    def draw(self, paper: Paper, middle: float, top: float, scale: float, _width: float) -> None:
        radius = self.radius * scale
        paper.put(ornaments.seal(radius), middle - radius, top - 2 * radius, 2 * radius, 2 * radius)
        size = size_to_fit(self.words, self.font, radius * 0.46, radius * 0.12, radius * 1.2)
        paper.text(middle, top - radius - size * 0.33, self.words, font=self.font, size=size, colour=ACCENT, align="center")


def flow(paper: Paper, pieces: Sequence[Piece], *, top: float, bottom: float, width: float) -> None:
    """Draw the pieces below each other, centred on the page, at the largest scale at which they fit."""
    room = top - bottom
    for scale in _SCALES:
        heights = [piece.height(scale, width) for piece in pieces]
        spare = room - sum(heights) - scale * sum(piece.above for piece in pieces)
        if spare >= 0:
            break
    air = scale * min(_MOST_AIR, 1 + spare / (scale * sum(piece.above for piece in pieces)))
    y = top - max(0.0, room - sum(heights) - air * sum(piece.above for piece in pieces)) / 2
    for piece, height in zip(pieces, heights, strict=True):
        y -= piece.above * air
        piece.draw(paper, paper.width / 2, y, scale, width)
        y -= height
