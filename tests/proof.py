"""The rules as logic: every profile there can be, in variables that z3 can search for a counterexample.

`World` says again, in formulas, what `compare`, `match` and `decide` do: each word of `Facts` in three values, which
rules apply and how surely, and the verdict of each supplement. Every variable carries its own reading of a `Person`,
written without the engine's comparisons, so that a test can hold both against each other.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

import z3
from formulas import Value, compiled

from planner.library import Knowledge
from planner.person import Person
from planner.rule import Facts, Rule
from planner.vocabulary import (
    NOT_SURE,
    BloodThinner,
    Decision,
    Diet,
    FoodRule,
    Frequency,
    Goal,
    Lab,
    LifeStage,
    Nutrient,
    Question,
    Sex,
    Supplement,
    Symptom,
    Verdict,
)

# z3 has no types of its own to speak of: a formula is Any here.
Formula = Any

YES, NO = z3.BoolVal(True), z3.BoolVal(False)
LISTS = (Question.medicines, Question.supplements, Question.conditions, Question.allergies)
REFERS_ALL = (Question.medicines, Question.blood_thinner, Question.conditions, Question.symptoms, Question.supplements)
UNANSWERED = ("missing", NOT_SURE)
_HAIR = Fraction(1, 10**9)
HAIR = z3.Q(1, 10**9)
_EATEN = {None: 0} | {each: each.order + 1 for each in Frequency}


class Truth(NamedTuple):
    """A fact in three values: known to hold, not known, or (neither) known not to. `certain` marks names we are sure of."""

    yes: Formula
    unknown: Formula = NO
    certain: Formula = YES

    @property
    def no(self) -> Formula:
        return z3.And(z3.Not(self.yes), z3.Not(self.unknown))


class Firing(NamedTuple):
    """When a rule applies, and how surely."""

    known: Formula
    possible: Formula
    doubt: Formula

    @property
    def applies(self) -> Formula:
        return z3.Or(self.known, self.possible, self.doubt)

    @property
    def told(self) -> Formula:
        return z3.Or(self.known, self.possible)


class Judged(NamedTuple):
    """What the formulas say of one real person; `allowed` is false for somebody whom no proof speaks of."""

    allowed: bool
    rules: dict[str, str]
    verdicts: dict[Supplement, Verdict]
    doses: dict[Supplement, tuple[float, float]]
    decisions: list[Decision]


@dataclass(frozen=True)
class Variable:
    """One thing that may differ between two people, and how it is read from one."""

    name: str
    symbol: Formula
    read: Callable[[Person], Value] | None
    words: tuple[str, ...] = ()
    calm: float = 0


def _every(parts: Iterable[Formula]) -> Formula:
    return z3.And(*parts)


def _some(parts: Iterable[Formula]) -> Formula:
    found = list(parts)
    return z3.Or(*found) if found else NO


def _least(values: Iterable[tuple[Formula, Formula]], at_most: Formula) -> Formula:
    """Return the least of the values that apply, and no more than one that always does."""
    found = at_most
    for applies, value in values:
        found = z3.If(z3.And(applies, value < found), value, found)
    return found


def _rounded_down(strengths: Iterable[float], amount: Formula) -> Formula:
    """Return the largest strength that is not above an amount, 0 where all are."""
    found = real(0)
    for each in strengths:  # they rise
        found = z3.If(real(Fraction(each) - _HAIR) <= amount, real(each), found)
    return found


def real(value: float | Fraction) -> Formula:
    """Return a number exactly as the engine holds it."""
    exact = Fraction(value)
    return z3.Q(exact.numerator, exact.denominator)


def months_before(today: date, months: int) -> date:
    """Return the day so many months ago, never later than the 28th."""
    years, left = divmod(months, 12)
    year, month = (today.year - years, today.month - left) if today.month > left else (today.year - years - 1, today.month - left + 12)
    return date(year, month, min(today.day, 28))


class World:
    """Everybody there can be, as one edition of the knowledge sees them."""

    def __init__(self, knowledge: Knowledge, like: "World | None" = None, *, can_lose: bool = False) -> None:
        """`like` is the world of another edition: its people are taken over where the rules ask for the same things.

        With `can_lose` each rule and each step of the engine may be missing, so that z3 can say what a promise hangs on.
        """
        self.knowledge, self.can_lose = knowledge, can_lose
        self.unread_somewhere: Formula
        self.age: Formula
        self.cramps: tuple[Formula, Formula]
        self.people: tuple[dict[str, Variable], list[Formula]]
        self.asked = [facts for rule in knowledge.rules for facts in (rule.when, rule.unless) if facts is not None]
        self.variables: dict[str, Variable] = {}
        self.limits: list[Formula] = []
        if like is not None and like.shape == self.shape:
            self.variables, self.limits = dict(like.people[0]), list(like.people[1])
            self.unread_somewhere, self.age, self.cramps = like.unread_somewhere, like.age, like.cramps
        else:
            self._people()
            self._names()
            self._amounts()
        self.people = dict(self.variables), list(self.limits)
        self.firings = {rule.id: self._firing(rule) for rule in knowledge.rules}
        self.levels = {each: self._level(each) for each in Supplement}
        self._others: dict[tuple[Formula, tuple[str, ...]], Formula] = {}
        self._doses: dict[Supplement, tuple[Formula, Formula]] = {}

    @cached_property
    def shape(self) -> Any:
        """What the people depend on: the entries beside the rules, and which names and spans of time the rules ask for."""
        words = ("stopped_within_weeks", "takes_substance", "course", "regional_cap")
        asked = {(word, getattr(facts, word)) for facts in self.asked for word in words}
        dated = {(facts.has, facts.since_within_months) for facts in self.asked if facts.since_within_months is not None}
        others = [(kind, id(entries)) for kind, entries in self.knowledge.entries.items() if kind != "rule"]
        return asked, dated, others

    # -- variables ---------------------------------------------------------------------------------------------------

    def flag(self, name: str, read: Callable[[Person], bool] | None) -> Formula:
        """Return a variable that is true or false."""
        if name not in self.variables:
            self.variables[name] = Variable(name, z3.Bool(name), read)
        return self.variables[name].symbol

    def kept(self, what: str) -> Formula:
        """Whether a rule or a step of the engine is there; it always is, except where things can be lost."""
        return z3.Not(self.flag(f"without {what}", None)) if self.can_lose else YES

    def choice(self, name: str, words: Iterable[str], read: Callable[[Person], str]) -> None:
        """Add a variable with one of several words; `chosen` asks for them."""
        known = tuple(words)
        symbol = z3.Int(name)
        self.variables[name] = Variable(name, symbol, lambda person: known.index(read(person)), known)
        self.limits.append(z3.And(symbol >= 0, symbol < len(known)))

    def chosen(self, name: str, *words: str) -> Formula:
        """Whether a choice is one of these words."""
        variable = self.variables[name]
        return _some(variable.symbol == variable.words.index(word) for word in words)

    def whole(self, name: str, low: int, high: int | None, read: Callable[[Person], int]) -> Formula:
        """Return a variable that is a whole number."""
        if name not in self.variables:
            symbol = z3.Int(name)
            self.variables[name] = Variable(name, symbol, read, calm=50 if name == "age" else low)
            self.limits.append(symbol >= low if high is None else z3.And(symbol >= low, symbol <= high))
        return self.variables[name].symbol

    def measured(self, name: str, low: float, high: float | None, read: Callable[[Person], float]) -> Formula:
        """Return a variable that is any number."""
        if name not in self.variables:
            symbol = z3.Real(name)
            self.variables[name] = Variable(name, symbol, lambda person: Fraction(read(person)), calm=low)
            self.limits.append(symbol >= real(low) if high is None else z3.And(symbol >= real(low), symbol <= real(high)))
        return self.variables[name].symbol

    def answered(self, question: Question, *words: str) -> None:
        """Add a safety question, which may be left out or answered `not_sure`."""

        def read(person: Person) -> str:
            told: Any = getattr(person.profile, question.value)
            if told is None or told == NOT_SURE:
                return "missing" if told is None else NOT_SURE
            if isinstance(told, bool):
                return "yes" if told else "no"
            return "told" if isinstance(told, tuple) else str(told.value)

        self.choice(question.value, (*UNANSWERED, *words), read)

    def _people(self) -> None:
        self.age = self.whole("age", 0, 120, lambda person: person.age)
        self.choice("sex", [each.value for each in Sex], lambda person: person.profile.sex.value)
        self.choice("region", [each.id for each in self.knowledge.all("region")], lambda person: person.region)
        self.answered(Question.life_stage, *LifeStage)
        self.answered(Question.diet, *Diet)
        self.answered(Question.blood_thinner, *BloodThinner)
        self.answered(Question.inr_tests, "yes", "no")
        self.answered(Question.surgery_planned, "yes", "no")
        self.answered(Question.symptoms, "told")
        for question in LISTS:
            self.answered(question, "told")
            unread = self.flag(f"unread {question}", lambda person, question=question: _unread(person, question))  # type: ignore[misc]
            self.limits.append(z3.Implies(unread, self.chosen(question, "told")))
        self.unread_somewhere = _some(self.flag(f"unread {question}", None) for question in LISTS)
        for country in sorted({facts.regional_cap for facts in self.asked if facts.regional_cap is not None}):
            self.flag(
                f"caps of {country}",
                lambda person, country=country: person.regional_caps and person.profile.country == country,  # type: ignore[misc]
            )
        for goal in Goal:
            self.flag(f"goal {goal}", lambda person, goal=goal: goal in person.profile.goals)  # type: ignore[misc]
        self.limits.append(_some(self.goal(each) for each in Goal))
        for kept in FoodRule:
            self.flag(f"keeps {kept}", lambda person, kept=kept: kept in person.profile.food_rules)  # type: ignore[misc]
        for each in Symptom:
            symptom = self.flag(f"symptom {each}", lambda person, each=each: _has_symptom(person, each))  # type: ignore[misc]
            self.limits.append(z3.Implies(symptom, self.chosen(Question.symptoms, "told")))

    def _names(self) -> None:
        """Names typed anywhere: medicines with their wider classes, products, conditions with their dates, allergens."""
        asked = self.asked
        weeks = {facts.stopped_within_weeks for facts in asked if facts.stopped_within_weeks is not None}
        substances = {facts.takes_substance for facts in asked if facts.takes_substance is not None}
        course = ("course",) if any(facts.course for facts in asked) else ()
        for how in ("takes", *(f"stopped {each} weeks" for each in sorted(weeks)), *course):
            for sure in (True, False):
                self._medicines(how, sorted(substances), sure=sure)
        for kind, symbol_of in (("product", self.product), ("condition", self.condition), ("allergen", self.allergen)):
            for each in self.knowledge.all(kind):
                if kind == "condition" and each.clear:  # no rule speaks of it: two people who differ only in it are one
                    continue
                symbol_of(each.id, sure=True)
                self._perhaps(symbol_of(each.id, sure=False))
        for each in self.knowledge.all("product"):  # the surest of several is kept
            self.limits.append(z3.Not(z3.And(*(self.product(each.id, sure=sure) for sure in (True, False)))))
        for facts in asked:
            if facts.has is not None and facts.since_within_months is not None:
                recent, undated = self.begun(facts.has, facts.since_within_months)
                self.limits.append(z3.Implies(z3.Or(recent, undated), self.has(facts.has)))

    def _medicines(self, how: str, substances: Iterable[str], *, sure: bool) -> None:
        """Every class and every substance asked for, each within its wider classes, and no class without a name in it."""
        families = {("class", each.id): self.knowledge.families[each.id] for each in self.knowledge.all("class")}
        for name in substances:
            classes = self.knowledge.get("substance", name).classes
            families["substance", name] = frozenset().union(*(self.knowledge.families[each] for each in classes))
        for (kind, name), wider in families.items():
            symbol = self.medicine(how, kind, name, sure=sure)
            self.limits += [z3.Implies(symbol, self.medicine(how, "class", each, sure=sure)) for each in wider]
            if how == "course":
                self.limits.append(z3.Implies(symbol, self.medicine("takes", kind, name, sure=sure)))
            if how == "takes":
                count = self.whole(
                    "medicines taken", 0, None, lambda person: len({each.said for each in person.taken if each.stopped is None})
                )
                self.limits.append(z3.Implies(symbol, count >= 1))
            if not sure:
                self._perhaps(symbol)
        for each in self.knowledge.all("class"):
            if not self._named(each):
                parts = [part.id for part in self.knowledge.all("class") if part.part_of == each.id]
                inside = _some(self.medicine(how, "class", part, sure=sure) for part in parts)
                self.limits.append(z3.Implies(self.medicine(how, "class", each.id, sure=sure), inside))

    def _perhaps(self, symbol: Formula) -> None:
        """What is only possible comes from an entry that could not be read for certain."""
        self.limits.append(z3.Implies(symbol, self.unread_somewhere))

    def _named(self, group: Any) -> bool:
        """Whether a name stands for this class itself, and not only for a narrower one."""
        return bool(group.people_say) or any(group.id in each.classes for each in self.knowledge.all("substance"))

    def _amounts(self) -> None:
        for each in Nutrient:
            self.measured(f"total {each}", 0, None, lambda person, each=each: person.totals.get(each, 0.0))  # type: ignore[misc]
        for lab in self.knowledge.all("lab"):
            given = self.flag(f"{lab.id} given", lambda person, name=lab.id: name in person.labs)  # type: ignore[misc]
            fresh = self.flag(f"{lab.id} fresh", lambda person, name=lab.id: name in person.labs and person.labs[name].fresh)  # type: ignore[misc]
            self.measured(
                f"{lab.id} value",
                lab.lowest,
                lab.highest,
                lambda person, lab=lab: person.labs[lab.id].value if lab.id in person.labs else lab.lowest,  # type: ignore[misc]
            )
            self.limits.append(z3.Implies(fresh, given))
        counted = self.flag("cramps counted", lambda person: person.profile.cramps is not None)
        cramps = self.measured("cramps", 0, 1000, lambda person: person.profile.cramps.per_2_weeks if person.profile.cramps else 0)
        self.cramps = (counted, cramps)
        # Set where no time of day keeps the hours apart: only a rule about hours can do that.
        for supplement in Supplement:
            self.flag(f"no time for {supplement}", None)

    # -- words that promises use ---------------------------------------------------------------------------------------

    def goal(self, goal: Goal) -> Formula:
        return self.variables[f"goal {goal}"].symbol

    def medicine(self, how: str, kind: str, name: str, *, sure: bool) -> Formula:
        """Whether a medicine of a class (or a substance) is taken, or was stopped so recently, surely or perhaps."""
        weeks = int(how.split()[1]) if how.startswith("stopped") else None

        def read(person: Person) -> bool:
            for each in person.taken:
                named = name in each.classes if kind == "class" else name == each.substance
                if weeks is None:
                    now = each.stopped is None
                else:
                    now = each.stopped is not None and person.today - each.stopped <= timedelta(weeks=weeks)
                if named and now and each.certain is sure and (how != "course" or each.course):
                    return True
            return False

        return self.flag(f"{how} {kind} {name} {'surely' if sure else 'perhaps'}", read)

    def takes(self, name: str, how: str = "takes") -> Formula:
        """Whether a medicine of a class is taken, surely or perhaps."""
        return z3.Or(*(self.medicine(how, "class", name, sure=sure) for sure in (True, False)))

    def product(self, name: str, *, sure: bool) -> Formula:
        def read(person: Person) -> bool:
            found = person.products.get(name)
            return found is not None and found.certain is sure

        return self.flag(f"product {name} {'surely' if sure else 'perhaps'}", read)

    def condition(self, name: str, *, sure: bool) -> Formula:
        def read(person: Person) -> bool:
            return any(each.condition == name and each.certain is sure for each in person.conditions)

        return self.flag(f"has {name} {'surely' if sure else 'perhaps'}", read)

    def has(self, name: str) -> Formula:
        """Whether a condition is there, surely or perhaps."""
        return z3.Or(*(self.condition(name, sure=sure) for sure in (True, False)))

    def begun(self, name: str, months: int) -> tuple[Formula, Formula]:
        """Whether a condition began within so many months, and whether one entry of it has no date."""

        def recent(person: Person) -> bool:
            dates = [each.since for each in person.conditions if each.condition == name]
            return any(each is not None and each >= months_before(person.today, months) for each in dates)

        def undated(person: Person) -> bool:
            return any(each.since is None for each in person.conditions if each.condition == name)

        return self.flag(f"since {name} {months} months", recent), self.flag(f"since {name} not told", undated)

    def allergen(self, name: str, *, sure: bool) -> Formula:
        return self.flag(f"allergy {name} {'surely' if sure else 'perhaps'}", lambda person: person.allergens.get(name) is sure)

    def eats(self, food: str, at_least: Frequency) -> Formula:
        return self.whole(f"eats {food}", 0, 5, lambda person: _EATEN[person.eats.get(food)]) >= _EATEN[at_least]

    def lab(self, name: Lab, *, below: float | None = None, at_least: float | None = None) -> Formula:
        """Whether a result, fresh or old, is in a range."""
        value = self.variables[f"{name} value"].symbol
        parts = [self.variables[f"{name} given"].symbol]
        parts += [] if below is None else [value < real(below)]
        parts += [] if at_least is None else [value >= real(at_least)]
        return _every(parts)

    def total(self, nutrient: Nutrient) -> Formula:
        return self.variables[f"total {nutrient}"].symbol

    def unanswered(self, question: Question) -> Formula:
        """Whether a question was left out or answered `not_sure`."""
        return self.chosen(question, *UNANSWERED)

    def unread(self, question: Question) -> Formula:
        return self.variables[f"unread {question}"].symbol

    def asks(self, question: Question) -> Formula:
        """Whether a question is open."""
        if question in LISTS:
            return z3.Or(self.unanswered(question), self.unread(question))
        if question in {Question.inr_tests, Question.surgery_planned}:
            return self.chosen(question, NOT_SURE)
        if question is Question.life_stage:
            may_matter = z3.And(z3.Not(self.chosen("sex", Sex.male)), self.age >= 12, self.age <= 55)
            return z3.And(may_matter, self.unanswered(question))
        return self.unanswered(question)

    # -- rules -----------------------------------------------------------------------------------------------------------

    def facts(self, facts: Facts, *, tightens: bool) -> list[Truth]:
        """Return each fact asked, in three values."""
        return [ask(self, facts, tightens) for word, ask in _WORDS.items() if getattr(facts, word) is not None]

    def _firing(self, rule: Rule) -> Firing:
        caution = not rule.then.offers
        inside = self.facts(rule.when, tightens=caution)
        outside = [] if rule.unless is None else self.facts(rule.unless, tightens=not caution)
        yes = _every(each.yes for each in inside)
        no = _some(each.no for each in inside)
        unknown = z3.And(z3.Not(no), z3.Not(yes))
        if caution:
            surely = self.kept("what is only possible lifts no caution")
            lifted = _every([z3.And(each.yes, z3.Or(each.certain, z3.Not(surely))) for each in outside]) if outside else NO
            applies = z3.And(z3.Not(no), z3.Not(lifted), z3.Or(yes, self.kept("doubt applies a caution")))
        else:
            in_doubt = z3.And(unknown, z3.Not(self.kept("doubt makes no offer")))
            applies = z3.And(z3.Or(yes, in_doubt), _some(each.no for each in outside) if outside else YES)
        applies = z3.And(applies, self.kept(f"rule {rule.id}"))
        certain = _every(each.certain for each in inside)
        return Firing(z3.And(applies, yes, certain), z3.And(applies, yes, z3.Not(certain)), z3.And(applies, unknown))

    def fires(self, name: str) -> Formula:
        return self.firings[name].applies

    @cached_property
    def urgent(self) -> Formula:
        """Whether an urgent rule is known to apply."""
        doubt = z3.Not(self.kept("an urgent page needs a known answer"))
        urgent = [self.firings[each.id] for each in self.knowledge.rules if each.then.urgent is not None]
        return _some(z3.Or(each.told, z3.And(each.doubt, doubt)) for each in urgent)

    # -- verdicts --------------------------------------------------------------------------------------------------------

    @cached_property
    def medicines_unknown(self) -> Formula:
        """Whether nobody knows the medicines or which blood thinner it is."""
        unknown_kind = self.chosen(Question.blood_thinner, BloodThinner.unknown_kind)
        return z3.Or(self.unanswered(Question.medicines), self.unanswered(Question.blood_thinner), unknown_kind)

    def votes(self, rule: Rule, supplement: Supplement) -> list[tuple[Formula, Verdict]]:
        """Return what one rule by itself asks for a supplement, and when; the urgent rules' own page is asked for elsewhere."""
        firing, then, found = self.firings[rule.id], rule.then, []
        if supplement in then.withhold:
            found += [(z3.And(firing.told, self.kept(f"withhold of {rule.id}")), Verdict.withhold), (firing.applies, Verdict.refer)]
            if rule.doubt == "withhold":
                marked = self.kept(f"doubt of {rule.id}")
                found.append((z3.And(firing.doubt, self.medicines_unknown, marked), Verdict.withhold))
        elif supplement in then.refer:
            found.append((firing.applies, Verdict.refer))
        elif supplement in then.enough:
            # An urgent rule in doubt refers instead, but no rule is both.
            found.append((firing.applies, Verdict.already_enough))
        elif then.offer is supplement:
            found.append((firing.applies, Verdict.recommend))
        if then.urgent is not None:
            found.append((firing.doubt, Verdict.refer))
        return found

    def _level(self, supplement: Supplement) -> Formula:
        """Return the strictness of a verdict, as a number from not offered (0) to withhold (4)."""
        withhold = [z3.And(self.urgent, self.kept("an urgent rule withholds all"))]
        refer = [z3.And(self.asks(each), self.kept(f"{each} left open refers all")) for each in REFERS_ALL]
        enough: list[Formula] = []
        offer: list[Formula] = []
        asking = {Verdict.withhold: withhold, Verdict.refer: refer, Verdict.already_enough: enough, Verdict.recommend: offer}
        for rule in self.knowledge.rules:
            for holds, verdict in self.votes(rule, supplement):
                asking[verdict].append(holds)
        over, nothing_left = self._dosing(supplement)
        withhold.append(z3.And(over, self.kept("over an upper level is withheld")))
        enough.append(z3.And(nothing_left, self.kept("nothing left to add is enough")))
        level = z3.If(_some(withhold), 4, z3.If(_some(refer), 3, z3.If(_some(enough), 2, z3.If(_some(offer), 1, 0))))
        no_time = self.variables[f"no time for {supplement}"].symbol
        apart = [self.firings[each.id].told for each in self.knowledge.rules if supplement in each.then.apart]
        self.limits.append(z3.Implies(no_time, _some(apart)))
        return z3.If(z3.And(no_time, z3.Or(level == 1, level == 2)), 3, level)

    def _dosing(self, supplement: Supplement) -> tuple[Formula, Formula]:
        """Return whether an upper level is exceeded, and whether something is offered with nothing left to add."""
        entry = self.knowledge.get("supplement", supplement)
        taken = z3.Sum([self.total(each) for each in entry.counts])
        over = _some(
            z3.And(self.chosen("region", each.region), self.age >= each.age_from, self.age < each.age_under, taken > real(each.amount))
            for each in self.knowledge.all("upper_level")
            if each.nutrient in entry.counts
        )
        least = real(Fraction(entry.strengths[0]) - _HAIR)
        offers = [each for each in self.knowledge.rules if each.then.offer is supplement]
        highs = [z3.And(self.fires(each.id), real(each.then.range.high) - taken < least) for each in offers if each.then.range]
        caps = [
            (YES, entry.cap),
            *((self.fires(each.id), each.then.cap[supplement].amount) for each in self.knowledge.rules if supplement in each.then.cap),
        ]
        lowered = [z3.And(applies, real(cap) - taken < least) for applies, cap in caps]
        offered = _some(self.fires(each.id) for each in offers)
        return over, z3.And(offered, _some([*highs, *lowered]))

    def taken(self, supplement: Supplement) -> Formula:
        """What is taken a day of all that counts towards a supplement."""
        return z3.Sum([self.total(each) for each in self.knowledge.get("supplement", supplement).counts])

    def dose(self, supplement: Supplement) -> tuple[Formula, Formula]:
        """Return the printed range, worked out step by step as `planner.dose` says it; it is printed where it is recommended."""
        if supplement in self._doses:
            return self._doses[supplement]
        entry = self.knowledge.get("supplement", supplement)
        offers = [
            (self.fires(each.id), each.then.range) for each in self.knowledge.rules if each.then.offer is supplement and each.then.range
        ]
        taken = z3.If(self.kept("what is taken is subtracted"), self.taken(supplement), 0)
        kept = self.kept("caps are kept")
        much = z3.If(kept, real(Fraction(entry.cap)), real(Fraction(entry.cap) * 10))
        caps = [(z3.And(kept, applies), cap) for applies, cap in self.caps(supplement)]
        highs = [(applies, real(each.high)) for applies, each in offers]
        most = _least([(z3.And(applies, self.kept("the lowest offer counts")), high) for applies, high in highs] + caps, much) - taken
        least = _least([(applies, real(each.low)) for applies, each in offers], much) - taken
        smallest = real(entry.strengths[0])
        high = _rounded_down(entry.strengths, most)
        low = _rounded_down(entry.strengths, z3.If(least > smallest, least, smallest))
        self._doses[supplement] = z3.If(z3.And(high < low, self.kept("low comes before high")), high, low), high
        return self._doses[supplement]

    def caps(self, supplement: Supplement) -> list[tuple[Formula, Formula]]:
        """Return every cap a rule sets, and when."""
        rules = [each for each in self.knowledge.rules if supplement in each.then.cap]
        return [(self.fires(each.id), real(each.then.cap[supplement].amount)) for each in rules]

    def upper_levels(self, supplement: Supplement) -> list[tuple[Formula, Formula]]:
        """Return every upper level, and for whom it holds."""
        counts = self.knowledge.get("supplement", supplement).counts
        levels = [each for each in self.knowledge.all("upper_level") if each.nutrient in counts]
        return [
            (z3.And(self.chosen("region", each.region), self.age >= each.age_from, self.age < each.age_under), real(each.amount))
            for each in levels
        ]

    def verdict(self, supplement: Supplement, verdict: Verdict) -> Formula:
        return self.levels[supplement] == verdict.strictness

    def at_least(self, supplement: Supplement, verdict: Verdict) -> Formula:
        return self.levels[supplement] >= verdict.strictness

    def decision(self, decision: Decision) -> Formula:
        """Whether a document's one word is this one, each said without looking at the others."""
        recommended = _some(self.verdict(each, Verdict.recommend) for each in Supplement)
        careful = _some(self.at_least(each, Verdict.refer) for each in Supplement)
        calm = z3.Not(z3.And(self.urgent, self.kept("the page for help replaces every other")))
        return {
            Decision.get_help_now: self.urgent,
            Decision.see_your_doctor: z3.And(calm, z3.Not(z3.And(recommended, self.kept("a dose is more than a referral"))), careful),
            Decision.check_first: z3.And(calm, recommended, careful),
            Decision.start: z3.And(calm, recommended, z3.Not(careful)),
            Decision.no_supplement_needed: z3.And(calm, z3.Not(recommended), z3.Not(careful)),
        }[decision]

    # -- asking z3 -------------------------------------------------------------------------------------------------------

    def possible(self, claim: Formula) -> bool:
        """Whether there is anybody for whom a claim holds."""
        return self._holds_for(claim, say=False) is not None

    def counterexample(self, claim: Formula) -> str | None:
        """Return the calmest person for whom a claim does not hold, in words, or None where there is nobody."""
        return self._holds_for(z3.Not(claim), say=True)

    @cached_property
    def _solver(self) -> Any:
        """One solver that knows the limits; each claim is put on top and taken off again."""
        solver = z3.Solver()
        solver.add(*self.limits)
        return solver

    def _holds_for(self, claim: Formula, say: bool) -> str | None:
        solver = self._solver
        solver.push()
        try:
            solver.add(claim)
            answer = solver.check()
            assert answer != z3.unknown, "z3 gave up: neither proved nor refuted"
            if answer == z3.unsat:
                return None
            return self._calmest(solver) if say else "somebody"
        finally:
            solver.pop()

    def _calmest(self, solver: Any) -> str:
        """Take away everything that the counterexample does not need, and say what is left."""
        answers = [
            (variable, symbol, name)
            for variable in self.variables.values()
            for symbol, name in ((variable.symbol, variable.name), (changed(variable.symbol), f"{variable.name} (changed)"))
        ]
        return "; ".join(self._needed(solver, answers)) or "anybody"

    def _needed(self, solver: Any, answers: list[tuple[Variable, Formula, str]]) -> list[str]:
        """Return the answers that cannot be calm, first come first calmed: all at once where that goes, else half by half."""
        calm = [_calm(variable, symbol) for variable, symbol, _ in answers]
        if solver.check(*calm) == z3.sat:
            solver.add(*calm)
            return []
        if len(answers) > 1:
            half = len(answers) // 2
            return [*self._needed(solver, answers[:half]), *self._needed(solver, answers[half:])]
        variable, symbol, name = answers[0]
        solver.check()
        value = solver.model().eval(symbol, model_completion=True)
        solver.add(symbol == value)
        shown = variable.words[value.as_long()] if variable.words else str(value)
        return [name if z3.is_true(value) else f"{name} = {shown}"]

    # -- the same people, one at a time --------------------------------------------------------------------------------------

    def values(self, person: Person, unplaced: Iterable[Supplement]) -> dict[str, Value]:
        """Return what every variable is for a real person."""
        known: dict[str, Value] = {each.name: each.read(person) for each in self.variables.values() if each.read is not None}
        without = set(unplaced)
        return known | {f"no time for {each}": each in without for each in Supplement}

    @cached_property
    def _judge(self) -> Callable[[dict[str, Value]], tuple[Value, ...]]:
        """Every rule, verdict, dose and limit as one function of a person's answers."""
        rules = [part for each in self.firings.values() for part in (each.known, each.possible, each.doubt)]
        doses = [part for each in Supplement for part in self.dose(each)]
        decisions = [self.decision(each) for each in Decision]
        return compiled([_every(self.limits), *decisions, *rules, *self.levels.values(), *doses])

    def judge(self, person: Person, unplaced: Iterable[Supplement]) -> "Judged":
        """Return what the formulas say of a real person."""
        allowed, *found = self._judge(self.values(person, unplaced))
        decisions, found = found[: len(Decision)], found[len(Decision) :]
        sure = {}
        for name in self.firings:
            (known, possible, doubt), found = found[:3], found[3:]
            if known or possible or doubt:
                sure[name] = "known" if known else "possible" if possible else "doubt"
        levels, doses = found[: len(Supplement)], found[len(Supplement) :]
        verdicts = {each: list(Verdict)[int(level)] for each, level in zip(Supplement, levels, strict=True)}
        ranges = zip(Supplement, doses[::2], doses[1::2], strict=True)
        printed = {each: (float(low), float(high)) for each, low, high in ranges if verdicts[each] is Verdict.recommend}
        decided = [each for each, holds in zip(Decision, decisions, strict=True) if holds]
        return Judged(bool(allowed), sure, verdicts, printed, decided)

    # -- two people who differ in one answer -------------------------------------------------------------------------------

    def other(self, formula: Formula, names: Iterable[str]) -> Formula:
        """Return a formula about the same person with these answers changed."""
        known = tuple(names)
        if (formula, known) not in self._others:
            symbols = [self.variables[name].symbol for name in known]
            self._others[formula, known] = z3.substitute(formula, *((each, changed(each)) for each in symbols))
        return self._others[formula, known]

    def starting(self, *starts: str) -> list[str]:
        """Return the names of the variables that start with one of these words."""
        return [name for name in self.variables if name.startswith(starts)]


