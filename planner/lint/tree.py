"""The tagged structure of a file: headings, paragraphs, lists, tables and figures, each with its own lines of text."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from planner.lint.measure import Corners, Page, Run, plain

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
CELLS = ("TH", "TD")

# What a reader hears as one stretch of words.
SPOKEN = (*HEADINGS, "P", "Lbl", "LBody", "Caption", *CELLS, "Figure")


@dataclass(eq=False)
class Part:
    """One element of the structure with its parts in reading order; `runs` are its own, not those of its parts."""

    role: str
    alt: str | None = None
    scope: str | None = None
    numbered: bool = False
    span: int = 1
    parts: list["Part"] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)

    def all(self) -> Iterator["Part"]:
        """Yield it and everything in it, in reading order."""
        yield self
        for part in self.parts:
            yield from part.all()

    def of(self, *roles: str) -> list["Part"]:
        """Return everything of these roles in it."""
        return [part for part in self.all() if part.role in roles]

    def every_run(self) -> Iterator[Run]:
        """Yield its letters and those of its parts."""
        for part in self.all():
            yield from part.runs

    @property
    def text(self) -> str:
        """Its words and those of its parts."""
        return plain(" ".join(run.text for run in self.every_run()))

    @property
    def lines(self) -> list[str]:
        """Its own lines of text as they stand on the page."""
        return [plain("".join(run.text for run in line)) for line in self.rows]

    @property
    def rows(self) -> list[list[Run]]:
        """Its own runs, those on one baseline together."""
        found: list[list[Run]] = []
        for run in self.runs:
            last = found[-1][-1] if found else None
            if last and last.page == run.page and abs(last.baseline - run.baseline) < 1:
                found[-1].append(run)
            else:
                found.append([run])
        return found

    @property
    def pages(self) -> list[int]:
        """The pages it stands on."""
        return sorted({page for part in self.all() for page, _ in part.marks})

    @property
    def box(self) -> Corners | None:
        """The corners of its words on its first page."""
        runs = [run for run in self.every_run() if run.page == self.pages[0]] if self.pages else []
        if not runs:
            return None
        return min(r.box[0] for r in runs), min(r.box[1] for r in runs), max(r.box[2] for r in runs), max(r.box[3] for r in runs)


def tree(objects: Any, pages: tuple[Page, ...]) -> Part | None:
    """Return the root of the structure with its letters; None where a file has no tags."""
    root = objects.Root.get("/StructTreeRoot")
    if root is None:
        return None
    numbers = {page.objgen: number for number, page in enumerate(objects.pages, 1)}
    painted: dict[tuple[int, int], list[Run]] = defaultdict(list)
    for page in pages:
        for run in page.runs:
            painted[run.page, run.mark].append(run)
    whole = Part("Root")
    for kid in _kids(root):
        _grow(whole, kid, 0, numbers, painted)
    return whole


def _grow(above: Part, node: Any, page: int, numbers: dict[Any, int], painted: dict[tuple[int, int], list[Run]]) -> None:
    """Add a child of the structure, an element or a stretch of marked content, to the part above it."""
    if isinstance(node, int):
        above.marks.append((page, node))
        above.runs += painted.get((page, node), [])
        return
    own = numbers.get(node.Pg.objgen, page) if "/Pg" in node else page
    if "/S" not in node:
        if "/MCID" in node:
            _grow(above, int(node.MCID), own, numbers, painted)
        return
    part = _part(node)
    above.parts.append(part)
    for kid in _kids(node):
        _grow(part, kid, own, numbers, painted)


def _part(node: Any) -> Part:
    found = node.get("/A")
    held = [] if found is None else list(found) if type(found).__name__ == "Array" or _is_array(found) else [found]
    facts = {str(key): value for each in held if not isinstance(each, int) for key, value in each.items()}
    return Part(
        role=str(node.S)[1:],
        alt=plain(str(node.Alt)) if "/Alt" in node else None,
        scope=str(facts["/Scope"])[1:] if "/Scope" in facts else None,
        numbered=str(facts.get("/ListNumbering", "")) == "/Decimal",
        span=int(facts.get("/ColSpan", 1)),
    )


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K")
    if kids is None:
        return []
    return list(kids) if _is_array(kids) else [kids]


def _is_array(thing: Any) -> bool:
    return getattr(thing, "_type_name", "") == "array"
