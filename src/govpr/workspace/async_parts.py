"""The parts of an asynchronous workspace: each method runs its twin in a thread."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar

from attrs import frozen

from govpr.campaigns.programmes_file import ProgrammesFile
from govpr.hoaxes.evaluation import ALARMS, Evaluation
from govpr.hoaxes.matching import Match
from govpr.hoaxes.queries import Query
from govpr.models import (
    Account,
    Achievement,
    Campaign,
    Consent,
    Delivery,
    FactCheck,
    HoaxReport,
    Narrative,
    Officer,
    Programme,
    Sighting,
)
from govpr.workspace.campaigns import Campaigns, Programmes
from govpr.workspace.hoaxes import Hoaxes
from govpr.workspace.indexing import IndexState
from govpr.workspace.officers import Enrolled, Officers, OfficersLoaded
from govpr.workspace.progress import Progress, silent

P = ParamSpec("P")
T = TypeVar("T")


async def aside(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run something that blocks in a thread."""
    return await asyncio.to_thread(partial(function, *args, **kwargs))


@frozen
class AsyncOfficers:
    """As `govpr.workspace.officers.Officers`."""

    _sync: Officers

    async def load(self, path: Path | str, *, progress: Progress = silent) -> OfficersLoaded:
        """As `Officers.load`; `progress` is called in another thread."""
        return await aside(self._sync.load, path, progress=progress)

    async def all(self) -> tuple[Officer, ...]:
        """As `Officers.all`."""
        return await aside(self._sync.all)

    async def some(self, *, after: str = "", limit: int = 1_000) -> tuple[Enrolled, ...]:
        """As `Officers.some`."""
        return await aside(self._sync.some, after=after, limit=limit)

    async def accounts(self) -> tuple[Account, ...]:
        """As `Officers.accounts`."""
        return await aside(self._sync.accounts)

    async def count(self) -> int:
        """As `Officers.count`."""
        return await aside(self._sync.count)

    async def consents(self) -> tuple[Consent, ...]:
        """As `Officers.consents`."""
        return await aside(self._sync.consents)

    async def withdraw(self, officer: str, account: str | None = None) -> tuple[Delivery, ...]:
        """As `Officers.withdraw`."""
        return await aside(self._sync.withdraw, officer, account)

    async def renew(self, officer: str) -> tuple[Delivery, ...]:
        """As `Officers.renew`."""
        return await aside(self._sync.renew, officer)

    async def confirm(self, code: str, *, url: str = "") -> Delivery:
        """As `Officers.confirm`."""
        return await aside(self._sync.confirm, code, url=url)


@frozen
class AsyncProgrammes:
    """As `govpr.workspace.campaigns.Programmes`."""

    _sync: Programmes

    async def load(self, path: Path | str) -> ProgrammesFile:
        """As `Programmes.load`."""
        return await aside(self._sync.load, path)

    async def all(self) -> tuple[Programme, ...]:
        """As `Programmes.all`."""
        return await aside(self._sync.all)

    async def achievements(self) -> tuple[Achievement, ...]:
        """As `Programmes.achievements`."""
        return await aside(self._sync.achievements)

    async def narratives(self) -> tuple[Narrative, ...]:
        """As `Programmes.narratives`."""
        return await aside(self._sync.narratives)


@frozen
class AsyncCampaigns:
    """As `govpr.workspace.campaigns.Campaigns`."""

    _sync: Campaigns

    async def check(self, path: Path | str) -> Campaign:
        """As `Campaigns.check`."""
        return await aside(self._sync.check, path)

    async def load(self, path: Path | str) -> Campaign:
        """As `Campaigns.load`."""
        return await aside(self._sync.load, path)

    async def add(self, campaign: Campaign, *, folder: Path | str = ".") -> Campaign:
        """As `Campaigns.add`."""
        return await aside(self._sync.add, campaign, folder=folder)

    async def all(self) -> tuple[Campaign, ...]:
        """As `Campaigns.all`."""
        return await aside(self._sync.all)

    async def get(self, campaign: str) -> Campaign:
        """As `Campaigns.get`."""
        return await aside(self._sync.get, campaign)


@frozen
class AsyncHoaxes:
    """As `govpr.workspace.hoaxes.Hoaxes`; `match` gives all rows at once."""

    _sync: Hoaxes

    async def load(
        self,
        *paths: Path | str,
        publisher: str = "",
        licence: str = "",
        label: str = "",
        independent: bool = True,
        progress: Progress = silent,
    ) -> int:
        """As `Hoaxes.load`; `progress` is called in another thread."""
        return await aside(
            self._sync.load,
            *paths,
            publisher=publisher,
            licence=licence,
            label=label,
            independent=independent,
            progress=progress,
        )

    async def check(self, text: str, *, top: int = 5, language: str | None = None, since: date | None = None) -> Match:
        """As `Hoaxes.check`."""
        return await aside(self._sync.check, text, top=top, language=language, since=since)

    async def match(
        self, queries: Iterable[Query], *, top: int = 10, workers: int = 1, decide: bool = False
    ) -> list[Mapping[str, str | int | float | None]]:
        """As `Hoaxes.match`, as a list."""
        return await aside(lambda: list(self._sync.match(queries, top=top, workers=workers, decide=decide)))

    async def evaluate(
        self,
        queries: Path | str,
        qrels: Path | str | None = None,
        *,
        out: Path | str | None = None,
        alarms: tuple[float, float] = ALARMS,
        seed: int = 0,
        progress: Progress = silent,
    ) -> Evaluation:
        """As `Hoaxes.evaluate`; `progress` is called in another thread."""
        return await aside(self._sync.evaluate, queries, qrels, out=out, alarms=alarms, seed=seed, progress=progress)

    async def index(self) -> Path:
        """As `Hoaxes.index`."""
        return await aside(self._sync.index)

    async def index_state(self, *, verify: bool = False) -> IndexState:
        """As `Hoaxes.index_state`."""
        return await aside(self._sync.index_state, verify=verify)

    async def remake_index(self) -> IndexState:
        """As `Hoaxes.remake_index`."""
        return await aside(self._sync.remake_index)

    async def gather(self, *, progress: Progress = silent) -> int:
        """As `Hoaxes.gather`; `progress` is called in another thread."""
        return await aside(self._sync.gather, progress=progress)

    async def lookup(self, cids: Iterable[str]) -> Mapping[str, FactCheck]:
        """As `Hoaxes.lookup`."""
        return await aside(self._sync.lookup, cids)

    async def count(self) -> int:
        """As `Hoaxes.count`."""
        return await aside(self._sync.count)

    async def saw(self, sighting: Sighting) -> None:
        """As `Hoaxes.saw`."""
        await aside(self._sync.saw, sighting)

    async def report(self, report: HoaxReport) -> None:
        """As `Hoaxes.report`."""
        await aside(self._sync.report, report)

    async def reports(self) -> tuple[HoaxReport, ...]:
        """As `Hoaxes.reports`."""
        return await aside(self._sync.reports)
