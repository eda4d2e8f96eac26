"""Letters before meaning: what makes two spellings the same spelling, and what only makes them look alike."""

import re
import unicodedata
from functools import lru_cache

# Letters that accents cannot be taken off by decomposition.
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ŋ": "n"})  # noqa: RUF001 - one of them is meant
# Cyrillic and Greek letters drawn like Latin ones (after casefold): enough to hide a name, never enough to read one.
_LOOK_ALIKE = str.maketrans("авьсԁеғɡһніјкӏмոорԛгѕтυѵνшѡхуαβεικορτχγω", "abbcdefghhijklmnopqrstuvvwwxyabeikoptxyw")
_NO_PART = {code: None for code in range(0x80) if not chr(code).isalnum()}  # what no word holds, among the plain letters
_LONGEST_WORD = 30

# Where a person's own word for a medicine ends: at a figure, a bracket or a comma that is not inside a figure; and where its
# strength begins.
# What names several products has no word of its own.
_OWN_WORD = re.compile(r"\s*(?:[(\[;]|,(?!\d))|\s+\d|\s\b(?:od|bd|prn|x\d)\b")
# How it is taken, to the end of what was typed.
_TAKEN = re.compile(
    r"\s+(?:once|twice|one|two|three|half|daily|every|each|in the|at (?:night|bedtime)|for|when|as needed|prn|od|bd|bid|tds|x\s?\d)\b.*",
    re.IGNORECASE,
)
_UNITS = r"(?:mg|mcg|[\u00b5\u03bc]g|micrograms?|milligrams?|g|IU|IE|units?|ml)"
_STRENGTH = re.compile(rf"\s*(?:[(\[;]|,(?!\d))|\s+\d[\d.,]*\s?{_UNITS}\b", re.IGNORECASE)
_SEVERAL = re.compile(r"\s[/+]\s*[^\W\d]|;|\band\b")
_TOKEN = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4_096)
def clean(text: str) -> str:
    """Return the text as matching sees it: no case, accents, invisible characters, widths or ligatures."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    bare = "".join(each for each in unicodedata.normalize("NFD", folded) if unicodedata.category(each) not in {"Mn", "Cf"})
    return unicodedata.normalize("NFC", bare).translate(_PLAIN)


def tokens(text: str) -> list[str]:
    """Return the words and numbers of a text, cleaned."""
    return _TOKEN.findall(clean(text))


@lru_cache(maxsize=4_096)
def spaced(text: str) -> str:
    """Return the words of a text with a space before and after each: whole words are found in it by looking for them so."""
    return f" {' '.join(tokens(text))} "


@lru_cache(maxsize=4_096)
def key(text: str) -> str:
    """Return what two spellings of one name share: hyphens, spaces, points and accents do not count."""
    if text.isascii():
        return text.lower() if text.isalnum() else text.lower().translate(_NO_PART)
    return "".join(tokens(text))


def skeleton(text: str) -> str:
    """Return the Latin word a text looks like. Good for a suggestion, never for a match."""
    return clean(text).translate(_LOOK_ALIKE)


def first_words(said: str) -> str:
    """Return what was typed as far as its strength: the name of a product alone; all of it where nothing stands before that."""
    return _STRENGTH.split(said, maxsplit=1)[0].strip(" -,") or said


def own_word(said: str, name: str) -> str:
    """Return a person's own word for a medicine of this name, and the name where that is another word: `Brand (substance)`.

    Strength, form and how it is taken are left out, and a product of several medicines is called by the name alone. What has
    none of these stands as it was typed.
    """
    if key(name) in key(said):
        return said if key(name) == key(said) and not _shouts(said) else name
    called = _TAKEN.sub("", said)
    if first_words(called) == called and len(called) <= _LONGEST_WORD and not _SEVERAL.search(said) and not _shouts(called):
        return f"{called} ({name})"
    words = _OWN_WORD.split(called, maxsplit=1)[0].strip(" -,").split()
    word = " ".join(each for each in words if not each.isupper()) or " ".join(words[:1]).capitalize()  # a maker in capitals is no name
    return f"{word} ({name})" if word and len(word) <= _LONGEST_WORD and not _SEVERAL.search(said) else name


def _shouts(said: str) -> bool:
    """Whether a word stands in capitals: on a page it would look like an abbreviation."""
    return any(len(each) > 1 and each.isalpha() and each.isupper() for each in said.split())
