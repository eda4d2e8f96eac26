"""Questions on the screen: questionary's select, checkbox and text, with what it lets through held back.

It preselects the first item, feeds what was typed too early to the next question, ticks everything on the letter `a`,
knows no way back and no "none of these". Each of those can put words in a person's mouth, so each is stopped here.
"""

import contextlib
import sys
import textwrap
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from questionnaire import words
from questionnaire.asking import Back, Check, SaveNow
from questionnaire.keys import Asked, list_keys, listed_in, rate_keys, text_keys, tick_keys
from questionnaire.text import cleaned, printable

if TYPE_CHECKING:
    from prompt_toolkit.data_structures import Size
    from prompt_toolkit.key_binding import KeyBindings
    from questionary import Question as Prompt

_WIDEST = 80  # longer lines are hard to read, whatever the window
_NARROWEST = 20
_POINTER = 8  # columns that pointer, box and number take before an item
_SHORTEST = 4  # lines of a list, whatever stands above it
_AROUND = 3  # lines for the keys, a refusal and the next line
_INDENT = 4
_SETTLE = 0.05  # seconds in which the rest of a paste arrives
_SHOWN: dict[str, Any] = {"qmark": ">", "erase_when_done": True}


class Widgets:
    """The screen of a terminal that can move its cursor."""

    keys: str = words.KEYS
    above = 0  # lines of the question that stand over the list

    def say(self, text: str, style: str = "", hanging: int = 0) -> None:
        """Print a sentence of ours, folded to the window."""
        from prompt_toolkit import print_formatted_text  # noqa: PLC0415
        from prompt_toolkit.formatted_text import FormattedText  # noqa: PLC0415

        folded = self.fold(text, hanging)
        self.above = self.above + 1 + folded.count("\n") if folded else 0
        print_formatted_text(FormattedText([(style, folded)]))

    def fold(self, text: str, hanging: int) -> str:
        """Return a text in lines as wide as the window."""
        width = _width() - 1
        if hanging > width // 2:  # no room for two columns
            text, hanging = " ".join(text.split()), _INDENT
        return textwrap.fill(printable(text), width, subsequent_indent=" " * hanging) if text.strip() else ""

    def choose(self, items: Sequence[str], *, why: str, error: str = words.CHOOSE_AN_ANSWER, back: bool = True) -> int | Back:
        """Return the place of the item taken; nothing is taken until the person moves to it."""
        import questionary  # noqa: PLC0415

        while True:
            choices = [questionary.Choice(words.CHOOSE_FIRST, Asked.nothing)]
            choices += [questionary.Choice(_folded(f"{number}. {item}", 3), number - 1) for number, item in enumerate(items, 1)]
            if back:
                choices.append(questionary.Choice(words.BACK_ITEM, Back.back))
            keys_line = words.LIST_KEYS if _width() > len(words.ANSWER) + len(words.LIST_KEYS) + 4 else words.SHORT_KEYS
            prompt = questionary.select(words.ANSWER, choices, instruction=keys_line, use_jk_keys=False, **_SHOWN)
            answer = self.answer(prompt, list_keys(prompt, back=back))
            if answer is Asked.why:
                self.say(why)
            elif answer is Asked.nothing:
                self.say(error, "bold")
            else:
                taken: int | Back = answer
                self._leave([words.BACK_ITEM] if isinstance(taken, Back) else [items[taken]])
                return taken

    def tick(
        self, items: Sequence[str], *, why: str, error: str, alone: Sequence[int] = (), most: int | None = None, back: bool = True
    ) -> list[int] | Back:
        """Return the places of the items ticked: at least one, and nothing beside an item that stands alone."""
        import questionary  # noqa: PLC0415

        def check(ticked: list[Any]) -> bool | str:
            return ticks_wrong([each for each in ticked if isinstance(each, int)], items, error, alone, most) or True

        while True:
            choices = [questionary.Choice(_folded(item, 0), place) for place, item in enumerate(items)]
            if back:
                choices.append(questionary.Choice(words.BACK_ITEM, Back.back))
            keys_line = words.TICK_KEYS if _width() > len(words.ANSWER) + len(words.TICK_KEYS) + 4 else words.SHORT_TICK_KEYS
            prompt = questionary.checkbox(words.ANSWER, choices, validate=check, instruction=keys_line, use_jk_keys=False, **_SHOWN)
            answer = self.answer(prompt, tick_keys(prompt, alone[0] if alone else len(items) - 1, back=back))
            if answer is Asked.why:
                self.say(why)
            else:
                taken: list[int] | Back = answer
                self._leave([words.BACK_ITEM] if isinstance(taken, Back) else [items[each] for each in taken])
                return taken

    def rate(self, rows: Sequence[str], items: Sequence[str], *, why: str, error: str, back: bool = True) -> list[int] | Back:
        """Return the place of the item taken for each row, all on one table."""
        import questionary  # noqa: PLC0415

        rates: list[int | None] = [None] * len(rows)
        longest = max(map(len, rows))
        wide = longest + max(map(len, items)) + _POINTER < _width()

        def line(row: int) -> str:
            place = rates[row]
            said = words.NO_RATE if place is None else f"{place + 1} {items[place]}"
            return f"{rows[row]:<{longest}}  {said}" if wide else _folded(f"{rows[row]}: {said[: None if place is None else 1]}", 0)

        while True:
            for number, item in enumerate(items, 1):
                self.say(f"{number:>3}. {item}", hanging=5)
            choices = [questionary.Choice(line(row), row) for row in range(len(rows))]
            if back:
                choices.append(questionary.Choice(words.BACK_ITEM, Back.back))
            prompt = questionary.select(words.ANSWER, choices, instruction=words.RATE_KEYS, use_jk_keys=False, **_SHOWN)
            listed = listed_in(prompt)
            listed.pointed_at = next((row for row, place in enumerate(rates) if place is None), len(rows) - 1)

            def show() -> None:
                for row in range(len(rows)):
                    listed.choices[row].title = line(row)  # noqa: B023 - the list on the screen

            answer = self.answer(prompt, rate_keys(prompt, rates, len(items), show, back=back))
            if isinstance(answer, Back):
                self._leave([words.BACK_ITEM])
                return answer
            given = [place for place in rates if place is not None]
            if answer is Asked.why:
                self.say(why)
            elif answer is Asked.nothing:
                self.say(f"{error} {words.RATES_LEFT.format(left=len(rows) - len(given))}", "bold")
            else:
                self._leave([f"{row}: {items[place].lower()}" for row, place in zip(rows, given, strict=True)])
                return given

    def type_in(
        self, message: str = words.ANSWER, *, why: str, check: Check, before: str = "", back: bool = True, lines: bool = False
    ) -> str | Back:
        """Return what was typed once `check` has nothing to say about it; with `lines`, also the rest of a paste."""
        import questionary  # noqa: PLC0415

        def verdict(typed: str) -> bool | str:
            typed = cleaned(typed)
            signs = {Asked.why.value, words.SAVE_SIGN, *([Back.back.value] if back else [])}
            return True if typed in signs else check(typed) or True

        while True:
            prompt = questionary.text(message, default=before, validate=verdict, validate_while_typing=False, **_SHOWN)
            typed = str(self.answer(prompt, text_keys(before)))
            if lines:
                typed += _rest_of_paste()
            if cleaned(typed) == Asked.why.value:
                self.say(why)
            elif cleaned(typed) == words.SAVE_SIGN:
                raise SaveNow
            elif back and cleaned(typed) == Back.back.value:
                self._leave([words.BACK_ITEM], message)
                return Back.back
            else:
                self._leave(filter(None, map(cleaned, typed.splitlines())), message)
                return typed if lines else cleaned(typed)

    def answer(self, prompt: "Prompt", keys: "KeyBindings") -> Any:
        """Put a prompt with our keys and return what it returns; what was typed before it was there is forgotten."""
        from prompt_toolkit.key_binding import merge_key_bindings  # noqa: PLC0415

        # Ours come last: of two bindings for a key the last one is called.
        prompt.application.key_bindings = merge_key_bindings([*filter(None, [prompt.application.key_bindings]), keys])
        self._leave_room(prompt)
        self.flush()
        return prompt.unsafe_ask()

    def _leave_room(self, prompt: "Prompt") -> None:
        """Let a long list scroll under its question instead of pushing it out of the window."""
        from prompt_toolkit.layout.dimension import Dimension  # noqa: PLC0415
        from prompt_toolkit.layout.margins import ScrollbarMargin  # noqa: PLC0415
        from questionary.prompts.common import InquirerControl  # noqa: PLC0415

        for window in prompt.application.layout.find_all_windows():
            if isinstance(window.content, InquirerControl):
                lines = sum(1 + str(each.title).count("\n") for each in window.content.choices)
                room = max(_SHORTEST, _size().rows - self.above - _AROUND)
                if lines > room:
                    window.height = Dimension(max=room)
                    window.right_margins = [ScrollbarMargin(display_arrows=True)]

    def flush(self) -> None:
        """Forget what was typed before the question was there to be read."""
        from prompt_toolkit.application import get_app_session  # noqa: PLC0415
        from prompt_toolkit.input.typeahead import clear_typeahead  # noqa: PLC0415

        clear_typeahead(get_app_session().input)
        flush_terminal()

    def _leave(self, taken: Iterable[str], message: str = words.ANSWER) -> None:
        """Leave one line with the answer. The widget itself is wiped: it would leave its refusals, and count ticks only."""
        self.say(f"> {message} {'; '.join(taken)}", hanging=2)


