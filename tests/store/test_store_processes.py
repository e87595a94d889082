"""Several processes on one database, as on a busy machine: nothing is lost, and nobody gets what another has."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy import insert, update
from tests.rows import put_posts
from tests.store.racer import NOW

from govpr.governance import approval, audit
from govpr.models import Account, Decision, Delivery, DeliveryState, Post
from govpr.storage import outbox, people, plans
from govpr.storage.database import Database
from govpr.storage.migrate import HEAD, current
from govpr.storage.tables import campaigns, deliveries

ROOT = Path(__file__).parents[2]


def race(what: str, place: Path | str, *, processes: int, count: int = 0) -> list[str]:
    """What some processes printed that do the same at once."""
    command = [sys.executable, "-m", "tests.store.racer", what, str(place)]
    started = [
        subprocess.Popen(
            [*command, f"racer-{number}", str(count)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(processes)
    ]
    ended = [one.communicate(timeout=120) for one in started]
    assert [one.returncode for one in started] == [0] * processes, [trouble for _, trouble in ended]
    return [line for output, _ in ended for line in output.split()]


def test_processes_may_open_a_new_database_at_once(place: Path | str) -> None:
    race("open", place, processes=6)
    database = Database.open(place)
    assert current(database.engine) == HEAD
    database.close()


def test_processes_add_to_one_chain(database: Database, ready: Path | str) -> None:
    race("log", ready, processes=4, count=25)
    with database.read() as connection:
        entries = list(audit.read(connection))
    assert Counter(entry.actor for entry in entries) == {f"racer-{number}": 25 for number in range(4)}
    assert audit.first_broken(entries) is None


def test_each_delivery_goes_to_exactly_one_of_the_processes(database: Database, ready: Path | str) -> None:
    waiting = approved(database, 30)
    assert sorted(race("claim", ready, processes=4)) == waiting
    with database.read() as connection:
        assert {one.state for one in outbox.find(connection)} == {DeliveryState.SENDING}


def test_a_lease_that_ended_goes_to_exactly_one_of_the_processes(database: Database, ready: Path | str) -> None:
    waiting = approved(database, 10)
    with database.write() as connection:
        gone = {"state": "sending", "lease": NOW, "worker": "gone", "attempts": 1}
        connection.execute(update(deliveries).values(**gone))
    assert sorted(race("claim", ready, processes=4)) == waiting


def approved(database: Database, count: int) -> list[str]:
    """Posts that are due and approved; gives their ids."""
    account = Account(id="kanal", platform="sandbox", handle="kanal", agency="komdigi")
    made = [post(number) for number in range(count)]
    with database.write() as connection:
        people.save_accounts(connection, [account])
        connection.execute(insert(campaigns).values(id="banjir", author="ani", data={}))
        put_posts(connection, made)
        plans.add_approvals(connection, approval.decide(made, by="ketua", at=NOW, decision=Decision.APPROVED, note=""))
        outbox.save(connection, [delivery(one) for one in made])
    return sorted(one.id for one in made)


def post(number: int) -> Post:
    return Post(
        campaign="banjir",
        wave="satu",
        message=f"siaga-{number}",
        variant="satu",
        account="kanal",
        platform="sandbox",
        parts=(f"Siaga {number}",),
        due=NOW,
    )


def delivery(one: Post) -> Delivery:
    return Delivery(
        post=one.id,
        account="kanal",
        platform="sandbox",
        state=DeliveryState.APPROVED,
        due=NOW,
        content_hash=one.content_hash,
    )
