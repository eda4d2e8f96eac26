"""How hard a text is to read: the Flesch-Kincaid grade, with syllables counted from the letters.

A dictionary of spoken English would know no medicine's name and weigh several megabytes; counting vowel groups and taking
off what is silent is right for all but a few words, and the grade is a mean over many. A single sentence has no grade
worth the name: the caller decides how much text is enough.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"\{\w+\}|[^\W_]+(?:['\u2019][^\W_]+)*")
_END = re.compile(r"(?<=[.?!])\s+")
_FILLED = 3  # a name, a product or an amount stands in a bracket
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"(?:[^laeiouy]|[aeiouy]l)es?$|[^tdaeiouy]ed$")
_HEARD_END = re.compile(r"(?:[sxz]|[cs]h|[cg])es$")
_SILENT_INSIDE = re.compile(r"[aeiouy](?:[^aeiouy]*[^laeiouy]ement|[^aeiouy]+e(?:ly|ful|less|body|thing|times|where|how))")
# Vowels that stand together and are spoken apart: calcium, video, usual, idea, going, diet, coagulation.
_APART = re.compile(r"iu|(?<![tscgx])i[ao]|eo|[^gqaeiou]ua|(?<=[aeiou][^aeiou])ea$|[aeiouy]ing$|(?:^d|qu|^sc|cl)ie|coag")
_IRREGULAR = {"every": 2, "evening": 2, "people": 2, "anyone": 3, "everyone": 3}


def words(text: str) -> list[str]:
    """Return the words of a text; a {bracket} is one."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [each for each in _END.split(text) if each]


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Return how many syllables an English word has when it is spoken; a number counts as one."""
    if word.startswith("{"):
        return _FILLED
    letters = re.sub(r"['\u2019].*$", "", word.casefold())
    if letters in _IRREGULAR:
        return _IRREGULAR[letters]
    groups = len(_VOWELS.findall(letters)) + len(_APART.findall(letters)) - len(_SILENT_INSIDE.findall(letters))
    if groups > 1 and _SILENT_END.search(letters) and not _HEARD_END.search(letters):
        groups -= 1
    return max(1, groups)


def grade(texts: Iterable[str]) -> float:
    """Return the school grade of all texts together (Flesch-Kincaid); lower is easier."""
    spoken = [words(sentence) for text in texts for sentence in sentences(text)]
    spoken = [each for each in spoken if each]
    count = sum(map(len, spoken))
    if not count:
        return 0.0
    return 0.39 * count / len(spoken) + 11.8 * sum(syllables(word) for each in spoken for word in each) / count - 15.59
