"""What was typed, without what nobody typed on purpose."""

import re

_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])")
_BREAK = re.compile(r"[;\n\r\t•]|,(?!\d)|(?<!\d),")  # a comma between digits belongs to a number


def printable(text: str) -> str:
    """Return the text without escape sequences and control characters: nothing that is shown can command the terminal."""
    return "".join(each for each in _SEQUENCE.sub("", text) if each.isprintable() or each == "\u200d")


def cleaned(typed: str) -> str:
    """Return the text without escape sequences, control characters, halves of letters and needless space."""
    return " ".join("".join(each if each.isprintable() or each == "\u200d" else " " for each in _SEQUENCE.sub(" ", typed)).split())


def split(typed: str) -> list[str]:
    """Return the names in a typed or pasted list, each cleaned."""
    return [each for each in map(cleaned, _BREAK.split(typed)) if each]
