"""What must fit together in a campaign file: names, times and the period, claims and sources."""

import difflib
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from govpr.campaigns.toml_file import tables_in
from govpr.content.render import variables_in
from govpr.errors import InputError, Problem
from govpr.models import MessageKind
from govpr.models.regions import WIB

BUILT_IN = frozenset({"agency", "officer_unit", "disclosure"})


def loose_ends(campaign: Any) -> Iterator[Problem]:
    """Everything in a campaign's table that refers to something that is not there, or leaves something out.

    It reads the plain table, so that a wrong field elsewhere hides none of it.

    Args:
        campaign: The table `campaign` of a file, of any shape.

    Example:
        >>> for problem in loose_ends({"messages": [{"id": "banjir"}], "waves": [{"messages": ["banjr"]}]}):
        ...     print(problem)
        campaign.waves[0].messages[0] is 'banjr', and no message is called that; did you mean banjir?
    """
    if not isinstance(campaign, Mapping):
        return
    yield from _variables(campaign)
    yield from _templates(campaign)
    yield from _clarifications(campaign)
    yield from _waves(campaign)


def _advice(name: str, known: Collection[str], otherwise: str) -> str:
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f"did you mean {close[0]}?" if close else otherwise


def _named(campaign: Mapping[str, Any]) -> frozenset[str]:
    variables = campaign.get("variables")
    return frozenset(variables) if isinstance(variables, Mapping) else frozenset()


def _variables(campaign: Mapping[str, Any]) -> Iterator[Problem]:
    for name in sorted(_named(campaign)):
        path = f"campaign.variables.{name}"
        if name in BUILT_IN:
            yield Problem(path, "is a name that every template has already", "give the variable another name")
        elif not (name.isascii() and name.isidentifier()):
            yield Problem(path, "cannot be named in a template", "use letters, digits and _, such as nomor_darurat")


def _templates(campaign: Mapping[str, Any]) -> Iterator[Problem]:
    known = _named(campaign) | BUILT_IN
    for place, message in tables_in(campaign, "messages", "campaign"):
        yield from _template(message.get("title"), f"{place}.title", known)
        for path, variant in tables_in(message, "variants", place):
            yield from _template(variant.get("text"), f"{path}.text", known)


def _template(text: Any, path: str, known: frozenset[str]) -> Iterator[Problem]:
    if not isinstance(text, str):
        return
    try:
        unknown = sorted(variables_in(text) - known)
    except InputError as error:
        yield from (Problem(path, problem.message, problem.advice) for problem in error.problems)
        return
    for name in unknown:
        advice = _advice(name, known, f"add it under [campaign.variables], or use one of {', '.join(sorted(known))}")
        yield Problem(path, f"uses {{{{ {name} }}}}, which is unknown", advice)


def _clarifications(campaign: Mapping[str, Any]) -> Iterator[Problem]:
    for path, message in tables_in(campaign, "messages", "campaign"):
        if message.get("kind") != MessageKind.CLARIFICATION:
            continue
        if not str(message.get("claim") or "").strip():
            yield Problem(f"{path}.claim", "is missing from a clarification", "write the claim, in neutral words")
        if not message.get("sources"):
            advice = f"add [[{path.partition('[')[0]}.sources]] with title, url and publisher"
            yield Problem(f"{path}.sources", "is missing from a clarification", advice)


def _waves(campaign: Mapping[str, Any]) -> Iterator[Problem]:
    known = {str(message.get("id")) for _, message in tables_in(campaign, "messages", "campaign")}
    for path, wave in tables_in(campaign, "waves", "campaign"):
        written = wave.get("messages")
        names = written if isinstance(written, list) else []
        for index, name in enumerate(names):
            yield from _sent(name, names[:index], f"{path}.messages[{index}]", known)
        yield from _in_period(campaign, wave, path)


def _sent(name: Any, before: list[Any], path: str, known: Collection[str]) -> Iterator[Problem]:
    if not isinstance(name, str):
        return
    if name in before:
        yield Problem(path, f"is {name!r} a second time", "remove it; a wave sends a message once")
    elif name not in known:
        advice = _advice(name, known, "write the id of a message of this campaign")
        yield Problem(path, f"is {name!r}, and no message is called that", advice)


def _in_period(campaign: Mapping[str, Any], wave: Mapping[str, Any], path: str) -> Iterator[Problem]:
    day = _day(wave.get("at"), campaign.get("zone", WIB))
    starts, ends = _day(campaign.get("starts"), WIB), _day(campaign.get("ends"), WIB)
    if day is None or starts is None or ends is None or starts <= day <= ends:
        return
    yield Problem(f"{path}.at", f"is on {day}, outside the campaign", f"choose a day from {starts} to {ends}")


def _day(value: Any, zone: Any) -> date | None:
    """The day of a date or time, as TOML's own or as text; None where it is neither."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        if not isinstance(moment, datetime):
            return moment if isinstance(moment, date) else None
        return (moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment).date()
    except (ValueError, OSError, LookupError, TypeError, OverflowError):
        return None
