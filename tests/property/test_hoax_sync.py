"""Whatever a remote database lived through, and wherever reading it was stopped: then the local store is the same."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.hoax_sources import Listed, Remote, client, desk, fact

from govpr.errors import Unreachable
from govpr.testing import answer
from govpr.workspace import Workspace

FIRST = date(2026, 11, 1)
SETTINGS = '\n[databases.cek]\nkind = "listed"\nurl = "https://cek.example"\n'
CIDS = st.sampled_from([f"c{number}" for number in range(6)])
TEXTS = st.sampled_from(["vaksin palsu", "bansos cair", "gempa besar", "telur plastik", "pemilu ulang", "pulsa gratis"])
STEPS = st.one_of(
    st.tuples(st.just("publish"), CIDS, TEXTS),
    st.tuples(st.just("withdraw"), CIDS, st.just("")),
    st.tuples(st.just("day"), st.just(""), st.just("")),
    st.tuples(st.just("read"), st.just(""), st.just("")),
    st.tuples(st.just("broken"), st.integers(0, 3).map(str), st.just("")),
)


@settings(max_examples=40)
@given(st.lists(STEPS, max_size=14), st.integers(1, 4))
def test_after_a_whole_reading_the_store_is_what_the_database_is(steps: list[tuple[str, str, str]], size: int) -> None:
    remote, day = Remote(size=size), [FIRST]

    def clock() -> datetime:
        return datetime(day[0].year, day[0].month, day[0].day, 12, tzinfo=UTC)

    with TemporaryDirectory() as folder:
        home = desk(Path(folder), SETTINGS)
        with Workspace.open(home, clock=clock, databases={"listed": Listed()}, client=client(remote.send)) as workspace:
            for what, name, text in steps:
                match what:
                    case "publish":
                        remote.publish(day[0], fact(name, text))
                    case "withdraw":
                        remote.withdraw(day[0], name)
                    case "day":
                        day[0] += timedelta(days=1)
                    case "broken":
                        remote.patience, remote.faults = int(name), [answer(None, 403), Unreachable("gone")]
                        workspace.databases.sync()
                        remote.faults.clear()
                    case _:
                        workspace.databases.sync()
            workspace.databases.sync()  # ends what was broken off
            workspace.databases.sync()  # brings what happened since that began
            held = workspace.hoaxes.lookup([f"c{number}" for number in range(6)])
            assert {cid: one.text for cid, one in held.items()} == {
                cid: one.text for cid, one in remote.truth().items()
            }
            assert workspace.hoaxes.count() == len(remote.truth())
            (state,) = workspace.databases.all()
            assert (state.entries, state.finished) == (len(remote.truth()), day[0])
            for cid, one in held.items():
                found = [row["cid"] for row in workspace.hoaxes.match([{"qid": "q", "text": one.text}])]
                assert cid in found
