"""What a file is told: which criterion fails, on which page, and how."""

from typing import NamedTuple


class Failure(NamedTuple):
    """One thing wrong. `criterion` is an id of `criteria.toml`; `page` is None where it is the whole file."""

    criterion: str
    page: int | None
    words: str
