"""Every sentence of the conversation that belongs to no single question."""

from typing import Final

# Said once, before the first question.
WELCOME: Final = "About 7 minutes. Have your medicine boxes and your blood test letters ready."
KEYS: Final = "Arrows or a number move, Enter chooses. ? tells you why we ask, < goes back, Ctrl-C stops."

# The line a question is answered on.
ANSWER: Final = "Your answer:"
LIST_KEYS: Final = "(arrows or a number, then Enter)"
TICK_KEYS: Final = "(arrows, space to tick, then Enter)"
CHOOSE_FIRST: Final = "(choose an answer)"
BACK_ITEM: Final = "Go back"
BEFORE: Final = "Your answer until now: {answer}"
CHOOSE_AN_ANSWER: Final = "Move to your answer, then press Enter."
TICK_AN_ANSWER: Final = "Press the space bar to tick an answer, then press Enter."
ALONE: Final = 'You ticked "{alone}" and something else. Tick one or the other.'
TOO_MANY: Final = "Tick {most} at most. You ticked {ticked}."
TOO_HIGH: Final = "{short} must be {bound} or less. You typed {typed}."
TOO_LOW: Final = "{short} must be {bound} or more. You typed {typed}."
TOO_LONG: Final = "Use {longest} letters or fewer. You typed {typed}."
SKIP: Final = "Press Enter to go on without it."

# Countries.
COUNTRY_NEAR: Final = "Did you mean {names}? Type the name again."

# Typed lists: medicines, supplements, conditions, allergies.
TYPE_SOME: Final = "Type one, or several with commas between them:"
YOU_TYPED_SEVERAL: Final = "You typed {count}:"
SO_FAR: Final = "Your list so far:"
READ_AS: Final = 'You typed "{typed}". We read it as {names}.'
READ_AS_PLAIN: Final = 'You typed "{typed}". We read it as {names}, {plain}.'
IS_THAT_YOURS: Final = "Is that yours?"
YES: Final = "Yes"
NO: Final = "No"
NOT_SURE: Final = "I am not sure"
DO_YOU_MEAN: Final = 'We do not know "{typed}". Do you mean one of these?'
NONE_OF_THESE: Final = "None of these"
CANNOT_FIND: Final = "I cannot find it"
NOT_KNOWN: Final = 'We do not know "{typed}". Look at the spelling on the box or letter.'
ONE_AT_A_TIME: Final = '"{typed}" looks like more than one name. Type each name by itself.'
WHAT_NOW: Final = "What do you want to do?"
TYPE_AGAIN: Final = "Type it again"
KEEP_AS_TYPED: Final = "Keep it as I typed it"
LEAVE_OUT: Final = "Leave it out"
KEPT: Final = 'We keep "{typed}" as you typed it. A pharmacist must look at it.'
KEPT_UNSURE: Final = 'We keep "{typed}" as you typed it. Check the name on the box.'
LEFT_OUT: Final = 'We left out "{typed}".'
AGAIN: Final = 'Type it again in place of "{typed}".'
MORE: Final = "Is that all?"
THAT_IS_ALL: Final = "That is all"
ADD: Final = "Add another"
TAKE_OFF: Final = "Take one off the list"
WHICH_OFF: Final = "Which one do you want to take off?"
TYPE_SOMETHING: Final = "Type a name, or < to go back."
LIST_FULL: Final = "The list holds {most} names. Take one off, or choose that is all."

# Supplements.
AMOUNT: Final = "How much is in 1 tablet, capsule or drop? Type the number on the pack."
AMOUNT_ERROR: Final = "Type the number only, like 25 or 1000. We ask for the unit next."
UNIT: Final = "Which unit stands behind that number?"
UNITS: Final = (
    ("micrograms", "micrograms (the pack may say mcg or µg)"),
    ("milligrams", "milligrams (mg)"),
    ("g", "grams (g)"),
    ("IU", "units (the pack may say IU)"),
)
NO_UNIT: Final = "Without the unit we cannot use the number, so we leave it out."
HOW_OFTEN: Final = 'How often do you take "{typed}"?'
OFTEN: Final = (
    ("per_day", "Every day", "day", 100),
    ("per_week", "Some days each week", "week", 700),
    ("per_month", "Some days each month", "month", 3100),
)
HOW_MANY: Final = "How many do you take in 1 {period}? Type a number."
HOW_MANY_ERROR: Final = "Type how many you take, like 1 or 2. It must be {most} or less."

# Conditions.
SINCE: Final = 'When did "{typed}" begin or happen? Type a year, or a month and a year.'
SINCE_ERROR: Final = "Type a year like 2019, or a month and a year like March 2026."

# Blood tests.
RESULT: Final = "The number:"
RESULT_UNIT: Final = "Which unit stands behind the number?"
RESULT_DATE: Final = "Which date stands on the letter? Type it like 1 Sep 2026."
DATE_ERROR: Final = "Type the day, the month in letters and the year, like 1 Sep 2026."
DATE_AHEAD: Final = "The date must be today or earlier."

# Check your answers.
REVIEW: Final = "Check your answers"
NOT_TOLD: Final = "not told"
NONE_TOLD: Final = "none"
READY: Final = "Is everything right?"
MAKE: Final = "Yes, make the plan"
CHANGE: Final = "No, change an answer"
WHICH: Final = "Type the number of the answer to change:"
WHICH_ERROR: Final = "Type a number from 1 to {last}."
NO_LONGER: Final = "We no longer need your answer about: {names}."

# The end.
ENDS: Final = {
    "stop": "That is fine. We stop here and keep nothing.",
    "now": "Get help now. Call the emergency number. Do not wait. The questions end here.",
    "today": "Ask to see a doctor today. The questions end here.",
}
NEEDS_TERMINAL: Final = "the questions need a terminal; write a profile and use `supplement-plan make`"
