"""Any weather, any crash: what goes out, goes out once, and nothing is lost."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from attrs import define, field, frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.office import MORNING
from tests.rows import put_posts
from tests.simulated import Killed, Looking, Simulated

from govpr.delivery.desk import Round
from govpr.delivery.outbox import Outbox
from govpr.delivery.states import Change as StateChange
from govpr.delivery.states import Event, apply
from govpr.delivery.worker import deliver
from govpr.errors import InDoubt, Rejected, Throttled, Unreachable
from govpr.governance.approval import decide
from govpr.http.calls import Call, Effect, Json, Reply
from govpr.models import Account, Decision, Delivery, DeliveryState, Post
from govpr.platforms.protocol import Platform
from govpr.storage import outbox as rows
from govpr.storage import people, plans
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
LONG = timedelta(hours=2)


@define
class Service:
    """A service that keeps what it took, with or without keys; one that forgets does so between two workers."""

    keyed: bool
    faults: Iterator[str]
    forgets: bool = False
    taken: list[tuple[str, str]] = field(factory=list)

    def send(self, call: Call) -> Reply:
        fault = next(self.faults, "fine")
        if fault == "killed before":
            raise Killed
        if fault in {"unreachable", "throttled", "rejected"} and call.method == "POST":
            raise {"unreachable": Unreachable, "throttled": Throttled, "rejected": Rejected}[fault](fault)
        reply = self._taken(call)
        if fault == "killed after":
            raise Killed
        if fault == "lost":
            raise InDoubt("lost") if call.effect is Effect.ONCE else Unreachable("lost")
        return reply

    def _taken(self, call: Call) -> Reply:
        assert isinstance(call.body, Json)
        key, text = call.body.value["key"], call.body.value["text"]
        known = key in [taken for taken, _ in self.taken] and not self.forgets
        if call.method == "POST" and not (self.keyed and known):
            self.taken.append((key, text))
        return Reply(200 if call.method == "POST" or known else 404)


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
        rows.save(connection, [apply(delivery, Event.APPROVED, StateChange(now=MORNING))])
    database.close()
    return path


@contextmanager
def copied(prepared: Path) -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(Path(shutil.copy(prepared, folder)))
        try:
            yield database
        finally:
            database.close()


def live(database: Database, platform: Platform, service: Service, *, rounds: int) -> Delivery:
    """Let workers come and go, hours apart, until the faults are used up and more."""
    now = [MORNING]

    def clock() -> datetime:
        return now[0]

    for number in range(rounds):
        outbox = Outbox(database=database, clock=clock, jitter=lambda: 1.0, worker=f"w{number}", most=99)
        work = Round(
            outbox=outbox,
            platforms={"simulated": platform},
            account={"kanal": ACCOUNT}.__getitem__,
        )
        try:
            for _ in deliver(work, lambda _account: service.send):
                pass
        except Killed:
            pass
        now[0] += LONG
    with database.read() as connection:
        final = rows.get(connection, POST.id)
    assert final is not None
    return final


weather = st.sampled_from(["fine", "unreachable", "throttled", "lost", "killed before", "killed after"])
histories = st.lists(weather, max_size=8)
several = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@several
@given(history=histories, keyed=st.booleans())
def test_where_one_can_look_everything_goes_out_exactly_once(prepared: Path, history: list[str], keyed: bool) -> None:
    service = Service(keyed, iter(history))
    with copied(prepared) as database:
        final = live(database, Looking(Effect.KEYED if keyed else Effect.ONCE), service, rounds=len(history) + 2)
    assert [text for _, text in service.taken] == list(PARTS)
    assert final.state is DeliveryState.SENT
    assert final.receipt is not None
    assert len(final.receipt.parts) == len(PARTS)


@several
@given(history=histories)
def test_where_the_service_drops_repeats_nobody_needs_to_look(prepared: Path, history: list[str]) -> None:
    service = Service(True, iter(history))
    with copied(prepared) as database:
        final = live(database, Simulated(Effect.KEYED), service, rounds=len(history) + 2)
    assert [text for _, text in service.taken] == list(PARTS)
    assert final.state is DeliveryState.SENT


@several
@given(history=histories)
def test_where_nobody_can_look_a_doubtful_one_waits_for_a_person(prepared: Path, history: list[str]) -> None:
    service = Service(False, iter(history))
    with copied(prepared) as database:
        final = live(database, Simulated(Effect.ONCE), service, rounds=len(history) + 2)
    texts = [text for _, text in service.taken]
    assert texts == list(PARTS[: len(texts)])
    doubtful = final.state is DeliveryState.IN_DOUBT
    assert doubtful or final.state is DeliveryState.SENT
    assert doubtful == bool(len(texts) < len(PARTS) or final.receipt is None)


@frozen
class Forgetful(Simulated):
    """One that knows keys for an hour only, and cannot be asked."""

    remembers = timedelta(hours=1)


@several
@given(history=histories)
def test_a_key_that_is_forgotten_is_never_sent_again_by_itself(prepared: Path, history: list[str]) -> None:
    service = Service(True, iter(history), forgets=True)  # workers come hours apart: it has always forgotten
    with copied(prepared) as database:
        final = live(database, Forgetful(Effect.KEYED), service, rounds=len(history) + 2)
    texts = [text for _, text in service.taken]
    assert texts == list(PARTS[: len(texts)])
    doubtful = final.state is DeliveryState.IN_DOUBT
    assert doubtful or final.state is DeliveryState.SENT
    if not set(history) & {"lost", "killed before", "killed after", "unreachable"}:
        assert final.state is DeliveryState.SENT
