"""The structure of a document: which element owns which marked content on which page, in reading order."""

from templates.ink import Element, Role

# Roles that have nothing to say beside their words.
_PLAIN = frozenset({Role.paragraph, Role.item, Role.label, Role.item_body, Role.row, Role.heading1, Role.heading2, Role.heading3})


_Kids = list[str | tuple[int, int]]
"""What an element consists of: names of other elements, and page and number of its marked content."""


class Structure:
    """Collects who owns the marked content of each page; the tree grows from that at the end, a parent before its children."""

    def __init__(self) -> None:
        self._owners: list[list[Element]] = []

    def begin_page(self) -> None:
        """Start counting the marked content of the next page."""
        self._owners.append([])

    def mark(self, elements: tuple[Element, ...]) -> int:
        """Give each of these elements a stretch of marked content on the present page; return the number of the first."""
        owners = self._owners[-1]
        first = len(owners)
        owners += elements
        return first

    def objects(self, first: int, pages: list[int]) -> tuple[bytes, list[str]]:
        """Return the root of the tree, to be object `first`, and the rest as written objects after it. `pages` are the page objects.

        A file has hundreds of them, so each is written in one go.
        """
        whole, tree, names = self._tree(first + 1)
        nums = " ".join([f"{page}[{' '.join([names[element] for element in owners])}]" for page, owners in enumerate(self._owners)])
        root = f"<</Type/StructTreeRoot/K {names[None]}/ParentTree<</Nums[{nums}]>>/ParentTreeNextKey {len(self._owners)}>>"
        found = [f"{first + 1} 0 obj\n<</Type/StructElem/S/Document/P {first} 0 R{_kids(whole, pages)}>>\nendobj\n"]
        on = [f"/Pg {page} 0 R/K[" for page in pages]
        for number, (element, kids) in enumerate(tree.items(), first + 2):
            role = element.role
            more = "" if role in _PLAIN else _attributes(element)
            only = kids[0] if len(kids) == 1 else ""
            # Most elements are one stretch of words.
            said = f"{on[only[0]]}{only[1]}]" if type(only) is tuple else _kids(kids, pages)
            found.append(f"{number} 0 obj\n{_HEADS[role]}{names[element.parent]}{said}{more}>>\nendobj\n")
        return root.encode(), found

    def _tree(self, first: int) -> tuple[_Kids, dict[Element, _Kids], dict[Element | None, str]]:
        """Return what the document and each element consist of, in reading order, and their names, numbered from `first`."""
        whole: _Kids = []
        tree: dict[Element, _Kids] = {}
        names: dict[Element | None, str] = {None: f"{first} 0 R"}
        for page, owners in enumerate(self._owners):
            for number, element in enumerate(owners):
                kids = tree.get(element)
                if kids is None:
                    kids = _joined(element, first, whole, tree, names)
                kids.append((page, number))
        return whole, tree, names


def _joined(element: Element, first: int, whole: _Kids, tree: dict[Element, _Kids], names: dict[Element | None, str]) -> _Kids:
    """Put an element that is new, and parents that are, into the tree and return its empty list."""
    parent = element.parent
    beside = whole if parent is None else tree.get(parent) or _joined(parent, first, whole, tree, names)
    name = names[element] = f"{first + len(names)} 0 R"
    beside.append(name)
    kids = tree[element] = []
    return kids


_HEADS = {role: f"<</Type/StructElem/S/{role.value}/P " for role in Role}


def _kids(kids: _Kids, pages: list[int]) -> str:
    """Return what an element consists of; a page that all its marked content stands on is named once."""
    on = {kid[0] for kid in kids if type(kid) is tuple}
    if len(on) == 1:
        return f"/Pg {pages[on.pop()]} 0 R/K[{' '.join([kid if type(kid) is str else str(kid[1]) for kid in kids])}]"
    marked = [kid if type(kid) is str else f"<</Type/MCR/Pg {pages[int(kid[0])]} 0 R/MCID {kid[1]}>>" for kid in kids]
    return f"/K[{' '.join(marked)}]"  # no page where there are only elements


def text_string(text: str) -> str:
    """Return a text as the format writes strings that may hold any letter."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def _attributes(element: Element) -> str:
    words = f"/Alt{text_string(element.alt)}" if element.alt is not None else ""
    if element.scope:
        return words + f"/A<</O/Table/Scope/{element.scope}>>"
    if element.span > 1:
        return words + f"/A<</O/Table/ColSpan {element.span}>>"
    if element.role is Role.list:
        return words + f"/A<</O/List/ListNumbering/{'Decimal' if element.numbered else 'None'}>>"
    return words
