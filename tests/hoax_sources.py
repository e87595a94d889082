"""Hoax databases for tests: adapters over one little protocol, and a service that is a list which editors change."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import httpx
from attrs import define, evolve, field, frozen

from govpr.errors import GovprError, Problem
from govpr.hoaxes.databases.protocol import Page, Query, Terms
from govpr.http.calls import Call, Flow, Reply
from govpr.http.client import Client
from govpr.http.replies import expect
from govpr.models import FactCheck
from govpr.models.converter import from_data, to_data
from govpr.settings import DatabaseSettings
from govpr.testing import answer
from govpr.workspace import Workspace

TERMS = Terms(licence="CC BY-SA 4.0", attribution="Sumber: contoh")


@frozen
class Searched:
    """An adapter that can only be searched."""

    name: str = "searched"
    hosts: frozenset[str] = frozenset()
    terms: Terms = TERMS
    pace: float = 0.0

    def search(self, query: Query, database: DatabaseSettings) -> Flow[Page]:
        reply = yield Call("GET", f"{database.url}/search?q={query.text}", signed=False)
        return page_of(expect(reply))


@frozen
class Listed(Searched):  # a test's shorthand; adapters of users inherit from nothing
    """An adapter that can be read through as well."""

    name: str = "listed"

    def changes(self, since: date | None, cursor: str | None, database: DatabaseSettings) -> Flow[Page]:
        reply = yield Call("GET", f"{database.url}/changes?since={since or ''}&cursor={cursor or ''}", signed=False)
        return page_of(expect(reply))


def page_of(body: Mapping[str, Any]) -> Page:
    return Page(
        factchecks=tuple(from_data(one, FactCheck) for one in body.get("items", ())),
        gone=tuple(body.get("gone", ())),
        cursor=body.get("cursor"),
        problems=tuple(Problem(place, "has no claim") for place in body.get("problems", ())),
    )


def body_of(factchecks: Sequence[FactCheck], **more: Any) -> dict[str, Any]:
    return {"items": [to_data(fact) for fact in factchecks], **more}


def fact(cid: str, text: str, **more: Any) -> FactCheck:
    told = {"url": f"https://cek.example/{cid}", "label": "SALAH", "publisher": "Cek Contoh", **more}
    return FactCheck(cid=cid, text=text, **told)


@define
class Remote:
    """A fact-checkers' service: its entries with the day of their last change, given out in pages.

    It can withdraw with a notice (`gone`), and without.
    """

    entries: dict[str, tuple[date, FactCheck]] = field(factory=dict)
    withdrawn: dict[str, date] = field(factory=dict)
    size: int = 3
    calls: list[str] = field(factory=list)
    faults: list[GovprError | Reply | BaseException] = field(factory=list)
    """What the next calls end in, instead of an answer."""
    patience: int = 0
    """How many calls are answered before the faults."""

    def publish(self, day: date, entry: FactCheck) -> None:
        self.entries[entry.cid] = (day, evolve(entry, updated=day))
        self.withdrawn.pop(entry.cid, None)

    def withdraw(self, day: date, cid: str, *, notice: bool = True) -> None:
        if self.entries.pop(cid, None) is not None and notice:
            self.withdrawn[cid] = day

    def send(self, call: Call) -> Reply:
        self.calls.append(call.url)
        if self.faults and self.patience <= 0:
            fault = self.faults.pop(0)
            if isinstance(fault, Reply):
                return fault
            raise fault
        self.patience -= 1
        since, cursor = (part.partition("=")[2] for part in call.url.partition("?")[2].split("&"))
        return answer(self._page(date.fromisoformat(since) if since else date.min, cursor))

    def _page(self, since: date, cursor: str) -> dict[str, Any]:
        """Oldest first; a cursor is the place of the last one: its day and cid."""
        changed = [(day.isoformat(), cid) for cid, (day, _) in self.entries.items() if day >= since]
        gone = [(day.isoformat(), cid) for cid, day in self.withdrawn.items() if day >= since]
        rows = [row for row in sorted({*changed, *gone}) if "~".join(row) > cursor]
        here, more = rows[: self.size], len(rows) > self.size
        return body_of(
            [self.entries[cid][1] for _, cid in here if cid in self.entries],
            gone=[cid for _, cid in here if cid not in self.entries],
            cursor="~".join(here[-1]) if more else None,
        )

    def truth(self) -> dict[str, FactCheck]:
        return {cid: entry for cid, (_, entry) in self.entries.items()}


def wire(serve: Callable[[Call], Reply]) -> httpx.MockTransport:
    """A network with one service on it, for both clients."""

    def answered(request: httpx.Request) -> httpx.Response:
        reply = serve(Call(request.method, str(request.url), headers=request.headers))
        return httpx.Response(reply.status, headers=dict(reply.headers), content=reply.body)

    return httpx.MockTransport(answered)


def client(serve: Callable[[Call], Reply], sleep: Callable[[float], None] = lambda _seconds: None) -> Client:
    """A client before that network; it waits for nothing, unless it is told how."""
    return Client(transport=wire(serve), sleep=sleep)


def desk(folder: Path, databases: str) -> Path:
    """A workspace's folder whose settings name some databases."""
    Workspace.init(folder).close()
    settings = folder / "govpr.toml"
    settings.write_text(settings.read_text("utf-8") + databases, encoding="utf-8")
    return folder
