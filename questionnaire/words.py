"""Every sentence of the conversation that belongs to no single question."""

from typing import Final

# Said once, before the first question.
WELCOME: Final = "About 7 minutes. Have your medicine boxes and your blood test letters ready."
KEYS: Final = "Enter chooses, arrows or a number move, < goes back, ? tells why we ask, Ctrl-C stops."
SAVE_SIGN: Final = ":save"

# The line a question is answered on.
ANSWER: Final = "Your answer:"
LIST_KEYS: Final = "(arrows or a number, then Enter)"
SHORT_KEYS: Final = "(move, then Enter)"
TICK_KEYS: Final = "(arrows or End, space to tick, then Enter)"
SHORT_TICK_KEYS: Final = "(space, then Enter)"
RATE_KEYS: Final = "(a number, then Enter)"
NO_RATE: Final = "..."
RATES_LEFT: Final = "{left} are left."
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

# Line by line.
PLAIN_WELCOME: Final = "Type a number or words, then press Enter. ? tells why we ask, < goes back, Ctrl-C stops."
PLAIN_CHOOSE: Final = "Type the number of your answer."
PLAIN_NUMBER: Final = "Your answer, a number from 1 to {last}:"
PLAIN_NUMBER_ERROR: Final = "Type a number from 1 to {last}, then press Enter."
PLAIN_NUMBERS: Final = "Your answers, numbers with commas between:"
PLAIN_NUMBERS_ERROR: Final = "Type numbers from 1 to {last} with commas between, like 1, 3."
PLAIN_TAKEN: Final = "You chose:"
PLAIN_BEFORE: Final = "{before} is there from before. Press Enter to keep it, or type a new answer."
PLAIN_KEYS: Final = "Type ? for why we ask, < to go back."
PLAIN_KEYS_FIRST: Final = "Type ? for why we ask."

# Countries.
COUNTRY_NEAR: Final = "Did you mean {names}? Type the name again."

# Typed lists: medicines, supplements, conditions, allergies.
TYPE_SOME: Final = "Type one, or several with commas between them:"
YOU_TYPED_SEVERAL: Final = "You typed {count}:"
SO_FAR: Final = "Your list so far:"
READ_AS: Final = "{typed} is {names}."
READ_AS_PLAIN: Final = "{typed} is {names}, {plain}."
KNOWN: Final = "We know {typed}."
KNOWN_PLAIN: Final = "{typed} is {plain}."
IS_THAT_YOURS: Final = ("Is that yours?", "Is that theirs?")  # the second is for somebody who answers for another person
YES: Final = "Yes"
NO: Final = "No"
NOT_SURE: Final = "Not sure"
DO_YOU_MEAN: Final = 'We do not know "{typed}". Do you mean one of these?'
NONE_OF_THESE: Final = "None of these"
CANNOT_FIND: Final = "I cannot find it"
NOT_KNOWN: Final = 'We do not know "{typed}". Look at the spelling on the box or letter.'
ONE_AT_A_TIME: Final = '"{typed}" looks like more than one name. Type each name by itself.'
WHAT_NOW: Final = "What do you want to do?"
TYPE_AGAIN: Final = "Type it again"
KEEP_AS_TYPED: Final = "Keep it as I typed it"
LEAVE_OUT: Final = "Leave it out"
SEEN: Final = "Keep it: I have looked at it, and it does not matter here"
KEPT_SEEN: Final = 'We keep "{typed}" as seen and not relevant. It stands on the clinician sheet.'
FOR_BLOOD: Final = 'Is "{typed}" there to thin the blood?'
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

# Medicines.
TAKEN_NOW: Final = ('Do you take "{typed}" now?', 'Do they take "{typed}" now?')
STOPPED: Final = "No, it was stopped"
WHEN_STOPPED: Final = 'On which day was "{typed}" stopped? Type it like 1 Sep 2026.'
WHICH_SLOTS: Final = ('When do you take "{typed}"?', 'When do they take "{typed}"?')
SLOTS_WHY: Final = "Some supplements must be hours away from it."
SLOTS_ERROR: Final = "Tick the times, or 'Not sure'."
SLOTS: Final = (("morning", "In the morning"), ("midday", "At midday"), ("evening", "In the evening"), ("bedtime", "At bedtime"))

