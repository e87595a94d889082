"""Who could speak: what decides the words and the times of an account, without the account itself."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from attrs import define, field, frozen

from govpr.campaigns.fallbacks import Pair
from govpr.campaigns.sharing import Speaker
from govpr.content.rules import Rules
from govpr.models import Account, Agency, Campaign, Message, Officer
from govpr.models.converter import from_data
from govpr.settings import Settings
from govpr.storage.members import Member

Facts = Mapping[str, Any]


@frozen(eq=False)
class Crew:
    """Whom a campaign can count on, and what holds for all of them.

    Args:
        campaign: The campaign.
        agency: The agency.
        rules: The rules of each platform, by name.
        settings: Labels, quiet hours, language, caps.
        pairs: Which official accounts stand by for which.
    """

    campaign: Campaign
    agency: Agency
    rules: Mapping[str, Rules]
    settings: Settings
    pairs: tuple[Pair, ...] = ()

    def pair(self, account: str, message: Message) -> Pair | None:
        """For which account another one stands by with a message; None where it does not.

        Args:
            account: The one that may stand by.
            message: The message.
        """
        return next((pair for pair in self.pairs if pair.to == account and pair.covers(message)), None)


@frozen(eq=False)
class Voice:
    """What many accounts have in common.

    Args:
        speaker: One of them.
        owner: The owner of that one, or None for an official account.
        group: What decides the words besides the variant: platform, official account or "", unit.
    """

    speaker: Speaker
    owner: Officer | None
    group: tuple[str, str, str]


class _Likeness(NamedTuple):
    """What makes two accounts speak alike."""

    platform: str
    account: str
    officer: str
    unit: str
    region: str
    zone: str
    languages: tuple[str, ...]


@define(eq=False)
class Voices:
    """Gathers voices: few, however many accounts there are."""

    crew: Crew
    all: list[Voice] = field(factory=list, init=False)
    _known: dict[_Likeness, int] = field(factory=dict, init=False)
    _units: frozenset[str] = field(init=False)
    _named: frozenset[str] = field(init=False)
    _ready: frozenset[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        wanted, agency = self.crew.campaign.participants, self.crew.agency
        self._units = frozenset().union(*(agency.within(unit) for unit in wanted.units))
        self._ready = frozenset(pair.to for pair in self.crew.pairs)
        variants = (variant for message in self.crew.campaign.messages for variant in message.variants)
        self._named = frozenset(variant.officer for variant in variants if variant.officer)

    def place(self, member: Member, facts: Facts | None) -> int | None:
        """The number of an account's voice, or None where it takes no part.

        Args:
            member: The account.
            facts: What is known of its owner, or None for an official account.
        """
        like = self._likeness(member, facts)
        if like is None:
            return None
        number = self._known.get(like)
        if number is None:
            number = self._known[like] = len(self.all)
            self.all.append(self._voice(member, like))
        return number

    def _likeness(self, member: Member, facts: Facts | None) -> _Likeness | None:
        wanted = self.crew.campaign.participants
        if member.officer is None:
            if member.account not in wanted.accounts and member.account not in self._ready:
                return None
            return _Likeness(member.platform, member.account, "", "", "", self.crew.campaign.zone, ())
        if facts is None or (facts["unit"] not in self._units and member.officer not in wanted.officers):
            return None
        named = member.officer if member.officer in self._named else ""
        languages = tuple(facts["languages"])
        return _Likeness(member.platform, "", named, facts["unit"], facts["region"], facts["zone"], languages)

    def _voice(self, member: Member, like: _Likeness) -> Voice:
        account = from_data(json.loads(member.data), Account)
        group = (like.platform, like.account, like.unit)
        if member.owner is None or member.officer is None:
            languages = _any_language(self.crew.campaign, self.crew.settings)
            return Voice(Speaker(account=account, languages=languages, zone=like.zone), None, group)
        speaker = Speaker(account=account, languages=like.languages, region=like.region, zone=like.zone, unit=like.unit)
        return Voice(speaker, from_data(json.loads(member.owner), Officer), group)


def _any_language(campaign: Campaign, settings: Settings) -> tuple[str, ...]:
    """Official accounts speak every language of the campaign, the workspace's own first."""
    spoken = {variant.language for message in campaign.messages for variant in message.variants}
    return (settings.language, *sorted(spoken - {settings.language}))
