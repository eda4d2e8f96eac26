"""B: words."""

import re
from collections.abc import Iterator
from functools import lru_cache

from planner.entry import Banned, Style
from planner.lint.document import File, page_of
from planner.lint.failure import Failure
from planner.readability import grade, sentences, syllables, words
from planner.style import word_pattern
from planner.vocabulary import Decision, Part

_MANY = 3  # syllables that make a long word

# Which criterion a list of banned words belongs to; the others are B9, what no page may say.
_LISTS = {"short-unit": "C1", "jargon": "B5"}


def failures(file: File) -> Iterator[Failure]:
    """Yield what fails; only what a patient reads is held to it."""
    if not file.for_patients:
        return
    style = file.knowledge.get("style", "patient")
    yield from _grades(file, style)
    yield from _sentences(file, style)
    yield from _short_words(file, style)
    yield from _banned(file)


def _grades(file: File, style: Style) -> Iterator[Failure]:
    texts = [sentence for _, sentence in file.sentences]
    whole = grade(texts)
    if whole > style.hardest_grade:
        yield Failure("B1", None, f"the reading grade of all pages is {whole:.1f}; at most {style.hardest_grade:g}")
    for part, text in file.spoken:
        hard = grade([text])
        if len([each for each in sentences(text) if re.search(r"[.?!]$", each)]) >= style.block_sentences and hard > style.hardest_block:
            yield Failure("B1", page_of(part), f"reading grade {hard:.1f}: {text[:50]}")
    if texts and (smog := _smog(texts, style)) > style.hardest_smog:
        yield Failure("B2", None, f"SMOG grade {smog:.1f}; at most {style.hardest_smog:g}")


def _smog(texts: list[str], style: Style) -> float:
    """Return the SMOG grade: how many long words, apart from those nobody can avoid, come in 30 sentences."""
    long = sum(
        syllables(word) >= _MANY and word.casefold() not in style.easy and not word.startswith("{")
        for text in texts
        for word in words(text)
    )
    return float(1.043 * (long * 30 / len(texts)) ** 0.5 + 3.1291)


def _sentences(file: File, style: Style) -> Iterator[Failure]:
    counts = [len(words(sentence)) for _, sentence in file.sentences]
    if counts and sum(counts) / len(counts) > style.mean_sentence:
        yield Failure("B3", None, f"{sum(counts) / len(counts):.1f} words in a sentence; at most {style.mean_sentence:g}")
    for (part, sentence), count in zip(file.sentences, counts, strict=True):
        if count > style.longest_sentence:
            yield Failure("B3", page_of(part), f"{count} words in one sentence: {sentence[:60]}")
    passive = re.compile(
        rf"\b(?:is|are|was|were|be|been|being)\s+(?:not\s+|yet\s+|also\s+)*(?:\w+ed|{'|'.join(style.participles)})\b", re.IGNORECASE
    )
    kept = word_pattern(style.passives_kept, exact=False)
    found = [sentence for _, sentence in file.sentences if passive.search(kept.sub("", sentence))]
    if len(found) > style.passive_share * len(counts) + 1:  # one sentence more, or a page of few sentences could say nothing so
        yield Failure("B4", None, f"{len(found)} of {len(counts)} sentences are in the passive: {found[0][:50]}")


def _short_words(file: File, style: Style) -> Iterator[Failure]:
    known = {*style.abbreviations, *_loud_words(file)}
    allowed = re.compile("|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in sorted(known, key=len, reverse=True)))
    others = word_pattern(style.one_name, exact=False)
    pack = meant_well(file)
    for part, text in file.spoken:
        own = pack.sub("", text)
        if found := re.search(r"\b[A-Z]{2,}\d*\b", allowed.sub("", _without_number(file, own))):
            yield Failure("B6", page_of(part), f"the abbreviation {found[0]}: {text[:50]}")
        if found := others.search(own):
            yield Failure("B7", page_of(part), f"another name for the same thing: {found[0]}")
        for month in re.finditer(r"\b\d{1,2} ([A-Z][a-z\u00e9\u00fb]+) (\d{4})\b", text):
            if month[1] not in style.months:
                yield Failure("B8", page_of(part), f"a month of another language: {month[0]}")
    language = str(file.objects.Root.get("/Lang", ""))
    if not language.startswith("en"):
        yield Failure("B8", None, f"the language of the file is {language or 'not said'}")


def _loud_words(file: File) -> set[str]:
    """Return the words we print in capitals on purpose: decisions, the band, how sure the proof is."""
    phrases = [f"word-{each.value.replace('_', '-')}" for each in Decision]
    phrases += [each.id for each in file.knowledge.all("phrase") if each.id.startswith(("grade-", "not-checked"))]
    loud = {word for each in phrases for word in re.findall(r"\b[A-Z]{2,}\b", file.knowledge.phrase(each))}
    return loud | ({"A"} if file.kind is Part.chart else set())


def _without_number(file: File, text: str) -> str:
    return text.replace(file.number, "") if file.number else text


def _banned(file: File) -> Iterator[Failure]:
    for entry in file.knowledge.all("banned"):
        found, meant_well = word_pattern(entry.words, exact=entry.exact), _allowed(entry)
        for part, text in file.spoken:
            for sentence in sentences(text):
                said = meant_well.sub("", sentence) if entry.allowed_in else sentence
                if wrong := found.search(said):
                    yield Failure(_LISTS.get(entry.id, "B9"), page_of(part), f"the word {wrong[0]}: {sentence[:60]}")


def meant_well(file: File) -> re.Pattern[str]:
    """Return the one place where short units may stand: what helps to read a pack."""
    return _allowed(file.knowledge.get("banned", "short-unit"))


@lru_cache(maxsize=64)
def _allowed(entry: Banned) -> re.Pattern[str]:
    parts = [re.sub(r"\\\{\w+\\\}", r"\\S.{0,80}?", re.escape(each)) for each in entry.allowed_in]
    return re.compile("|".join(parts) or "(?!)", 0 if entry.exact else re.IGNORECASE)
