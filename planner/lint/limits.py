"""What a page must keep to, read from the theme: sizes, lengths, margins. The theme's own sizes are something else."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple


class Limits(NamedTuple):
    """Letter sizes in points, lengths in millimetres, lines in letters, darkness and difference as in `theme.toml`."""

    body: float
    least: float
    line: int
    usual_line: int
    pitch: tuple[float, float]
    inner: float
    outer: float
    common: tuple[float, float]
    difference: float
    body_difference: float
    drawn_difference: float
    grey_step: float
    darkness: float
    solid: float


@lru_cache(maxsize=8)
def limits(kind: str) -> Limits:
    """Return the limits of a kind of page."""
    found: dict[str, Any] = tomllib.loads((files("templates") / "theme.toml").read_text(encoding="utf-8"))["limits"]
    shared: dict[str, Any] = {name: each for name, each in found.items() if not isinstance(each, dict)}
    shared |= {name: tuple(each) for name, each in shared.items() if isinstance(each, list)}
    return Limits(**shared, **found[kind])
