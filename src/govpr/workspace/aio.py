"""The workspace for asynchronous programs: the same surface, awaited.

Work on the database and on files runs in threads; conversations with platforms are held many at once.
"""

from pathlib import Path
from types import TracebackType
from typing import Any, Self

from attrs import frozen

from govpr.campaigns.agency_file import AgencyFile
from govpr.governance import audit
from govpr.http.async_client import AsyncClient
from govpr.models import Agency, Campaign, Delivery, Plan
from govpr.observing.figures import Figures
from govpr.reporting import Report
from govpr.workspace import async_sending
from govpr.workspace.approving import Approved
from govpr.workspace.async_accounts import AsyncAccounts
from govpr.workspace.async_databases import AsyncDatabases
from govpr.workspace.async_desk import AsyncDesk
from govpr.workspace.async_evidence import AsyncEvidence
from govpr.workspace.async_links import AsyncLinks
from govpr.workspace.async_parts import AsyncCampaigns, AsyncHoaxes, AsyncOfficers, AsyncProgrammes, aside
from govpr.workspace.async_pictures import AsyncPictures
from govpr.workspace.async_queue import AsyncQueue
from govpr.workspace.async_tips import AsyncTips
from govpr.workspace.backups import Backup
from govpr.workspace.context import Clock, now
from govpr.workspace.deciding import ApprovedMany, RejectedMany
from govpr.workspace.doctor import Checkup
from govpr.workspace.progress import Progress, silent
from govpr.workspace.reporting import Status, Troubled
from govpr.workspace.restoring import Restored
from govpr.workspace.streaming import PlanSummary
from govpr.workspace.sync import Workspace


