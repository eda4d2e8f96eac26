"""Formulas of z3 as functions of Python, so that thousands of people can be put through them one by one."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

import z3

Value = bool | int | Fraction
_JOINED = {
    z3.Z3_OP_AND: " and ",
    z3.Z3_OP_OR: " or ",
    z3.Z3_OP_EQ: " == ",
    z3.Z3_OP_LE: " <= ",
    z3.Z3_OP_GE: " >= ",
    z3.Z3_OP_LT: " < ",
    z3.Z3_OP_GT: " > ",
    z3.Z3_OP_ADD: " + ",
    z3.Z3_OP_SUB: " - ",
    z3.Z3_OP_MUL: " * ",
}


def compiled(formulas: Iterable[Any]) -> Callable[[Mapping[str, Value]], tuple[Value, ...]]:
    """Return a function from the values of the variables, by name, to the values of the formulas.

    Each part that formulas share is worked out once. A kind of formula that is not known here raises `KeyError`.
    """
    wanted = list(formulas)
    lines: list[str] = []
    names: dict[int, str] = {}
    numbers: list[Fraction] = []
    for each in wanted:
        _write(each, names, lines, numbers)
    answers = ", ".join(names[each.get_id()] for each in wanted)
    body = "\n    ".join([*lines, f"return ({answers},)"])
    made: dict[str, Any] = {"numbers": tuple(numbers)}
    exec(f"def work_out(told):\n    {body}\n", made)  # noqa: S102 - the text is written above, from formulas of this test
    worked_out: Callable[[Mapping[str, Value]], tuple[Value, ...]] = made["work_out"]
    return worked_out


def _write(formula: Any, names: dict[int, str], lines: list[str], numbers: list[Fraction]) -> None:
    """Write one line for each part that has none yet, the innermost first."""
    waiting = [formula]
    while waiting:
        part = waiting[-1]
        inside = [each for each in part.children() if each.get_id() not in names]
        if part.get_id() in names:
            waiting.pop()
        elif inside:
            waiting.extend(inside)
        else:
            name = f"v{len(names)}"
            lines.append(f"{name} = {_line(part, [names[each.get_id()] for each in part.children()], numbers)}")
            names[part.get_id()] = name
            waiting.pop()


def _line(part: Any, inside: list[str], numbers: list[Fraction]) -> str:
    if z3.is_int_value(part):
        return str(part.as_long())
    if z3.is_rational_value(part):
        numbers.append(part.as_fraction())
        return f"numbers[{len(numbers) - 1}]"
    kind = part.decl().kind()
    if kind in {z3.Z3_OP_TRUE, z3.Z3_OP_FALSE}:
        return str(kind == z3.Z3_OP_TRUE)
    if kind == z3.Z3_OP_UNINTERPRETED:
        return f"told[{part.decl().name()!r}]"
    if kind == z3.Z3_OP_NOT:
        return f"not {inside[0]}"
    if kind == z3.Z3_OP_IMPLIES:
        return f"not {inside[0]} or {inside[1]}"
    if kind == z3.Z3_OP_ITE:
        return f"{inside[1]} if {inside[0]} else {inside[2]}"
    if kind == z3.Z3_OP_TO_REAL:
        return inside[0]
    return _JOINED[kind].join(inside)
