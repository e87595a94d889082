"""Who says what: every account is looked at once, and a few bytes are kept of each."""

import hashlib
import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from attrs import define, field, frozen

from govpr.campaigns.cues import Cue
from govpr.campaigns.sharing import NOBODY, Numbers, best, deal, lot
from govpr.campaigns.standing import Gate
from govpr.campaigns.tally import Tally
from govpr.campaigns.understudies import Understudies, understudied
from govpr.campaigns.voices import Crew, Voice, Voices
from govpr.models import Finding, Severity
from govpr.storage.members import Member

Settled: TypeAlias = Mapping[tuple[str, str, str], str]
"""The variants of posts that are approved or out, by account, wave and message: who says what in them stays."""
_NAMED = 20
_decode = json.JSONDecoder().raw_decode  # what json.loads does after looking for blanks around


@frozen(eq=False)
class Cast:
    """Who says what.

    Args:
        cues: What is said when.
        voices: The kinds of speakers.
        kinds: The voice of each account, by its place in the order of ids; or `NOBODY`.
        hands: For each cue, the variant of each account; or `NOBODY`.
        talking: For each cue, how many accounts say it; those that stand by are not counted.
        standing: For each cue, the accounts that stand by, and those for which they do, by their places.
        marks: A fingerprint of each portion of accounts, by which a change is noticed.
    """

    cues: tuple[Cue, ...]
    voices: tuple[Voice, ...]
    kinds: Numbers
    hands: tuple[Numbers, ...]
    talking: tuple[int, ...]
    standing: tuple[Mapping[int, int], ...]
    marks: tuple[bytes, ...]


def mark(accounts: Iterable[str]) -> bytes:
    """The fingerprint of a portion of accounts."""
    return hashlib.sha256("\n".join(accounts).encode()).digest()


@define(eq=False)
class Casting:
    """Gathers accounts, then deals the words out to them."""

    crew: Crew
    cues: tuple[Cue, ...]
    tally: Tally
    _voices: Voices = field(init=False)
    _gate: Gate = field(init=False)
    _kinds: "array[int]" = field(factory=lambda: array("i"), init=False)
    _open: "list[bytearray]" = field(init=False)
    _lots: "dict[str, array[int]]" = field(init=False)
    _held: "dict[int, dict[int, int]]" = field(factory=dict, init=False)
    _marks: list[bytes] = field(factory=list, init=False)
    _understudies: Understudies = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._voices, self._gate = Voices(self.crew), Gate(self.crew, self.cues)
        self._understudies = Understudies(self.crew.pairs)
        self._open = [bytearray() for _ in self.cues]
        self._lots = {cue.message.id: array("I") for cue in self.cues}

    def add(self, portion: Sequence[Member], settled: Settled) -> None:
        """Look at a portion of accounts, in the order of their ids.

        Args:
            portion: The accounts.
            settled: What is approved or out of them.
        """
        self._marks.append(mark(member.account for member in portion))
        for member in portion:
            self._one(member)
        if settled:
            self._keep(portion, settled)

    def _one(self, member: Member) -> None:
        facts = None if member.owner is None else _decode(member.owner)[0]
        kind = self._voices.place(member, facts)
        self._kinds.append(NOBODY if kind is None else kind)
        if kind is None:
            for marks in self._open:
                marks.append(0)
            for lots in self._lots.values():
                lots.append(0)
            return
        voice = self._voices.all[kind]
        may = self._gate.standing(member, voice, facts)
        if self.crew.pairs:
            may = self._understudies.told_of(member.account, len(self._kinds) - 1, may)
        for marks, allowed in zip(self._open, may, strict=True):
            marks.append(allowed)
        for message, lots in self._lots.items():
            lots.append(lot(self.crew.campaign.id, message, member.account))
        if not all(may) and not self._understudies.stands_by(member.account):
            self.tally.add(self._gate.refusals(member, voice))

    def _keep(self, portion: Sequence[Member], settled: Settled) -> None:
        begin = len(self._kinds) - len(portion)
        places = {member.account: begin + number for number, member in enumerate(portion)}
        for number, cue in enumerate(self.cues):
            variants = {variant.id: place for place, variant in enumerate(cue.message.variants)}
            held = self._held.setdefault(number, {})
            for (account, wave, message), variant in settled.items():
                if (wave, message) == (cue.wave.id, cue.message.id) and variant in variants:
                    held[places[account]] = variants[variant]

    def deal(self) -> Cast:
        """Give every account its words."""
        kinds = np.frombuffer(self._kinds, np.int32) if self._kinds else np.empty(0, np.int32)
        hands: list[Numbers] = []
        talking: list[int] = []
        standing: list[Mapping[int, int]] = []
        for number, cue in enumerate(self.cues):
            allowed = np.frombuffer(self._open[number], np.uint8).astype(bool)
            able = np.where(allowed, kinds, NOBODY).astype(np.int32)
            lots = np.array(self._lots[cue.message.id], np.uint32)
            choices = [best(cue.message.variants, voice.speaker) for voice in self._voices.all]
            said = [hands[earlier] for earlier in cue.earlier]
            dealt = deal(choices, able, lots, self._holders(number), said)
            hands.append(dealt)
            self._silent(cue, np.flatnonzero((able != NOBODY) & (dealt == NOBODY)))
            talking.append(int((dealt != NOBODY).sum()))
            standing.append(self._stand_by(number, choices, dealt, said))
        return Cast(
            cues=self.cues,
            voices=tuple(self._voices.all),
            kinds=kinds,
            hands=tuple(hands),
            talking=tuple(talking),
            standing=tuple(standing),
            marks=tuple(self._marks),
        )

    def _holders(self, number: int) -> Numbers | None:
        held = self._held.get(number)
        if not held:
            return None
        found = np.full(len(self._kinds), NOBODY, np.int16)
        found[list(held)] = list(held.values())
        return found

    def _stand_by(
        self, number: int, choices: Sequence[tuple[int, ...]], dealt: Numbers, said: Sequence[Numbers]
    ) -> dict[int, int]:
        """Give words to those that stand by; nobody else's words change by that."""
        found: dict[int, int] = {}
        cue, held = self.cues[number], self._held.get(number, {})
        for first, place in self._understudies.of(number, cue.message):
            if dealt[first] == NOBODY:
                continue
            told = [held[place]] if place in held else []
            variant = understudied(
                choices[self._kinds[place]], [*told, int(dealt[first])], {int(one[place]) for one in said}
            )
            dealt[place] = variant
            if variant == NOBODY:
                self._silent(cue, np.array([place]))
            else:
                found[place] = first
        return found

    def _silent(self, cue: Cue, places: Numbers) -> None:
        """Accounts that might speak, and no words suit them."""
        if len(places):
            kinds = {int(kind) for kind in np.unique(np.array(self._kinds, np.int32)[places])}
            some = ", ".join(sorted(_told(self._voices.all[kind]) for kind in kinds)[:_NAMED])
            self.tally.add([_unsuited(cue, len(places), some)])


def _told(voice: Voice) -> str:
    speaker = voice.speaker
    if not speaker.unit:
        return speaker.account.id
    return f"{speaker.account.platform} of {speaker.unit} in {' '.join(speaker.languages)}"


def _unsuited(cue: Cue, count: int, some: str) -> Finding:
    return Finding(
        code="variant.none",
        severity=Severity.INFO,
        message=f"no variant of {cue.message.id} suits {count} accounts: {some}",
        advice="add a variant in their language or for their platform, if they should speak",
        path=f"messages[{cue.message.id}].variants",
    )
