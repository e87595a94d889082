"""A workspace with posts that are due, filled past the way through a campaign, and the server that they go to."""

from pathlib import Path

from attrs import define, field
from benchmarks._queue import DUE, OFFICER, PLATFORMS, made, post_of, posted, text_of

from govpr.http.client import Client
from govpr.http.retry import Policy
from govpr.models import DeliveryState
from govpr.workspace import Workspace
from tests.little_server import LittleServer
from tests.office import Clock


@define
class Queued:
    """The workspace.

    Args:
        folder: Where it is.
        kind: Its account's platform.
        server: Where the account is.
        store: The address of a PostgreSQL database, or "" for SQLite.
        posts: How many there are.
        clock: The time.
    """

    folder: Path
    kind: str
    server: LittleServer
    store: str
    posts: int
    clock: Clock = field(factory=lambda: Clock(now=DUE))

    @classmethod
    def make(cls, folder: Path, kind: str, server: LittleServer, posts: int, store: str = "") -> "Queued":
        """Make it."""
        server.honours_keys, server.now = kind == "mastodon", DUE
        made(folder, kind, server.url, store)
        queued = cls(folder, kind, server, store, posts)
        with queued.open() as ws:
            posted(ws, kind, range(posts))
        return queued

    def open(self) -> Workspace:
        """Open it."""
        client = Client(policy=Policy(attempts=1), clock=self.clock)
        return Workspace.open(self.folder, clock=self.clock, platforms=PLATFORMS, client=client)

    def end(self, *, doubtful: bool = False) -> None:
        """Work in peace, look at what is in doubt, and compare what is out with what the outbox says."""
        texts = {post_of(number): text_of(number) for number in range(self.posts)}
        with self.open() as ws:
            for _ in range(3):
                self.clock.pass_by(hours=2)
                ws.deliver()
                waiting = ws.deliveries(DeliveryState.IN_DOUBT)
                assert doubtful or not waiting
                for delivery in waiting:  # a person looks at each of them
                    ws.resolve(delivery.post, published=texts[delivery.post] in self.server.texts(), by=OFFICER)
            assert {delivery.state for delivery in ws.deliveries()} == {DeliveryState.SENT}
            assert all(delivery.receipt for delivery in ws.deliveries())
            assert ws.verify() is None
            assert len(self.server.texts()) == len(set(self.server.texts())) == len(ws.deliveries()) == self.posts
