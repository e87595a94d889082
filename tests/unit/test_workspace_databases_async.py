"""Hoax databases in an asynchronous workspace: the same surface, the same promises."""

import asyncio
import inspect
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from tests.hoax_sources import Listed, Remote, Searched, body_of, desk, fact, wire

from govpr.errors import NoAnswer
from govpr.hoaxes.matching import Decision
from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Reply
from govpr.testing import answer
from govpr.workspace import AsyncWorkspace
from govpr.workspace.async_databases import AsyncDatabases
from govpr.workspace.databases import Databases

pytestmark = pytest.mark.anyio

CLAIM = "Bantuan sosial Rp600 ribu cair hari ini lewat tautan pendaftaran"
SETTINGS = "".join(
    f'\n[databases.{name}]\nkind = "listed"\nurl = "https://{name}.example"\n' for name in ("satu", "dua", "tiga")
)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def no_sleep(_seconds: float) -> None:
    await asyncio.sleep(0)


async def opened(folder: Path, transport: httpx.AsyncBaseTransport) -> AsyncWorkspace:
    kinds = {"listed": Listed(), "searched": Searched()}
    client = AsyncClient(transport=transport, sleep=no_sleep)
    return await AsyncWorkspace.open(
        desk(folder, SETTINGS),
        databases=kinds,
        client=client,
        clock=lambda: datetime(2026, 11, 9, 12, tzinfo=UTC),
    )


def by_host(**replies: Reply) -> httpx.MockTransport:
    return wire(lambda call: replies[(urlsplit(call.url).hostname or "").partition(".")[0]])


class Stuck(httpx.AsyncBaseTransport):
    """One host answers, the others never do; `left` counts those that were given up."""

    def __init__(self, reply: Reply) -> None:
        self.answering, self.left = wire(lambda _call: reply), 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "satu.example":
            return await self.answering.handle_async_request(request)
        try:
            await asyncio.Event().wait()
        finally:
            self.left += 1
        raise AssertionError


def test_both_surfaces_are_equal() -> None:
    for name in ("all", "search", "sync", "check"):
        twin = [inspect.signature(getattr(kind, name)).parameters for kind in (Databases, AsyncDatabases)]
        assert {key: (one.kind, one.default) for key, one in twin[0].items()} == {
            key: (one.kind, one.default) for key, one in twin[1].items()
        }


async def test_a_failing_database_is_listed_and_hides_nothing(tmp_path: Path) -> None:
    hit = answer(body_of([fact("satu-1", CLAIM)]), headers={"cache-control": "max-age=600"})
    transport = by_host(satu=hit, dua=answer(None, 503), tiga=answer(body_of([])))
    async with await opened(tmp_path, transport) as workspace:
        found = await workspace.databases.search(CLAIM)
        again = await workspace.databases.search(CLAIM, ["satu"])
    assert (found.decision, [one.database for one in found.failed]) == (Decision.SAME, ["dua"])
    assert again.answers[0].cached


async def test_late_databases_are_given_up(tmp_path: Path) -> None:
    transport = Stuck(answer(body_of([fact("satu-1", CLAIM)])))
    async with await opened(tmp_path, transport) as workspace:
        found = await workspace.databases.search(CLAIM, deadline=0.2)
    assert [one.problem for one in found.failed] == ["no answer within 0.2 seconds"] * 2
    assert transport.left == 2


async def test_where_nobody_answers_there_is_an_error(tmp_path: Path) -> None:
    silent = answer(None, 503)
    async with await opened(tmp_path, by_host(satu=silent, dua=silent, tiga=silent)) as workspace:
        with pytest.raises(NoAnswer):
            await workspace.databases.search(CLAIM)
        assert [one.reachable for one in await workspace.databases.check()] == [False] * 3


async def test_many_are_read_through_at_once(tmp_path: Path) -> None:
    remotes = {name: Remote() for name in ("satu", "dua", "tiga")}
    for name, remote in remotes.items():
        for number in range(7):
            remote.publish(datetime(2026, 11, 1, tzinfo=UTC).date(), fact(f"{name}-{number}", f"Kabar {name} {number}"))
    remotes["dua"].patience, remotes["dua"].faults = 1, [answer(None, 403)]

    def serve(call: Call) -> Reply:
        return remotes[(urlsplit(call.url).hostname or "").partition(".")[0]].send(call)

    told: list[int] = []
    async with await opened(tmp_path, wire(serve)) as workspace:
        first = await workspace.databases.sync(progress=lambda done, _total: told.append(done))
        (second,) = await workspace.databases.sync("dua")
        assert [one.entries for one in await workspace.databases.all()] == [7, 7, 7]
        assert await workspace.hoaxes.count() == 21
    assert [(one.added, bool(one.problem)) for one in first] == [(7, False), (3, True), (7, False)]
    assert (second.added, second.resumed, second.problem) == (4, True, "")
    assert (told == sorted(told), told[-1]) == (True, 17)
