"""The conversation: one question after the other, a look at all answers, and a profile at the end.

An answer that ends the interview (help is needed now or today) ends it at once, without the page "Check your answers".
Nothing is kept unless the person says so; then every answer is, as soon as it is given.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from planner.errors import Stopped, UsageError
from planner.vocabulary import FilledInBy
from questionnaire import words
from questionnaire.answer import put, said
from questionnaire.answers import complete, from_profile, to_profile
from questionnaire.asking import Asking, Back, Door, Entry, SaveNow, Screen
from questionnaire.entries import EntryList
from questionnaire.flow import Answers, answered, chosen, ending, next_question, previous_question, reached
from questionnaire.plain import Plain
from questionnaire.question import PREFILLED, TYPED_LISTS, Question
from questionnaire.review import to_change
from questionnaire.saved import SavedInterview
from questionnaire.thinner import difference, told
from questionnaire.widgets import Widgets

__all__ = ["Keep", "ask", "screen_for"]

Keep = Callable[[SavedInterview | None], None]


def screen_for(*, plain: bool = False) -> Screen:
    """Return the screen for this terminal; raise `UsageError` where nobody sits at one."""
    streams = [each for each in (sys.stdout, sys.stderr) if each is not None and each.isatty()]
    if not _played() and (sys.stdin is None or not sys.stdin.isatty() or not streams):
        raise UsageError(words.NEEDS_TERMINAL)
    silent = os.environ.get("TERM") == "dumb" or bool(os.environ.get("ACCESSIBLE")) or (sys.stdout not in streams and not _played())
    return Plain() if plain or silent else Widgets()


def _played() -> bool:
    """Whether a program plays a person through a prompt_toolkit pipe."""
    shell = sys.modules.get("prompt_toolkit.application.current")
    if shell is None:
        return False
    from prompt_toolkit.input import PipeInput  # noqa: PLC0415 - loaded by whoever plays

    return isinstance(shell.get_app_session()._input, PipeInput)  # noqa: SLF001 - `input` would open one, and warn about it


def ask(
    questions: Sequence[Question],
    door: Door,
    given: Mapping[str, Any] | None = None,
    *,
    today: date | None = None,
    screen: Screen | None = None,
    keep: Keep = lambda _interview: None,
    saved: SavedInterview | None = None,
) -> dict[str, Any]:
    """Ask every question the profile `given` leaves open; return the whole profile, ready for JSON.

    `keep` is called with every step of an interview that may be saved, and with None when nothing is to be left of it.
    `saved` is taken up where it stopped, with a look at its answers first.
    """
    day = today or datetime.now(UTC).astimezone().date()
    interview = Interview(questions, door, day, screen or screen_for(), keep)
    if given:
        interview.answers, interview.rest = from_profile(given, questions, day)
    if saved is not None:
        interview.take_up(saved)
    try:
        return interview.run(resumed=saved is not None)
    except EOFError:
        raise UsageError(words.NEEDS_TERMINAL) from None
    except KeyboardInterrupt:
        raise interview.stopped() from None


class Interview:
    """What has been said up to now. `earlier` keeps answers that were taken out, to be shown when asked again."""

    def __init__(self, questions: Sequence[Question], door: Door, today: date, screen: Screen, keep: Keep) -> None:
        self.questions = questions
        self.door = door
        self.today = today
        self.screen = screen
        self.keep_saved = keep
        self.answers: Answers = {}
        self.rest: dict[str, Any] = {}
        self.earlier: Answers = {}
        self.drafts: dict[str, list[Entry]] = {}
        self.saving = False
        self.maybe_thins: set[str] = set()
        self.compared: set[tuple[str, ...]] = set()

    def take_up(self, saved: SavedInterview) -> None:
        """Go on with a saved interview, and go on saving it."""
        self.answers, self.rest = dict(saved.answers), dict(saved.rest)
        self.earlier, self.drafts = dict(saved.earlier), {key: list(each) for key, each in saved.drafts.items()}
        self.saving = True

    @property
    def asking(self) -> Asking:
        """The interview as the next question sees it."""
        role = self.answers.get("filled_in_by")
        return Asking(
            screen=self.screen,
            door=self.door,
            today=self.today,
            they=role in {FilledInBy.helper, FilledInBy.health_worker},
            health_worker=role == FilledInBy.health_worker,
            note=self.note,
        )

    def run(self, *, resumed: bool) -> dict[str, Any]:
        """Ask until the person wants the plan, or an answer ends the interview."""
        self.screen.say(words.WELCOME)
        self.screen.say(self.screen.keys)
        going_on = resumed
        while True:
            try:
                if going_on:
                    self.look(going_on=True)
                    going_on = False
                self.ask_open()
                how = ending(self.answers, self.questions)
                if how:
                    self.asking.bold(words.ENDS[how])
                    if how == "stop":  # without consent nothing is kept, not even what was said before
                        self.saving = False
                        self.keep_saved(None)
                        raise Stopped({})
                if how or self.look(going_on=False):
                    return complete(self.answers, self.questions, self.rest)
            except SaveNow:
                self.save()
            except KeyboardInterrupt:
                self.stop_or_go_on()

    def look(self, *, going_on: bool) -> bool:
        """Show all answers; True means that none is to be changed."""
        asked = [self.in_words(each) for each in reached(self.answers, self.questions) if not going_on or each.id in self.answers]
        if not asked:
            return True
        change = to_change(self.answers, asked, self.asking, going_on=going_on)
        if change is not None:
            self.put(next(each for each in reached(self.answers, self.questions) if each.id == change.id), back=True)
        return change is None

    def ask_open(self) -> None:
        """Ask until nothing is open; going back asks the question before again and keeps all other answers."""
        question = next_question(self.answers, self.questions)
        while question is not None:
            before = previous_question(self.answers, self.questions, question)
            gone_on = self.put(question, back=before is not None)
            question = next_question(self.answers, self.questions) if gone_on else before or question

    def in_words(self, question: Question) -> Question:
        """Return the question in the words for whoever answers."""
        return question.told_to(they=self.asking.they)

    def put(self, question: Question, *, back: bool) -> bool:
        """Ask one question and keep its answer; False means that the person went back."""
        question = self.in_words(question)
        self.asking.bold(question.ask)
        if question.hint:
            self.screen.say(question.hint)
        before = {**self.earlier, **self.answers}.get(question.id)
        if before is not None and question.kind not in TYPED_LISTS | PREFILLED:
            self.screen.say(words.BEFORE.format(answer=said(question, before)))
        if question.kind in TYPED_LISTS:
            value = self.put_list(question, before, back=back)
        else:
            value = put(question, before, self.asking, back=back)
        if isinstance(value, Back):
            return False
        self.keep(question, value)
        return True

    def put_list(self, question: Question, before: Any, *, back: bool) -> Any:
        """Ask for a list, which is kept name by name."""
        draft = self.drafts.setdefault(question.id, list(before) if isinstance(before, list) else [])
        entries = EntryList(question, draft, self.asking)
        value = entries.put(back=back)
        self.maybe_thins |= entries.maybe_thins
        if not isinstance(value, Back):
            del self.drafts[question.id]
        return value

    def keep(self, question: Question, value: Any) -> None:
        """Keep an answer, say which others it takes out, and look at the two answers about blood thinners together."""
        asked = {each.id for each in reached(self.answers, self.questions) if each.id in self.answers}
        self.earlier |= self.answers
        self.answers = answered(self.answers, self.questions, question, value)
        self.saving |= any(each.saves for each in chosen(question, value))
        open_now = {each.id for each in reached(self.answers, self.questions)}
        gone = [self.in_words(each).short.lower() for each in self.questions if each.id in asked - open_now]
        if gone and not ending(self.answers, self.questions):
            self.screen.say(words.NO_LONGER.format(names=", ".join(gone)))
        self.note()
        if question.id in {"blood_thinner", "medicines"}:
            self.compare()

    def compare(self) -> None:
        """Ask once more where the answer about blood thinners and the list differ; the stricter of the two always counts."""
        answer, medicines = self.answers.get("blood_thinner"), self.answers.get("medicines")
        found = difference(answer, medicines, sorted(self.maybe_thins), self.door)
        if found is None or (seen := (str(answer), found.question, *found.names)) in self.compared:
            return
        self.compared.add(seen)
        asked = {each.id: each for each in reached(self.answers, self.questions)}
        self.screen.say("")
        self.screen.say(told(found, said(asked["blood_thinner"], answer)), "bold")
        self.screen.say(words.BOTH_COUNT)
        self.put(asked[found.question], back=True)

    def note(self) -> None:
        """Keep what has been said up to now, if the person wants that."""
        if self.saving:
            drafts = {key: tuple(each) for key, each in self.drafts.items() if each}
            self.keep_saved(SavedInterview(answers=self.answers, earlier=self.earlier, drafts=drafts, rest=self.rest))

    def save(self) -> None:
        """Keep the answers from now on."""
        self.saving = True
        self.note()
        self.screen.say(words.SAVING)

    def stop_or_go_on(self) -> None:
        """Ask what Ctrl-C shall mean; once more, and it leaves at once."""
        if "consent" not in self.answers:
            raise self.stopped()
        self.asking.bold(words.STOP)
        place = self.screen.choose([words.STOP_GO_ON, words.STOP_SAVE, words.STOP_LEAVE], why=words.STOP_WHY, back=False)
        if place == 0:
            return
        if place == 1:
            self.save()
        else:
            self.saving = False
            self.keep_saved(None)
        raise self.stopped()

    def stopped(self) -> Stopped:
        """Return the end of an interview that was stopped, with the answers if they were to be kept."""
        answers = {**self.answers, **{key: each for key, each in self.drafts.items() if each}}
        return Stopped(to_profile(answers, self.questions, self.rest) if self.saving else {})
