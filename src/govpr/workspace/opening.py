"""Making a workspace, opening it, and taking over the agency that it belongs to."""

from collections.abc import Callable, Mapping
from pathlib import Path

from govpr import plugins
from govpr.campaigns.agency_file import AgencyFile, read_agency
from govpr.errors import InvalidFile
from govpr.hoaxes.databases.protocol import HoaxDatabase
from govpr.models import Agency
from govpr.platforms.protocol import Platform
from govpr.settings import read_settings
from govpr.storage import people
from govpr.workspace.context import Clock, Context
from govpr.workspace.home import Home, make, read_key
from govpr.workspace.store import open_store
from govpr.workspace.strangers import homeless

_TITLES = {"id": "Ruang berita", "en": "Newsroom"}


def found(folder: Path, agency: Path | None, language: str, platforms: Mapping[str, Platform]) -> AgencyFile | None:
    """Make the folder of a workspace; nothing is made where the agency's file is wrong.

    Args:
        folder: Where.
        agency: The agency's file, or None.
        language: What readers see around the posts.
        platforms: Platforms besides those that are installed.
    """
    file = None if agency is None else read_agency(agency)
    if file is not None:
        _refuse_homeless(file, (*plugins.names(plugins.PLATFORMS), *platforms), agency)
    title = _TITLES.get(language, _TITLES["id"])
    make(
        Home(folder),
        agency=file.agency.id if file else "",
        title=f"{title} {file.agency.name}" if file else title,
        language=language,
    )
    return file


def entered(
    folder: Path,
    *,
    clock: Clock,
    jitter: Callable[[], float],
    platforms: Mapping[str, Platform],
    databases: Mapping[str, HoaxDatabase],
) -> Context:
    """Open a workspace.

    Args:
        folder: Where it is.
        clock: Gives the time.
        jitter: Gives a number between 0 and 1.
        platforms: Platforms besides those that are installed.
        databases: Adapters of hoax databases besides those that are installed, by kind.
    """
    home = Home(folder)
    settings = read_settings(home.settings, lambda: (*plugins.names(plugins.HOAX_DATABASES), *databases))
    return Context(
        home=home,
        settings=settings,
        key=read_key(home),
        database=open_store(settings.store, home.database),
        clock=clock,
        jitter=jitter,
        given=platforms,
        adapters=databases,
    )


def take_over_agency(context: Context, given: AgencyFile | Path | str) -> Agency:
    """Keep an agency and its official accounts, in place of what was known of them."""
    file = given if isinstance(given, AgencyFile) else read_agency(Path(given))
    _refuse_homeless(file, context.installed(), None if isinstance(given, AgencyFile) else Path(given))
    with context.database.write() as connection:
        people.save_agency(connection, file.agency)
        people.save_accounts(connection, file.accounts)
    return file.agency


def _refuse_homeless(file: AgencyFile, installed: tuple[str, ...], path: Path | None) -> None:
    problems = homeless(file.accounts, installed)
    if problems:
        raise InvalidFile(problems, "the agency's file" if path is None else path.name)
