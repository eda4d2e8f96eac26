"""The printed code equals what a general encoder makes of the same words, square by square."""

import random
import re

import pytest
import segno

from templates.code import path

SIDE, QUIET = 25, 4
CAPITALS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def squares(drawn: str) -> set[tuple[int, int]]:
    """Return row and column of every dark square of a path."""
    one = 1 / (SIDE + 2 * QUIET)
    found: set[tuple[int, int]] = set()
    for rectangle in re.findall(r"(\S+) (\S+) (\S+) (\S+) re", drawn):
        x, y, width, height = (round(float(each) / one) for each in rectangle)
        assert height == 1
        found.update((SIDE + 2 * QUIET - y - 1 - QUIET, x - QUIET + along) for along in range(width))
    return found


def expected(words: str) -> set[tuple[int, int]]:
    matrix = segno.make(words, error="m", version=2, mode="alphanumeric", boost_error=False, mask=3).matrix
    return {(row, column) for row, line in enumerate(matrix) for column, dark in enumerate(line) if dark}


@pytest.mark.parametrize("length", range(1, 39))
def test_a_code_is_that_of_a_general_encoder(length: int) -> None:
    words = "".join(random.Random(length).choices(CAPITALS, k=length))  # noqa: S311 - words, not secrets
    assert squares(path(words)) == expected(words)


@pytest.mark.parametrize("words", ["a", "7K3M_", "Ł", "A" * 39])
def test_words_that_this_kind_of_code_cannot_hold_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="this code holds 38"):
        path(words)
