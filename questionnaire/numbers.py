"""Numbers as people write them."""

import re


def number(typed: str) -> float | None:
    """Return a number as people write it: 1,000 is a thousand, 2,5 and 2.5 are two and a half; else None."""
    text = typed.replace(" ", "")
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", text, re.ASCII):
        text = text.replace(",", "")
    elif re.fullmatch(r"\d+,\d{1,2}", text, re.ASCII):
        text = text.replace(",", ".")
    return float(text) if re.fullmatch(r"\d{1,9}(\.\d{1,9})?|\.\d{1,9}", text, re.ASCII) else None