def changed(symbol: Formula) -> Formula:
    """Return the twin of a variable: the same question, answered differently."""
    return z3.Const(f"{symbol} changed", symbol.sort())


def _calm(variable: Variable, symbol: Formula) -> Formula:
    """The answer of somebody about whom nothing needs to be said."""
    if z3.is_bool(symbol):
        return z3.Not(symbol)
    if variable.words:
        return symbol == next((variable.words.index(each) for each in ("no", "none", "told", Diet.omnivore) if each in variable.words), 0)
    return symbol == real(variable.calm)


def _unread(person: Person, question: Question) -> bool:
    return any(each.question is question and each.reason in {"ambiguous", "unrecognised"} for each in person.open)


def _has_symptom(person: Person, symptom: Symptom) -> bool:
    told = person.profile.symptoms
    return isinstance(told, tuple) and symptom in told


# -- each word of `Facts` ------------------------------------------------------------------------------------------------


def _either(world: World, holds: Formula, question: Question, certain: Formula = YES) -> Truth:
    """A fact that was told, or is not known while its question is open."""
    return Truth(holds, z3.And(z3.Not(holds), world.asks(question)), z3.Or(z3.Not(holds), certain))


def _closed(world: World, question: Question, word: str) -> Truth:
    """A question with one answer: not known while it is open."""
    is_open = world.asks(question)
    return Truth(z3.And(z3.Not(is_open), world.chosen(question, word)), is_open)


