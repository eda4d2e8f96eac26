"""`form`: the questionnaire as a blank sheet to print."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from planner.commands.desk import Config, Unverified, desk, knowledge_for
from planner.commands.questions import shipped_questions
from planner.commands.terminal import Day, Force, Out, day_of, tell
from planner.files import make_folder, write_file
from planner.form_sheet import Asked, AskedChoice, form_furniture, form_sheet
from planner.page import Printing
from planner.vocabulary import NOT_SURE, Paper, PrintSize
from questionnaire.question import TYPED_LISTS, Choice, Kind, Question


def form(
    out: Out = Path(),
    paper: Annotated[Paper, typer.Option(help="Paper of the sheet.")] = Paper.a4,
    size: Annotated[PrintSize, typer.Option(help="Size of the letters.")] = PrintSize.standard,
    day: Day = None,
    force: Force = False,
    config: Config = None,
    unverified: Unverified = False,
) -> None:
    """Print the questions as a blank sheet, to be filled in with a pen."""
    from templates.sheet import draw_sheets  # noqa: PLC0415 - fonts load only when something is made

    settings = desk(config, unverified=unverified)
    knowledge, issuer = knowledge_for(settings, day_of(day)), settings.issuer
    sheet = form_sheet(knowledge, [asked(each) for each in on_paper(shipped_questions())])
    furniture = form_furniture(knowledge, issuer.clinic.name if issuer else None)
    printing = Printing(paper=paper, size=size, language="en")
    data = draw_sheets((sheet,), furniture, printing, day_of(day), issuer.logo if issuer else None)
    path = make_folder(out) / f"form_{knowledge.version}.pdf"
    write_file(path, data, force=force)
    tell(str(path))


def on_paper(questions: Iterable[Question]) -> Iterator[Question]:
    """Yield the questions a pen can answer: whether answers may be kept is a question of the terminal alone."""
    yield from (each for each in questions if not any(choice.saves for choice in each.choices))


def asked(question: Question) -> Asked:
    """Return a question as it stands on paper; an answer that only opens a list in the terminal is the list itself."""
    listed = question.kind in TYPED_LISTS or question.kind is Kind.words
    told_why = any(each.tells_why for each in question.choices)
    choices = [each for each in question.choices if not each.tells_why and not (listed and each.value == "some")]
    if question.rows:  # a row without a tick says as much
        choices = [each for each in choices if each.value != NOT_SURE]
    lists: Any = question.kind.value if listed else None  # the words of one kind are those of the other
    return Asked(
        ask=question.ask,
        hint=question.why if told_why else _written(question.hint),
        optional=question.optional,
        choices=tuple(_choice(each) for each in choices),
        several=question.kind is Kind.select_many,
        rows=tuple(each.words for each in question.rows),
        units=tuple(each.words for each in question.units),
        lists=lists,
        dated=question.kind is Kind.lab,
    )


def _choice(choice: Choice) -> AskedChoice:
    return AskedChoice(words=choice.heading or choice.words, urgent=_urgent(choice.ends))


def _urgent(ends: Literal["stop", "now", "today"] | None) -> Literal["now", "today"] | None:
    return None if ends == "stop" else ends


def _written(hint: str) -> str:
    """Return a hint as it is said to somebody with a pen, without what only a keyboard can do."""
    sentences = re.split(r"(?<=[.?!]) ", hint)
    kept = " ".join(each for each in sentences if "press enter" not in each.lower())
    return re.sub(r"(?:^|(?<=[.?!] ))Type\b", "Write", kept)
