"""What a person already takes, summed a day for each nutrient: amounts told, else the highest usual label."""

import re
from collections.abc import Iterable

from planner.edition import Knowledge, names_of
from planner.entry import Product, Typical
from planner.errors import Fault
from planner.profile import SupplementTaken
from planner.spelling import clean, spaced
from planner.vocabulary import Nutrient

Path = tuple[str | int, ...]

_AMOUNT = re.compile(r"(?<![\w.,-])([1-9]\d{0,2}(?:[ ,.]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)\s*([^\W\d_]+)")
# The family a unit is usually used for; international units belong to whatever nutrient has them.
_USUAL = (
    {"mg": "milligrams", "milligrams": "milligrams", "g": "milligrams", "IU": "", "units": ""}
    | dict.fromkeys(("micrograms", "mcg", "ug", "µg"), "micrograms")
    | dict.fromkeys(("IE", "UI"), "")
)
_PIECES = re.compile(r" (\d{1,2}) (?:tablets?|tabs?|capsules?|caps?|softgels?|gummies|pills?|drops|sachets?|x)(?= )")
_MOST_PIECES = 20
_PARTED = re.compile(r"\s*[/+]\s*(?=[^\W\d])")
_FEW = 2  # a product of one or two nutrients holds both, whatever the label was read for; a longer label is believed


class Intake:
    """The sums, filled while the entries of a profile are read. Amounts are in each nutrient's own unit."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Start with nothing taken."""
        self.knowledge = knowledge
        self.totals: dict[Nutrient, float] = {}
        self.sources: dict[Nutrient, tuple[str, ...]] = {}
        self.holds_vitamin_k = False
        self.unlooked: list[str] = []
        self.assumed: set[Nutrient] = set()
        self.faults: list[Fault] = []

    def contents(self, taken: SupplementTaken, path: Path) -> None:
        """Add what the person read on the pack."""
        for at, content in enumerate(taken.contains or ()):
            place = (*path, "contains", at, "unit")
            self._add(place, content.nutrient, content.amount, content.unit.value, taken)

    def product(self, product: Product, taken: SupplementTaken, path: Path = ()) -> None:
        """Add what a kind of product gives: the amount told, in its own nutrient; the highest usual label for the rest."""
        self.holds_vitamin_k |= product.holds_vitamin_k
        if taken.contains:
            listed = {each.nutrient for each in taken.contains}
            rest = [each for each in product.typical if each.nutrient not in listed] if len(product.typical) <= _FEW else []
            self._assume(rest, taken, path)
            return
        amount, unit = taken.amount, taken.unit.value if taken.unit else None
        if amount is None:
            amount, unit = self._amount_in(self._part(product, taken.name))
        told = self._belongs(product, unit) if unit is not None else None
        if amount is not None and unit is not None:
            if told is not None:
                self._add((*path, "unit"), told, amount, unit, taken)
            elif path and product.amount_of is not None:
                name = self.knowledge.get("nutrient", product.amount_of).name
                self.faults.append(Fault((*path, "unit"), f"{unit} is not a unit of {name}", "the unit on the pack"))
        self._assume([each for each in product.typical if each.nutrient is not told], taken, path)

    def _assume(self, typical: Iterable[Typical], taken: SupplementTaken, path: Path) -> None:
        """Count the highest usual label, and remember that nobody read it."""
        for each in typical:
            self._add(path, each.nutrient, each.amount, each.unit, taken)
            self.assumed.add(each.nutrient)
            self.unlooked.append(taken.name)

    def _belongs(self, product: Product, unit: str) -> Nutrient | None:
        """Return the nutrient an amount belongs to: the product's own, unless the unit is the usual one of another it holds."""
        if product.amount_of is None:
            return None
        holds = [product.amount_of, *(each.nutrient for each in product.typical)]
        known = [each for each in holds if unit in self.knowledge.get("nutrient", each).worth]
        usual = [each for each in known if _USUAL[unit] in {"", self.knowledge.get("nutrient", each).unit}]
        return next(iter([*usual, *known]), None)

    def _part(self, product: Product, text: str) -> str:
        """Return the part of a combination's name that names this product: of `one 5 / other 4` it is `other 4`."""
        parts = _PARTED.split(text)
        mine = [part for part in parts if any(spaced(name) in spaced(part) for name in names_of("product", product))]
        return mine[0] if len(mine) == 1 else text

    def _amount_in(self, text: str) -> tuple[float | None, str | None]:
        """Find an amount with its unit in free text, with commas, points or spaces between thousands."""
        found = []
        for number, word in _AMOUNT.findall(clean(text)):
            # One or many of a unit: computers print the singular after any number.
            meant = (word, word + "s")
            unit = next((each for entry in self.knowledge.all("nutrient") for each in entry.worth if clean(each) in meant), None)
            if unit is not None:
                grouped = re.fullmatch(r"[1-9]\d{0,2}(?:[ ,.]\d{3})+", number)
                found.append((float(re.sub(r"[ ,.]", "", number) if grouped else number.replace(",", ".")), unit))
        # Two amounts belong to two nutrients, and nobody said which is which: the usual label is counted.
        return found[0] if len(found) == 1 or self._same(found) else (None, None)

    def _same(self, amounts: list[tuple[float, str]]) -> bool:
        """Whether two amounts are one, told in two units of the same nutrient."""
        for each in self.knowledge.all("nutrient"):
            if len(amounts) == _FEW and all(unit in each.worth for _, unit in amounts):
                one, other = (value * each.worth[unit] for value, unit in amounts)
                if abs(one - other) <= 0.05 * max(one, other):
                    return True
        return False

    def _pieces_a_day(self, taken: SupplementTaken) -> float:
        """How many a day: as told, else as the name says (`twice a day`, `2 tablets`), else one."""
        if (taken.per_day, taken.per_week, taken.per_month) != (None, None, None):
            return taken.pieces_a_day
        words = spaced(taken.name)
        times = max(
            (each.times for each in self.knowledge.all("times_a_day") for said in each.words if spaced(said) in words),
            default=1.0,
        )
        pieces = max((int(number) for number in _PIECES.findall(words) if int(number)), default=1)
        return times * min(pieces, _MOST_PIECES)

    def _add(self, path: Path, nutrient: Nutrient, amount: float, unit: str, taken: SupplementTaken) -> None:
        known = self.knowledge.get("nutrient", nutrient.value)
        if unit not in known.worth:
            self.faults.append(Fault(path, f"{unit} is not a unit of {known.name}", f"one of {', '.join(known.worth)}"))
            return
        self.totals[nutrient] = self.totals.get(nutrient, 0.0) + amount * known.worth[unit] * self._pieces_a_day(taken)
        self.sources[nutrient] = tuple(dict.fromkeys((*self.sources.get(nutrient, ()), taken.name)))