def _life_stage(world: World, facts: Facts, _: bool) -> Truth:
    assert facts.life_stage is not None
    stage, is_open = Question.life_stage, world.asks(Question.life_stage)
    words = [facts.life_stage.value] if facts.life_stage is not LifeStage.none else [LifeStage.none, *UNANSWERED]
    return Truth(z3.And(z3.Not(is_open), world.chosen(stage, *words)), is_open)


def _takes(world: World, facts: Facts, _: bool) -> Truth:
    how = "takes" if facts.stopped_within_weeks is None else f"stopped {facts.stopped_within_weeks} weeks"
    how = "course" if facts.course else how
    kind, name = ("class", facts.takes) if facts.takes is not None else ("substance", facts.takes_substance)
    assert name is not None
    sure, perhaps = (world.medicine(how, kind, name, sure=each) for each in (True, False))
    return _either(world, z3.Or(sure, perhaps), Question.medicines, sure)


def _takes_also(world: World, facts: Facts, _: bool) -> Truth:
    sure, perhaps = (world.medicine("takes", "class", str(facts.takes_also), sure=each) for each in (True, False))
    return _either(world, z3.Or(sure, perhaps), Question.medicines, sure)


def _product(world: World, facts: Facts, _: bool) -> Truth:
    assert facts.takes_product is not None
    sure, perhaps = (world.product(facts.takes_product, sure=each) for each in (True, False))
    return _either(world, z3.Or(sure, perhaps), Question.supplements, sure)


