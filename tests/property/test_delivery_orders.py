"""Any weather, any orders: stops, limits, sleeping workers, what people say and take back; still once, and in sight."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from attrs import define, evolve, field
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.office import MORNING
from tests.rows import put_posts
from tests.simulated import Killed, Looking, Simulated

from govpr.delivery.desk import Round
from govpr.delivery.outbox import Outbox
from govpr.delivery.pacing import Keeping, Stops
from govpr.delivery.states import Change, Event, ImpossibleTransition, apply
from govpr.delivery.worker import deliver
from govpr.errors import InDoubt, Throttled, Unreachable
from govpr.governance.approval import decide
from govpr.http.calls import Call, Effect, Json, Reply
from govpr.models import Account, Decision, Delivery, DeliveryState, Post
from govpr.models.brakes import Scope
from govpr.platforms.protocol import Platform
from govpr.settings import Pacing, Quiet, Rate
from govpr.storage import brakes, people, plans
from govpr.storage import outbox as rows
from govpr.storage.database import Database

ACCOUNT = Account(id="kanal", platform="simulated", handle="kanal", agency="contoh")
PARTS = ("satu", "dua", "tiga")
POST = Post(
    campaign="kampanye",
    wave="w",
    message="m",
    variant="v",
    account="kanal",
    platform="simulated",
    due=MORNING,
    parts=PARTS,
)
WEATHER = (
    "fine",
    "unreachable",
    "throttled",
    "spent",
    "lost",
    "killed before",
    "killed after",
    "asleep",
    "stopped then",
)
ORDERS = ("stop all", "stop account", "go on", "absent", "retract", "an hour", "a night")
KEEPING = Keeping(pacing=Pacing(accounts={"kanal": Rate.parse("2/h")}), quiet=Quiet(), jitter=lambda: 1.0)


@define
class World:
    """A store, a service, a clock, and people who order things."""

    database: Database
    platform: Platform
    keyed: bool
    now: datetime = MORNING
    faults: list[str] = field(factory=list)
    taken: list[tuple[str, str]] = field(factory=list)
    workers: int = 0
    held: list[Delivery] = field(factory=list)

    def work(self, send: Callable[[Call], Reply]) -> None:
        self.workers += 1
        outbox = Outbox(
            database=self.database,
            clock=lambda: self.now,
            jitter=lambda: 1.0,
            worker=f"w{self.workers}",
            most=99,
            keeping=KEEPING,
            stops=Stops(self.database, every=0),
        )
        work = Round(
            outbox=outbox,
            platforms={"simulated": self.platform},
            account={"kanal": ACCOUNT}.__getitem__,
        )
        with suppress(Killed):
            self.held += deliver(work, lambda _account: send)

    def send(self, call: Call) -> Reply:
        """Answer a call as the weather is; a worker that sleeps is overtaken, and looks again as it wakes."""
        fault = self.faults.pop(0) if self.faults and call.method == "POST" else "fine"
        if fault == "killed before":
            raise Killed
        if fault == "asleep":
            self.now += timedelta(minutes=10)
            self.work(self.take)
            if call.still is not None:
                call.still()
        if fault in {"unreachable", "throttled"}:
            raise {"unreachable": Unreachable, "throttled": Throttled}[fault](fault, after=60)
        reply = self.take(call)
        if fault == "stopped then":
            self.order("stop all")
        if fault == "killed after":
            raise Killed
        if fault == "lost":
            raise InDoubt("lost") if call.effect is Effect.ONCE else Unreachable("lost")
        return evolve(reply, headers={"ratelimit-remaining": "0", "ratelimit-reset": "90"} if fault == "spent" else {})

    def take(self, call: Call) -> Reply:
        assert isinstance(call.body, Json)
        key, text = call.body.value["key"], call.body.value["text"]
        known = key in [taken for taken, _ in self.taken]
        if call.method == "POST":
            assert self.delivery().state is DeliveryState.SENDING, "nothing is sent that nobody holds"
            assert not self.stopped(), "nothing is sent that somebody has stopped"
        if call.method == "POST" and not (self.keyed and known):
            self.taken.append((key, text))
        return Reply(200 if call.method == "POST" or known else 404)

    def order(self, what: str) -> None:
        if what == "an hour":
            self.now += timedelta(hours=1, minutes=1)
        elif what == "a night":
            self.now = self.now.replace(hour=22)
        elif what in {"absent", "retract"}:
            with suppress(ImpossibleTransition), self.database.write() as connection:
                self.decide(what, connection)
        else:
            stopped = None if what == "go on" else self.now
            keys = [(Scope.ALL, ""), (Scope.ACCOUNT, "kanal")] if what == "go on" else [NAMES[what]]
            with self.database.write() as connection:
                known = brakes.held(connection, keys)
                brakes.save(connection, [evolve(brake, stopped=stopped) for brake in known.values()])

    def decide(self, what: str, connection: object) -> None:
        """A person says that it is not there, which they looked at; or takes it back."""
        delivery = self.delivery()
        if what == "absent":
            if delivery.state is not DeliveryState.IN_DOUBT or len(self.taken) != delivery.parts_out:
                return
            after = apply(delivery, Event.ABSENT, Change(now=self.now, due=self.now))
        else:
            after = apply(delivery, Event.RETRACTED, Change(now=self.now))
        rows.save(connection, [after])  # type: ignore[arg-type]

    def delivery(self) -> Delivery:
        with self.database.read() as connection:
            found = rows.get(connection, POST.id)
        assert found is not None
        return found

    def stopped(self) -> bool:
        with self.database.read() as connection:
            return bool(brakes.stopped(connection))


NAMES = {"stop all": (Scope.ALL, ""), "stop account": (Scope.ACCOUNT, "kanal")}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one approved delivery, to be copied for each history."""
    path = tmp_path_factory.mktemp("prepared") / "govpr.db"
    database = Database.open(path)
    delivery = Delivery(
        post=POST.id, account="kanal", platform="simulated", due=MORNING, content_hash=POST.content_hash
    )
    with database.write() as connection:
        people.save_accounts(connection, [ACCOUNT])
        connection.exec_driver_sql("INSERT INTO campaigns (id, author, data) VALUES ('kampanye', 'x', '{}')")
        put_posts(connection, [POST])
        plans.add_approvals(connection, decide([POST], by="ketua", at=MORNING, decision=Decision.APPROVED))
        rows.save(connection, [apply(delivery, Event.APPROVED, Change(now=MORNING))])
    database.close()
    return path


