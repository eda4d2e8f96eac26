"""Hand-built plans for the drawing tests: every kind of block, every decision, all at their usual length."""

from datetime import date

from planner.page import (
    Address,
    Banner,
    Bar,
    Bars,
    Block,
    Box,
    Column,
    DayChart,
    DayGroup,
    DayRow,
    DayTime,
    Furniture,
    Heading,
    Listing,
    Paragraph,
    Printing,
    Row,
    Sheet,
    SignOff,
    Sureness,
    Table,
    TickBoxes,
    TickGrid,
    TickWeek,
    Wait,
)
from planner.plan import Plan
from planner.stamp import KnowledgeStamp
from planner.vocabulary import Decision, Paper, Part, PrintSize, Slot

ODD_NAME = '<img src="/etc/hostname"/><b>Łukasz & Søn</b>'
GREEK = "Ελένη Παπαδοπούλου"
CYRILLIC = "Жанна Щукина"
FURNITURE = Furniture(
    issuer="Rose Street Clinic",
    initials="A. S.",
    person="Ann Smith, born 3\u00a0May\u00a01961",
    plan="Plan 7K3M\u2011Q2",
    made="Made 22\u00a0November\u00a02026",
    page_of="Page\u00a0{page} of\u00a0{pages}",
    document_titles={
        Part.patient: "Supplement plan",
        Part.clinician: "Notes for the clinician",
        Part.letter: "Letter to a doctor",
        Part.chart: "Tick chart",
        Part.form: "Questions",
    },
)

GLANCE_COLUMNS = (
    Column(title="What", share=3),
    Column(title="How much", share=3),
    Column(title="When", share=2.4),
    Column(title="How long", share=2),
)
GLANCE_ROWS = (
    Row(cells=(("Vitamin K2", "(MK\u20117)"), ("90\u00a0micrograms", "1\u00a0capsule"), ("evening,", "with a meal"), ("12\u00a0weeks",))),
    Row(cells=(("Vitamin D3",), ("25\u00a0micrograms", "(1,000\u00a0units)"), ("evening,", "with a meal"), ("12\u00a0weeks",))),
    Row(cells=(("Magnesium",), ("150\u00a0milligrams", "1\u00a0tablet"), ("midday,", "with a meal"), ("12\u00a0weeks",))),
)
REFER_ROW = Row(
    cells=(("Magnesium",), ("Ask first",), ("not yet",), ("not yet",)),
    note="Why: you told us about your kidneys. They may need a blood test first.",
    pen=("OK to start", "dose", "by"),
)
CONTACT = Box(
    tone="review",
    title="Next review: 22\u00a0February\u00a02027.",
    lines=(
        "Do not use this plan after that day.",
        "Questions? Rose Street Clinic 01632\u00a0960\u00a0001, Monday to Friday 9 to 5.",
        "In an emergency call\u00a0999.",
    ),
)
SIGN = SignOff(fields=("Checked by", "Role", "Date"), note="If this box is empty, do not start. Call us.")


def glance(banner: Banner, rows: tuple[Row, ...], band: str | None = None) -> Sheet:
    return Sheet(
        part=Part.patient,
        page="glance",
        title="Your plan at a glance",
        band=band,
        blocks=(
            banner,
            Table(title="What to take each day", columns=GLANCE_COLUMNS, rows=rows),
            Box(tone="keep", lines=("Keep taking all your own medicines as you do now.",)),
            Box(tone="warning", lines=("Keep your thyroid tablet and magnesium 4\u00a0hours apart.",)),
            CONTACT,
            SIGN,
        ),
    )


DAY = DayChart(
    title="Your day, from left to right",
    times=(
        DayTime(slot=Slot.morning, word="Morning", hint="when you get up", hour=7),
        DayTime(slot=Slot.midday, word="Midday", hint="with lunch", hour=12.5),
        DayTime(slot=Slot.evening, word="Evening", hint="with dinner", hour=18.5),
        DayTime(slot=Slot.bedtime, word="Bedtime", hint="before sleep", hour=22.5),
    ),
    groups=(
        DayGroup(
            mark="had",
            title="Your medicines",
            legend="you took this before",
            rows=(
                DayRow(label="levothyroxine", slots=(Slot.morning,), waits=(Wait(start=7, end=11, words="4\u00a0hours apart"),)),
                DayRow(label="a capsule with a name of many words", slots=(Slot.morning, Slot.bedtime)),
                DayRow(label="doxycycline", slots=(Slot.bedtime,), waits=(Wait(start=20.5, end=22.5, words="2\u00a0hours apart"),)),
            ),
        ),
        DayGroup(
            mark="new",
            title="Your supplements",
            legend="new with this plan",
            rows=(DayRow(label="Vitamin K2 (MK\u20117)", slots=(Slot.evening,)), DayRow(label="Magnesium", slots=(Slot.midday,))),
        ),
    ),
    how_to_read="How to read this: start on the left when you get up. Move right through the day.",
    told="Morning: levothyroxine. Midday: magnesium. Evening: vitamin K2. Bedtime: doxycycline.",
)