# The blood thinner is asked twice on purpose. The stricter answer always counts.
THINNER_LISTED: Final = 'The answer about a blood thinner was "{answer}". The list holds {names}. What is right?'
THINNER_MAYBE: Final = 'The answer about a blood thinner was "{answer}". But {names} may be one. What is right?'
THINNER_NOT_LISTED: Final = 'The answer about a blood thinner was "{answer}". It is not in the list of medicines. Is the list complete?'
BOTH_COUNT: Final = "We go by the more careful of the two."

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
NOT_ITS_UNIT: Final = "{unit} is not a unit for this. Look at the pack once more."
SAME: Final = "{one} = {other}."
UNUSUAL: Final = "{amount} in 1 piece is not usual. Is that the number and the unit on the pack?"
YES_AS_ON_PACK: Final = "Yes, it is"
TYPE_AMOUNT_AGAIN: Final = "No, type it again"
HOW_OFTEN: Final = ('How often do you take "{typed}"?', 'How often do they take "{typed}"?')
OFTEN: Final = (
    ("per_day", "Every day", "day", 100),
    ("per_week", "Some days each week", "week", 700),
    ("per_month", "Some days each month", "month", 3100),
)
HOW_MANY: Final = ("How many do you take in 1 {period}? Type a number.", "How many do they take in 1 {period}? Type a number.")
HOW_MANY_ERROR: Final = "Type how many, like 1 or 2. It must be {most} or less."

# Conditions.
SINCE: Final = 'When did "{typed}" begin or happen? Type a year, or a month and a year.'
SINCE_ERROR: Final = "Type a year like 2019, or a month and a year like March 2026."

# Blood tests.
RESULT: Final = "The number:"
RESULT_UNIT: Final = "Which unit stands behind the number?"
RESULT_DATE: Final = "Which date stands on the letter? Type it like 1 Sep 2026."
DATE_ERROR: Final = "Type the day, the month in letters and the year, like 1 Sep 2026."
DATE_AHEAD: Final = "The date must be today or earlier."
CANNOT_BE: Final = "{amount} cannot be right. Look at the number and the unit on the letter."
BORN_ERROR: Final = "The date of birth must be after 1900 and before today."
AGE_SAID: Final = "That is an age of {age}."
OLD: Final = "Is the age of {age} right?"

# Check your answers.
REVIEW: Final = "Check your answers"
NOT_TOLD: Final = "not told"
NONE_TOLD: Final = "none"
READY: Final = "Is everything right?"
MAKE: Final = "Yes, make the plan"
GO_ON: Final = "Yes, go on with the questions"
CHANGE: Final = "No, change an answer"
WHICH: Final = "Type the number of the answer to change:"
WHICH_ERROR: Final = "Type a number from 1 to {last}."
NO_LONGER: Final = "We no longer need your answer about: {names}."

# Stop, save, go on later.
STOP: Final = "Do you want to stop?"
STOP_WHY: Final = "Answers are only kept if you say so. Press Ctrl-C once more to leave at once."
STOP_GO_ON: Final = "Go on with the questions"
STOP_SAVE: Final = "Save my answers and stop"
STOP_LEAVE: Final = "Stop without saving"
SAVING: Final = "We save your answers from now on, on this computer only. They are deleted after 30 days."
WHOSE: Final = "Type the reference or initials of the saved answers. If there is none, press Enter."
WHOSE_WHY: Final = "Other people may have saved answers on this computer."
SAVED_FOR: Final = "These answers were saved on {day} for"
NO_REFERENCE: Final = "no reference"
OTHER_REFERENCE: Final = 'You typed "{typed}". The saved answers have another reference.'
IS_IT_THIS_PERSON: Final = "Are these answers for the person you answer for now?"
THIS_PERSON: Final = "Yes, show them"
OTHER_PERSON: Final = "No, leave them as they are"
TYPE_REFERENCE_AGAIN: Final = "Type the reference again"
SHOW_ANYWAY: Final = "Show whose answers were saved on {day}"

# The end.
ENDS: Final = {
    "stop": "That is fine. We stop here and keep nothing.",
    "now": "Get help now. Call the emergency number. Do not wait. The questions end here.",
    "today": "See a doctor today. The questions end here.",
}
NEEDS_TERMINAL: Final = "the questions need a terminal; write a profile and use `supplement-plan make`, or use --answers FILE in a terminal"
