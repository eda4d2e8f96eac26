"""Plays one interview over and over, kills it with -9 at each question in turn, resumes it, and prints what came of it.

A program of its own, because it forks: one line of JSON a question, and the folder for saved answers as its argument.
"""

import json
import os
import signal
import sys
from datetime import date
from pathlib import Path
from typing import Any

from player import ALL, Player, Replies, at_the_keyboard, person

from planner.commands.saved_answers import SavedAnswers
from planner.heard import Listener
from planner.library import read_knowledge
from questionnaire import words
from questionnaire.ask import ask

TODAY = date(2026, 11, 22)
REPLIES: Replies = person(
    consent=["Yes, and save my answers as I go"],
    age=["34"],
    life_stage=["Not sure"],
    reference=["A-017"],
    medicines=[
        "Type the medicines",
        "metformin, zzquux",
        words.YES,
        words.KEEP_AS_TYPED,
        words.NO,
        words.THAT_IS_ALL,
    ],
    goals=[["Fewer leg cramps at night"]],
    cramp_signs=[["At night, in either leg"]],
    cramps=["4"],
)


def killed_at(question: str, door: Listener) -> tuple[int, list[str]]:
    """Play until the question is on the screen and die there; return the signal and what had been asked."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        with at_the_keyboard(REPLIES) as player:
            press = player.flush

            def flush() -> None:
                if player.asked[-1] == question:
                    os.write(writer, json.dumps(player.asked[:-1]).encode())
                    os.kill(os.getpid(), signal.SIGKILL)
                press()

            player.flush = flush  # type: ignore[method-assign]
            ask(ALL, door, today=TODAY, screen=player, keep=SavedAnswers(TODAY).keep)
        os._exit(1)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reader) as pipe:
        return os.waitstatus_to_exitcode(status) * -1, json.loads(pipe.read())


def play(door: Listener, files: SavedAnswers) -> tuple[dict[str, Any], Player]:
    """Play the interview to its end, from where it was saved if it was."""
    found = files.all()
    saved = found[0][0] if found else None
    review: Any = [words.GO_ON, words.MAKE] if saved else [words.MAKE]
    with at_the_keyboard({**REPLIES, "review": review}) as player:
        return ask(ALL, door, today=TODAY, screen=player, keep=files.keep, saved=saved), player


def main() -> None:
    """Kill and resume at every question."""
    door = Listener(read_knowledge())
    os.environ["XDG_STATE_HOME"] = str(Path(sys.argv[1]) / "whole")
    whole, whole_player = play(door, SavedAnswers(TODAY))
    for question in [*dict.fromkeys(whole_player.asked)]:
        os.environ["XDG_STATE_HOME"] = str(Path(sys.argv[1]) / question)
        killed, answered = killed_at(question, door)
        told, player = play(door, SavedAnswers(TODAY))
        # Until the person has agreed nothing may be kept.
        answered = answered if "consent" in answered else []
        result = {"question": question, "killed": killed, "answered": answered, "asked_again": player.asked, "told": told, "whole": whole}
        print(json.dumps(result), flush=True)  # noqa: T201 - for the test that started it


if __name__ == "__main__":
    main()
