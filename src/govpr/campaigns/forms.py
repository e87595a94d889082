"""The words of a post, made once for all accounts that say exactly them, and its rows made cheaply from there."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, TypeAlias

from attrs import define, evolve, field, frozen

from govpr.campaigns.cues import Cue
from govpr.campaigns.schedule import holiday, slot
from govpr.campaigns.voices import Crew, Voice
from govpr.content.compose import compose
from govpr.content.render import render
from govpr.content.rules import Rules
from govpr.content.tagging import Tags, tagged
from govpr.governance.disclosure import label
from govpr.http.guards import host_of
from govpr.models import Agency, Finding, Post
from govpr.models.converter import to_data
from govpr.models.posts import canonical, post_id
from govpr.storage.planned import New

Row: TypeAlias = New
_REMEMBERED = 20_000
_HOLES = ("account", "due", "officer")
Look = Callable[[Post], tuple[Finding, ...]]
"""Checks what a post says; the findings hold for every post that says the same."""


class When(NamedTuple):
    """A time at which posts go out, to the second.

    Args:
        due: The time, in the zone of the account.
        moved: Whether quiet hours moved it.
        day: Its day.
        text: The time as JSON has it.
        feast: The name of the public holiday on that day, or None.
    """

    due: datetime
    moved: bool
    day: date
    text: str
    feast: str | None


def row_of(post: Post) -> Row:
    """The row of a post.

    Args:
        post: The post.
    """
    data = json.dumps(to_data(post), ensure_ascii=False)
    return Row(post.id, post.account, post.content_hash, data, post.due, post.platform, post.officer is not None)


def _around_holes(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The JSON of a post in pieces: around its account, its time and, on a personal account, its officer."""
    pieces, lead = [""], "{"
    for name, value in data.items():
        pieces[-1] += f'{lead}"{name}": '
        if name in _HOLES:
            pieces[-1] += '"'
            pieces.append('"')
        else:
            pieces[-1] += json.dumps(value, ensure_ascii=False)
        lead = ", "
    pieces[-1] += "}"
    return tuple(pieces)


@frozen(eq=False)
class Form:
    """What a group of accounts says, word for word.

    Args:
        post: As one of them says it.
        findings: What the checks found about it.
        corrects: The message that it corrects, or None.
    """

    post: Post
    findings: tuple[Finding, ...] = ()
    corrects: str | None = None
    _pieces: tuple[str, ...] = field(init=False)
    _seen: bytes = field(init=False)
    _named: Any = field(init=False)

    def __attrs_post_init__(self) -> None:
        post = self.post
        told = hashlib.sha256(f"{post.campaign}\x1f{post.wave}\x1f{post.message}\x1f".encode())
        object.__setattr__(self, "_pieces", _around_holes(to_data(post)))
        object.__setattr__(self, "_seen", canonical(post).removeprefix(f'{{"account":"{post.account}').encode())
        object.__setattr__(self, "_named", told)

    def post_for(self, account: str, officer: str | None, due: datetime) -> Post:
        """The post of one account.

        Args:
            account: Its id.
            officer: Its owner, or None.
            due: When it goes out.
        """
        post = self.post
        replaces = post_id(self.corrects, post.wave, post.message, account) if self.corrects else None
        return evolve(post, account=account, officer=officer, due=due, replaces=replaces)

    def row(self, account: str, officer: str | None, when: When) -> Row:
        """The row of one account's post: the same as that of `post_for`, and a good deal quicker."""
        if self.corrects:
            return row_of(self.post_for(account, officer, when.due))
        named = self._named.copy()
        named.update(account.encode())
        content = hashlib.sha256(f'{{"account":"{account}'.encode() + self._seen).hexdigest()
        head, middle, tail, *end = self._pieces
        data = f"{head}{account}{middle}{when.text}{tail}"
        if end:
            data += f"{officer}{end[0]}"
        made = f"post-{named.hexdigest()[:16]}"
        return Row(made, account, content, data, when.due, self.post.platform, officer is not None)


