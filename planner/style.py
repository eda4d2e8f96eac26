"""Whether what a patient reads is written as it should be: short sentences, easy words, none of the banned ones."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from planner.edition import Knowledge
from planner.entry import Banned
from planner.errors import Finding
from planner.readability import grade, sentences


class Text(NamedTuple):
    """Words a patient reads, and the entry and field they stand in."""

    kind: str
    entry: str
    field: str
    words: str

    def finding(self, knowledge: Knowledge, wrong: str, allowed: str) -> Finding:
        """Return a finding about the text."""
        return knowledge.finding(self.kind, self.entry, self.field, wrong, allowed)


def patient_texts(knowledge: Knowledge) -> Iterator[Text]:
    """Yield every text of the edition that a patient reads."""
    for rule in knowledge.rules:
        if rule.say:
            yield Text("rule", rule.id, "say", rule.say)
        if rule.already:
            yield Text("rule", rule.id, "already.say", rule.already.say)
    others = knowledge.get("style", "patient").not_for_patients
    for kind in knowledge.entries.keys() - {"rule"}:
        for each in knowledge.all(kind):
            words = getattr(each, "say", None)
            if words and not each.id.startswith(others):
                heard = getattr(each, "heard", None)
                yield Text(kind, each.id, "say", knowledge.phrase("heard-line", heard=heard, known=words) if heard else words)


def style_findings(knowledge: Knowledge) -> Iterator[Finding]:
    """Yield every sentence that is too long or holds a banned word, and every text that is too hard to read."""
    texts = tuple(patient_texts(knowledge))
    yield from text_findings(knowledge, texts)
    style = knowledge.get("style", "patient")
    whole = grade(each.words for each in texts)
    if whole > style.hardest_grade:
        wrong, allowed = f"the reading grade of everything a patient reads is {whole:.1f}", f"at most {style.hardest_grade:g}"
        yield knowledge.finding("style", "patient", "hardest_grade", wrong, allowed)


def text_findings(knowledge: Knowledge, texts: Iterable[Text]) -> Iterator[Finding]:
    """Yield every sentence of these texts that is too long or holds a banned word, and every text that is too hard to read."""
    style = knowledge.get("style", "patient")
    banned = [
        (each, word_pattern(each.words, exact=each.exact), word_pattern(each.allowed_in, exact=each.exact))
        for each in knowledge.all("banned")
    ]
    for text in texts:
        found = sentences(text.words)
        for sentence in found:
            if len(sentence.split()) > style.longest_sentence:
                wrong = f"{len(sentence.split())} words in one sentence: {_start(sentence)}"
                yield text.finding(knowledge, wrong, f"at most {style.longest_sentence}; make two of it")
        for entry, words, meant_well in banned:
            yield from _banned(knowledge, text, entry, words, meant_well)
        hard = grade([text.words])
        if len(found) >= style.block_sentences and hard > style.hardest_block:
            yield text.finding(
                knowledge, f"the reading grade is {hard:.1f}", f"at most {style.hardest_block:g}: shorter words and sentences"
            )


def _banned(knowledge: Knowledge, text: Text, entry: Banned, words: re.Pattern[str], meant_well: re.Pattern[str]) -> Iterator[Finding]:
    for sentence in sentences(text.words):
        found = words.search(meant_well.sub("", sentence) if entry.allowed_in else sentence)
        if found:
            yield text.finding(knowledge, f"the word {found[0]} in: {_start(sentence)}", entry.why)


def word_pattern(words: tuple[str, ...], *, exact: bool) -> re.Pattern[str]:
    """Return words, each with any ending where it ends in a star, as one pattern."""
    parts = [re.escape(each.removesuffix("*")) + (r"\w*" if each.endswith("*") else "") for each in words]
    bounded = [(r"\b" if part[:1].isalnum() else "") + part + (r"\b" if part[-1:].isalnum() else "") for part in parts]
    return re.compile("|".join(bounded), 0 if exact else re.IGNORECASE)


def _start(sentence: str) -> str:
    return sentence if len(sentence) <= 60 else sentence[:57] + "..."  # noqa: PLR2004 - enough to find it
