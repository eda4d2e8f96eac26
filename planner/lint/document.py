"""One file to judge: what kind it is, its words, and which of them are the person's own."""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from planner.edition import Knowledge
from planner.lint.limits import Limits, limits
from planner.lint.measure import Opened, plain
from planner.lint.tree import CELLS, HEADINGS, Part, tree
from planner.readability import sentences
from planner.vocabulary import Decision
from planner.vocabulary import Part as Kind

NUMBER = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]\b")
FILL = ".{1,900}?"  # whatever stands in a bracket
_STRENGTH, _SHORT_WORD = re.compile(r"\s*[(\[,;]|\s+\d"), 3
_LARGE = 16  # most letters of a page in large print are at least this big


class File:
    """A finished file and all that is asked of it more than once."""

    def __init__(self, path: Path, data: bytes, knowledge: Knowledge) -> None:
        self._opened = Opened(data, str(path))
        self.path, self.data, self.knowledge = path, data, knowledge
        self.objects, self.pages = self._opened.objects, self._opened.pages

    def close(self) -> None:
        """Let go of the file."""
        self._opened.close()

    # -- what it is ------------------------------------------------------------------------------------------------

    @cached_property
    def title(self) -> str:
        """The title the file gives itself."""
        return str(self.objects.docinfo.get("/Title", ""))

    @cached_property
    def kind(self) -> Kind | None:
        """Which of our files it is, by its title; None for any other."""
        return next((kind for kind in Kind if self.pattern(f"title-{kind.value}").fullmatch(plain(self.title))), None)

    @property
    def for_patients(self) -> bool:
        """Whether a patient reads it."""
        return self.kind in (Kind.patient, Kind.chart, Kind.form, None)

    @cached_property
    def decision(self) -> Decision | None:
        """The decision its first heading gives; None where it gives none or more than one."""
        found = self.decisions
        return found[0] if len(found) == 1 else None

    @cached_property
    def decisions(self) -> list[Decision]:
        """Every decision word that is a heading on page 1."""
        words = {plain(self.knowledge.phrase(f"word-{each.value.replace('_', '-')}")): each for each in Decision}
        return [words[part.text] for part in self.parts("H1") if part.text in words and part.pages[:1] == [1]]

    @cached_property
    def limits(self) -> Limits:
        """What this kind of page must keep to."""
        sizes: dict[float, int] = {}
        for page in self.pages:
            for run in page.runs:
                sizes[run.size] = sizes.get(run.size, 0) + len(run.text)
        large = self.for_patients and bool(sizes) and max(sizes, key=lambda size: sizes[size]) >= _LARGE
        return limits("large" if large else "standard" if self.for_patients else str(self.kind))

    @cached_property
    def number(self) -> str | None:
        """The number of the plan."""
        found = NUMBER.search(self.text)
        return found[0] if found else None

    # -- its structure ---------------------------------------------------------------------------------------------

    @cached_property
    def tree(self) -> Part:
        """The structure; without tags, or with some that lead nowhere or in a circle, there is none, and every part is missing."""
        try:
            return tree(self.objects, self.pages) or Part("Root")
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
            return Part("Root")

    def parts(self, *roles: str) -> list[Part]:
        """Return everything of these roles, in reading order."""
        return self.tree.of(*roles)

    @cached_property
    def blocks(self) -> list[Part]:
        """The parts of the document itself: headings, paragraphs, lists, tables, figures."""
        return [part for root in self.tree.parts for part in (root.parts if root.role == "Document" else [root])]

    @cached_property
    def body(self) -> list[Part]:
        """The blocks below the header and band of the first page."""
        first = next((at for at, part in enumerate(self.blocks) if part.role in (*HEADINGS, "Table", "L")), 0)
        return self.blocks[first:]

    # -- its words -------------------------------------------------------------------------------------------------

    @cached_property
    def text(self) -> str:
        """Every word, in reading order."""
        return plain(" ".join(page.text for page in self.pages))

    def page_text(self, number: int) -> str:
        """The words of one page."""
        return self.pages[number - 1].text if number <= len(self.pages) else ""

    @property
    def first_leaf(self) -> str:
        """The words of page 1; in large print those of both its sides, which is what page 1 takes there."""
        return self.page_text(1) + (" " + self.page_text(2) if self.limits.body > 14 else "")  # noqa: PLR2004 - the body size of standard print

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The person's own words and what they were read as: names nobody here chose."""
        found: set[str] = set()
        said = [self.pattern(each) for each in ("told-column-said", "clin-column-typed")]
        for table in self.parts("Table"):
            rows = table.of("TR")
            if not rows or not any(each.fullmatch(cell.text) for cell in rows[0].of(*CELLS) for each in said):
                continue
            for row in rows[1:]:
                cells = [cell.text for cell in row.of(*CELLS)]
                found |= {cells[0], re.split(r"[,:(;]", cells[1])[0].strip()} if len(cells) > 1 else {*cells}
        found |= {name for told in self._told_in_lines() for name in self._entries(told)}
        title = self.pattern("urgent-medicines")
        for above, part in zip(self.blocks, self.blocks[1:], strict=False):
            if part.role in ("L", "P") and title.fullmatch(above.text):
                found |= {name for item in [*part.of("LBody"), part] for name in (item.text, *self._entries(item.text))}
        found |= {*re.findall("\u201c([^\u201d]+)\u201d", self.text)}  # what was typed and nobody could read is quoted
        result = self.pattern("told-lab").pattern.replace(FILL, "(.{1,60}?)")
        found |= {each[2] for part in self.parts("LBody", "P") if (each := re.fullmatch(result + "|" + result[:-2], part.text)) and each[2]}
        # Reasons name what was typed without its strength.
        found |= {word for each in found if len(word := _STRENGTH.split(each, maxsplit=1)[0]) > _SHORT_WORD}
        found.add(self._issuer)
        names = (each for each in found if len(each) > 2 or (each.isalpha() and each.isupper()))  # noqa: PLR2004 - D3 is no name
        return tuple(sorted(filter(None, names), key=len, reverse=True))

    @property
    def _issuer(self) -> str:
        """The clinic's name at the top of the page, which nobody here chose; empty where it is our own."""
        first = self.blocks[0] if self.blocks else Part("P")
        return "" if first.text == plain(self.knowledge.phrase("issuer")) or first.role != "P" else first.text

    def _told_in_lines(self) -> Iterator[str]:
        """Yield what the person told us, as far as it stands in a line a list."""
        lists = ("medicines", "supplements", "conditions", "allergies")
        leads = [re.escape(plain(self.knowledge.phrase(f"told-{each}"))) for each in lists]
        checked = words_pattern(self.knowledge.get("phrase", "told-no-rule").say.partition("{entries}")[0]).pattern
        line = re.compile(rf"(?:(?:{'|'.join(leads)}): |{checked})(.+)".replace(r"\ ", r"\s"))
        yield from (told[1] for part in self.parts("LBody") if (told := line.fullmatch(part.text)))

    def _entries(self, told: str) -> Iterator[str]:
        """Yield each entry of a line, what was typed and what it was read as."""
        read_as = self.knowledge.get("phrase", "told-read-as").say.partition("{said}")[2].partition("{read}")[0]
        for entry in told.split("; "):
            yield entry
            yield from entry.split(read_as)
            yield entry.partition(" (")[0]

    @cached_property
    def _names(self) -> re.Pattern[str] | None:
        parts = [re.escape(each).replace(r"\ ", r"\s+") for each in self.names]
        return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE) if parts else None

    def without_names(self, text: str) -> str:
        """Return a text with a bracket in the place of each name, or of names in a row."""
        bare = self._names.sub("{name}", text) if self._names else text
        return re.sub(r"\{name\}(?:(?:,| and| or) \{name\})+", "{name}", bare)

    @cached_property
    def spoken(self) -> list[tuple[Part, str]]:
        """Each stretch of our own words with its part: without header, names, the table of what was told, and mere enumerations."""
        told, listed = self.pattern("told-column-said"), [self.pattern(each) for each in ("chart-source", "food-avoid", "check")]
        tables = [table for table in self.parts("Table") if any(told.fullmatch(cell.text) for cell in table.of("TH"))]
        skipped = {id(part) for table in tables for part in table.all()} | {id(part) for part in self._header}
        roles = (*HEADINGS, "P", "LBody", "Caption", *CELLS)
        return [
            (part, self.without_names(part.text))
            for part in self.tree.all()
            if part.role in roles and id(part) not in skipped and not any(each.fullmatch(part.text) for each in listed)
        ]

    @cached_property
    def _header(self) -> list[Part]:
        """The paragraphs of the header: those that stand on the first page before its rule, and say who and when."""
        made = self.pattern("made-on")
        for at, part in enumerate(self.blocks):
            if made.fullmatch(part.text):
                return self.blocks[: at + 1]
        return []

    @cached_property
    def sentences(self) -> list[tuple[Part, str]]:
        """Every sentence of our own: what ends like one, wherever it stands."""
        found: list[tuple[Part, str]] = []
        for part, text in self.spoken:
            found += [(part, sentence) for sentence in sentences(text) if re.search(r"[.?!]$", sentence)]
        return found

    # -- phrases ---------------------------------------------------------------------------------------------------

    def pattern(self, phrase: str) -> re.Pattern[str]:
        """Return a phrase as it may stand on a page: whatever fills its brackets."""
        return words_pattern(self.knowledge.get("phrase", phrase).say)

    def says(self, *phrases: str, text: str | None = None) -> bool:
        """Whether one of these phrases is printed."""
        return any(self.pattern(each).search(self.text if text is None else text) for each in phrases)

    def missing(self, *phrases: str, text: str | None = None) -> Iterator[str]:
        """Yield the phrases that are not printed."""
        yield from (each for each in phrases if not self.says(each, text=text))


def words_pattern(words: str) -> re.Pattern[str]:
    """Return words with {brackets} as a pattern for whatever stands in them."""
    parts = [re.escape(part) for part in re.split(r"\{\w+\}", plain(words))]
    return re.compile(FILL.join(parts).replace(r"\ ", r"\s"))


def page_of(part: Part) -> int | None:
    """Return the page a part begins on."""
    return part.pages[0] if part.pages else None