def ticks_wrong(ticked: Sequence[int], items: Sequence[str], error: str, alone: Sequence[int], most: int | None) -> str | None:
    """Return what is wrong with the items ticked, if anything."""
    if not ticked:
        return f"{error} {words.TICK_AN_ANSWER}"
    both = next((each for each in ticked if each in alone and len(ticked) > 1), None)
    if both is not None:
        return words.ALONE.format(alone=items[both])
    return words.TOO_MANY.format(most=most, ticked=len(ticked)) if most is not None and len(ticked) > most else None


def flush_terminal() -> None:
    """Forget what the terminal keeps of keys pressed before now."""
    if sys.stdin is not None and sys.stdin.isatty():
        with contextlib.suppress(ImportError, OSError):  # Windows has no termios, and its console keeps no lines
            import termios  # noqa: PLC0415

            termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)


def _size() -> "Size":
    from prompt_toolkit.application import get_app_session  # noqa: PLC0415

    return get_app_session().output.get_size()


def _width() -> int:
    return max(_NARROWEST, min(_size().columns, _WIDEST))


def _folded(item: str, hanging: int) -> str:
    """Return an item folded to the window: a line that runs out of it would be cut off."""
    return textwrap.fill(printable(item), _width() - _POINTER, subsequent_indent=" " * (_POINTER - 2 + hanging))


def _rest_of_paste() -> str:
    """Return the lines that a paste left behind its first Enter, where the terminal does not mark pastes."""
    from prompt_toolkit.application import get_app_session  # noqa: PLC0415
    from prompt_toolkit.input.typeahead import get_typeahead  # noqa: PLC0415
    from prompt_toolkit.keys import Keys  # noqa: PLC0415

    source = get_app_session().input
    with source.raw_mode():
        time.sleep(_SETTLE)
        presses = [*get_typeahead(source), *source.read_keys()]
    if any(press.key in {Keys.ControlC, Keys.ControlD} for press in presses):
        raise KeyboardInterrupt
    typed = [press for press in presses if not press.data.startswith("\x1b")]
    rest = "".join("\n" if press.key in {Keys.ControlM, Keys.ControlJ} else press.data for press in typed)
    return "\n" + rest if rest.strip() else ""