HOW = Sheet(
    part=Part.patient,
    page="how",
    title="How to take them",
    blocks=(
        Paragraph(text="Take each one at the same time every day.", style="lead"),
        Table(
            title="How to take each one",
            columns=(*GLANCE_COLUMNS[:3], Column(title="With what", share=2.4)),
            rows=(
                Row(
                    cells=(
                        ("Vitamin K2", "(MK\u20117)"),
                        ("90\u00a0micrograms", "1\u00a0capsule"),
                        ("evening",),
                        ("a meal with some fat",),
                    ),
                    note="Why you: you eat few foods with vitamin K2.",
                ),
                Row(
                    cells=(("Magnesium",), ("150\u00a0milligrams", "1\u00a0tablet"), ("midday",), ("lunch and water",)),
                    note="Why you: you get leg cramps and eat few nuts and greens.",
                ),
            ),
        ),
        DAY,
        Heading(text="Keep your thyroid tablet apart"),
        Listing(
            lead="Do it like this:",
            items=(
                "Take your thyroid tablet when you wake up, with water.",
                "Wait at least 4\u00a0hours.",
                "Then take your magnesium with lunch.",
            ),
            numbered=True,
        ),
        Paragraph(text="If they are too close, less of your thyroid tablet gets into your body."),
        Heading(text="Missed a day?"),
        Paragraph(text="Skip it. Take the next one at your usual time. Do not take 2 at once.", style="strong"),
    ),
)

FOOD = Sheet(
    part=Part.patient,
    page="food",
    title="Food first: small swaps",
    blocks=(
        Paragraph(text="You like toast and jam. On 2\u00a0days each week, try toast with hard cheese.", style="lead"),
        Table(
            title="Swaps to try",
            columns=(Column(title="Instead of", share=2), Column(title="Choose", share=2), Column(title="How much", share=2)),
            rows=(
                Row(cells=(("toast with jam",), ("toast with hard cheese",), ("a piece the size of a matchbox",))),
                Row(cells=(("white bread",), ("wholemeal bread",), ("2\u00a0slices",))),
            ),
        ),
        Bars(
            title="Hard cheese has more vitamin K2 than what you eat now",
            axis="Vitamin K2 in one portion, in micrograms",
            bars=(
                Bar(label="Hard cheese, 30\u00a0grams", low=12, high=25, words="12 to 25", mark="swap"),
                Bar(label="Egg, 1", low=6, high=9, words="6 to 9", mark="now"),
                Bar(label="Butter, 1\u00a0teaspoon", low=1, high=1, words="about 1", mark="now"),
                Bar(label="Chicken thigh, 1 small one", low=5, high=14, words="5 to 14", mark="other"),
            ),
            legend={"now": "you eat this now", "swap": "your swap", "other": "another choice"},
            how_to_read="How to read this: a longer bar means more vitamin K2. The open end shows that foods vary.",
            source="Source: national food table, 2024.",
            told="Bars of vitamin K2 in one portion: hard cheese 12 to 25 micrograms, egg 6 to 9, butter about 1, chicken thigh 5 to 14.",
        ),
        Paragraph(text="Numbers are rough. Foods vary.", style="small"),
    ),
)

STOP = Sheet(
    part=Part.patient,
    page="stop",
    title="When to stop and call",
    blocks=(
        Box(
            tone="call_now",
            title="Call\u00a0999 at once if",
            lines=("your face or throat swells", "you cannot breathe well", "you have chest pain"),
            bulleted=True,
        ),
        Box(
            tone="call_today",
            title="Call us today if",
            lines=("you feel very thirsty or mixed up", "you feel sick for 2\u00a0days", "you get a rash"),
            bulleted=True,
        ),
        Box(tone="tell_us", title="Tell us before", lines=("you start a new medicine", "you have an operation"), bulleted=True),
        TickBoxes(
            lead="Questions for my doctor. Tick the ones you want to ask.",
            items=("Is this plan safe with all my medicines?", "Do I need a blood test first?", "When can I stop?"),
            blank_lines=3,
        ),
    ),
)

