"""Where workers are killed: a workspace, a server, and one clock for all processes."""

import asyncio
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from multiprocessing.sharedctypes import RawValue
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from attrs import define, field

from benchmarks._queue import DUE, HANDLES, KINDS, PLATFORMS, made, posted
from govpr.http.async_client import AsyncClient
from govpr.http.client import Client
from govpr.http.retry import Policy
from govpr.models import Delivery
from govpr.workspace import AsyncWorkspace, Workspace


@define(kw_only=True)
class Hall:
    """Where it happens.

    Args:
        folder: An empty folder; what workers log lies in it too.
        kind: The server's kind.
        address: The server's address.
        store: The address of a PostgreSQL database, or "" for SQLite.
        handles: The accounts' handles.
        clock: The time in seconds, shared by all processes; without a lock, which a killed one could hold for ever.
        texts: The words of each post, by its id.
    """

    folder: Path
    kind: str
    address: str
    store: str = ""
    handles: Sequence[str] = HANDLES
    clock: Any = field(factory=lambda: RawValue("d", DUE.timestamp()))
    texts: dict[str, str] = field(factory=dict)

    @property
    def home(self) -> Path:
        """The workspace's folder."""
        return self.folder / "kantor"

    @property
    def log(self) -> Path:
        """What workers write to their standard error output."""
        return self.folder / "log"

    def found(self) -> None:
        """Make the workspace."""
        if self.kind == "bluesky":  # its server's clock is its own
            self.clock.value = datetime.now(UTC).timestamp()
        made(self.home, self.kind, self.address, self.store, self.handles)

    def now(self) -> datetime:
        """The time there."""
        return datetime.fromtimestamp(self.clock.value, UTC)

    def open(self) -> Workspace:
        """The workspace."""
        client = Client(policy=Policy(attempts=1), clock=self.now)
        return Workspace.open(self.home, clock=self.now, platforms=PLATFORMS, client=client)

    def queue(self, workspace: Workspace, count: int) -> None:
        """Let some posts come due."""
        numbers = range(len(self.texts), len(self.texts) + count)
        self.texts |= posted(workspace, self.kind, numbers, self.now(), len(self.handles))
        if self.kind in KINDS:
            httpx.get(f"{self.address}/clock?now={quote(self.now().isoformat())}")

    def taken(self, *, newest: bool = False) -> Mapping[str, list[str]]:
        """What the server published: its ids of each text; where that is dear, only of the newest."""
        own = (tuple(one) for one in httpx.get(f"{self.address}/taken").json()) if self.kind in KINDS else None
        found: dict[str, list[str]] = {}
        for name, text in own or _records(self, newest=newest):
            found.setdefault(text, []).append(name)
        return found

    def ids(self, delivery: Delivery, taken: Mapping[str, list[str]]) -> list[str]:
        """What the server published of a delivery."""
        return taken.get(self.texts[delivery.post], [])

    def work(self, name: str, begun: Callable[[], None], *, many: bool) -> None:
        """Deliver what is due.

        Args:
            name: What PostgreSQL calls the worker's connections.
            begun: Called when the workspace is open.
            many: Whether it is the asynchronous workspace that delivers.
        """
        if self.store:
            os.environ["GOVPR_BENCHMARK_STORE"] = f"{self.store}?application_name={name}"
        if many:
            asyncio.run(self._work(begun))
            return
        with self.open() as workspace:
            begun()
            workspace.deliver()

    async def _work(self, begun: Callable[[], None]) -> None:
        client = AsyncClient(policy=Policy(attempts=1), clock=self.now)
        options: dict[str, Any] = {"clock": self.now, "platforms": PLATFORMS}
        async with await AsyncWorkspace.open(self.home, client=client, **options) as workspace:
            begun()
            await workspace.deliver()


def _records(hall: Hall, *, newest: bool) -> Iterator[tuple[str, str]]:
    query = {"repo": hall.handles[0], "collection": "app.bsky.feed.post", "limit": "100"}
    while True:
        page = httpx.get(f"{hall.address}/xrpc/com.atproto.repo.listRecords", params=query).raise_for_status().json()
        yield from ((record["uri"], record["value"]["text"]) for record in page["records"])
        if newest or "cursor" not in page:
            return
        query["cursor"] = page["cursor"]