def _count(world: World, facts: Facts, _: bool) -> Truth:
    return _either(world, world.variables["medicines taken"].symbol >= facts.medicine_count_from, Question.medicines)


def _inr(world: World, _: Facts, __: bool) -> Truth:
    tested = z3.Or(world.chosen(Question.inr_tests, "yes"), world.lab(Lab.inr))
    return _either(world, tested, Question.inr_tests)


def _has(world: World, facts: Facts, _: bool) -> Truth:
    assert facts.has is not None
    sure, perhaps = (world.condition(facts.has, sure=each) for each in (True, False))
    mine = z3.Or(sure, perhaps)
    if facts.since_within_months is None:
        return _either(world, mine, Question.conditions, sure)
    recent, undated = world.begun(facts.has, facts.since_within_months)
    yes = z3.And(mine, recent)
    # An entry without a date may be the recent one whether or not other entries can be read.
    unknown = z3.And(z3.Not(yes), z3.Or(z3.And(mine, undated), world.asks(Question.conditions)))
    return Truth(yes, unknown, z3.Or(z3.Not(yes), sure))


def _allergy(world: World, facts: Facts, _: bool) -> Truth:
    assert facts.allergy is not None
    sure, perhaps = (world.allergen(facts.allergy, sure=each) for each in (True, False))
    return _either(world, z3.Or(sure, perhaps), Question.allergies, sure)


