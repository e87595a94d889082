"""Any weather, any orders, on both databases: of a post and the one that stands by for it, exactly one goes out."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import define
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from tests.office import MORNING, Office
from tests.postgres import Postgres
from tests.simulated import Killed
from tests.standing import STANDING, Services, standing_office
from tests.store.conftest import KINDS

from govpr.errors import NotAllowed
from govpr.http.calls import Effect
from govpr.models import Delivery, DeliveryState
from govpr.storage import standbys
from govpr.storage.database import Database
from govpr.workspace import Workspace

S = DeliveryState
SECRET = "GOVPR_TEST_STANDING"
WEATHER = ("fine", "refused connection", "lost", "timeout", "503", "401", "422", "429", "killed before", "killed after")
ORDERS = (
    "minutes",
    "an hour",
    "outage",
    "outage",
    "outage",
    "fallback",
    "absent",
    "hold",
    "release",
    "pause",
    "resume",
    "retry",
    "plan again",
)


@define
class Prepared:
    """An office with an approved campaign, to be copied for each history."""

    folder: Path
    address: str
    postgres: Postgres | None


@pytest.fixture(params=KINDS, scope="module")
def prepared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("prepared")
    office = standing_office(folder, Services())
    if request.param == "sqlite":
        with office.open() as ws:
            ws.approve(ws.plan(office.campaign(ws, STANDING)), by="ketua")
        return Prepared(folder, "", None)
    postgres: Postgres = request.getfixturevalue("postgres")
    address = postgres.database()
    settings = folder / "kantor" / "govpr.toml"
    settings.write_text(settings.read_text("utf-8") + f'\n[store]\nurl = "env:{SECRET}"\n', "utf-8")
    (folder / "kantor" / "govpr.db").unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SECRET, address)
        with office.open() as ws:
            ws.load_agency(folder / "agency.toml")
            ws.officers.load(folder / "officers.csv")
            ws.approve(ws.plan(office.campaign(ws, STANDING)), by="ketua")
    return Prepared(folder, address, postgres)


@define
class World:
    """An office, its services, and people who order things."""

    office: Office
    services: Services
    ws: Workspace

    def step(self, order: str, weather: str) -> None:
        self.services.weather = {"warta": [weather], "siaran": [weather]}
        with suppress(NotAllowed, Killed):
            self.ordered(order)
        self.services.weather, self.services.always = {}, {}

    def ordered(self, order: str) -> None:
        first, standby = self.both()
        queue, ws = self.ws.queue, self.ws
        orders: dict[str, Callable[[], object]] = {
            "minutes": lambda: self.office.clock.pass_by(minutes=11),
            "an hour": lambda: self.office.clock.pass_by(minutes=61),
            "outage": self.outage,
            "fallback": lambda: queue.fallback(first.post, by="ani"),
            # Whoever says that it is not there has looked.
            "absent": lambda: queue.fallback(first.post, by="ani", absent="warta" not in self.services.said()),
            "hold": lambda: queue.hold(standby.post, by="ani"),
            "release": lambda: queue.release(standby.post, by="ani"),
            "pause": lambda: ws.pause("kanal", by="ani"),
            "resume": lambda: ws.resume("kanal", by="ani"),
            "retry": lambda: ws.retry(first.post, by="ani"),
            "plan again": lambda: ws.approve(ws.plan("layanan"), by="ketua"),
        }
        orders[order]()
        ws.deliver()

    def outage(self) -> None:
        """Nobody reaches the first service for an hour, after what the weather says of the first call."""
        self.ws.deliver()
        self.services.always = {"warta": "refused connection"}
        for _ in range(5):
            self.office.clock.pass_by(minutes=12)
            self.ws.deliver()
        self.services.always = {}

    def both(self) -> tuple[Delivery, Delivery]:
        found = {one.account: one for one in self.ws.deliveries()}
        return found["kanal"], found["cadangan"]

    def mend(self) -> None:
        """The sky is clear, and people do what `govpr status` tells them to do."""
        for account in ("kanal", "cadangan"):
            self.ws.resume(account, by="ani")
        for _ in range(4):
            self.office.clock.now = (self.office.clock.now + timedelta(days=1)).replace(hour=9)
            for one in self.both():
                with suppress(NotAllowed):
                    if one.state is S.IN_DOUBT:
                        there = {"kanal": "warta", "cadangan": "siaran"}[one.account] in self.services.said()
                        self.ws.resolve(one.post, published=there, by="ani")
                    elif one.state in {S.REFUSED, S.FAILED}:
                        self.ws.retry(one.post, by="ani")
                    elif one.state is S.ON_HOLD:
                        self.ws.queue.release(one.post, by="ani")
            self.ws.deliver()


@contextmanager
def copied(prepared: Prepared, effect: Effect) -> Iterator[World]:
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        folder = Path(shutil.copytree(prepared.folder, Path(place) / "kota"))
        if prepared.postgres is not None:
            patch.setenv(SECRET, prepared.postgres.database(copy_of=prepared.address))
        services = Services()
        office = standing_office(folder, services, effect, found=False)
        with office.open() as ws:
            yield World(office, services, ws)


steps = st.tuples(st.sampled_from(ORDERS), st.sampled_from((*WEATHER, *("refused connection",) * 8)))


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@example(history=[("outage", "refused connection"), ("plan again", "fine"), ("retry", "fine")], effect=Effect.KEYED)
@example(history=[("outage", "lost"), ("outage", "503")], effect=Effect.KEYED)
@example(history=[("outage", "killed after"), ("outage", "refused connection")], effect=Effect.KEYED)
@example(history=[("outage", "killed after"), ("outage", "refused connection")], effect=Effect.ONCE)
@given(history=st.lists(steps, max_size=6), effect=st.sampled_from([Effect.KEYED, Effect.ONCE]))
def test_exactly_one_of_the_two_goes_out(prepared: Prepared, history: list[tuple[str, str]], effect: Effect) -> None:
    with copied(prepared, effect) as world:
        for order, weather in history:
            world.step(order, weather)
            assert len(world.services.said()) <= 1, "nothing is said twice"
        world.mend()
        assert len(world.services.said()) == 1, world.both()
        assert [one.state for one in world.both()].count(S.SENT) == 1
        assert world.ws.verify() is None


def test_what_there_is_to_decide_is_found_by_the_index_of_what_is_due(prepared: Prepared) -> None:
    database = Database.open(prepared.address or prepared.folder / "kantor" / "govpr.db")
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: Any) -> None:
        asked.append((statement, values))

    try:
        with database.read() as connection:
            event.listen(connection, "before_cursor_execute", note)
            assert standbys.undecided(connection, MORNING + timedelta(days=1)) == ()
            ((statement, values),) = list(asked)
            if database.kind == "sqlite":
                plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all())
                assert "USING INDEX ix_deliveries_official" in plan
                assert "SCAN" not in plan
    finally:
        database.close()
