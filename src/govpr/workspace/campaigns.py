"""`workspace.campaigns` and `workspace.programmes`: what files say, taken over whole or not at all."""

import hashlib
from functools import partial
from pathlib import Path

from attrs import evolve, frozen

from govpr.campaigns.programmes_file import ProgrammesFile, read_programmes
from govpr.campaigns.reader import read_campaign
from govpr.errors import InputError, InvalidFile, NotFound, Problem
from govpr.media.fitting import described
from govpr.models import Achievement, Campaign, Media, Narrative, Programme
from govpr.models.converter import to_data
from govpr.storage import plans
from govpr.text.files import write_changed
from govpr.workspace.context import Context
from govpr.workspace.strangers import strangers


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

    def narratives(self) -> tuple[Narrative, ...]:
        """Every version of every narrative."""
        with self._context.database.read() as connection:
            return plans.all_narratives(connection)


@frozen
class Campaigns:
    """Campaigns as code."""

    _context: Context

    def check(self, path: Path | str) -> Campaign:
        """A campaign from a TOML file, checked against the workspace; nothing is stored.

        Raises:
            InvalidFile: Lists everything that is wrong, in the file itself or against the workspace.
        """
        return read_campaign(Path(path), partial(strangers, self._context))

    def load(self, path: Path | str) -> Campaign:
        """Take over a campaign from a TOML file. Loading it again after an edit replaces it.

        Its media are copied into the workspace under their digests, so that what was approved cannot change later.

        Raises:
            InvalidFile: Lists everything that is wrong, in the file itself or against the workspace.
        """
        path = Path(path)
        return self._keep(self.check(path), path.parent)

    def add(self, campaign: Campaign, *, folder: Path | str = ".") -> Campaign:
        """Take over a campaign that was made in code; one of the same id is replaced.

        Args:
            campaign: The campaign.
            folder: Where its media are.

        Returns:
            The campaign as it is kept, its media in the workspace.

        Raises:
            InputError: Lists every name in it that the workspace does not know, and every file that is missing or no
                picture or film.
        """
        place = Path(folder)
        problems = list(strangers(self._context, to_data(campaign)))
        seen = _looked_at(campaign, place, problems)
        if problems:
            raise InputError(problems, f"the campaign {campaign.id}")
        return self._keep(seen, place)

    def _keep(self, campaign: Campaign, folder: Path) -> Campaign:
        kept = _with_media_kept(self._context, campaign, folder)
        with self._context.database.write() as connection:
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


def _with_media_kept(context: Context, campaign: Campaign, folder: Path) -> Campaign:
    messages = tuple(
        evolve(message, media=tuple(_kept(context, media, folder) for media in message.media))
        for message in campaign.messages
    )
    return evolve(campaign, messages=messages)


def _kept(context: Context, media: Media, folder: Path) -> Media:
    data = (folder / media.file).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    name = f"{digest}{Path(media.file).suffix.lower()}"
    write_changed(context.home.media / name, data)
    return evolve(media, file=f"media/{name}", digest=digest, size=len(data))


def _looked_at(campaign: Campaign, folder: Path, problems: list[Problem]) -> Campaign:
    """The campaign with what its files are; what is wrong with them is added to the problems."""
    messages = []
    for number, message in enumerate(campaign.messages):
        media = []
        for place, medium in enumerate(message.media):
            path = f"campaign.messages[{number}].media[{place}].file"
            try:
                media.append(described(medium, folder))
            except InvalidFile as error:
                problems += [Problem(path, one.message, one.advice) for one in error.problems]
            except OSError:
                problems.append(Problem(path, f"is {medium.file!r}, which is not there", f"put it into {folder}"))
        messages.append(evolve(message, media=tuple(media)))
    return evolve(campaign, messages=tuple(messages))
