"""Whether an account may be asked to speak, worked out once for all accounts that stand alike."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from attrs import define, evolve, field

from govpr.campaigns.cues import Cue
from govpr.campaigns.schedule import slot
from govpr.campaigns.voices import Crew, Facts, Voice
from govpr.governance.consent import eligibility
from govpr.models import Account, Badge, Consent, Finding, Officer, Severity, Training
from govpr.models.converter import from_data
from govpr.storage.members import Member

_REMEMBERED = 100_000
Standing = tuple[bool, ...]


@define(eq=False)
class Gate:
    """Says for each cue who may speak."""

    crew: Crew
    cues: tuple[Cue, ...]
    _moments: dict[str, tuple[datetime, ...]] = field(factory=dict, init=False)
    _known: dict[tuple[Any, ...], Standing] = field(factory=dict, init=False)

    def standing(self, member: Member, voice: Voice, facts: Facts | None) -> Standing:
        """For each cue, whether an account takes part.

        Args:
            member: The account.
            voice: Its voice.
            facts: What is known of its owner.
        """
        if facts is None or member.platform not in self.crew.rules:
            return (member.platform in self.crew.rules,) * len(self.cues)
        badge, consent = facts.get("badge"), member.consent
        if consent is not None:  # whose it is does not matter, and is all that differs
            consent = consent.replace(f'"{member.account}"', "", 1).replace(f'"{member.officer}"', "", 1)
        term = badge and (badge["issued"], badge.get("expires"))
        key = (voice.speaker.zone, bool(facts["training"]), term, consent)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[key] = tuple(self._may(voice, facts, member.consent))
        return found

    def _may(self, voice: Voice, facts: Facts, consent: str | None) -> Iterator[bool]:
        account, owner = voice.speaker.account, voice.owner
        if owner is not None:
            badge = facts.get("badge")
            training = tuple(from_data(one, Training) for one in facts["training"])
            owner = evolve(owner, training=training, badge=badge and from_data(badge, Badge))
        consents: tuple[Consent, ...] = ()
        if consent is not None:
            own = {**json.loads(consent), "account": account.id, "officer": account.officer}
            consents = (from_data(own, Consent),)
        for moment in self.moments(voice.speaker.zone):
            yield eligibility(account, owner, consents, moment) is None

    def moments(self, zone: str) -> tuple[datetime, ...]:
        """When each cue begins in a zone."""
        found = self._moments.get(zone)
        if found is None:
            quiet = self.crew.settings.quiet
            found = self._moments[zone] = tuple(slot(cue.wave, zone, timedelta(), quiet).due for cue in self.cues)
        return found

    def refusals(self, member: Member, voice: Voice) -> Iterator[Finding]:
        """Why an account does not take part, once for each reason."""
        account = from_data(json.loads(member.data), Account)
        if account.platform not in self.crew.rules:
            yield _gone(account)
            return
        owner = None if member.owner is None else from_data(json.loads(member.owner), Officer)
        consents = () if member.consent is None else (from_data(json.loads(member.consent), Consent),)
        for moment in self.moments(voice.speaker.zone):
            finding = eligibility(account, owner, consents, moment)
            if finding is not None:
                yield finding


def _gone(account: Account) -> Finding:
    return Finding(
        code="platform.gone",
        severity=Severity.WARNING,
        message=f"nothing is planned for {account.id}: the platform {account.platform!r} is not installed any more",
        advice="install its adapter again, or take the account out",
        path=f"accounts[{account.id}]",
    )
