"""The closed words: everything a profile, a rule or a plan may say that is not looked up in knowledge."""

from enum import StrEnum


class Supplement(StrEnum):
    """The three this tool plans. All three are always listed in a plan."""

    mk7 = "mk7"
    d3 = "d3"
    magnesium = "magnesium"


class Verdict(StrEnum):
    """One word a supplement, in order of strictness: the strictest always wins."""

    not_offered = "not_offered"
    recommend = "recommend"
    already_enough = "already_enough"
    refer = "refer"
    withhold = "withhold"

    @property
    def strictness(self) -> int:
        """Higher is more careful."""
        return _STRICTNESS[self]


_STRICTNESS = {each: at for at, each in enumerate(Verdict)}


class Decision(StrEnum):
    """One word a document; follows from the verdicts and nothing else."""

    start = "start"
    check_first = "check_first"
    see_your_doctor = "see_your_doctor"
    get_help_now = "get_help_now"
    no_supplement_needed = "no_supplement_needed"


class Goal(StrEnum):
    """What the person hopes for."""

    general = "general"
    bone = "bone"
    arterial_stiffness = "arterial_stiffness"
    leg_circulation = "leg_circulation"
    leg_cramps = "leg_cramps"
    vitamin_d = "vitamin_d"
    clear_arteries = "clear_arteries"


class Sex(StrEnum):
    """As on the first medical record; the last two use the stricter limit."""

    female = "female"
    male = "male"
    intersex = "intersex"
    undisclosed = "undisclosed"


class LifeStage(StrEnum):
    """Pregnancy and what is near it."""

    none = "none"
    pregnant = "pregnant"
    breastfeeding = "breastfeeding"
    trying_to_conceive = "trying_to_conceive"


class Diet(StrEnum):
    """From the widest to the narrowest."""

    omnivore = "omnivore"
    pescatarian = "pescatarian"
    vegetarian = "vegetarian"
    vegan = "vegan"


class FoodRule(StrEnum):
    """Rules a person keeps besides the diet."""

    halal = "halal"
    kosher = "kosher"
    no_pork = "no_pork"
    no_red_meat = "no_red_meat"
    gluten_free = "gluten_free"
    lactose_free = "lactose_free"
    low_salt = "low_salt"


class Frequency(StrEnum):
    """How often something is eaten, rarest first."""

    never = "never"
    monthly = "monthly"
    weekly = "weekly"
    often = "often"
    daily = "daily"

    @property
    def order(self) -> int:
        """Higher is more often."""
        return _ORDER[self]


_ORDER = {each: at for at, each in enumerate(Frequency)}


class BloodThinner(StrEnum):
    """The blood thinner question, asked apart from the medicine list on purpose."""

    no = "no"
    vitamin_k_antagonist = "vitamin_k_antagonist"
    other = "other"
    unknown_kind = "unknown_kind"


class Symptom(StrEnum):
    """The symptom screen."""

    chest_pain = "chest_pain"
    stroke_signs = "stroke_signs"
    leg_cold_numb = "leg_cold_numb"
    bleeding = "bleeding"
    short_of_breath = "short_of_breath"
    pounding_headache = "pounding_headache"
    swelling_hives = "swelling_hives"
    saddle_numbness = "saddle_numbness"
    severe_thirst_vomiting = "severe_thirst_vomiting"
    leg_swollen_hot = "leg_swollen_hot"
    rest_pain_or_ulcer = "rest_pain_or_ulcer"
    pain_on_walking = "pain_on_walking"
    muscle_pain_or_weakness = "muscle_pain_or_weakness"


class Urgency(StrEnum):
    """How fast an urgent page sends the reader for help; `now` outranks `today`."""

    now = "now"
    today = "today"


class Nutrient(StrEnum):
    """What a product may contain that a rule, a cap or an upper level counts."""

    vitamin_k1 = "vitamin_k1"
    mk4 = "mk4"
    mk7 = "mk7"
    vitamin_d = "vitamin_d"
    magnesium = "magnesium"
    calcium = "calcium"
    vitamin_a = "vitamin_a"
    vitamin_e = "vitamin_e"


class FoodNutrient(StrEnum):
    """What a food swap is for."""

    k2 = "k2"
    vitamin_d = "vitamin_d"
    magnesium = "magnesium"


class Unit(StrEnum):
    """Units a person may give; `IU` and `units` are the same."""

    micrograms = "micrograms"
    mcg = "mcg"
    ug = "ug"
    micro_sign = "µg"
    milligrams = "milligrams"
    mg = "mg"
    grams = "g"
    iu = "IU"
    units = "units"


class Lab(StrEnum):
    """Laboratory results a rule may ask for."""

    vitamin_d_25oh = "vitamin_d_25oh"
    egfr = "egfr"
    calcium = "calcium"
    inr = "inr"


class Clinician(StrEnum):
    """Whom a person is sent to see."""

    emergency = "emergency"
    anticoagulation_clinic = "anticoagulation_clinic"
    specialist_team = "specialist_team"
    surgical_team = "surgical_team"
    midwife = "midwife"
    gp = "gp"
    pharmacist = "pharmacist"
    dietitian = "dietitian"


class Slot(StrEnum):
    """The four times of day of the universal medication schedule."""

    morning = "morning"
    midday = "midday"
    evening = "evening"
    bedtime = "bedtime"


class Capsules(StrEnum):
    """What a supplement may be packed in."""

    any = "any"
    no_gelatine = "no_gelatine"
    vegan = "vegan"
    halal_or_kosher = "halal_or_kosher"
    liquid = "liquid"


class FilledInBy(StrEnum):
    """Who answered; anyone but a health worker prints NOT CHECKED on every patient page."""

    patient = "patient"
    helper = "helper"
    health_worker = "health_worker"


class Match(StrEnum):
    """How what was typed became what we know."""

    recognised = "recognised"
    confirmed = "confirmed"
    ambiguous = "ambiguous"
    unrecognised = "unrecognised"


class Grade(StrEnum):
    """How sure the evidence is, strongest first; `against` means tested and not shown to help."""

    high = "high"
    moderate = "moderate"
    low = "low"
    very_low = "very_low"
    against = "against"


class Paper(StrEnum):
    """Paper sizes."""

    a4 = "A4"
    letter = "Letter"


class PrintSize(StrEnum):
    """Letter size on patient pages."""

    standard = "standard"
    large = "large"


class Part(StrEnum):
    """The files a plan becomes."""

    patient = "plan"
    clinician = "clinician"
    letter = "letter"
    chart = "chart"
    form = "form"


class Question(StrEnum):
    """The safety questions, whose missing or unsure answer is doubt (marked † in the profile)."""

    medicines = "medicines"
    blood_thinner = "blood_thinner"
    inr_tests = "inr_tests"
    supplements = "supplements"
    conditions = "conditions"
    condition_dates = "condition_dates"
    symptoms = "symptoms"
    life_stage = "life_stage"
    allergies = "allergies"
    diet = "diet"
    surgery_planned = "surgery_planned"


NOT_SURE = "not_sure"
