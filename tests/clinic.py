"""An invented clinic: any number of people with ordinary lists, written the way several computer systems and people write.

The same seed gives the same people, each drawn from its own number, so that a part of a clinic equals that part of the
whole; nothing is kept, so that a hundred thousand people are as easily made as ten. `meant` tells what was meant.
"""

import json
import random
import tomllib
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

_FILE: dict[str, Any] = tomllib.loads((Path(__file__).parent / "clinic.toml").read_text(encoding="utf-8"))
_SYSTEM: dict[str, Any] = _FILE["system"]
_DATA: dict[str, list[dict[str, Any]]] = _FILE["list"]
Draw = random.Random


class Typed(NamedTuple):
    """A medicine as it was written down, and its international name (None for products written one way only)."""

    text: str
    meant: str | None


class _Bag:
    """Things drawn by how usual they are for somebody of an age and sex; sorted once, for speed."""

    def __init__(self, things: list[dict[str, Any]]) -> None:
        self.things = things
        self.known: dict[tuple[int, str], tuple[list[dict[str, Any]], list[float]]] = {}

    def some(self, draw: Draw, how_many: int, age: int, sex: str) -> list[dict[str, Any]]:
        """Return different things, fewer where the same one came up again."""
        who = (age // 10 * 10 + 5, sex)
        if who not in self.known:
            fit = [each for each in self.things if each.get("from", 0) <= who[0] and each.get("sex", sex) == sex]
            self.known[who] = fit, list(accumulate(each["weight"] for each in fit))
        things, weights = self.known[who]
        chosen = draw.choices(things, cum_weights=weights, k=how_many) if how_many else []
        return list({id(each): each for each in chosen}.values())


_MEDICINES = _Bag(_DATA["medicine"] + _DATA["product"])
_CONDITIONS, _ALLERGIES, _SUPPLEMENTS = _Bag(_DATA["condition"]), _Bag(_DATA["allergy"]), _Bag(_DATA["supplement"])


def _strength(each: dict[str, Any], draw: Draw, between: str = " ", micrograms: str = "mcg") -> str:
    if "mg" in each:
        return f"{draw.choice(each['mg'])}{between}mg"
    return f"{draw.choice(each['mcg'])}{between}{micrograms}" if "mcg" in each else ""


def _salted(each: dict[str, Any], draw: Draw, name: str) -> str:
    return f"{name} {each['salt']}" if "salt" in each and draw.random() < 0.5 else name


def _local(each: dict[str, Any], language: str) -> str:
    name: str = each.get(language) or each.get("brand") or each["inn"]
    return name


def _form(system: str, each: dict[str, Any]) -> str:
    form: str = _SYSTEM[system]["forms"][each.get("form", "tablet")]
    return form


def _how(system: str, each: dict[str, Any], draw: Draw) -> str:
    how = _SYSTEM[system]["how"]
    said: str = draw.choice(how.get(each.get("form", "tablet"), how["tablet"]))
    return said


def _british(each: dict[str, Any], draw: Draw) -> str:
    name = _salted(each, draw, each.get("en", each["inn"])).capitalize()
    tablet = "form" not in each
    strength = "" if each.get("form") == "cream" else _strength(each, draw, "", "microgram" if tablet else "micrograms")
    form = _form("british", each)
    pack = draw.choice(["", "", " - 28 tablet", " 56 tablet"]) if tablet else ""
    return f"{name} {strength}{'' if strength and form.startswith('/') else ' '}{form} {_how('british', each, draw)}{pack}"


def _american_computer(each: dict[str, Any], draw: Draw) -> str:
    name = _salted(each, draw, each.get("us", each.get("en", each["inn"])))
    form = _form("american computer", each)
    strength = _strength(each, draw).upper()
    slow = "form" not in each and draw.random() < 0.3
    brand = f" [{each['brand']}]" if "brand" in each and draw.random() < 0.3 else ""
    if slow:
        return f"24 HR {name} {strength} Extended Release {form}{brand}"
    return f"{name} {strength}{'' if form.startswith('/') else ' '}{form}{brand}"


def _american(each: dict[str, Any], draw: Draw) -> str:
    name = draw.choice([each.get("us", each.get("en", each["inn"])), each.get("brand", each["inn"])])
    supply = draw.choice(["", "", ", #90, refills 3"])
    return f"{name} {_strength(each, draw)} {_form('american', each)}, {_how('american', each, draw)}{supply}"


def _german(each: dict[str, Any], draw: Draw) -> str:
    name = _local(each, "de")
    glued = {"succinate": "succinat", "besilate": "besilat", "maleate": "maleat", "tartrate": "tartrat", "hydrochloride": "hydrochlorid"}
    if each.get("salt") in glued and draw.random() < 0.3:
        name += glued[each["salt"]]
    name += draw.choice(["", "", "", " AbZ", "-ratiopharm", " 1A Pharma", " Heumann", " AL", " HEXAL"])
    return f"{name} {_strength(each, draw, ' ', 'µg').replace('.', ',')} {_form('german', each)} {_how('german', each, draw)}"


def _french(each: dict[str, Any], draw: Draw) -> str:
    name = _local(each, "fr")
    name = draw.choice([name.upper(), name.capitalize(), name.upper() + draw.choice([" BIOGARAN", " MYLAN", " ARROW", " TEVA"])])
    return f"{name} {_strength(each, draw, ' ', 'µg')}, {_form('french', each)}, {_how('french', each, draw)}"


def _italian(each: dict[str, Any], draw: Draw) -> str:
    name = _local(each, "it").capitalize() + draw.choice(["", "", " EG", " Doc", " Teva"])
    return f"{name} {_strength(each, draw)} {_form('italian', each)} {_how('italian', each, draw)}"


def _spanish(each: dict[str, Any], draw: Draw) -> str:
    name = _local(each, "es").capitalize() + draw.choice(["", "", " Cinfa", " Normon", " Kern Pharma"])
    return f"{name} {_strength(each, draw, ' ', 'microgramos')} {_form('spanish', each)}, {_how('spanish', each, draw)}"


def _typed_by_hand(each: dict[str, Any], draw: Draw) -> str:
    name = draw.choice([each.get("en", each["inn"])] * 3 + [each.get("brand", each["inn"])])
    name = draw.choice([name, name, name.capitalize(), name.upper()])
    if draw.random() < 0.03 and len(name) > 5:
        at = draw.randrange(1, len(name) - 2)
        name = draw.choice(
            [name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:], name[:at] + name[at + 1] + name[at] + name[at + 2 :]]
        )
    form = f" {each['form']}" if each.get("form") in {"inhaler", "cream", "eye drops"} else draw.choice(["", "", "", " tabs"])
    after = [
        "",
        "",
        " od",
        " bd",
        " at night",
        " once a day",
        " one a day",
        " in the morning",
        " x2 daily",
        " prn",
        " (since 2019)",
        " for years",
    ]
    return f"{name}{draw.choice(['', ' ' + _strength(each, draw, '', 'mcg')]).rstrip()}{form}{draw.choice(after)}"


