"""`explain`: why, why not, and which single answer would make it different."""

import textwrap
from collections.abc import Iterator

from planner.commands.desk import Config, OverlayFolder, Unverified, desk, knowledge_for
from planner.commands.terminal import AsJson, Day, ProfileName, day_of, read_input, tell
from planner.corridor import located
from planner.errors import ProfileError
from planner.explain import Applied, Change, Explanation, Outcome, Why
from planner.explain import explain as explain_profile
from planner.match import Certainty
from planner.reading import read_profile
from planner.shape import to_json

_WIDTH = 80
_FEW = 8
_NOTICE = "For the professional. This compares answers; it is no advice to start, stop or change any treatment."


def explain(
    profile: ProfileName,
    day: Day = None,
    as_json: AsJson = False,
    config: Config = None,
    overlay: OverlayFolder = None,
    unverified: Unverified = False,
) -> None:
    """Print why each supplement was or was not offered, and what would change it."""
    today, data = day_of(day), read_input(profile)
    knowledge = knowledge_for(desk(config, overlay=overlay, unverified=unverified), today)
    try:
        explanation = explain_profile(read_profile(data), knowledge, today)
    except ProfileError as error:
        raise located(error, data, profile) from None
    tell(to_json(explanation, indent=2) if as_json else "\n".join(_lines(explanation)))


def _lines(found: Explanation) -> Iterator[str]:
    yield f"{found.outcome.decision} on {found.made_on}, knowledge {found.knowledge.version}"
    yield from _wrapped(_NOTICE)
    for why in found.supplements:
        yield ""
        yield from _why(why)
    yield ""
    yield from _rules(found.rules)
    yield ""
    yield f"what would be different: {found.tried} single changes of an answer tried"
    for change in found.changes:
        yield from _change(found.outcome, change)
    for why in found.supplements:
        if all(change.outcome.verdicts[why.supplement] is why.verdict for change in found.changes):
            yield from _wrapped(f"no single change of an answer would change the verdict on {why.supplement}", 2)
    if found.together is not None:
        yield from _change(found.outcome, found.together)


def _why(why: Why) -> Iterator[str]:
    dose = f", {why.dose.low:g} to {why.dose.high:g} {why.dose.unit}" if why.dose else ""
    yield f"{why.supplement}: {why.verdict}{dose}"
    open_questions: dict[str, int] = {}
    for reason in why.because:
        if reason.doubt:
            open_questions[reason.words] = open_questions.get(reason.words, 0) + 1
        else:
            yield from _wrapped(f"{reason.rule}: {reason.words}", 2)
    for words, count in open_questions.items():
        yield from _wrapped(f"{words}" + (f" ({count} rules may apply)" if count > 1 else ""), 2)
    if why.outweighed:
        yield from _wrapped(f"would be offered by {', '.join(why.outweighed)}; the stricter word wins", 2)
    for offer in why.not_offered_by:
        yield from _wrapped(f"not offered by {offer.rule}: {'; '.join(offer.missing)}", 2)


def _rules(rules: tuple[Applied, ...]) -> Iterator[str]:
    """The rules in full; those that only an open question lets apply by their ids, a paragraph a question."""
    open_questions: dict[str, list[str]] = {}
    yield "rules that apply" if rules else "no rule applies"
    for rule in rules:
        if rule.certainty is Certainty.doubt:
            open_questions.setdefault(rule.words, []).append(rule.rule)
        else:
            yield from _wrapped(f"{rule.rule} ({rule.certainty}, evidence {rule.grade}): {'; '.join(rule.does)}", 2)
            yield from _wrapped(rule.words, 6)
    for words, ids in open_questions.items():
        yield from _wrapped(f"may apply, {words}: {', '.join(ids)}", 2)


def _change(now: Outcome, change: Change) -> Iterator[str]:
    yield from _wrapped(change.words, 2)
    then = change.outcome
    parts = [f"{now.decision} -> {then.decision}"] if now.decision is not then.decision else []
    for supplement, verdict in then.verdicts.items():
        before, dose = now.verdicts[supplement], then.doses[supplement]
        if verdict is not before or dose != now.doses[supplement]:
            amount = f" {dose.low:g} to {dose.high:g}" if dose else ""
            parts.append(f"{supplement} {before} -> {verdict}{amount}")
    yield from _wrapped("; ".join(parts), 6)
    rules = [f"{word} {_some(ids)}" for word, ids in (("without", change.gone), ("with", change.come)) if ids]
    if rules:
        yield from _wrapped("; ".join(rules), 6)


def _some(ids: tuple[str, ...]) -> str:
    """Name a few rules; `--json` names them all."""
    return ", ".join(ids) if len(ids) <= _FEW else f"{len(ids)} rules"


def _wrapped(text: str, indent: int = 0) -> list[str]:
    return textwrap.wrap(text, _WIDTH, break_on_hyphens=False, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2))