def _lab(world: World, facts: Facts, tightens: bool) -> Truth:
    assert facts.lab is not None
    inside = world.lab(facts.lab.name, below=facts.lab.below, at_least=facts.lab.at_least)
    fresh = world.variables[f"{facts.lab.name} fresh"].symbol
    if tightens:
        return Truth(z3.And(inside, z3.Or(fresh, world.kept("an old result tightens"))))
    fresh = z3.Or(fresh, z3.Not(world.kept("an old result loosens nothing")))
    return Truth(z3.And(inside, fresh), z3.And(inside, z3.Not(fresh)))


def _total(world: World, facts: Facts, _: bool) -> Truth:
    assert facts.total is not None
    total, asks = world.total(facts.total.nutrient), facts.total
    reached = total > real(asks.over) if asks.over is not None else total >= real(asks.at_least or 0)
    return _either(world, reached, Question.supplements)


def _eats(world: World, facts: Facts, _: bool) -> Truth:
    assert facts.eats is not None
    asks = facts.eats
    foods = [asks.food] if asks.food else [each.id for each in world.knowledge.all("food") if asks.tag in each.tags]
    return Truth(_some(world.eats(each, asks.at_least) for each in foods))


def _cramps(world: World, facts: Facts, _: bool) -> Truth:
    counted, cramps = world.cramps
    least, most = facts.cramps_per_2_weeks_from, facts.cramps_per_2_weeks_under
    parts = [counted] + ([] if least is None else [cramps >= real(least)]) + ([] if most is None else [cramps < real(most)])
    return Truth(_every(parts))


