"""Several workers on one store: leases, stops, and a service that asks to be left alone."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from attrs import evolve, frozen
from tests.office import MORNING, Clock
from tests.rows import put_posts

from govpr.content.rules import Length, Rules
from govpr.delivery.desk import Round
from govpr.delivery.outbox import Outbox
from govpr.delivery.pacing import Stops
from govpr.delivery.states import LEASE, Change, Event, apply
from govpr.delivery.worker import deliver
from govpr.governance.approval import decide
from govpr.http.calls import Call, Effect, Flow, Reply
from govpr.models import Account, Decision, Delivery, DeliveryState, Post, Receipt
from govpr.models.brakes import Brake, Scope
from govpr.platforms.protocol import Outgoing
from govpr.storage import brakes, people, plans
from govpr.storage import outbox as rows
from govpr.storage.database import Database

ACCOUNT = Account(id="kanal", platform="simulated", handle="kanal", agency="contoh")
POST = Post(
    campaign="kampanye",
    wave="w",
    message="m",
    variant="v",
    account="kanal",
    platform="simulated",
    due=MORNING,
    parts=("satu", "dua", "tiga"),
)
Send = Callable[[Call], Reply]


@frozen
class Simulated:
    """A platform that knows repeats by nothing, and cannot be asked."""

    name = "simulated"
    hosts = frozenset[str]()
    rules = Rules(text=Length(limit=500), parts=9)

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        yield Call("POST", f"sim://{part.text}", effect=Effect.KEYED)
        return Receipt(id=part.text)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(tmp_path / "govpr.db")
    more = [evolve(POST, message=f"m{number}") for number in range(2)]
    with database.write() as connection:
        people.save_accounts(connection, [ACCOUNT])
        connection.exec_driver_sql("INSERT INTO campaigns (id, author, data) VALUES ('kampanye', 'x', '{}')")
        put_posts(connection, [POST, *more])
        plans.add_approvals(connection, decide([POST, *more], by="ketua", at=MORNING, decision=Decision.APPROVED))
        rows.save(connection, [approved(POST)])
    yield database
    database.close()


def approved(post: Post) -> Delivery:
    planned = Delivery(post=post.id, account="kanal", platform="simulated", due=MORNING, content_hash=post.content_hash)
    return apply(planned, Event.APPROVED, Change(now=MORNING))


def work(database: Database, clock: Clock, name: str, every: float = 60.0) -> Round:
    stops = Stops(database, every=0)
    outbox = Outbox(database=database, clock=clock, jitter=lambda: 1.0, worker=name, most=8, stops=stops)
    return Round(
        outbox=outbox,
        platforms={"simulated": Simulated()},
        account=lambda name: evolve(ACCOUNT, id=name),
        every=every,
    )


def delivery(database: Database) -> Delivery:
    with database.read() as connection:
        found = rows.get(connection, POST.id)
    assert found is not None
    return found


def test_a_lease_is_renewed_while_a_long_call_runs(database: Database) -> None:
    clock, taken = Clock(), list[str]()
    beaten = threading.Event()

    def long(call: Call) -> Reply:
        taken.append(call.url)
        clock.now = max(clock.now, MORNING + timedelta(hours=len(taken)))
        until = clock.now + LEASE
        while delivery(database).lease != until:
            beaten.wait(0.01)
        assert list(deliver(work(database, clock, "another"), lambda _account: send)) == []
        return Reply(200)

    def send(_call: Call) -> Reply:
        raise AssertionError("another worker took over what was still at work")

    (sent,) = deliver(work(database, clock, "patient", every=0.01), lambda _account: long)
    assert sent.state is DeliveryState.SENT
    assert taken == ["sim://satu", "sim://dua", "sim://tiga"]


def test_a_worker_that_was_stopped_for_longer_than_its_lease_makes_no_further_call(database: Database) -> None:
    clock, taken = Clock(), list[str]()

    def other(call: Call) -> Reply:
        taken.append(f"other {call.url}")
        return Reply(200)

    def stopped(call: Call) -> Reply:
        taken.append(f"stopped {call.url}")
        clock.pass_by(minutes=6)
        (done,) = deliver(work(database, clock, "other"), lambda _account: other)
        assert done.state is DeliveryState.SENT
        return Reply(200)

    assert list(deliver(work(database, clock, "stopped"), lambda _account: stopped)) == []
    # The key of the first part is the same for both: the service drops the repeat.
    assert taken == ["stopped sim://satu", "other sim://satu", "other sim://dua", "other sim://tiga"]
    assert delivery(database).state is DeliveryState.SENT


@pytest.mark.parametrize("key", [(Scope.ALL, ""), (Scope.PLATFORM, "simulated"), (Scope.ACCOUNT, "kanal")], ids=str)
def test_a_stop_is_heeded_before_the_next_call_and_is_no_try_in_vain(
    database: Database, key: tuple[Scope, str]
) -> None:
    clock, taken = Clock(), list[str]()
    scope, name = key

    def interrupted(call: Call) -> Reply:
        taken.append(call.url)
        put(database, Brake(scope=scope, name=name, stopped=clock.now, stopped_by="ketua"))
        return Reply(200)

    for number in range(3):
        (left,) = deliver(work(database, clock, f"w{number}"), lambda _account: interrupted)
        if number < 2:
            assert left.state is DeliveryState.PARTIAL
            assert left.in_vain == 1
            assert "stopped" in left.problem
            assert list(deliver(work(database, clock, "eager"), lambda _account: interrupted)) == []
        put(database, Brake(scope=scope, name=name))
    assert left.state is DeliveryState.SENT
    assert taken == ["sim://satu", "sim://dua", "sim://tiga"]


def put(database: Database, brake: Brake) -> None:
    with database.write() as connection:
        brakes.save(connection, [brake])


def test_an_account_rests_as_long_as_the_service_asks_when_nothing_is_left(database: Database) -> None:
    clock = Clock()
    with database.write() as connection:
        rows.save(connection, [approved(evolve(POST, message=f"m{number}")) for number in range(2)])

    def send(_call: Call) -> Reply:
        return Reply(200, headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset-after": "90"})

    for _ in range(3):
        assert len(list(deliver(work(database, clock, "w"), lambda _account: send))) == 1
        clock.pass_by(seconds=89)
        assert list(deliver(work(database, clock, "w"), lambda _account: send)) == []
        clock.pass_by(seconds=1)


def several(database: Database) -> None:
    with database.write() as connection:
        rows.save(connection, [approved(evolve(POST, message=f"m{number}")) for number in range(2)])


def test_a_slow_conversation_keeps_no_other_account_waiting(database: Database) -> None:
    several(database)
    with database.write() as connection:
        people.save_accounts(connection, [evolve(ACCOUNT, id="lain")])
        known = rows.some(connection, [evolve(POST, message=f"m{number}").id for number in range(2)])
        rows.save(connection, [evolve(one, account="lain") for one in known.values()])
    others, slow = threading.Semaphore(0), list[str]()

    def sender(account: Account) -> Send:
        def send(call: Call) -> Reply:
            if account.id == "lain":
                others.release()
            elif not slow:  # answered only once all parts of the two others are out
                slow.append(call.url)
                assert all(others.acquire(timeout=30) for _ in range(6))
            return Reply(200)

        return send

    sent = list(deliver(work(database, Clock(), "many"), sender, at_once=2))
    assert [one.state for one in sent] == [DeliveryState.SENT] * 3
    assert slow == ["sim://satu"]


def test_an_account_has_one_conversation_at_a_time_in_the_order_of_its_times(database: Database) -> None:
    several(database)
    with database.write() as connection:
        due = {POST.id: 2, evolve(POST, message="m0").id: 1, evolve(POST, message="m1").id: 3}
        known = rows.some(connection, due)
        rows.save(connection, [evolve(one, due=MORNING + timedelta(seconds=due[one.post])) for one in known.values()])
    busy = threading.Lock()

    def send(_call: Call) -> Reply:
        assert busy.acquire(blocking=False), "two conversations of one account"
        delivery(database)  # others would have their turn here
        busy.release()
        return Reply(200)

    clock = Clock()
    clock.pass_by(seconds=10)
    sent = [one.post for one in deliver(work(database, clock, "many"), lambda _account: send, at_once=4)]
    assert sent == sorted(due, key=due.__getitem__)


def test_what_a_worker_did_not_begin_is_free_at_once_and_has_cost_no_try(database: Database) -> None:
    several(database)

    class Broken(Exception):
        """What stops a worker in the middle."""

    def send(_call: Call) -> Reply:
        raise Broken

    with pytest.raises(Broken):
        list(deliver(work(database, Clock(), "broken"), lambda _account: send))
    with database.read() as connection:
        states = sorted((one.state.value, one.attempts, one.worker) for one in rows.find(connection))
    assert states == [("approved", 0, ""), ("approved", 0, ""), ("sending", 1, "broken")]
