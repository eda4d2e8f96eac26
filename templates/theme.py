"""How a document looks: reads `theme.toml` and resolves it for one part and one letter size."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from planner.vocabulary import Paper, Part, PrintSize

MILLIMETRE = 72 / 25.4

Weight = Literal["regular", "bold"]


class Style(NamedTuple):
    """Letters of one size and weight; `pitch` is the distance from line to line."""

    size: float
    weight: Weight
    pitch: float


class Grey(NamedTuple):
    """The greys, from 0 (black) to 1 (white)."""

    ink: float
    paper: float
    bar: float
    rule: float
    light: float
    band: float


class Thickness(NamedTuple):
    """The widths of rules and frames in points."""

    hair: float
    rule: float
    light_frame: float
    frame: float
    heavy_frame: float


class Stock(NamedTuple):
    """A paper and the frame centred on it, in points; `left` and `top` are where the frame begins."""

    width: float
    height: float
    left: float
    top: float


@dataclass(frozen=True, eq=False)
class Look:
    """Everything a block asks before it draws. Lengths are in points; `em` is the size of the running text, `measure`
    the longest line of it.
    """

    em: float
    width: float
    height: float
    measure: float
    small_measure: float
    body: Style
    strong: Style
    lead: Style
    small: Style
    headings: tuple[Style, Style, Style]
    banner: Style
    alarm: Style
    cell: Style
    cell_strong: Style
    tight: Style
    tight_strong: Style
    furniture: Style
    furniture_strong: Style
    grey: Grey
    thickness: Thickness


@lru_cache(maxsize=16)
def look(part: Part, size: PrintSize) -> Look:
    """Return the look of one part; only patient pages come in large print."""
    theme = _theme()
    pitch, sizes = theme["type"]["pitch"], theme["size"][_set(part, size)]

    def style(points: float, weight: Weight = "regular") -> Style:
        return Style(points, weight, points * pitch)

    first, second, third = sizes["heading"]
    width = theme["frame"]["width"] * MILLIMETRE
    return Look(
        em=sizes["body"],
        width=width,
        height=theme["frame"]["height"] * MILLIMETRE,
        measure=min(width, sizes["measure"] * sizes["body"]),
        small_measure=min(width, sizes["measure"] * sizes["small"]),
        body=style(sizes["body"]),
        strong=style(sizes["body"], "bold"),
        lead=style(sizes["lead"]),
        small=style(sizes["small"]),
        headings=(style(first, "bold"), style(second, "bold"), style(third, "bold")),
        banner=style(sizes["banner"], "bold"),
        alarm=style(sizes["alarm"], "bold"),
        cell=style(sizes["cell"]),
        cell_strong=style(sizes["cell"], "bold"),
        tight=style(sizes["tight"]),
        tight_strong=style(sizes["tight"], "bold"),
        furniture=style(sizes["furniture"]),
        furniture_strong=style(sizes["furniture"], "bold"),
        grey=Grey(**theme["grey"]),
        thickness=Thickness(**theme["thickness"]),
    )


@lru_cache(maxsize=4)
def stock(paper: Paper) -> Stock:
    """Return a paper with the frame centred on it."""
    theme = _theme()
    width, height = theme["paper"][paper.value]
    left, top = (width - theme["frame"]["width"]) / 2, (height - theme["frame"]["height"]) / 2
    return Stock(width * MILLIMETRE, height * MILLIMETRE, left * MILLIMETRE, top * MILLIMETRE)


def _set(part: Part, size: PrintSize) -> str:
    return size.value if part in (Part.patient, Part.chart, Part.form) else part.value


@lru_cache(maxsize=1)
def _theme() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("theme.toml").read_text(encoding="utf-8"))
