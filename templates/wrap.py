"""Lines of text: where a text breaks so that it fits a width."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from templates.face import normal, width
from templates.theme import Style, Weight

NO_BREAK_SPACE = "\u00a0"

# A last word narrower than this share of the line looks lost.
_ALONE = 0.2


@lru_cache(maxsize=4096)
def wrap(text: str, style: Style, room: float) -> tuple[str, ...]:
    """Break a text at its spaces; a line that ends at a space keeps it, so that the words read on.

    Words are never hyphenated. A no-break space or hyphen holds its words together unless they are wider than
    the whole line, and only a single word wider than that is broken by letters.
    """
    limit = room / style.size + 1e-6
    gap = width(" ", style.weight)
    lines: list[str] = []
    line, used = "", 0.0
    for word in filter(None, normal(text).split(" ")):
        needs = width(word, style.weight)
        if line and used + gap + needs <= limit:
            line, used = f"{line} {word}", used + gap + needs
            continue
        if line:
            lines.append(line + " ")
        *full, line = _broken(word, style.weight, limit) if needs > limit else (word,)
        lines += full
        used = width(line, style.weight)
    if not line:
        return tuple(lines)
    if lines and used < limit * _ALONE:
        lines[-1], line = _accompanied(lines[-1], line)
    return (*lines, line)


def _accompanied(above: str, last: str) -> tuple[str, str]:
    """Bring a word down from the line above, so that a short word does not end a text alone."""
    head, _, word = above.rstrip(" ").rpartition(" ")
    if " " in last or not above.endswith(" ") or " " not in head:
        return above, last
    return head + " ", f"{word} {last}"


@lru_cache(maxsize=4096)
def longest_word(text: str, style: Style) -> float:
    """Return the width in points of the widest part that wrapping keeps in one piece."""
    return max((width(word, style.weight) for word in normal(text).split(" ")), default=0.0) * style.size


@lru_cache(maxsize=4096)
def length(text: str, style: Style) -> float:
    """Return the width in points of a text on one line."""
    return width(normal(text), style.weight) * style.size


def _broken(word: str, weight: Weight, limit: float) -> Iterator[str]:
    start, used = 0, 0.0
    for end, letter in enumerate(word):
        step = width(letter, weight)
        if used + step > limit and end > start and not unicodedata.combining(letter):
            held = word.rfind(NO_BREAK_SPACE, start, end) + 1
            cut = held if held > start else end
            yield word[start:cut]
            start, used = cut, width(word[cut:end], weight)
        used += step
    yield word[start:]
