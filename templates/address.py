"""The address of a letter, where the window of an envelope shows it, on both papers.

The windows in use (a long envelope with the sheet folded in three) have this strip in common: 22 to 105 mm from the left edge, 63 to
88 mm from the top. Nothing else of the letter stands in it.
"""

from planner.page import Address
from templates.ink import Element, Piece, Role, Rule, Sketch
from templates.theme import MILLIMETRE, Look, Stock
from templates.wrap import wrap

_WINDOW_TOP, _WINDOW_END, _WINDOW_WIDTH = 63 * MILLIMETRE, 88 * MILLIMETRE, 80 * MILLIMETRE
_SENDER_LEFT = 95 * MILLIMETRE
_HAND = 7.5 * MILLIMETRE


def address(block: Address, look: Look, stock: Stock, top: float) -> Piece:
    """Draw the address; `top` is where the piece begins, measured from the top of the frame."""
    sketch = Sketch()
    for text in block.sender:
        sketch.lines(Element(Role.paragraph), wrap(text, look.body, look.width - _SENDER_LEFT), look.body, _SENDER_LEFT)
    sender_ends = sketch.y
    sketch.y = _WINDOW_TOP - stock.top - top
    for text in block.to:
        sketch.lines(Element(Role.paragraph), wrap(text, look.body, _WINDOW_WIDTH), look.body)
    for _ in range(block.blank_lines):
        sketch.y += _HAND
        sketch.add(None, Rule(0, sketch.y, _WINDOW_WIDTH, sketch.y, look.thickness.hair, look.grey.rule))
    sketch.y = max(sketch.y, sender_ends, _WINDOW_END - stock.top - top)
    return sketch.piece()
