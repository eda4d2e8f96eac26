"""Questions on the screen: questionary's select, checkbox and text, with what it lets through held back.

It preselects the first item, feeds what was typed too early to the next question, ticks everything on the letter `a`,
knows no way back and no "none of these". Each of those can put words in a person's mouth, so each is stopped here.
"""

import contextlib
import sys
import textwrap
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from questionnaire import words
from questionnaire.keys import Asked, Back, list_keys, text_keys, tick_keys

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyBindings
    from questionary import Question as Prompt

_WIDEST = 80  # longer lines are hard to read, whatever the window
_SETTLE = 0.05  # seconds in which the rest of a paste arrives
_SHOWN: dict[str, Any] = {"qmark": ">", "erase_when_done": True}
Check = Callable[[str], str | None]


def has_terminal() -> bool:
    """Tell whether a person, or a program that plays one through a prompt_toolkit pipe, sits at the other end."""
    if sys.stdin is not None and sys.stdout is not None and sys.stdin.isatty() and sys.stdout.isatty():
        return True
    from prompt_toolkit.application import get_app_session  # noqa: PLC0415 - half the start-up time of the command
    from prompt_toolkit.input import PipeInput  # noqa: PLC0415

    return isinstance(get_app_session()._input, PipeInput)  # noqa: SLF001 - `input` would open one, and warn about it


def say(text: str, style: str = "", hanging: int = 0) -> None:
    """Print a sentence of our own, folded to the window; all lines but the first start at the column `hanging`."""
    from prompt_toolkit import print_formatted_text  # noqa: PLC0415
    from prompt_toolkit.application import get_app_session  # noqa: PLC0415
    from prompt_toolkit.formatted_text import FormattedText  # noqa: PLC0415

    width = max(20, min(get_app_session().output.get_size().columns, _WIDEST) - 1)
    folded = textwrap.fill(text, width, subsequent_indent=" " * min(hanging, width // 2)) if text.strip() else ""
    print_formatted_text(FormattedText([(style, folded)]))


def choose(items: Sequence[str], *, why: str, error: str = words.CHOOSE_AN_ANSWER, back: bool = True) -> int | Back:
    """Return the place of the item taken; nothing is taken until the person moves to it."""
    import questionary  # noqa: PLC0415

    while True:
        choices = [questionary.Choice(words.CHOOSE_FIRST, Asked.nothing)]
        choices += [questionary.Choice(f"{number}. {item}", number - 1) for number, item in enumerate(items, 1)]
        if back:
            choices.append(questionary.Choice(words.BACK_ITEM, Back.back))
        prompt = questionary.select(words.ANSWER, choices, instruction=words.LIST_KEYS, use_jk_keys=False, **_SHOWN)
        answer = _answer(prompt, list_keys(prompt, back=back))
        if answer is Asked.why:
            say(why)
        elif answer is Asked.nothing:
            say(error, "bold")
        else:
            taken: int | Back = answer
            _leave([words.BACK_ITEM] if isinstance(taken, Back) else [items[taken]])
            return taken


def tick(
    items: Sequence[str], *, why: str, error: str, alone: Sequence[int] = (), most: int | None = None, back: bool = True
) -> list[int] | Back:
    """Return the places of the items ticked: at least one, and nothing beside an item that stands alone."""
    import questionary  # noqa: PLC0415

    def check(ticked: list[Any]) -> bool | str:
        if not ticked:
            return f"{error} {words.TICK_AN_ANSWER}"
        both = next((each for each in ticked if each in alone and len(ticked) > 1), None)
        if both is not None:
            return words.ALONE.format(alone=items[both])
        if most is not None and len(ticked) > most:
            return words.TOO_MANY.format(most=most, ticked=len(ticked))
        return True

    while True:
        choices = [questionary.Choice(item, place) for place, item in enumerate(items)]
        if back:
            choices.append(questionary.Choice(words.BACK_ITEM, Back.back))
        prompt = questionary.checkbox(words.ANSWER, choices, validate=check, instruction=words.TICK_KEYS, use_jk_keys=False, **_SHOWN)
        answer = _answer(prompt, tick_keys(prompt, back=back))
        if answer is Asked.why:
            say(why)
        else:
            taken: list[int] | Back = answer
            _leave([words.BACK_ITEM] if isinstance(taken, Back) else [items[each] for each in taken])
            return taken


def type_in(message: str = words.ANSWER, *, why: str, check: Check, before: str = "", back: bool = True, lines: bool = False) -> str | Back:
    """Return what was typed once `check` has nothing to say about it; with `lines`, also the rest of a paste."""
    import questionary  # noqa: PLC0415

    def verdict(typed: str) -> bool | str:
        typed = cleaned(typed)
        return True if typed == Asked.why.value or (back and typed == Back.back.value) else check(typed) or True

    while True:
        prompt = questionary.text(message, default=before, validate=verdict, validate_while_typing=False, **_SHOWN)
        typed = str(_answer(prompt, text_keys(before)))
        if lines:
            typed += _rest_of_paste()
        if cleaned(typed) == Asked.why.value:
            say(why)
        elif back and cleaned(typed) == Back.back.value:
            _leave([words.BACK_ITEM], message)
            return Back.back
        else:
            _leave(filter(None, map(cleaned, typed.splitlines())), message)
            return typed if lines else cleaned(typed)


def cleaned(typed: str) -> str:
    """Return the text without control characters, halves of letters and needless space."""
    return " ".join("".join(each if each.isprintable() or each == "\u200d" else " " for each in typed).split())


def flush() -> None:
    """Forget what was typed before the question was there to be read."""
    from prompt_toolkit.application import get_app_session  # noqa: PLC0415
    from prompt_toolkit.input.typeahead import clear_typeahead  # noqa: PLC0415

    clear_typeahead(get_app_session().input)
    if sys.stdin is not None and sys.stdin.isatty():
        with contextlib.suppress(ImportError, OSError):  # Windows has no termios, and its console keeps no lines
            import termios  # noqa: PLC0415

            termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)


def _leave(taken: Iterable[str], message: str = words.ANSWER) -> None:
    """Leave one line with the answer. The widget itself is wiped: it would leave its refusals, and count ticks only."""
    say(f"> {message} {'; '.join(taken)}", hanging=2)


def _answer(prompt: "Prompt", keys: "KeyBindings") -> Any:
    from prompt_toolkit.key_binding import merge_key_bindings  # noqa: PLC0415

    # Ours come last: of two bindings for a key the last one is called.
    prompt.application.key_bindings = merge_key_bindings([*filter(None, [prompt.application.key_bindings]), keys])
    flush()
    return prompt.unsafe_ask()


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