@define(eq=False)
class Forms:
    """Makes each form once."""

    crew: Crew
    look: Look
    _known: dict[tuple[object, ...], Form] = field(factory=dict, init=False)
    _times: dict[tuple[str, str, int], When] = field(factory=dict, init=False)

    def time(self, cue: Cue, zone: str, turn: int, talking: int) -> When:
        """When an account says its part.

        Args:
            cue: What it says.
            zone: Its zone.
            turn: How many say it before.
            talking: How many say it.
        """
        share = (cue.place + turn / talking) / len(cue.wave.messages)
        seconds = int(cue.seconds * share)
        key = (cue.wave.id, zone, seconds)
        found = self._times.get(key)
        if found is None:
            if len(self._times) >= _REMEMBERED:
                self._times.clear()
            found = self._times[key] = self._when(cue, zone, seconds)
        return found

    def _when(self, cue: Cue, zone: str, seconds: int) -> When:
        quiet = self.crew.settings.quiet
        found = slot(cue.wave, zone, timedelta(seconds=seconds), quiet)
        day = found.due.date()
        feast = holiday(day) if quiet.holidays else None
        return When(found.due, found.moved, day, found.due.isoformat(), feast)

    def of(self, cue: Cue, variant: int, voice: Voice, when: When) -> Form:
        """The form in which a voice says something on a day.

        Args:
            cue: What it says when.
            variant: In which words.
            voice: Whose.
            when: When: agencies change their names.
        """
        key = (cue.wave.id, cue.message.id, variant, voice.group, when.day)
        found = self._known.get(key)
        if found is None:
            post = _post(self.crew, cue, variant, voice, when.due)
            found = self._known[key] = Form(post, self.look(post), cue.message.corrects)
        return found


def _post(crew: Crew, cue: Cue, number: int, voice: Voice, due: datetime) -> Post:
    campaign, message, variant = crew.campaign, cue.message, cue.message.variants[number]
    account, day = voice.speaker.account, due.date()
    disclosure = label(crew.settings.labels, account, crew.agency, variant.language, day)
    unit = _unit_name(crew.agency, voice.speaker.unit)
    pair = crew.pair(account.id, message) if crew.pairs else None
    names = {"agency": crew.agency.name_on(day), "officer_unit": unit, "disclosure": disclosure}
    values = {**campaign.variables, **names}
    platform = crew.rules[account.platform]
    text = render(variant.text, values, platform.markup)
    parts = compose(text, disclosure=disclosure, links=message.links, forbidden=platform.forbidden)
    tags = Tags(source=account.platform, campaign=campaign.id, content=message.id)
    return Post(
        campaign=campaign.id,
        wave=cue.wave.id,
        message=message.id,
        variant=variant.id,
        account=account.id,
        platform=account.platform,
        officer=account.officer,
        due=due,
        language=variant.language,
        title=render(message.title, values),
        parts=_counted(parts, tags, crew, platform),
        disclosure=disclosure,
        media=message.media,
        kind=message.kind,
        claim=message.claim,
        label=message.label,
        factcheck=message.factcheck,
        sources=message.sources,
        appearances=message.appearances,
        replaces=post_id(message.corrects, cue.wave.id, message.id, account.id) if message.corrects else None,
        correction=message.correction,
        instead_of=post_id(campaign.id, cue.wave.id, message.id, pair.first) if pair else None,
        after=pair.after if pair else None,
    )


def _counted(parts: tuple[str, ...], tags: Tags, crew: Crew, platform: Rules) -> tuple[str, ...]:
    """The parts with links that say where they were posted, where the settings want that."""
    links = crew.settings.links
    site = host_of(crew.agency.website or "").removeprefix("www.")
    hosts = links.hosts or ((site,) if site else ())
    if not links.utm or not hosts:
        return parts
    return tuple(tagged(part, tags, hosts, escaped=platform.markup == "html") for part in parts)


def _unit_name(agency: Agency, unit: str) -> str:
    return agency.unit(unit).name if unit else agency.name
