"""The keys of the questions: ours stop, explain and go back; some of questionary's are taken away."""

from enum import Enum
from typing import TYPE_CHECKING

from questionnaire.asking import Back

if TYPE_CHECKING:
    from collections.abc import Callable

    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from questionary import Question as Prompt
    from questionary.prompts.common import InquirerControl


class Asked(Enum):
    """What else a prompt may return: the wish to know why, or Enter before anything was chosen."""

    why = "?"
    nothing = ""


def stop_keys() -> "KeyBindings":
    """Ctrl-C and Ctrl-D stop the interview."""
    from prompt_toolkit.key_binding import KeyBindings  # noqa: PLC0415

    keys = KeyBindings()

    @keys.add("c-c", eager=True)
    @keys.add("c-d", eager=True)  # typed, it means "stop" as well; only a closed terminal is the end of input
    def _stop(event: "KeyPressEvent") -> None:
        event.app.exit(exception=KeyboardInterrupt(), style="class:aborting")

    @keys.add("<vt100-mouse-event>", eager=True)
    def _no_mouse(_event: "KeyPressEvent") -> None:
        """Do nothing: pasted colour codes look like a mouse, and would end in a traceback on the person's screen."""

    return keys


def text_keys(before: str) -> "KeyBindings":
    """On a line that holds the answer from before, ? and < take its place."""
    from prompt_toolkit.application import get_app  # noqa: PLC0415
    from prompt_toolkit.filters import Condition  # noqa: PLC0415

    keys = stop_keys()
    untouched = Condition(lambda: bool(before) and get_app().current_buffer.text == before)

    @keys.add("?", filter=untouched)
    @keys.add("<", filter=untouched)
    @keys.add(":", filter=untouched)
    def _instead(event: "KeyPressEvent") -> None:
        """Put the sign in the place of the answer from before, which stands on the line already."""
        event.current_buffer.text = event.data
        event.current_buffer.cursor_position = 1

    return keys


def list_keys(prompt: "Prompt", *, back: bool) -> "KeyBindings":
    """In a list, ? asks why, < goes back and a digit moves to its item."""
    keys = stop_keys()
    listed = listed_in(prompt)

    @keys.add("?", eager=True)
    def _why(event: "KeyPressEvent") -> None:
        event.app.exit(result=Asked.why)

    if back:

        @keys.add("<", eager=True)
        def _back(event: "KeyPressEvent") -> None:
            event.app.exit(result=Back.back)

    for digit in "123456789"[: sum(isinstance(each.value, int) for each in listed.choices)]:

        @keys.add(digit, eager=True)
        def _move(_event: "KeyPressEvent", to: int = int(digit)) -> None:
            listed.pointed_at = to if listed.choices[0].value is Asked.nothing else to - 1

    return keys


def tick_keys(prompt: "Prompt", none: int, *, back: bool) -> "KeyBindings":
    """In a list to tick, nothing ticks more than one item, and the last item goes back at once. `none` is where End moves to."""
    from prompt_toolkit.filters import Condition  # noqa: PLC0415

    keys = list_keys(prompt, back=back)
    listed = listed_in(prompt)
    on_back = Condition(lambda: listed.get_pointed_at().value is Back.back)

    @keys.add("a", eager=True)
    @keys.add("i", eager=True)
    def _nothing(_event: "KeyPressEvent") -> None:
        """Tick all and invert have no place in questions about health."""

    @keys.add("end", eager=True)
    def _to_none(_event: "KeyPressEvent") -> None:
        """Move to the item of a long list that says that nothing fits; it still has to be ticked."""
        listed.pointed_at = none

    @keys.add("enter", eager=True, filter=on_back)
    @keys.add(" ", eager=True, filter=on_back)
    def _go_back(event: "KeyPressEvent") -> None:
        event.app.exit(result=Back.back)

    return keys


def rate_keys(prompt: "Prompt", rates: list[int | None], many: int, show: "Callable[[], None]", *, back: bool) -> "KeyBindings":
    """In a table, a digit answers the row under the pointer and goes on to the next; Enter waits for every row."""
    from prompt_toolkit.filters import Condition  # noqa: PLC0415

    keys = list_keys(prompt, back=back)
    listed = listed_in(prompt)
    missing = Condition(lambda: None in rates and listed.get_pointed_at().value is not Back.back)
    complete = Condition(lambda: None not in rates and listed.get_pointed_at().value is not Back.back)
    for digit in "123456789":

        @keys.add(digit, eager=True)
        def _rate(_event: "KeyPressEvent", place: int = int(digit) - 1) -> None:
            row = listed.pointed_at
            if place < many and row < len(rates):
                rates[row] = place
                listed.pointed_at = min(row + 1, len(rates) - 1)
                show()

    @keys.add("enter", eager=True, filter=missing)
    def _wait(event: "KeyPressEvent") -> None:
        event.app.exit(result=Asked.nothing)

    @keys.add("enter", eager=True, filter=complete)
    def _done(event: "KeyPressEvent") -> None:
        event.app.exit(result=0)

    return keys


def listed_in(prompt: "Prompt") -> "InquirerControl":
    """Return the list of a prompt."""
    from questionary.prompts.common import InquirerControl  # noqa: PLC0415

    return next(each for each in prompt.application.layout.find_all_controls() if isinstance(each, InquirerControl))