_WORDS: dict[str, Callable[[World, Facts, bool], Truth]] = {
    "age_under": lambda world, facts, _: Truth(world.age < facts.age_under),
    "age_from": lambda world, facts, _: Truth(world.age >= facts.age_from),
    "sex": lambda world, facts, _: Truth(world.chosen("sex", str(facts.sex))),
    "life_stage": _life_stage,
    "country": lambda world, facts, _: Truth(world.chosen("region", str(facts.country))),
    "regional_cap": lambda world, facts, _: Truth(world.variables[f"caps of {facts.regional_cap}"].symbol),
    "diet": lambda world, facts, _: _closed(world, Question.diet, str(facts.diet)),
    "food_rule": lambda world, facts, _: Truth(world.variables[f"keeps {facts.food_rule}"].symbol),
    "goal": lambda world, facts, _: Truth(world.variables[f"goal {facts.goal}"].symbol),
    "takes": _takes,
    "takes_substance": _takes,
    "takes_also": _takes_also,
    "takes_product": _product,
    "medicine_count_from": _count,
    "blood_thinner": lambda world, facts, _: _closed(world, Question.blood_thinner, str(facts.blood_thinner)),
    "inr_tests": _inr,
    "has": _has,
    "allergy": _allergy,
    "symptom": lambda world, facts, _: _either(world, world.variables[f"symptom {facts.symptom}"].symbol, Question.symptoms),
    "lab": _lab,
    "total": _total,
    "eats": _eats,
    "surgery_planned": lambda world, _, __: _either(world, world.chosen(Question.surgery_planned, "yes"), Question.surgery_planned),
    "cramps_per_2_weeks_from": _cramps,
    "cramps_per_2_weeks_under": _cramps,
}
TRANSLATED = {*_WORDS, "stopped_within_weeks", "course", "since_within_months"}
