"""The shapes of knowledge besides rules and foods: medicines, conditions, supplements, evidence and words.

Every entry names its evidence, says whether its figures were read at their source (`checked`) and when it has to be
looked at again. A reference to another entry carries its kind in the type (`Ref`), so that the library can check
every one of them when it reads the files.
"""

from datetime import date
from typing import Annotated, NamedTuple

from planner.mark import Called, Within
from planner.record import Record, refused
from planner.vocabulary import Goal, Grade, Lab, Nutrient, Paper, Slot, Supplement


class Ref(NamedTuple):
    """Marks a text as the id of an entry of this kind."""

    kind: str


Id = Annotated[str, Within(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
EvidenceId = Annotated[Id, Ref("evidence")]
ClassId = Annotated[Id, Ref("class")]
SubstanceId = Annotated[Id, Ref("substance")]
ConditionId = Annotated[Id, Ref("condition")]
AllergenId = Annotated[Id, Ref("allergen")]
ProductId = Annotated[Id, Ref("product")]
FoodId = Annotated[Id, Ref("food")]
FoodTagId = Annotated[Id, Ref("food_tag")]
RegionId = Annotated[Id, Ref("region")]
SourceId = Annotated[Id, Ref("source")]
Sentence = Annotated[str, Within(min_length=2, max_length=900)]
UnitInWords = Annotated[str, Within(pattern="^(micrograms|milligrams)$")]
Names = tuple[Annotated[str, Within(min_length=1, max_length=80)], ...]


class Reviewed(Record):
    """Where an entry comes from and how far it has been looked at."""

    evidence: Annotated[tuple[EvidenceId, ...], Within(min_length=1)]
    source_ref: str = ""
    checked: bool
    signed_off: bool
    reviewed: date
    review_by: date

    def _consistent(self) -> None:
        if self.review_by <= self.reviewed:
            raise refused("review_by", "`review_by` is not after `reviewed`; a later date is allowed")


class Edition(Record):
    """Which edition of the knowledge this is, and how long it serves.

    After `old_after_months` the papers for professionals say that it is old; after `refused_after_months` none are made.
    """

    id: Id
    version: Annotated[str, Within(pattern=r"^\d{4}\.\d{2}(\.\d+)?$")]
    released: date
    old_after_months: Annotated[int, Within(ge=1, le=120)]
    refused_after_months: Annotated[int, Within(ge=1, le=120)]

    def _consistent(self) -> None:
        if self.old_after_months >= self.refused_after_months:
            raise refused("edition", "`refused_after_months` is not after `old_after_months`; more months are allowed")


class Evidence(Record):
    """Something that was read: a trial, a label, a guideline, a table. `seen` is when."""

    id: Id
    title: str
    publisher: str
    year: Annotated[int, Within(ge=1900, le=2100)]
    link: Annotated[str, Within(pattern=r"^https://")] | None = None
    kind: Annotated[str, Within(pattern="^(guideline|label|trial|review|cohort|table|agency|policy|reference)$")]
    population: Annotated[str, Within(pattern="^(human|animal|not applicable)$")]
    says: Sentence
    strength: Annotated[str, Within(pattern="^(strong|moderate|weak|disputed)$")]
    seen: date


class MedicineClass(Reviewed):
    """Medicines that the same rules speak of. `part_of` is the wider class; `people_say` are words for the class itself."""

    id: Id
    name: str
    plain: str
    part_of: ClassId | None = None
    people_say: Names = ()
    usual_slots: tuple[Slot, ...] = ()


class Substance(Reviewed):
    """A medicine by its international name. Without a class no rule speaks of it: known and clear."""

    id: Id
    name: str
    atc: tuple[Annotated[str, Within(pattern=r"^[A-Z]\d\d[A-Z]{2}\d\d$")], ...] = ()
    in_class: Annotated[ClassId | None, Called("class")] = None
    also: tuple[ClassId, ...] = ()
    names: Names = ()
    misspellings: Names = ()

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes it is listed under, the chief one first."""
        return (*((self.in_class,) if self.in_class else ()), *self.also)


class Combination(Reviewed):
    """One product with several substances; every one of them counts."""

    id: Id
    names: Annotated[Names, Within(min_length=1)]
    substances: Annotated[tuple[SubstanceId, ...], Within(min_length=2)]


class Settled(Record):
    """Words that make a condition a thing of the past or under control, and words that undo them."""

    becomes: ConditionId
    words: Names
    years_ago: bool = False
    never_with: Names = ()


class ConditionEntry(Reviewed):
    """A condition as rules know it. `clear` means known, and no rule speaks of it."""

    id: Id
    name: str
    names: Names = ()
    misspellings: Names = ()
    clear: bool = False
    settled: Settled | None = None


class RiskWord(Record):
    """A word in something we could not recognise, and the strictest condition it could mean."""

    id: Id
    words: Annotated[Names, Within(min_length=1)]
    means: ConditionId


class CouldMean(Record):
    """Words in something we could not read, and what they could mean: one more doubt, and never the end of one."""

    id: Id
    words: Annotated[Names, Within(min_length=1)]
    in_class: Annotated[ClassId | None, Called("class")] = None
    substance: SubstanceId | None = None
    condition: ConditionId | None = None
    allergen: AllergenId | None = None

    def _consistent(self) -> None:
        if sum(each is not None for each in (self.in_class, self.substance, self.condition, self.allergen)) != 1:
            raise refused("could_mean", "it needs one meaning; `class`, `substance`, `condition` or `allergen`")


class Allergen(Reviewed):
    """Something a person may not eat; `in_food` is false for pollen, medicines and the like."""

    id: Id
    name: str
    in_food: bool = True
    names: Names = ()


class SetAside(Record):
    """Words around a name that say nothing about which medicine it is: form, frequency, salt, maker, reason."""

    id: Id
    words: Annotated[Names, Within(min_length=1)]


class Salt(Record):
    """Words for the salt of a medicine. With `beside` only right after those medicines, where alone it is a product.

    Without `beside` it belongs to any medicine, unless a word of the other kind stands beside it.
    """

    id: Id
    words: Annotated[Names, Within(min_length=1)]
    beside: Names = ()


class LocalForm(Record):
    """Words for a form that works in one place, put on the skin or into the eye.

    Where a name and one of these words together are a name of their own, that name is meant, however far apart they stand.
    """

    id: Id
    words: Annotated[Names, Within(min_length=1)]


class LookAlike(Record):
    """Names that are known to be taken for one another: a spelling near one of them could mean any of them."""

    id: Id
    names: Annotated[Names, Within(min_length=2)]


class TimesADay(Record):
    """Words for how often, how many times a day they mean, and the times of day a medicine taken so often is taken at."""

    id: Id
    words: Annotated[Names, Within(min_length=1)]
    times: Annotated[float, Within(gt=0, le=24)]
    slots: Annotated[tuple[Slot, ...], Within(min_length=1)]


class TimeOfDay(Record):
    """Words for a time of day, as they stand beside the name of a medicine. Words that may mean two times mean both."""

    id: Id
    words: Annotated[Names, Within(min_length=1)]
    slots: Annotated[tuple[Slot, ...], Within(min_length=1)]


class NutrientEntry(Record):
    """A nutrient, its unit in this tool and what other units are worth in it."""

    id: Nutrient
    name: str
    unit: UnitInWords
    worth: dict[str, Annotated[float, Within(gt=0)]]


class LabEntry(Record):
    """A laboratory result, its unit in this tool, what other units are worth in it and what can be true."""

    id: Lab
    name: str
    unit: str
    unit_needed: bool = True
    worth: dict[str, Annotated[float, Within(gt=0)]]
    lowest: float
    highest: float


class Typical(Record):
    """The highest usual amount on a label, for one piece a day."""

    nutrient: Nutrient
    amount: Annotated[float, Within(ge=0)]
    unit: str


class Product(Reviewed):
    """A kind of product people take by themselves.

    `amount_of` is the nutrient an amount given without more words belongs to; `typical` is counted where the person
    did not tell the content; `holds_vitamin_k` means that it may.
    """

    id: Id
    name: str
    names: Names = ()
    amount_of: Nutrient | None = None
    typical: tuple[Typical, ...] = ()
    holds_vitamin_k: bool = False
    clear: bool = False


class Range(Record):
    """An amount that lies between two, both included."""

    low: Annotated[float, Within(ge=0)]
    high: Annotated[float, Within(ge=0)]
    unit: UnitInWords

    def _consistent(self) -> None:
        if self.low > self.high:
            raise refused("range", "`low` is above `high`; low comes first")


class Strength(Record):
    """An amount in the supplement's unit."""

    amount: Annotated[float, Within(gt=0)]
    unit: UnitInWords


class SupplementEntry(Reviewed):
    """One of the three: what counts towards it, marketed strengths, the cap and how it is taken.

    `slots` is the order in which times of day are tried. Nobody has a meal at bedtime, so that has words of its own.
    """

    id: Supplement
    name: str
    short: str
    counts: Annotated[tuple[Nutrient, ...], Within(min_length=1)]
    unit: UnitInWords
    twin_unit: str | None = None
    twin_worth: float | None = None
    strengths: Annotated[tuple[float, ...], Within(min_length=1)]
    cap: float
    taken_with: str
    taken_with_at_bedtime: str
    slots: Annotated[tuple[Slot, ...], Within(min_length=1)]

    def _consistent(self) -> None:
        if list(self.strengths) != sorted(set(self.strengths)):
            raise refused("strengths", "`strengths` are not in rising order; list each once, smallest first")
        if self.cap > self.strengths[-1]:
            raise refused("cap", "`cap` is above the largest strength; it may be one of the strengths")


class UpperLevel(Reviewed):
    """The most a body allows a day from supplements and medicines; over it is always withheld."""

    id: Id
    nutrient: Nutrient
    body: str
    region: RegionId
    age_from: int
    age_under: int
    amount: float
    unit: str
    say: Sentence


class Region(Record):
    """Countries that share reference intakes. The region `elsewhere` is every country no other region names."""

    id: Id
    name: str
    countries: tuple[Annotated[str, Within(pattern=r"^[A-Z]{2}$")], ...] = ()


class Country(Record):
    """What the paper needs to know of a country. The entry `elsewhere` serves every country without its own."""

    id: Id
    code: Annotated[str, Within(pattern=r"^([A-Z]{2}|)$")]
    name: str
    emergency: str
    paper: Paper


class Source(Record):
    """A way of already getting something: products that may hold these nutrients, or a food eaten this often."""

    id: Id
    name: str
    nutrients: tuple[Nutrient, ...] = ()
    foods: tuple[FoodId, ...] = ()
    at_least: str = "monthly"


class Phrase(Record):
    """A sentence that belongs to no rule. Words in {brackets} are filled in."""

    id: Id
    say: Sentence


class Claim(Reviewed):
    """What is known, and not known, about one supplement for one goal (every goal where none is named)."""

    id: Id
    supplement: Supplement
    goals: tuple[Goal, ...] = ()
    grade: Grade
    say: Sentence


class Style(Record):
    """How patient text is written: words a sentence, reading grade of everything together and of every longer text alone.

    `block_sentences` is how many sentences make a text long enough to have a grade; phrases whose id begins with one of
    `not_for_patients` are read by professionals.

    What only a finished page can be held against: the mean length of a sentence, the SMOG grade of everything without its `easy`
    long words, the share of sentences in the passive with the `participles` that do not end in -ed and the `passives_kept` after a
    look, the `abbreviations` that need no explaining, other names for what has `one_name`, and the words a number stays with.
    """

    id: Id
    longest_sentence: Annotated[int, Within(ge=1)]
    hardest_grade: float
    hardest_block: float
    block_sentences: Annotated[int, Within(ge=1)]
    not_for_patients: Names = ()
    mean_sentence: float
    hardest_smog: float
    easy: Names = ()
    passive_share: float
    participles: Names = ()
    passives_kept: Names = ()
    abbreviations: Names = ()
    one_name: Names = ()
    units: Annotated[Names, Within(min_length=1)]
    months: Annotated[Names, Within(min_length=12, max_length=12)]
    number_words: Names = ()
    often: Names = ()


class Banned(Record):
    """Words no patient reads, and why. A `*` at the end stands for any ending; `except` are phrases that may hold one."""

    id: Id
    words: Annotated[Names, Within(min_length=1)]
    allowed_in: Annotated[Names, Called("except")] = ()
    exact: bool = False
    why: str
