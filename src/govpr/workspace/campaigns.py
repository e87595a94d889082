"""`workspace.campaigns` and `workspace.programmes`: what files say, taken over whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

from attrs import evolve, frozen
from sqlalchemy import Connection

from govpr import plugins
from govpr.campaigns.programmes_file import ProgrammesFile, read_programmes
from govpr.campaigns.reader import read_campaign
from govpr.campaigns.toml_lines import line_of, lines_of
from govpr.errors import InvalidFile, NotFound, Problem
from govpr.models import Achievement, Campaign, Media, Ownership, Programme
from govpr.storage import people, plans
from govpr.text.files import write_changed
from govpr.workspace.context import Context


@frozen
class Programmes:
    """What the government does, and what it achieved."""

    _context: Context

    def load(self, path: Path | str) -> ProgrammesFile:
        """Take over programmes, achievements and narratives from a TOML file.

        Raises:
            InvalidFile: Lists everything that is wrong with it.
        """
        loaded = read_programmes(Path(path))
        with self._context.database.write() as connection:
            plans.save_programmes(connection, loaded.programmes, loaded.achievements, loaded.narratives)
        return loaded

    def all(self) -> tuple[Programme, ...]:
        """Every programme, by id."""
        with self._context.database.read() as connection:
            return plans.all_programmes(connection)

    def achievements(self) -> tuple[Achievement, ...]:
        """Every achievement, by id."""
        with self._context.database.read() as connection:
            return plans.all_achievements(connection)


@frozen
class Campaigns:
    """Campaigns as code."""

    _context: Context

    def check(self, path: Path | str) -> Campaign:
        """A campaign from a TOML file, checked against the workspace; nothing is stored.

        Raises:
            InvalidFile: Lists everything that is wrong, in the file itself or against the workspace.
        """
        path = Path(path)
        campaign = read_campaign(path)
        problems = list(_strangers(self._context, campaign))
        if problems:
            lines = lines_of(path.read_text(encoding="utf-8-sig"))
            raise InvalidFile([evolve(p, line=line_of(p.path, lines)) for p in problems], path.name)
        return campaign

    def load(self, path: Path | str) -> Campaign:
        """Take over a campaign from a TOML file. Loading it again after an edit replaces it.

        Its media are copied into the workspace under their digests, so that what was approved cannot change later.

        Raises:
            InvalidFile: Lists everything that is wrong, in the file itself or against the workspace.
        """
        path, context = Path(path), self._context
        kept = _with_media_kept(context, self.check(path), path.parent)
        with context.database.write() as connection:
            plans.save_campaign(connection, kept)
        return kept

    def all(self) -> tuple[Campaign, ...]:
        """Every campaign, by id."""
        with self._context.database.read() as connection:
            return plans.all_campaigns(connection)

    def get(self, campaign: str) -> Campaign:
        """One campaign.

        Raises:
            NotFound: There is none of that id.
        """
        known = self.all()
        for one in known:
            if one.id == campaign:
                return one
        raise NotFound("campaign", campaign, [one.id for one in known])


def _strangers(context: Context, campaign: Campaign) -> Iterator[Problem]:
    """Names in a campaign that the workspace does not know."""
    agency = context.agency()
    if campaign.agency != agency.id:
        yield Problem("campaign.agency", f"is {campaign.agency!r}", f"this workspace belongs to {agency.id!r}")
    with context.database.read() as connection:
        yield from _strange_people(connection, campaign)
        programmes = {programme.id for programme in plans.all_programmes(connection)}
    for place, unit in enumerate(campaign.participants.units):
        if unit not in {known.id for known in agency.units}:
            advice = f"write one of {', '.join(known.id for known in agency.units)}"
            yield Problem(f"campaign.participants.units[{place}]", f"names an unknown unit {unit!r}", advice)
    installed = plugins.names(plugins.PLATFORMS, context.settings.platforms)
    for number, message in enumerate(campaign.messages):
        path = f"campaign.messages[{number}]"
        if message.programme is not None and message.programme not in programmes:
            yield Problem(f"{path}.programme", f"names an unknown programme {message.programme!r}", "load it first")
        for place, variant in enumerate(message.variants):
            if variant.platform is not None and variant.platform not in (*installed, *context.given):
                advice = f"write one of {', '.join(installed)}"
                yield Problem(f"{path}.variants[{place}].platform", f"is {variant.platform!r}", advice)


def _strange_people(connection: Connection, campaign: Campaign) -> Iterator[Problem]:
    officers = {officer.id for officer in people.all_officers(connection)}
    official = {a.id for a in people.all_accounts(connection) if a.ownership is Ownership.OFFICIAL}
    if campaign.author not in officers:
        yield Problem("campaign.author", f"names an unknown officer {campaign.author!r}", "load the officer first")
    for place, officer in enumerate(campaign.participants.officers):
        if officer not in officers:
            path = f"campaign.participants.officers[{place}]"
            yield Problem(path, f"names an unknown officer {officer!r}", "load the officer first")
    for place, account in enumerate(campaign.participants.accounts):
        if account not in official:
            advice = f"write one of {', '.join(sorted(official)) or 'the accounts of the agency file'}"
            path = f"campaign.participants.accounts[{place}]"
            yield Problem(path, f"names an unknown official account {account!r}", advice)


def _with_media_kept(context: Context, campaign: Campaign, folder: Path) -> Campaign:
    messages = tuple(
        evolve(message, media=tuple(_kept(context, media, folder) for media in message.media))
        for message in campaign.messages
    )
    return evolve(campaign, messages=messages)


def _kept(context: Context, media: Media, folder: Path) -> Media:
    name = f"{media.digest}{Path(media.file).suffix.lower()}"
    write_changed(context.home.media / name, (folder / media.file).read_bytes())
    return evolve(media, file=f"media/{name}")
