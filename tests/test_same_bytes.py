"""The same input, day and knowledge give the same bytes: every kind of paper, in another process, under another hash seed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = """
import hashlib, sys
from datetime import date
from pathlib import Path
from planner.commands.form import asked, on_paper
from planner.compose import make_plan
from planner.form_sheet import form_furniture, form_sheet
from planner.library import read_knowledge
from planner.page import Printing
from planner.reading import read_profile
from planner.vocabulary import Paper, PrintSize
from questionnaire.question import read_questions
from templates.sheet import draw, draw_sheets
day, knowledge = date(2026, 11, 23), read_knowledge()
for path in sorted(Path("tests/profiles").glob("*.json"))[:: int(sys.argv[1])]:
    plan = make_plan(read_profile(path.read_bytes()), knowledge, day)
    for part in plan.parts():
        print(path.stem, part.value, plan.plan_id, hashlib.sha256(draw(plan, part)).hexdigest())
form = form_sheet(knowledge, [asked(each) for each in on_paper(read_questions())])
for paper in Paper:
    printing = Printing(paper=paper, size=PrintSize.large, language="en")
    print("form", paper.value, hashlib.sha256(draw_sheets((form,), form_furniture(knowledge, None), printing, day)).hexdigest())
"""


def printed(seed: str, zone: str, order: str, step: str) -> list[str]:
    settings = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": order}
    command = [sys.executable, "-c", SCRIPT, step]
    return sorted(subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=True).stdout.splitlines())


@pytest.mark.long
def test_every_paper_is_the_same_in_every_process() -> None:
    """Nor does it matter what was drawn before: one process begins with the last person."""
    first, second = printed("1", "Pacific/Auckland", "C", "1"), printed("4242", "America/Adak", "C.UTF-8", "-1")
    assert first == second
    kinds = {line.split()[1] for line in first}
    assert kinds == {"plan", "clinician", "letter", "chart", "A4", "Letter"}
