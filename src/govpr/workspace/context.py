"""What every part of a workspace works with."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from attrs import evolve, field, frozen
from sqlalchemy import Connection

from govpr import plugins
from govpr.errors import Damaged, GovprError, NotFound
from govpr.governance import audit
from govpr.hoaxes.databases.protocol import HoaxDatabase
from govpr.hoaxes.federation.unloadable import Unloadable
from govpr.hoaxes.index import HoaxIndex, forget
from govpr.http.pacing import Pacers
from govpr.models import Account, Agency, Media, Post
from govpr.platforms.protocol import Platform
from govpr.settings import Settings
from govpr.storage import hoax_changes, people, rumours
from govpr.storage.database import Database
from govpr.workspace.home import Home

Clock = Callable[[], datetime]


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@frozen(kw_only=True)
class Context:
    """An open workspace, as its parts see it.

    Args:
        home: Its folder.
        settings: What its owners chose.
        database: Everything that is known.
        key: The secret key.
        clock: Gives the time.
        jitter: Gives a number between 0 and 1.
        given: Platforms that were passed in, by name; others are loaded as plug-ins.
        adapters: Hoax database adapters that were passed in, by kind; others are loaded as plug-ins.
        pacers: Give turns at hoax databases: the same for all threads and tasks.
    """

    home: Home
    settings: Settings
    database: Database
    key: bytes = field(repr=False)
    clock: Clock
    jitter: Callable[[], float] = field(repr=False)
    given: Mapping[str, Platform] = field(factory=dict)
    adapters: Mapping[str, HoaxDatabase] = field(factory=dict)
    pacers: Pacers = field(factory=Pacers, repr=False)

    def agency(self) -> Agency:
        """The agency that the workspace belongs to.

        Raises:
            NotFound: None was loaded yet.
        """
        with self.database.read() as connection:
            found = people.agency(connection, self.settings.agency)
        if found is None:
            raise NotFound("agency", self.settings.agency, advice="load one: govpr init FOLDER --agency agency.toml")
        return found

    def installed(self) -> tuple[str, ...]:
        """The names of the platforms that there are, and that the settings allow."""
        return (*plugins.names(plugins.PLATFORMS, self.settings.platforms), *self.given)

    def platforms(self, accounts: tuple[Account, ...]) -> Mapping[str, Platform]:
        """The platforms of some accounts, by name; one that is not installed any more is left out."""
        names = sorted({account.platform for account in accounts} & set(self.installed()))
        return {name: self.given.get(name) or self._load(name) for name in names}

    def _load(self, name: str) -> Platform:
        platform: Platform = plugins.load(plugins.PLATFORMS, name, self.settings.platforms)
        return platform

    def adapter(self, kind: str) -> HoaxDatabase:
        """The adapter of a kind of hoax database; of one that cannot be loaded, a stand-in that says why."""
        known = self.adapters.get(kind)
        if known is not None:
            return known
        try:
            adapter: HoaxDatabase = plugins.load(plugins.HOAX_DATABASES, kind, self.settings.hoax_databases)
        except GovprError as error:
            return Unloadable(kind, str(error))
        except Exception as error:  # noqa: BLE001  (an adapter of others may fail in any way when it is imported)
            return Unloadable(kind, f"{type(error).__name__}: {error}")
        return adapter

    @contextmanager
    def index(self) -> Iterator[HoaxIndex]:
        """The hoax index; it is made again from the database where it is damaged, or not made of exactly that."""
        with self._opened_index() as index:
            with self.database.read() as connection:
                current = hoax_changes.changes(connection)
            if index.stamp != current:
                self._rebuild(index)
            yield index

    def remake_index(self) -> None:
        """Make the hoax index again, whatever it is."""
        forget(self.home.index)
        with self.index():
            return

    def _opened_index(self) -> HoaxIndex:
        try:
            return HoaxIndex.open(self.home.index)
        except Damaged:
            forget(self.home.index)
            return HoaxIndex.open(self.home.index)

    def _rebuild(self, index: HoaxIndex) -> None:
        """Nobody changes anything meanwhile. Whoever was about to finish a change has finished it before."""
        with self.database.write() as connection:
            current = hoax_changes.held(connection)
            if index.stamp != current:
                index.clear()
                index.add(rumours.all_factchecks(connection), stamp=current)

    def record(self, connection: Connection, *, actor: str, action: str, subject: str, **detail: object) -> None:
        """Add an entry to the audit log."""
        audit.record(connection, at=self.clock(), actor=actor, action=action, subject=subject, detail=detail)

    def with_files(self, post: Post) -> Post:
        """The same post, its media as files that can be opened from anywhere."""
        return evolve(post, media=tuple(self._placed(media) for media in post.media)) if post.media else post

    def _placed(self, media: Media) -> Media:
        return evolve(media, file=str((self.home.folder / Path(media.file)).resolve()))
