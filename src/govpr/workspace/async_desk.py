"""The hoax desk in an asynchronous workspace: each method runs its twin in a thread."""

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from attrs import frozen

from govpr.hoaxes.desk.answers import Answer
from govpr.hoaxes.desk.assignment import Assigned
from govpr.hoaxes.desk.drafting import Draft
from govpr.hoaxes.desk.intake import NewReport
from govpr.models import Case, CaseState, Clarification, HoaxReport, Reason
from govpr.workspace.async_parts import aside
from govpr.workspace.desk import Desk
from govpr.workspace.desk.board import Card, CaseFile
from govpr.workspace.desk.clarifying import Clarified, Corrected
from govpr.workspace.desk.intake import Received
from govpr.workspace.desk.steps import GOVPR


@frozen
class AsyncDesk:
    """As `govpr.workspace.desk.Desk`."""

    _sync: Desk

    async def report(
        self,
        text: str,
        *,
        channel: str,
        at: datetime | None = None,
        where: str = "",
        seen: datetime | None = None,
        picture: str = "",
        image: Path | None = None,
        language: str | None = None,
        region: str = "ID",
        reach: int | None = None,
        reply_to: str = "",
        by: str = GOVPR,
    ) -> Received:
        """As `Desk.report`."""
        return await aside(
            self._sync.report,
            text,
            channel=channel,
            at=at,
            where=where,
            seen=seen,
            picture=picture,
            image=image,
            language=language,
            region=region,
            reach=reach,
            reply_to=reply_to,
            by=by,
        )

    async def take_in(self, reports: Sequence[NewReport], *, by: str = GOVPR) -> tuple[Received, ...]:
        """As `Desk.take_in`."""
        return await aside(self._sync.take_in, reports, by=by)

    async def load(self, path: Path | str, *, channel: str = "", by: str = GOVPR) -> tuple[Received, ...]:
        """As `Desk.load`."""
        return await aside(self._sync.load, path, channel=channel, by=by)

    async def saw(
        self, case: str, *, channel: str, by: str, url: str | None = None, reach: int | None = None
    ) -> CaseFile:
        """As `Desk.saw`."""
        return await aside(self._sync.saw, case, channel=channel, by=by, url=url, reach=reach)

    async def cases(self, *states: CaseState, officer: str | None = None) -> tuple[Card, ...]:
        """As `Desk.cases`."""
        return await aside(self._sync.cases, *states, officer=officer)

    async def show(self, case: str) -> CaseFile:
        """As `Desk.show`."""
        return await aside(self._sync.show, case)

    async def assign(self, *, by: str = GOVPR) -> Assigned:
        """As `Desk.assign`."""
        return await aside(self._sync.assign, by=by)

    async def give(self, case: str, officer: str, *, by: str) -> Case:
        """As `Desk.give`."""
        return await aside(self._sync.give, case, officer, by=by)

    async def give_back(self, case: str, *, by: str, note: str = "") -> Case:
        """As `Desk.give_back`."""
        return await aside(self._sync.give_back, case, by=by, note=note)

    async def merge(self, case: str, into: str, *, by: str, note: str = "") -> Case:
        """As `Desk.merge`."""
        return await aside(self._sync.merge, case, into, by=by, note=note)

    async def split(self, case: str, reports: Collection[str], *, by: str, note: str = "") -> Case:
        """As `Desk.split`."""
        return await aside(self._sync.split, case, reports, by=by, note=note)

    async def close(self, case: str, reason: Reason | str, *, by: str, note: str = "") -> Case:
        """As `Desk.close`."""
        return await aside(self._sync.close, case, reason, by=by, note=note)

    async def reopen(self, case: str, *, by: str, note: str = "") -> Case:
        """As `Desk.reopen`."""
        return await aside(self._sync.reopen, case, by=by, note=note)

    async def clarify(
        self,
        case: str,
        draft: Draft = Draft(),  # noqa: B008  (a frozen value)
        *,
        by: str,
        factcheck: str | None = None,
        public: bool = True,
        override: str = "",
        accounts: Sequence[str] = (),
    ) -> Clarified:
        """As `Desk.clarify`."""
        return await aside(
            self._sync.clarify,
            case,
            draft,
            by=by,
            factcheck=factcheck,
            public=public,
            override=override,
            accounts=accounts,
        )

    async def release(self, case: str, *, by: str) -> Case:
        """As `Desk.release`."""
        return await aside(self._sync.release, case, by=by)

    async def answers(self, case: str | None = None) -> tuple[Answer, ...]:
        """As `Desk.answers`."""
        return await aside(self._sync.answers, case)

    async def answered(self, report: str, *, by: str) -> HoaxReport:
        """As `Desk.answered`."""
        return await aside(self._sync.answered, report, by=by)

    async def correct(
        self,
        clarification: Clarification | str,
        draft: Draft = Draft(),  # noqa: B008  (a frozen value)
        *,
        by: str,
        note: str,
    ) -> Corrected:
        """As `Desk.correct`."""
        return await aside(self._sync.correct, clarification, draft, by=by, note=note)

    async def forget(self, before: datetime, *, by: str) -> int:
        """As `Desk.forget`."""
        return await aside(self._sync.forget, before, by=by)
