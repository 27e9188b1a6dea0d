"""Fine line work in the manner of banknotes, drawn as smooth curves; the same on every paper, so drawn only once."""

import math
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

Point = tuple[float, float]
Reach = Callable[[float], float]  # how far out a curve runs at an angle, as a share of its radius

MM = 72 / 25.4
_LINE, _PALE, _FAINT = "#0B6B72", "#7FB3B6", "#EBF4F4"
_WHITE = "#FFFFFF"


class Ornament:
    """Operators of a PDF page, collected."""

    def __init__(self, digits: int = 1) -> None:
        self._operators: list[str] = []
        self._digits = digits  # behind the point of a coordinate; a tenth of a point is finer than any printer

    def curve(self, points: Sequence[Point], colour: str, width: float, *, closed: bool = False) -> None:
        """A smooth line through the points."""
        self._operators += [f"{_rgb(colour)} RG {width:g} w", *self._path(points, closed=closed), "S"]

    def rectangle(self, x: float, y: float, width: float, height: float, colour: str, line: float) -> None:
        """A frame."""
        self._operators.append(f"{_rgb(colour)} RG {line:g} w {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S")

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """A filled circle."""
        self._operators += [f"{_rgb(colour)} rg", *self._path(_circle(x, y, radius, _round, 12), closed=True), "f"]

    def compressed(self) -> bytes:
        """Ready to be put in a file."""
        return zlib.compress("\n".join(self._operators).encode(), 9)

    def _path(self, points: Sequence[Point], *, closed: bool) -> Iterator[str]:
        def at(point: Point) -> str:
            return f"{point[0]:.{self._digits}f} {point[1]:.{self._digits}f}"

        yield f"{at(points[0])} m"
        for first, second, end in _smooth(points, closed=closed):
            yield f"{at(first)} {at(second)} {at(end)} c"
        if closed:
            yield "h"


@cache
def frame(width: float, height: float, margin: float, *, band: float) -> bytes:
    """A double rule with a woven band between, and a large pale rosette behind the words."""
    made = Ornament()
    _medallion(made, width / 2, height * 0.56, min(width, height) * 0.31, _FAINT, 0.5, rings=12, petals=18)
    inner, middle = margin + band, margin + band / 2
    made.rectangle(margin, margin, width - 2 * margin, height - 2 * margin, _LINE, 1.1)
    made.rectangle(inner, inner, width - 2 * inner, height - 2 * inner, _LINE, 0.4)
    corners = [(middle, middle), (width - middle, middle), (width - middle, height - middle), (middle, height - middle)]
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        for phase in (0.0, math.pi):
            made.curve(list(_wave(start, end, band * 0.36, phase)), _PALE, 0.25)
    return made.compressed()


@cache
def rosette(radius: float) -> bytes:
    """A rosette on white ground, for a corner; its middle lies at (radius, radius)."""
    made = Ornament(2)
    made.disc(radius, radius, radius, _WHITE)
    _medallion(made, radius, radius, radius, _LINE, 0.3, rings=4, petals=12)
    return made.compressed()


@cache
def seal(radius: float) -> bytes:
    """A round seal with room for a few letters; its middle lies at (radius, radius)."""
    made = Ornament(2)
    made.disc(radius, radius, radius, _WHITE)
    for turn in (0.0, 0.5):
        for reach in (0.98, 0.92, 0.86):
            made.curve(_circle(radius, radius, radius * reach, _petals(24, 0.07, turn), 24 * 6), _LINE, 0.3, closed=True)
    for ring in (0.72, 0.69):
        made.curve(_circle(radius, radius, radius * ring, _round, 24), _LINE, 0.4, closed=True)
    return made.compressed()


def _medallion(made: Ornament, x: float, y: float, radius: float, colour: str, line: float, *, rings: int, petals: int) -> None:
    """Nested petal curves, each turned half a petal against the one before."""
    for place in range(rings):
        reach = radius * (1 - 0.78 * place / rings)
        made.curve(_circle(x, y, reach, _petals(petals, 0.16, place % 2 / 2), petals * 6), colour, line, closed=True)


def _round(_angle: float) -> float:
    return 1.0


def _petals(count: int, depth: float, turn: float) -> Reach:
    return lambda angle: 1 - depth + depth * math.cos(count * angle + 2 * math.pi * turn)


def _circle(x: float, y: float, radius: float, reach: Reach, steps: int) -> list[Point]:
    angles = [2 * math.pi * step / steps for step in range(steps)]
    return [(x + radius * reach(a) * math.cos(a), y + radius * reach(a) * math.sin(a)) for a in angles]


def _wave(start: Point, end: Point, height: float, phase: float) -> Iterator[Point]:
    """A sine along a straight side, in whole waves, by its crests and its crossings."""
    length = math.dist(start, end)
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    steps = 4 * round(length / (4.4 * MM))
    for step in range(steps + 1):
        gone, sway = length * step / steps, height * math.sin(math.pi * step / 2 + phase)
        yield start[0] + along[0] * gone - along[1] * sway, start[1] + along[1] * gone + along[0] * sway


def _smooth(points: Sequence[Point], *, closed: bool) -> Iterable[tuple[Point, Point, Point]]:
    """The curves between the points, each as two handles and its end (Catmull-Rom)."""
    count = len(points)

    def point(place: int) -> Point:
        return points[place % count] if closed else points[min(max(place, 0), count - 1)]

    for place in range(count if closed else count - 1):
        before, here, there, after = (point(place + shift) for shift in (-1, 0, 1, 2))
        yield (
            (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6),
            (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6),
            there,
        )


def _rgb(colour: str) -> str:
    return " ".join(f"{int(colour[place : place + 2], 16) / 255:.3f}" for place in (1, 3, 5))
