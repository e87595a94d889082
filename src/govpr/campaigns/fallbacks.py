"""A campaign's rules for services that are away: which account stands by for which, and what is wrong with them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from attrs import frozen

from govpr.campaigns.toml_file import tables_in
from govpr.errors import InputError, Problem
from govpr.models import Account, Campaign, Message, MessageKind


@frozen(kw_only=True)
class Pair:
    """An account, and the one that stands by for it.

    Args:
        first: The account that takes part.
        to: The account that stands by.
        after: How long the service of the first must have been out of reach.
        only: Only for messages of these kinds; empty for all.
    """

    first: str
    to: str
    after: timedelta
    only: tuple[MessageKind, ...] = ()

    def covers(self, message: Message) -> bool:
        """Whether it holds for a message. A correction belongs where the wrong words are, and nowhere else."""
        return message.corrects is None and (not self.only or message.kind in self.only)


class _Rule(NamedTuple):
    """A rule as far as it can be read, and where it stands."""

    path: str
    instead_of: str
    to: str
    only: frozenset[str]

    def meets(self, other: "_Rule") -> bool:
        """Whether both hold for some message."""
        return not (self.only and other.only and self.only.isdisjoint(other.only))


def pairs_of(campaign: Campaign, official: Collection[Account]) -> tuple[Pair, ...]:
    """Which account stands by for which.

    Args:
        campaign: The campaign.
        official: The official accounts that there are.

    Raises:
        InputError: The rules do not fit the accounts: these may have changed since the campaign was loaded.
    """
    known = {account.id: account for account in official}
    rules = [
        _Rule(f"campaign.fallbacks[{place}]", one.instead_of, one.to, frozenset(one.only))
        for place, one in enumerate(campaign.fallbacks)
    ]
    problems = list(_problems(rules, campaign.participants.accounts, known))
    problems += [
        Problem(f"{rule.path}.to", f"names an unknown official account {rule.to!r}", "change the campaign, or load it")
        for rule in rules
        if rule.to not in known
    ]
    if problems:
        raise InputError(problems, f"the campaign {campaign.id}")
    return tuple(
        Pair(first=first, to=one.to, after=one.after, only=one.only)
        for one, rule in zip(campaign.fallbacks, rules, strict=True)
        for first in _firsts(rule, campaign.participants.accounts, known)
    )


def fallback_problems(campaign: Mapping[str, Any], official: Collection[Account]) -> Iterator[Problem]:
    """What is wrong with the rules of a campaign's table, of any shape; unknown accounts in `to` are not named.

    Args:
        campaign: The table.
        official: The official accounts that there are.
    """
    named = campaign.get("participants")
    listed = named.get("accounts") if isinstance(named, Mapping) else None
    taking_part = [name for name in listed if isinstance(name, str)] if isinstance(listed, list | tuple) else []
    rules = []
    for path, table in tables_in(campaign, "fallbacks", "campaign"):
        only = table.get("only")
        kinds = frozenset(kind for kind in only if isinstance(kind, str)) if isinstance(only, list | tuple) else ()
        if isinstance(table.get("instead_of"), str) and isinstance(table.get("to"), str):
            rules.append(_Rule(path, table["instead_of"], table["to"], frozenset(kinds)))
    yield from _problems(rules, taking_part, {account.id: account for account in official})


def _problems(rules: Sequence[_Rule], taking_part: Sequence[str], known: Mapping[str, Account]) -> Iterator[Problem]:
    for place, rule in enumerate(rules):
        firsts = _firsts(rule, taking_part, known)
        if not firsts:
            some = ", ".join(dict.fromkeys(_names(taking_part, known))) or "an account under participants.accounts"
            what = f"is {rule.instead_of!r}, and no official account that takes part is that, or is on it"
            yield Problem(f"{rule.path}.instead_of", what, f"write one of {some}")
        if rule.to in taking_part:
            advice = "take it out of participants.accounts, or name another account"
            yield Problem(f"{rule.path}.to", f"is {rule.to!r}, which takes part and says it anyway", advice)
        yield from _unfit(rule, [known[first] for first in firsts], known.get(rule.to))
        if len(firsts) > 1:
            what = f"would stand by for {' and '.join(firsts)} at once"
            yield Problem(f"{rule.path}.to", what, "name one account in instead_of, and add a rule for each other one")
        for other in rules[:place]:
            if rule.meets(other) and (other.to == rule.to or set(firsts) & set(_firsts(other, taking_part, known))):
                advice = "one account stands by for one: use other accounts, or other kinds of messages in only"
                yield Problem(rule.path, f"and {other.path} are about the same account", advice)


def _unfit(rule: _Rule, firsts: Iterable[Account], to: Account | None) -> Iterator[Problem]:
    """What makes an account unfit to speak for others."""
    if to is None:
        return
    for first in firsts:
        if first.platform == to.platform:
            what = f"is {to.id!r}, which is on {to.platform} too: it would be away as well"
            yield Problem(f"{rule.path}.to", what, "name an account on another platform")


def _firsts(rule: _Rule, taking_part: Iterable[str], known: Mapping[str, Account]) -> list[str]:
    """The accounts that a rule is about."""
    found = dict.fromkeys(name for name in taking_part if name in known)
    return [name for name in found if rule.instead_of in {name, known[name].platform}]


def _names(taking_part: Iterable[str], known: Mapping[str, Account]) -> Iterator[str]:
    for name in taking_part:
        if name in known:
            yield from (known[name].platform, name)