@frozen
class AsyncWorkspace:
    """A workspace whose methods are awaited; make it with `AsyncWorkspace.init` or `AsyncWorkspace.open`.

    Example:
        >>> import asyncio, tempfile
        >>> async def main():
        ...     with tempfile.TemporaryDirectory() as folder:
        ...         async with await AsyncWorkspace.init(folder) as workspace:
        ...             return (await workspace.status()).live
        >>> asyncio.run(main())
        False
    """

    _sync: Workspace
    _client: AsyncClient

    @classmethod
    async def init(cls, folder: Path | str, *, client: AsyncClient | None = None, **options: Any) -> Self:
        """As `Workspace.init`; `client` is the asynchronous one."""
        return cls._of(await aside(Workspace.init, folder, **options), client)

    @classmethod
    async def open(cls, folder: Path | str, *, client: AsyncClient | None = None, **options: Any) -> Self:
        """As `Workspace.open`; `client` is the asynchronous one."""
        return cls._of(await aside(Workspace.open, folder, **options), client)

    @classmethod
    def _of(cls, workspace: Workspace, client: AsyncClient | None) -> Self:
        return cls(workspace, client or AsyncClient(clock=workspace._context.clock))  # noqa: SLF001  (its other half)

    async def close(self) -> None:
        """As `Workspace.close`."""
        await self._client.aclose()
        await aside(self._sync.close)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def folder(self) -> Path:
        """As `Workspace.folder`."""
        return self._sync.folder

    @property
    def live(self) -> bool:
        """As `Workspace.live`."""
        return self._sync.live

    @property
    def officers(self) -> AsyncOfficers:
        """As `Workspace.officers`."""
        return AsyncOfficers(self._sync.officers)

    @property
    def accounts(self) -> AsyncAccounts:
        """As `Workspace.accounts`."""
        return AsyncAccounts(self._sync.accounts, self._client)

    @property
    def programmes(self) -> AsyncProgrammes:
        """As `Workspace.programmes`."""
        return AsyncProgrammes(self._sync.programmes)

    @property
    def campaigns(self) -> AsyncCampaigns:
        """As `Workspace.campaigns`."""
        return AsyncCampaigns(self._sync.campaigns)

    @property
    def hoaxes(self) -> AsyncHoaxes:
        """As `Workspace.hoaxes`."""
        return AsyncHoaxes(self._sync.hoaxes)

    @property
    def pictures(self) -> AsyncPictures:
        """As `Workspace.pictures`."""
        return AsyncPictures(self._sync.pictures, self._client)

    @property
    def evidence(self) -> AsyncEvidence:
        """As `Workspace.evidence`."""
        return AsyncEvidence(self._sync.evidence, self._client)

    @property
    def databases(self) -> AsyncDatabases:
        """As `Workspace.databases`."""
        return AsyncDatabases(self._sync.databases, self._client)

    @property
    def links(self) -> AsyncLinks:
        """As `Workspace.links`."""
        return AsyncLinks(self._sync.links, self._client)

    @property
    def tips(self) -> AsyncTips:
        """As `Workspace.tips`."""
        return AsyncTips(self._sync.tips, self._client)

    @property
    def queue(self) -> AsyncQueue:
        """As `Workspace.queue`."""
        return AsyncQueue(self._sync.queue)

    @property
    def desk(self) -> AsyncDesk:
        """As `Workspace.desk`."""
        return AsyncDesk(self._sync.desk)

    async def load_agency(self, file: AgencyFile | Path | str) -> Agency:
        """As `Workspace.load_agency`."""
        return await aside(self._sync.load_agency, file)

    async def agency(self) -> Agency:
        """As `Workspace.agency`."""
        return await aside(self._sync.agency)

    async def plan(self, campaign: Campaign | str, *, store: bool = True, progress: Progress = silent) -> Plan:
        """As `Workspace.plan`; `progress` is called in another thread."""
        return await aside(self._sync.plan, campaign, store=store, progress=progress)

    async def plan_stream(
        self, campaign: Campaign | str, *, store: bool = True, progress: Progress = silent
    ) -> PlanSummary:
        """As `Workspace.plan_stream`; `progress` is called in another thread."""
        return await aside(self._sync.plan_stream, campaign, store=store, progress=progress)

    async def approve_stream(
        self, campaign: str, seal: str, *, by: str, note: str = "", progress: Progress = silent
    ) -> ApprovedMany:
        """As `Workspace.approve_stream`; `progress` is called in another thread."""
        return await aside(self._sync.approve_stream, campaign, seal, by=by, note=note, progress=progress)

    async def approve(self, plan: Plan, *, by: str, note: str = "") -> Approved:
        """As `Workspace.approve`."""
        return await aside(self._sync.approve, plan, by=by, note=note)

    async def reject(self, plan: Plan, *, by: str, note: str) -> Approved:
        """As `Workspace.reject`."""
        return await aside(self._sync.reject, plan, by=by, note=note)

    async def reject_stream(self, campaign: str, *, by: str, note: str, progress: Progress = silent) -> RejectedMany:
        """As `Workspace.reject_stream`; `progress` is called in another thread."""
        return await aside(self._sync.reject_stream, campaign, by=by, note=note, progress=progress)

    async def backup(self, file: Path | str, *, key: Path | str | None = None) -> Backup:
        """As `Workspace.backup`."""
        return await aside(self._sync.backup, file, key=key)

    @staticmethod
    async def restore(backup: Path | str, folder: Path | str, *, key: Path | str, clock: Clock = now) -> Restored:
        """As `Workspace.restore`."""
        return await aside(Workspace.restore, backup, folder, key=key, clock=clock)

    async def doctor(self, *, clock: str = "") -> Checkup:
        """As `Workspace.doctor`."""
        return await aside(self._sync.doctor, clock=clock)

    async def status(self) -> Status:
        """As `Workspace.status`."""
        return await aside(self._sync.status)

    async def troubled(self, *, limit: int = 100) -> Troubled:
        """As `Workspace.troubled`."""
        return await aside(self._sync.troubled, limit=limit)

    async def delivery(self, post: str) -> Delivery:
        """As `Workspace.delivery`."""
        return await aside(self._sync.delivery, post)

    async def figures(self) -> Figures:
        """As `Workspace.figures`."""
        return await aside(self._sync.figures)

    async def report(self, campaign: str) -> Report:
        """As `Workspace.report`."""
        return await aside(self._sync.report, campaign)

    async def write_report(self, campaign: str, folder: Path | str | None = None) -> tuple[Path, ...]:
        """As `Workspace.write_report`."""
        return await aside(self._sync.write_report, campaign, folder)

    async def calendar(self, plan: Plan) -> bytes:
        """As `Workspace.calendar`."""
        return await aside(self._sync.calendar, plan)

    async def audit(self) -> tuple[audit.Entry, ...]:
        """As `Workspace.audit`."""
        return await aside(self._sync.audit)

    async def verify(self) -> int | None:
        """As `Workspace.verify`."""
        return await aside(self._sync.verify)

    deliver = async_sending.deliver
    notify = async_sending.notify
    windows = async_sending.windows
    watch = async_sending.watch
    pause = async_sending.pause
    resume = async_sending.resume
    brakes = async_sending.brakes
    deliveries = async_sending.deliveries
    resolve = async_sending.resolve
    retry = async_sending.retry
    withdraw = async_sending.withdraw
    work = async_sending.work
    retract = async_sending.retract
    correct = async_sending.correct
    measure = async_sending.measure
