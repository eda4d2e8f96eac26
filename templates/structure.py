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
        if element not in self._children:
            self._join(element)
        owners = self._owners[-1]
        self._children[element].append((len(self._owners) - 1, len(owners)))
        owners.append(element)
        return len(owners) - 1

    def _join(self, element: Element) -> None:
        if element in self._children:
            return
        if element.parent is not None:
            self._join(element.parent)
        self._children[element] = []
        self._children[element.parent].append(element)

    def objects(self, first: int, pages: list[int]) -> list[bytes]:
        """Return the tree as objects numbered from `first`; the root comes first. `pages` are the page objects."""
        numbers: dict[Element | None, int] = {element: first + 1 + place for place, element in enumerate(self._children)}
        nums = " ".join(
            f"{page}[{' '.join([f'{numbers[element]} 0 R' for element in owners])}]" for page, owners in enumerate(self._owners)
        )
        root = f"<</Type/StructTreeRoot/K {first + 1} 0 R/ParentTree<</Nums[{nums}]>>/ParentTreeNextKey {len(self._owners)}>>"
        found = [root.encode()]
        for element, children in self._children.items():
            role, parent, more = (
                ("Document", first, "") if element is None else (element.role, numbers[element.parent], _attributes(element))
            )
            found.append(f"<</Type/StructElem/S/{role}/P {parent} 0 R{_kids(children, numbers, pages)}{more}>>".encode())
        return found


def _kids(children: list[Element | tuple[int, int]], numbers: dict[Element | None, int], pages: list[int]) -> str:
    """Return the children of an element; a page they all stand on is named once."""
    if len(children) == 1 and not isinstance(only := children[0], Element):  # most elements are one stretch of words
        return f"/Pg {pages[only[0]]} 0 R/K[{only[1]}]"
    on = {child[0] for child in children if not isinstance(child, Element)}
    kids = []
    for child in children:
        if isinstance(child, Element):
            kids.append(f"{numbers[child]} 0 R")
        elif len(on) == 1:
            kids.append(str(child[1]))
        else:
            kids.append(f"<</Type/MCR/Pg {pages[child[0]]} 0 R/MCID {child[1]}>>")
    return f"{f'/Pg {pages[on.pop()]} 0 R' if len(on) == 1 else ''}/K[{' '.join(kids)}]"


def text_string(text: str) -> str:
    """Return a text as the format writes strings that may hold any letter."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def _attributes(element: Element) -> str:
    if element.role in _PLAIN:
        return ""
    words = f"/Alt{text_string(element.alt)}" if element.alt is not None else ""
    if element.scope:
        return words + f"/A<</O/Table/Scope/{element.scope}>>"
    if element.span > 1:
        return words + f"/A<</O/Table/ColSpan {element.span}>>"
    if element.role is Role.list:
        return words + f"/A<</O/List/ListNumbering/{'Decimal' if element.numbered else 'None'}>>"
    return words
