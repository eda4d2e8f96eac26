"""What a run says to people when it ends."""

from collections.abc import Iterator

from planner.batch.row import Tally
from planner.errors import printable

_COMMONEST = 10


def summary(tally: Tally) -> Iterator[str]:
    """Yield the totals, what held people up, and everybody who needs a person, the urgent ones last."""
    for outcome, count in tally.totals():
        yield f"{outcome:>22} {count:>9,}"
    yield f"{'inputs':>22} {tally.inputs:>9,}"
    if tally.only_questions:
        yield f"referred only because of questions nobody answered: {tally.only_questions:,}"
        yield from (f"{question:>22} {count:>9,}" for question, count in sorted(tally.questions.items(), key=lambda each: -each[1]))
    if tally.only_names:
        yield f"referred only because of names that could not be read: {tally.only_names:,}"
        yield from (f"{count:>32,} {printable(name)}" for name, count in tally.names.most_common(_COMMONEST))
    if tally.both:
        yield f"referred only because of both: {tally.both:,}"
    yield from tally.lines()