SURE = Sheet(
    part=Part.patient,
    page="sure",
    title="How sure are we?",
    blocks=(
        Sureness(label="Vitamin D helps your bones when your level is low.", word="Strong", steps=3),
        Sureness(label="Vitamin K2 keeps arteries less stiff.", word="Not clear", steps=1),
        Sureness(label="Magnesium against cramps.", word="Tested, did not help", steps=0),
        Paragraph(text="K2 does not clean out your arteries. If you choose not to take it, that is fine."),
    ),
)

TOLD = Sheet(
    part=Part.patient,
    page="told",
    title="What you told us",
    blocks=(
        Listing(lead="Your medicines:", items=("levothyroxine 50\u00a0micrograms", ODD_NAME, GREEK, CYRILLIC, "a tea of unknown herbs")),
        Paragraph(text="If any of this is wrong, do not start. Call us.", style="strong"),
    ),
)

START_BANNER = Banner(
    decision=Decision.start,
    word="START",
    sentence="You can take 3\u00a0supplements each day.",
    lines=("Take each one with a meal.",),
)
CHECK_BANNER = Banner(
    decision=Decision.check_first,
    word="CHECK FIRST",
    sentence="You can start 2\u00a0supplements. Ask your pharmacist about 1\u00a0more.",
    lines=("Show them this page.",),
)
NOT_CHECKED = "NOT CHECKED: no health worker has looked at this plan. Show it to a pharmacist before you buy or take anything."


def clinician_sheet(rows: int = 45) -> Sheet:
    words = "Patient reports a water tablet of the thiazide kind; calcium may rise when vitamin D is added, so a result is needed first."
    return Sheet(
        part=Part.clinician,
        page="clinician",
        title="Notes for the clinician",
        blocks=(
            Paragraph(text="Decision: CHECK FIRST. Made by rules from answers of 22\u00a0November\u00a02026; nobody has overridden it."),
            Table(
                title="1 Rules that fired",
                columns=(
                    Column(title="Rule", share=2),
                    Column(title="Level", share=1),
                    Column(title="Because", share=3),
                    Column(title="Effect", share=2),
                    Column(title="Source", share=1.6),
                ),
                rows=tuple(
                    Row(
                        cells=(
                            (f"rule-number-{number}",),
                            ("refer",),
                            (words[: 50 + number * 2],),
                            ("ask for a blood test", "no dose"),
                            ("SmPC 2025",),
                        ),
                        note=words if number % 7 == 0 else None,
                    )
                    for number in range(1, rows + 1)
                ),
            ),
            Heading(text="2 Not assessed"),
            Paragraph(text=" ".join([words] * 3)),
            SignOff(fields=("Accept, accept with changes, or refuse", "Name", "Role", "Registration number", "Date and time"), note=None),
            TickBoxes(items=("teach-back done", "format given: standard or large print"), blank_lines=0),
        ),
    )