_SYSTEMS: tuple[tuple[str, str, Callable[[dict[str, Any], Draw], str]], ...] = (
    ("british", "GB", _british),
    ("british", "GB", _british),
    ("american computer", "US", _american_computer),
    ("american", "US", _american),
    ("german", "DE", _german),
    ("french", "FR", _french),
    ("italian", "IT", _italian),
    ("spanish", "ES", _spanish),
    ("hand", "GB", _typed_by_hand),
    ("hand", "US", _typed_by_hand),
)


def written(draw: Draw, each: dict[str, Any], write: Callable[[dict[str, Any], Draw], str]) -> Typed:
    """Return one medicine as a system writes it."""
    return Typed(each["name"], None) if "name" in each else Typed(write(each, draw).strip(), each["inn"])


def person(number: int, seed: int = 1) -> tuple[dict[str, Any], list[Typed]]:
    """Return the profile of one person, and each medicine with what it means."""
    draw = random.Random(seed * 1_000_003 + number)  # noqa: S311 - people, not secrets
    age = min(97, max(18, int(draw.gauss(63, 17))))
    sex = draw.choice(["female", "male"])
    _, country, write = draw.choice(_SYSTEMS)
    burden = max(0.0, (age - 25) / 14)
    medicines = [written(draw, each, write) for each in _MEDICINES.some(draw, min(12, int(draw.expovariate(1) * burden * 1.3)), age, sex)]
    conditions = [draw.choice(each["names"]) for each in _CONDITIONS.some(draw, min(8, int(draw.expovariate(1) * burden)), age, sex)]
    profile: dict[str, Any] = {
        "reference": f"C-{number:06d}",
        "age": age,
        "sex": sex,
        "country": country,
        "life_stage": "none",
        "diet": draw.choices(["omnivore", "pescatarian", "vegetarian", "vegan"], [88, 4, 6, 2])[0],
        "allergies": [each["name"] for each in _ALLERGIES.some(draw, draw.choices([0, 1, 2], [75, 20, 5])[0], age, sex)],
        "medicines": [each.text for each in medicines],
        "blood_thinner": "no",
        "supplements": [each["name"] for each in _SUPPLEMENTS.some(draw, draw.choices([0, 1, 2, 3], [60, 25, 10, 5])[0], age, sex)],
        "conditions": conditions,
        "symptoms": [],
        "surgery_planned": False,
        "goals": [draw.choice(["general", "bone", "vitamin_d", "arterial_stiffness"])],
    }
    return profile, medicines


def people(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Yield that many profiles."""
    return (person(number, seed)[0] for number in range(count))


def lines(count: int, seed: int = 1) -> Iterator[bytes]:
    """Yield that many profiles as lines of JSON."""
    return (json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in people(count, seed))
