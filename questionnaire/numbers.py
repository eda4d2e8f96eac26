"""Numbers as people write them, and an amount in both of its units."""

import re
from collections.abc import Sequence

from questionnaire import words
from questionnaire.asking import Scale


def number(typed: str) -> float | None:
    """Return a number as people write it: 1,000 is a thousand, 2,5 and 2.5 are two and a half; else None."""
    text = typed.replace(" ", "")
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", text, re.ASCII):
        text = text.replace(",", "")
    elif re.fullmatch(r"\d+,\d{1,2}", text, re.ASCII):
        text = text.replace(",", ".")
    return float(text) if re.fullmatch(r"\d{1,9}(\.\d{1,9})?|\.\d{1,9}", text, re.ASCII) else None


def told_both_ways(amount: float, unit: str, scale: Scale, units: Sequence[str]) -> str:
    """Return an amount, an equals sign and the same in the unit that was not told, or nothing where there is no other.

    The unit of the scale is compared with the first other unit a person may choose that is not a thousandth of it.
    """
    if unit not in scale.worth:
        return ""
    value = amount * scale.worth[unit]
    plain = {round(10.0**power, 12) for power in range(-9, 10)}
    others = [each for each in units if each in scale.worth and round(scale.worth[each], 12) not in plain]
    other = scale.unit if unit != scale.unit else next(iter(others), None)
    if other is None:
        return ""
    return words.SAME.format(one=f"{amount:,.10g} {unit}", other=f"{value / scale.worth.get(other, 1.0):,.4g} {other}")