REFER = Sheet(
    part=Part.patient,
    page="refer",
    title="See your doctor first",
    blocks=(
        Banner(
            decision=Decision.see_your_doctor,
            word="SEE YOUR DOCTOR",
            sentence="Do not start any supplement yet.",
            lines=("You told us you take warfarin. Vitamin K can change how warfarin works.",),
        ),
        Heading(text="Do this now"),
        Listing(
            items=(
                "Keep taking your warfarin. Do not change the dose.",
                "Keep eating greens as you do now.",
                "Take the letter to your clinic.",
            ),
            numbered=True,
        ),
        Box(
            tone="call_now",
            title="Call\u00a0999 at once if",
            lines=("you have bleeding that will not stop", "you have black poo"),
            bulleted=True,
        ),
    ),
)
LETTER = Sheet(
    part=Part.letter,
    page="letter",
    title="Advice please before any vitamin K2, D3 or magnesium supplement",
    blocks=(
        Address(
            sender=("Rose Street Clinic", "12 Rose Street", "22\u00a0November\u00a02026"),
            to=("To the anticoagulation clinic",),
            blank_lines=2,
        ),
        Heading(level=1, text="Advice please before any supplement"),
        Paragraph(
            text="Your patient takes phenprocoumon, typed as \u201cmarkumar\u201d, since 2019. "
            "We gave no dose and asked them to change nothing."
        ),
        Listing(lead="We ask:", items=("Is a supplement acceptable at all?", "When is the next INR?"), numbered=True),
        TickBoxes(lead="Reply:", items=("no supplement", "acceptable", "please send the patient to us"), blank_lines=1),
        SignOff(fields=("Signature", "Date")),
    ),
)
CHART = Sheet(
    part=Part.chart,
    page="chart",
    title="Your tick chart",
    blocks=(
        Paragraph(text="Each day has two boxes. The left one is for midday, the right one for the evening."),
        TickGrid(
            title="Tick a box when you have taken it",
            corner="Week from",
            days=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
            times=(Slot.midday, Slot.evening),
            weeks=tuple(TickWeek(label=f"{day} September", review=3 if day == 28 else None) for day in range(17, 29)),
        ),
        Paragraph(text="Missed a day? Leave it blank."),
    ),
)
URGENT = Sheet(
    part=Part.patient,
    page="urgent",
    title="Get help now",
    blocks=(
        Banner(
            decision=Decision.get_help_now,
            word="GET HELP NOW",
            sentence="Call\u00a0999. Do not wait.",
            lines=("You told us: bleeding that will not stop.", "Do not use any supplement plan."),
        ),
        Listing(lead="Say this on the telephone:", items=("I have bleeding that will not stop.", "I take a blood thinner.")),
        SignOff(fields=("My blood thinner is",)),
        Box(tone="warning", lines=("Do not drive yourself.",)),
    ),
)
NOTHING = Sheet(
    part=Part.patient,
    page="glance",
    title="Your plan at a glance",
    blocks=(
        Banner(
            decision=Decision.no_supplement_needed,
            word="NO SUPPLEMENT NEEDED",
            sentence="Your food gives you enough.",
            lines=("You do not need more. More is not better.",),
        ),
        CONTACT,
    ),
)


def make(
    decision: Decision,
    *sheets: Sheet,
    paper: Paper = Paper.a4,
    size: PrintSize = PrintSize.standard,
    furniture: Furniture = FURNITURE,
) -> Plan:
    return Plan(
        plan_id="7K3M-Q2",
        made_on=date(2026, 11, 22),
        review_on=date(2027, 2, 22),
        decision=decision,
        supplements=(),
        knowledge=KnowledgeStamp(version="2026.11", sha256="0" * 64),
        software="0.1.0",
        printing=Printing(paper=paper, size=size, language="en-GB"),
        furniture=furniture,
        document=sheets,
    )


def one(*blocks: Block, part: Part = Part.patient, title: str = "One sheet", **options: object) -> Plan:
    """A plan of one sheet."""
    return make(Decision.start, Sheet(part=part, page="how", title=title, blocks=blocks), **options)  # type: ignore[arg-type]


PATIENT_SHEETS = (HOW, FOOD, STOP, TOLD, SURE)
START = make(Decision.start, glance(START_BANNER, GLANCE_ROWS), *PATIENT_SHEETS, clinician_sheet(), CHART)
CHECK_FIRST = make(
    Decision.check_first,
    *(sheet.but(band=NOT_CHECKED) for sheet in (glance(CHECK_BANNER, (*GLANCE_ROWS[:2], REFER_ROW)), *PATIENT_SHEETS)),
)
SEE_YOUR_DOCTOR = make(Decision.see_your_doctor, REFER, LETTER)
GET_HELP_NOW = make(Decision.get_help_now, URGENT)
NO_SUPPLEMENT = make(Decision.no_supplement_needed, NOTHING, STOP)
LARGE = make(
    Decision.start,
    glance(START_BANNER, GLANCE_ROWS),
    *PATIENT_SHEETS,
    CHART,
    size=PrintSize.large,
)
LARGE_CHECK = make(
    Decision.check_first,
    glance(CHECK_BANNER, (*GLANCE_ROWS[:2], REFER_ROW), NOT_CHECKED),
    *PATIENT_SHEETS,
    size=PrintSize.large,
    paper=Paper.letter,
)
LETTER_PAPER = make(Decision.start, glance(START_BANNER, GLANCE_ROWS), *PATIENT_SHEETS, clinician_sheet(), paper=Paper.letter)

PLANS = {
    "start": START,
    "check_first": CHECK_FIRST,
    "see_your_doctor": SEE_YOUR_DOCTOR,
    "get_help_now": GET_HELP_NOW,
    "no_supplement": NO_SUPPLEMENT,
    "large": LARGE,
    "large_check_on_letter": LARGE_CHECK,
    "letter_paper": LETTER_PAPER,
}
