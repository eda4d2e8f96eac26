"""The check of a file: letters that follow from every word it prints, in reading order.

Where lines break, what blanks stand between words and how a hyphen is written do not count. A changed word changes the
letters: that finds a slip of a printer, a converter or an editor. Whoever wants to forge a page can make them anew.
"""

import hashlib
import unicodedata
from collections.abc import Iterable

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_USUAL = (" ", "\u00a0")  # blanks
_HYPHENS, _SOFT = ("\u2010", "\u2011", "\u0002"), "\u00ad"


def check_letters(words: Iterable[str]) -> str:
    """Return the check of these words: 40 bits in two groups of four letters, like 7K3M-Q2PD."""
    text = unicodedata.normalize("NFC", "".join(words))
    for each in _USUAL:  # nearly all there are: the look for every kind is slow where it finds many
        text = text.replace(each, "")
    text = "".join(text.split())
    for each in _HYPHENS:
        text = text.replace(each, "-")
    text = text.replace(_SOFT, "")
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:5], "big")
    letters = "".join(_LETTERS[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


def code_words(plan_id: str, check: str) -> str:
    """Return what the printed code holds: the plan's number and the check, and nothing about the person."""
    return f"{plan_id} {check}"