def lived(prepared: Path, platform: Platform, keyed: bool, history: list[str]) -> Iterator[World]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "govpr.db"
        copy.write_bytes(prepared.read_bytes())
        database = Database.open(copy)
        try:
            world = World(database, platform, keyed)
            for step in history:
                if step in WEATHER:
                    world.faults = [step]
                    world.work(world.send)
                else:
                    world.order(step)
                yield world
            world.order("go on")
            for _ in range(6):  # the sky is clear, mornings and evenings pass
                world.now = (world.now + timedelta(days=1)).replace(hour=9)
                world.work(world.take)
            yield world
        finally:
            database.close()


several = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
histories = st.lists(st.sampled_from((*WEATHER, *ORDERS)), max_size=12)


@several
@given(history=histories, kind=st.sampled_from(["looking", "keyed", "blind"]))
def test_whatever_is_ordered_everything_goes_out_once_or_somebody_is_told(
    prepared: Path, history: list[str], kind: str
) -> None:
    effect = Effect.KEYED if kind == "keyed" else Effect.ONCE
    platform = Looking(effect) if kind == "looking" else Simulated(effect)
    retracted_at: int | None = None
    for world in lived(prepared, platform, kind == "keyed", history):
        texts = [text for _, text in world.taken]
        assert texts == list(PARTS[: len(texts)]), "each part once, in order"
        final = world.delivery()
        if final.state is DeliveryState.RETRACTED:
            retracted_at = len(texts) if retracted_at is None else retracted_at
            assert len(texts) == retracted_at, "what is taken back does not go on"
    ends = {DeliveryState.SENT, DeliveryState.RETRACTED} | ({DeliveryState.IN_DOUBT} if kind == "blind" else set())
    assert final.state in ends
    if final.state is DeliveryState.SENT:
        assert len(texts) == len(PARTS)
        assert final.receipt is not None
