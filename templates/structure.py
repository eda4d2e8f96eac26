"""The structure of a document: which element owns which marked content on which page, in reading order."""

from templates.ink import Element, Role

# Roles that have nothing to say beside their words.
_PLAIN = frozenset({Role.paragraph, Role.item, Role.label, Role.item_body, Role.row, Role.heading1, Role.heading2, Role.heading3})


class Structure:
    """Collects elements as the pages are written; a parent stands before its children."""

    def __init__(self) -> None:
        self._children: dict[Element | None, list[Element | tuple[int, int]]] = {None: []}
        self._owners: list[list[Element]] = []

    def begin_page(self) -> None:
        """Start counting the marked content of the next page."""
        self._owners.append([])

    def mark(self, element: Element) -> int:
        """Return the number of a new stretch of marked content on the present page."""
        children = self._children.get(element)
        if children is None:
            self._join(element)
            children = self._children[element]
        owners = self._owners[-1]
        number = len(owners)
        children.append((len(self._owners) - 1, number))
        owners.append(element)
        return number

    def _join(self, element: Element) -> None:
        if element in self._children:
            return
        if element.parent is not None:
            self._join(element.parent)
        self._children[element] = []
        self._children[element.parent].append(element)

    def objects(self, first: int, pages: list[int]) -> list[bytes]:
        """Return the tree as objects numbered from `first`; the root comes first. `pages` are the page objects."""
        names: dict[Element | None, str] = {element: f"{number} 0 R" for number, element in enumerate(self._children, first + 1)}
        nums = " ".join([f"{page}[{' '.join([names[element] for element in owners])}]" for page, owners in enumerate(self._owners)])
        root = f"<</Type/StructTreeRoot/K {names[None]}/ParentTree<</Nums[{nums}]>>/ParentTreeNextKey {len(self._owners)}>>"
        found = [root.encode()]
        on = [f"/Pg {page} 0 R/K[" for page in pages]
        for element, children in self._children.items():
            if element is None:
                head, more = f"<</Type/StructElem/S/Document/P {first} 0 R", ""
            else:
                head = _HEADS[element.role] + names[element.parent]
                more = "" if element.role in _PLAIN else _attributes(element)
            only = children[0] if len(children) == 1 else None
            # Most elements are one stretch of words.
            kids = f"{on[only[0]]}{only[1]}]" if type(only) is tuple else _kids(children, names, pages)
            found.append(f"{head}{kids}{more}>>".encode())
        return found


_HEADS = {role: f"<</Type/StructElem/S/{role.value}/P " for role in Role}


def _kids(children: list[Element | tuple[int, int]], names: dict[Element | None, str], pages: list[int]) -> str:
    """Return the children of an element; a page they all stand on is named once."""
    on = {child[0] for child in children if type(child) is tuple}
    kids = []
    for child in children:
        if isinstance(child, Element):
            kids.append(names[child])
        elif len(on) == 1:
            kids.append(str(child[1]))
        else:
            kids.append(f"<</Type/MCR/Pg {pages[child[0]]} 0 R/MCID {child[1]}>>")
    return f"{f'/Pg {pages[on.pop()]} 0 R' if len(on) == 1 else ''}/K[{' '.join(kids)}]"


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
