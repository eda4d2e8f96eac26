"""The name of a country as typed, and its two letters."""

import unicodedata
from functools import cache
from pathlib import Path

COUNTRIES = Path(__file__).with_name("countries.toml")


def country_code(typed: str) -> str | None:
    """Return the two letters of a country typed by name or by its letters; a name that is nearly right is None."""
    return _codes().get(_plain(typed))


def country_name(code: str) -> str:
    """Return the name shown for two letters."""
    names = _table().get(code, [code])
    return names[0]


def near_countries(typed: str) -> list[str]:
    """Return up to three names that may be meant."""
    import difflib  # noqa: PLC0415 - only for a name that is not known

    codes = _codes()
    near = difflib.get_close_matches(_plain(typed), [each for each in codes if len(each) > 2], n=5, cutoff=0.75)  # noqa: PLR2004 - the letters themselves
    return list(dict.fromkeys(country_name(codes[each]) for each in near))[:3]


@cache
def _table() -> dict[str, list[str]]:
    import tomllib  # noqa: PLC0415 - the first question must not wait for it

    return tomllib.loads(COUNTRIES.read_text(encoding="utf-8"))


@cache
def _codes() -> dict[str, str]:
    codes = {_plain(name): code for code, names in _table().items() for name in names}
    return {**codes, **{code.casefold(): code for code in _table()}}


def _plain(text: str) -> str:
    """Return the letters only: case, accents, points and spaces do not count."""
    bare = unicodedata.normalize("NFD", text.casefold().replace("&", "and"))
    return "".join(each for each in bare if each.isalnum())
