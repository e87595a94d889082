"""An office whose clock is the real one, with posts that become due when a test wants."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Condition, Event, Thread

from attrs import define, field
from tests.office import CAMPAIGN, OFFICERS, WIB, with_account

from govpr import Workspace
from govpr.models import Delivery

SECRET = "GOVPR_TEST_DATABASE"


def settle(folder: Path, address: str = "", engine: str = "loop") -> Path:
    """A workspace on a database, with an account in the sandbox; never quiet."""
    agency = folder / "agency.toml"
    agency.write_text(with_account("sandbox"), "utf-8")
    (folder / "officers.csv").write_text(OFFICERS, "utf-8")
    place = folder / "kantor"
    Workspace.init(place).close()
    lines = (place / "govpr.toml").read_text("utf-8").replace('end = "06:00"', 'end = "21:00"')
    lines = lines.replace('agency = ""', 'agency = "kemenag-contoh"')
    if address:
        os.environ[SECRET] = address
        lines += f'\n[store]\nurl = "env:{SECRET}"\nengine = "{engine}"\n'
        (place / "govpr.db").unlink()
    (place / "govpr.toml").write_text(lines, "utf-8")
    with Workspace.init(place, agency=agency) as ws:
        ws.officers.load(folder / "officers.csv")
    return place


def approve(place: Path, name: str, due: datetime) -> None:
    """A campaign of one post, approved."""
    local = due.astimezone(WIB)
    text = CAMPAIGN.replace('units = ["daerah"]\n', "").replace('["situs"]', '["kanal"]').replace("layanan", name, 1)
    text = text.replace("2026-11-03T09:00:00+07:00", local.isoformat())
    text = text.replace("2026-11-01", f"{local.date() - timedelta(days=1)}")
    text = text.replace("2026-11-30", f"{local.date() + timedelta(days=1)}")
    for variant in ("Mulai pekan ini loket pelayanan buka juga pada hari Sabtu pagi", "Sulit datang di hari kerja"):
        text = text.replace(variant, _words(f"{name} {variant}"))
    path = place.parent / f"{name}.toml"
    path.write_text(text, "utf-8")
    with Workspace.open(place) as ws:
        ws.approve(ws.plan(ws.campaigns.load(path)), by="ketua")


def _words(seed: str) -> str:
    """Words that no other seed has: what was said before is not said again."""
    return " ".join(hashlib.sha256(f"{seed} {number}".encode()).hexdigest()[:7] for number in range(9))


@define
class Watched:
    """A worker in a thread, and what it settled."""

    seen: list[Delivery] = field(factory=list)
    change: Condition = field(factory=Condition)

    def settled(self, delivery: Delivery) -> None:
        with self.change:
            self.seen.append(delivery)
            self.change.notify_all()

    def wait_for(self, count: int, seconds: float = 30) -> list[Delivery]:
        with self.change:
            assert self.change.wait_for(lambda: len(self.seen) >= count, seconds), self.seen
        return self.seen


@contextmanager
def working(place: Path, together: Watched | None = None) -> Iterator[Watched]:
    """A worker, until the block ends; several may be watched together."""
    watched, stop = together or Watched(), Event()
    with Workspace.open(place) as ws:
        thread = Thread(target=ws.work, args=(stop,), kwargs={"settled": watched.settled})
        thread.start()
        try:
            yield watched
        finally:
            stop.set()
            thread.join(30)
            assert not thread.is_alive()
