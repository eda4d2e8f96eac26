"""The sheet that lies before the papers of somebody who has to be seen first."""

from datetime import date

from planner.corridor import PLAIN, Desk
from planner.edition import Knowledge
from planner.numerals import day
from planner.page import Banner, Furniture, Printing, Sheet
from planner.vocabulary import Decision, Paper, Part, PrintSize


def separator(knowledge: Knowledge, today: date, plan_number: str, paper: Paper, settings: Desk = PLAIN) -> bytes:
    """Return one page that names a plan by its number, and says that somebody has to see this person first."""
    from templates.sheet import draw_sheets  # noqa: PLC0415 - fonts load only when something is made

    title = knowledge.phrase("separator-word")
    furniture = Furniture(
        issuer=settings.issuer.clinic.name if settings.issuer else knowledge.phrase("issuer"),
        person=None,
        plan=knowledge.phrase("plan-number", plan=plan_number),
        made=knowledge.phrase("made-on", date=day(today)),
        page_of=knowledge.phrase("page-of"),
        warning=knowledge.unverified_words(urgent=True),
        document_titles={Part.clinician: title},
    )
    banner = Banner(
        decision=Decision.get_help_now,
        word=title,
        sentence=knowledge.phrase("separator-why", plan=plan_number),
        lines=(knowledge.phrase("separator-do"),),
    )
    sheet = Sheet(part=Part.clinician, page="clinician", title=title, blocks=(banner,))
    return draw_sheets((sheet,), furniture, Printing(paper=paper, size=PrintSize.standard, language="en"), today)
