"""The workspace: one folder, and everything that can be done with it."""

import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

from attrs import frozen

from govpr.hoaxes.databases.protocol import HoaxDatabase
from govpr.http.client import Client
from govpr.platforms.protocol import Platform
from govpr.workspace.accounts import Accounts
from govpr.workspace.campaigns import Campaigns, Programmes
from govpr.workspace.context import Clock, Context, now
from govpr.workspace.databases import Databases
from govpr.workspace.desk import Desk
from govpr.workspace.evidence import Evidence
from govpr.workspace.hoaxes import Hoaxes
from govpr.workspace.links import Links
from govpr.workspace.methods import agencies, braking, keeping, mending, outcomes, plans, sending, working
from govpr.workspace.officers import Officers
from govpr.workspace.opening import entered, found
from govpr.workspace.pictures import Pictures
from govpr.workspace.queue import Queue
from govpr.workspace.tips import Tips


@frozen
class Workspace:
    """A folder with an agency's officers, campaigns, hoax database, outbox and newsroom.

    Open it with `Workspace.open`, make it with `Workspace.init`, close it with `close` or a `with` block. It may be
    used from several threads, and several processes may work on one folder.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with Workspace.init(folder) as workspace:
        ...         print(workspace.status().live)
        False
    """

    _context: Context
    _client: Client

    @classmethod
    def init(
        cls,
        folder: Path | str,
        *,
        agency: Path | str | None = None,
        language: str = "id",
        clock: Clock = now,
        platforms: Mapping[str, Platform] | None = None,
        databases: Mapping[str, HoaxDatabase] | None = None,
    ) -> Self:
        """Make a workspace, or open the one that is there.

        Args:
            folder: Where.
            agency: A TOML file with the agency, its units and its official accounts.
            language: What readers see around the posts: `id` or `en`.
            clock: Gives the time, aware.
            platforms: Platforms to use besides those that are installed, by name.
            databases: Adapters of hoax databases to use besides those that are installed, by kind.

        Raises:
            InvalidFile: Lists everything that is wrong with the agency's file; nothing was made.
            StoreError: The folder cannot be written.
        """
        file = found(Path(folder), None if agency is None else Path(agency), language, platforms or {})
        workspace = cls.open(folder, clock=clock, platforms=platforms, databases=databases)
        if file is not None:
            workspace.load_agency(file)
        return workspace

    @classmethod
    def open(
        cls,
        folder: Path | str,
        *,
        clock: Clock = now,
        jitter: Callable[[], float] = random.random,
        platforms: Mapping[str, Platform] | None = None,
        databases: Mapping[str, HoaxDatabase] | None = None,
        client: Client | None = None,
    ) -> Self:
        """Open a workspace.

        Args:
            folder: Where it is.
            clock: Gives the time, aware.
            jitter: Gives a number between 0 and 1, for waiting times.
            platforms: Platforms to use besides those that are installed, by name.
            databases: Adapters of hoax databases to use besides those that are installed, by kind.
            client: An HTTP client of your own, for proxies and time limits.

        Raises:
            InvalidFile: `govpr.toml` is missing or wrong.
            StoreError: The folder is no workspace, or its database cannot be opened.
        """
        given, known = platforms or {}, databases or {}
        context = entered(Path(folder), clock=clock, jitter=jitter, platforms=given, databases=known)
        return cls(context, client or Client(clock=clock))

    def close(self) -> None:
        """Let go of the database and all connections."""
        self._client.close()
        self._context.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def folder(self) -> Path:
        """Where it is."""
        return self._context.home.folder

    @property
    def live(self) -> bool:
        """Whether posts may leave this machine."""
        return self._context.settings.live

    @property
    def officers(self) -> Officers:
        """Officers, accounts, consent, confirmation."""
        return Officers(self._context)

    @property
    def accounts(self) -> Accounts:
        """How the agency's accounts stand, and their connection to platforms."""
        return Accounts(self._context, self._client)

    @property
    def programmes(self) -> Programmes:
        """What the government does."""
        return Programmes(self._context)

    @property
    def campaigns(self) -> Campaigns:
        """Campaigns as code."""
        return Campaigns(self._context)

    @property
    def hoaxes(self) -> Hoaxes:
        """The local hoax database."""
        return Hoaxes(self._context)

    @property
    def pictures(self) -> Pictures:
        """Pictures of fact-checks and reports."""
        return Pictures(self._context, self._client)

    @property
    def evidence(self) -> Evidence:
        """Copies of pages that clarifications rest on."""
        return Evidence(self._context, self._client)

    @property
    def databases(self) -> Databases:
        """Hoax databases elsewhere: asked all at once, or read through for use without a network."""
        return Databases(self._context, self._client)

    @property
    def links(self) -> Links:
        """Links in posts: looked at before they go out, and shortened on request."""
        return Links(self._context, self._client)

    @property
    def tips(self) -> Tips:
        """Rumours passed on to fact-checkers elsewhere, once a person has confirmed what that says of whom."""
        return Tips(self._context, self._client)

    @property
    def queue(self) -> Queue:
        """Posts that wait: looked at, and changed in place."""
        return Queue(self._context)

    @property
    def desk(self) -> Desk:
        """The hoax desk."""
        return Desk(self._context)

    load_agency = agencies.load_agency
    agency = agencies.agency
    plan = plans.plan
    plan_stream = plans.plan_stream
    approve = plans.approve
    approve_stream = plans.approve_stream
    reject = plans.reject
    reject_stream = plans.reject_stream
    calendar = plans.calendar
    windows = sending.windows
    deliver = sending.deliver
    watch = sending.watch
    pause = braking.pause
    resume = braking.resume
    brakes = braking.brakes
    deliveries = sending.deliveries
    resolve = sending.resolve
    retry = sending.retry
    withdraw = sending.withdraw
    retract = mending.retract
    correct = mending.correct
    measure = sending.measure
    work = working.work
    backup = keeping.backup
    restore = staticmethod(keeping.restore)
    doctor = keeping.doctor
    status = outcomes.status
    troubled = outcomes.troubled
    delivery = outcomes.delivery
    figures = outcomes.figures
    notify = sending.notify
    report = outcomes.report
    write_report = outcomes.write_report
    audit = outcomes.audit
    verify = outcomes.verify
