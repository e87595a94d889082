"""The workspace: one folder, and everything that can be done with it."""

import random
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

from attrs import frozen

from govpr.campaigns.agency_file import AgencyFile
from govpr.delivery.worker import deliver
from govpr.governance import audit
from govpr.hoaxes.databases.protocol import HoaxDatabase
from govpr.http.client import Client
from govpr.http.drivers import run
from govpr.models import Agency, Campaign, Decision, Delivery, DeliveryState, Plan
from govpr.platforms.protocol import Platform
from govpr.reporting import Report
from govpr.storage import outbox
from govpr.workspace import delivering, planning, reporting
from govpr.workspace.campaigns import Campaigns, Programmes
from govpr.workspace.context import Clock, Context, now
from govpr.workspace.databases import Databases
from govpr.workspace.delivering import Delivered
from govpr.workspace.desk import Desk
from govpr.workspace.evidence import Evidence
from govpr.workspace.handover import hand_over
from govpr.workspace.hoaxes import Hoaxes
from govpr.workspace.network import Lines
from govpr.workspace.officers import Officers
from govpr.workspace.opening import entered, found, take_over_agency
from govpr.workspace.pictures import Pictures
from govpr.workspace.planning import Approved
from govpr.workspace.progress import Progress, counted, silent
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
    def tips(self) -> Tips:
        """Rumours passed on to fact-checkers elsewhere, once a person has confirmed what that says of whom."""
        return Tips(self._context, self._client)

    @property
    def desk(self) -> Desk:
        """The hoax desk."""
        return Desk(self._context)

    def load_agency(self, file: AgencyFile | Path | str) -> Agency:
        """Take over the agency and its official accounts; loading it again replaces them.

        Raises:
            InvalidFile: Lists everything that is wrong with the file.
        """
        return take_over_agency(self._context, file)

    def agency(self) -> Agency:
        """The agency that the workspace belongs to.

        Raises:
            NotFound: None was loaded yet.
        """
        return self._context.agency()

    def plan(self, campaign: Campaign | str, *, store: bool = True, progress: Progress = silent) -> Plan:
        """Render and check every post of a campaign, and say what differs from the plan before.

        Nothing leaves the machine, and planning twice changes nothing. An edited post needs a new approval.

        Args:
            campaign: A campaign that was loaded or added, or its id.
            store: False to look only.
            progress: Is told how many posts are drafted.

        Raises:
            NotFound: There is no such campaign, or a platform is not installed.
            InputError: A template names a variable that does not exist, or the campaign was changed since it was kept.
        """
        known = self.campaigns.get(campaign) if isinstance(campaign, str) else campaign
        if store:
            planning.check_kept(known, self.campaigns.get(known.id))
        plan = planning.make_plan(self._context, known, progress)
        if store:
            planning.store_plan(self._context, plan)
        return plan

    def approve(self, plan: Plan, *, by: str, note: str = "") -> Approved:
        """Approve every post of a plan that no error stops. A yes is to exactly these words.

        Args:
            plan: What the approver saw.
            by: The id of the officer who approves; not the author.
            note: Why, for the record.

        Raises:
            NotAllowed: The approver wrote it, is unknown, or the plan was changed since.
        """
        return self._decide(plan, by, Decision.APPROVED, note)

    def reject(self, plan: Plan, *, by: str, note: str) -> Approved:
        """Say no to every post of a plan; what was approved of it and is not out yet is approved no longer.

        Raises:
            NotAllowed: The approver wrote it, is unknown, or the plan was changed since.
        """
        return self._decide(plan, by, Decision.REJECTED, note)

    def _decide(self, plan: Plan, by: str, decision: Decision, note: str) -> Approved:
        hashes = {post.id: post.content_hash for post in plan.posts}
        return planning.approve(self._context, plan.campaign, hashes, by=by, decision=decision, note=note)

    def deliver(self, *, progress: Progress = silent) -> Delivered:
        """Deliver what is due and approved: publish it, hand it over, or say why it waits.

        Safe to run at any time, and again after a crash: nothing is lost, nothing goes out twice.

        Args:
            progress: Is told how many deliveries are settled.
        """
        handed, withdrawn = hand_over(self._context)
        work = delivering.round_of(self._context, secrets.token_hex(8))
        settled = tuple(counted(deliver(work, Lines(self._context, work.platforms).sync(self._client)), progress))
        return delivering.finish(self._context, work, settled, handed, withdrawn)

    def deliveries(self, *states: DeliveryState, campaign: str | None = None) -> tuple[Delivery, ...]:
        """Deliveries in some states, or all, in the order of their times."""
        with self._context.database.read() as connection:
            return outbox.find(connection, campaign=campaign, states=states)

    def resolve(self, post: str, *, published: bool, by: str, url: str = "") -> Delivery:
        """Settle a delivery in doubt, after looking on the platform.

        Args:
            post: Its id.
            published: Whether the post is there. If not, it is sent again.
            by: The officer who looked.
            url: Where it is.

        Raises:
            NotFound: There is no such delivery.
            NotAllowed: It is not in doubt.
        """
        return delivering.resolve(self._context, post, published=published, by=by, url=url)

    def retry(self, post: str, *, by: str) -> Delivery:
        """Order another try of a delivery that was refused or failed.

        Raises:
            NotFound: There is no such delivery.
            NotAllowed: It is neither refused nor failed.
        """
        return delivering.retry(self._context, post, by=by)

    def withdraw(self, post: str, *, by: str) -> Delivery:
        """Take a post back that is not out yet.

        Raises:
            NotFound: There is no such delivery.
            NotAllowed: It is out already.
        """
        return delivering.withdraw(self._context, post, by=by)

    def measure(self) -> int:
        """Ask the platforms what became of the posts; says of how many. What cannot be counted is logged.

        Raises:
            DeliveryError: No post could be counted, and why.
        """
        work = delivering.round_of(self._context, "measure")
        sender = Lines(self._context, work.platforms).sync(self._client)
        counts, troubles = delivering.counted(
            delivering.questions(self._context, work), lambda account, flow: run(flow, sender(account))
        )
        return delivering.keep_metrics(self._context, counts, troubles)

    def status(self) -> reporting.Status:
        """Where everything stands."""
        return reporting.status(self._context)

    def report(self, campaign: str) -> Report:
        """What a campaign became, counted. Officers are counted in groups of ten or more only.

        Raises:
            NotFound: There is no such campaign.
        """
        known = self.campaigns.get(campaign)
        return reporting.report(self._context, known.title, known.id)

    def write_report(self, campaign: str, folder: Path | str | None = None) -> tuple[Path, ...]:
        """Write a campaign's report as HTML, JSON and CSV.

        Args:
            campaign: Its id.
            folder: Where; inside the workspace when left out.

        Returns:
            The files.
        """
        place = self._context.home.reports / campaign if folder is None else Path(folder)
        return reporting.write_report(self.report(campaign), place)

    def calendar(self, plan: Plan) -> bytes:
        """A plan as an iCalendar file."""
        from govpr.campaigns.calendar import to_ical  # noqa: PLC0415  (only an export pays for loading icalendar)

        return to_ical(plan, stamp=self._context.clock())

    def audit(self) -> tuple[audit.Entry, ...]:
        """The audit log, oldest entry first."""
        with self._context.database.read() as connection:
            return tuple(audit.read(connection))

    def verify(self) -> int | None:
        """The place of the first entry of the audit log that was tampered with, or None."""
        return audit.first_broken(self.audit())
