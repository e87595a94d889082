"""Reading a database through: stopped anywhere, it goes on there; what is edited or taken back is so here too."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path

import pytest
from tests.hoax_sources import Listed, Remote, Searched, client, desk, fact

from govpr.errors import InputError, StoreError
from govpr.hoaxes.index import HoaxIndex
from govpr.http.calls import Call, Reply
from govpr.models import FactCheck
from govpr.storage import databases as stored
from govpr.storage import rumours
from govpr.storage.database import Database
from govpr.testing import answer
from govpr.workspace import Workspace
from govpr.workspace.databases import Databases
from govpr.workspace.home import Home

SETTINGS = '\n[databases.cek]\nkind = "listed"\nurl = "https://cek.example"\nlicence = "CC0"\n'
FIRST = date(2026, 11, 1)
FORBIDDEN = "it answered with status 403"
WORDS = ("vaksin", "bansos", "gempa", "pemilu", "banjir", "pulsa", "telur")


class Killed(BaseException):
    """The process ends here, as far as the code under test can tell."""


class Desk:
    """A workspace that reads one remote database; the day is its clock's."""

    def __init__(self, folder: Path, remote: Remote, settings: str = SETTINGS) -> None:
        self.folder, self.remote, self.day = desk(folder, settings), remote, FIRST
        self.serve: Callable[[Call], Reply] = remote.send
        self.waited: list[float] = []

    def clock(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC)

    def open(self) -> Workspace:
        kinds = {"listed": Listed(), "searched": Searched()}
        return Workspace.open(
            self.folder, clock=self.clock, databases=kinds, client=client(self.serve, self.waited.append)
        )

    def sync(self, *, full: bool = False) -> "tuple[int, int, int, str]":
        with self.open() as workspace:
            (told,) = workspace.databases.sync(full=full)
        return told.added, told.changed, told.removed, told.problem

    def store(self) -> dict[str, str]:
        """What is kept: cid and claim."""
        with self.open() as workspace:
            database = Database.open(Home(self.folder).database)
            with database.read() as connection:
                known = {one.cid: one.text for one in rumours.all_factchecks(connection)}
            database.close()
            assert workspace.hoaxes.count() == len(known)
        return known

    def found(self, text: str) -> list[str]:
        """What the index finds."""
        with self.open() as workspace:
            return [str(row["cid"]) for row in workspace.hoaxes.match([{"qid": "q", "text": text}])]


def filled(count: int = 8) -> Remote:
    remote = Remote()
    for number in range(count):
        word = WORDS[number % len(WORDS)]
        remote.publish(FIRST + timedelta(days=number // 3), fact(f"c{number}", f"Kabar tentang {word} nomor {number}"))
    return remote


def truth(remote: Remote) -> dict[str, str]:
    return {cid: one.text for cid, one in remote.truth().items()}


def test_everything_comes_once_and_the_second_reading_brings_nothing_new(tmp_path: Path) -> None:
    home = Desk(tmp_path, filled())
    home.day += timedelta(days=9)
    assert home.sync() == (8, 0, 0, "")
    assert home.store() == truth(home.remote)
    assert home.sync() == (0, 0, 0, "")
    assert "since=2026-11-09" in home.remote.calls[-1]


def test_corrections_replace_and_what_is_taken_back_leaves_store_and_index(tmp_path: Path) -> None:
    home = Desk(tmp_path, filled())
    home.sync()
    home.day += timedelta(days=3)
    home.remote.publish(home.day, fact("c1", "Kabar tentang minyak goreng"))
    home.remote.withdraw(home.day, "c2")
    assert home.sync() == (0, 1, 1, "")
    assert home.store() == truth(home.remote)
    assert home.found("minyak goreng")[:1] == ["c1"]
    assert "c2" not in home.found("gempa nomor 2")


def test_an_entry_that_was_edited_where_it_was_still_yesterday_is_met_again(tmp_path: Path) -> None:
    home = Desk(tmp_path, filled(3))
    home.sync()
    home.remote.publish(FIRST - timedelta(days=1), fact("c0", "Kabar yang dibetulkan larut malam"))
    home.day += timedelta(days=1)
    assert home.sync() == (0, 1, 0, "")


@pytest.mark.parametrize("page", range(3))
def test_a_reading_that_a_service_broke_off_goes_on_at_that_page(tmp_path: Path, page: int) -> None:
    home = Desk(tmp_path, filled())
    home.remote.patience, home.remote.faults = page, [answer(None, 403)]
    added, _, _, problem = home.sync()
    assert (added, problem) == (3 * page, FORBIDDEN)
    asked = len(home.remote.calls)
    with home.open() as workspace:
        assert workspace.databases.all()[0].problem == FORBIDDEN
        (told,) = workspace.databases.sync()
    assert (told.added, told.resumed, told.problem) == (8 - 3 * page, page > 0, "")
    assert len(home.remote.calls) - asked == 3 - page
    assert home.store() == truth(home.remote)


def test_a_place_that_the_service_forgot_is_no_dead_end(tmp_path: Path) -> None:
    home = Desk(tmp_path, filled())
    home.remote.patience, home.remote.faults = 1, [answer(None, 403), answer({"error": "unknown cursor"}, 400)]
    home.sync()
    assert home.sync() == (5, 0, 0, "")
    assert home.store() == truth(home.remote)


PLACES = [
    (HoaxIndex, "add", "before"),
    (HoaxIndex, "add", "after"),
    (rumours, "save_factchecks", "before"),
    (stored, "remove_factchecks", "after"),
    (stored, "save_state", "before"),
    (stored, "save_state", "after"),
    (HoaxIndex, "remove", "before"),
    (HoaxIndex, "remove", "after"),
]


KILLS = [
    pytest.param(place, page, id=f"{place[2]} {place[1]} {page}")
    for place in PLACES
    # the last page adds as many as it removes: no count tells of a kill there; the index hears of three pages only
    for page in range(3 if place[0] is HoaxIndex else 4)
]


@pytest.mark.parametrize(("place", "page"), KILLS)
def test_a_kill_anywhere_loses_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: tuple[object, str, str], page: int
) -> None:
    home = Desk(tmp_path, filled())
    home.sync()
    home.day += timedelta(days=5)
    for number in (1, 4):
        home.remote.publish(home.day, fact(f"c{number}", f"Klaim baru tentang telur palsu {number}"))
    for number in (2, 5):
        home.remote.withdraw(home.day, f"c{number}")
    for number in range(20, 24):
        home.remote.publish(home.day, fact(f"c{number}", f"Kabar lain tentang gas elpiji {number}"))
    with monkeypatch.context() as patch:
        patch.setattr(place[0], place[1], _killing(getattr(place[0], place[1]), place[2], page))
        with pytest.raises(Killed):
            home.sync()
    home.sync()
    assert home.store() == truth(home.remote)
    assert home.found("telur palsu 4")[0] == "c4"
    assert {"c2", "c5"} & set(home.found("gempa banjir nomor 2 5")) == set()
    for cid, text in truth(home.remote).items():
        assert cid in home.found(text)


def _killing(real: "object", when: str, turn: int) -> "object":
    calls = 0

    def through(*args: object, **kwargs: object) -> object:
        nonlocal calls
        calls += 1
        if calls == turn + 1 and when == "before":
            raise Killed
        result = real(*args, **kwargs)  # type: ignore[operator]
        if calls == turn + 1:
            raise Killed
        return result

    return through


def test_trouble_with_our_own_disk_is_raised_and_the_page_comes_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise StoreError("the disk is full")

    home = Desk(tmp_path, filled())
    with monkeypatch.context() as patch:
        patch.setattr(stored, "save_state", full)
        with pytest.raises(StoreError):
            home.sync()
    assert home.sync() == (8, 0, 0, "")


def test_a_full_reading_finds_what_was_taken_back_without_a_word(tmp_path: Path) -> None:
    home = Desk(tmp_path, dated(filled()))
    home.sync()
    home.remote.withdraw(home.day, "c5", notice=False)
    assert home.sync() == (0, 0, 0, "")
    assert home.sync(full=True) == (0, 0, 1, "")
    assert home.store() == truth(home.remote)


@pytest.mark.parametrize(("full", "removed"), [("7", 1), ("8", 0), ("off", 0)])
def test_everything_is_read_again_after_as_many_days_as_a_setting_says(tmp_path: Path, full: str, removed: int) -> None:
    home = Desk(tmp_path, dated(filled()), f'{SETTINGS}options = {{ full = "{full}" }}\n')
    home.sync()
    home.remote.withdraw(home.day, "c5", notice=False)
    home.day += timedelta(days=7)
    assert home.sync() == (0, 0, removed, "")


@pytest.mark.parametrize("full", ["0", "-1", "often", "99999999", "٣"])
def test_a_setting_that_is_no_number_of_days_stops_everything_before_it_is_read(tmp_path: Path, full: str) -> None:
    more = f'\n[databases.lain]\nkind = "listed"\nurl = "https://lain.example"\noptions = {{ full = "{full}" }}\n'
    home = Desk(tmp_path, filled(), SETTINGS + more)
    with home.open() as workspace, pytest.raises(InputError, match=r"lain\.options\.full is no number of days"):
        workspace.databases.sync()
    assert home.remote.calls == []


def test_a_service_that_shows_nearly_nothing_does_not_empty_the_store(tmp_path: Path) -> None:
    home = Desk(tmp_path, dated(filled()))
    home.sync()
    for number in range(1, 8):
        home.remote.withdraw(home.day, f"c{number}", notice=False)
    added, changed, removed, problem = home.sync(full=True)
    assert (added, changed, removed) == (0, 0, 0)
    assert problem == "it showed fewer than half of the entries that are here: none is taken out"
    assert len(home.store()) == 8


def dated(remote: Remote) -> Remote:
    for day, entry in list(remote.entries.values()):
        remote.publish(day, FactCheck(cid=entry.cid, text=entry.text, url=entry.url, published=day))
    return remote


def test_a_database_replaces_and_removes_only_what_is_its_own(tmp_path: Path) -> None:
    more = '\n[databases.lain]\nkind = "listed"\nurl = "https://lain.example"\n'
    home = Desk(tmp_path, Remote(), SETTINGS + more)
    home.remote.publish(FIRST, fact("c1", "Kabar tentang vaksin"))
    with home.open() as workspace:
        workspace.databases.sync("cek")
        home.remote.publish(FIRST, fact("c1", "Direbut"))
        (told,) = workspace.databases.sync("lain")
        assert [problem.message for problem in told.unread] == ["is from cek already"]
        home.remote.withdraw(FIRST, "c1")
        (told,) = workspace.databases.sync("lain")
        assert told.removed == 0
        assert [one.entries for one in workspace.databases.all()] == [1, 0]
    assert home.store() == {"c1": "Kabar tentang vaksin"}


def test_trouble_with_one_stops_no_other(tmp_path: Path) -> None:
    more = '\n[databases.lain]\nkind = "listed"\nurl = "https://lain.example"\n'
    home = Desk(tmp_path, filled(), SETTINGS + more)
    home.remote.faults = [RuntimeError("rahasia")]
    with home.open() as workspace:
        told = workspace.databases.sync()
    assert [(one.database, one.added, one.problem) for one in told] == [
        ("cek", 0, "its adapter failed with RuntimeError"),
        ("lain", 8, ""),
    ]


@pytest.mark.parametrize("cursors", [["x"], ["x", "y"]], ids=["itself", "a circle"])
def test_pages_without_an_end_end_the_reading(tmp_path: Path, cursors: list[str]) -> None:
    home, pages = Desk(tmp_path, filled()), cycle(cursors)
    home.serve = lambda _call: answer({"items": [], "cursor": next(pages)})
    assert home.sync()[3].startswith("its pages lead in a circle")


def test_a_service_that_asks_to_wait_gets_its_wait(tmp_path: Path) -> None:
    home = Desk(tmp_path, filled())
    home.remote.patience, home.remote.faults = 1, [answer(None, 429, {"retry-after": "120"})]
    assert home.sync() == (8, 0, 0, "")
    assert round(home.waited[0]) == 120


@pytest.mark.parametrize(("seconds", "times"), [(120, 3), (3600, 0)])
def test_patience_ends(tmp_path: Path, seconds: int, times: int) -> None:
    home = Desk(tmp_path, filled())
    home.remote.patience, home.remote.faults = 1, [answer(None, 429, {"retry-after": str(seconds)})] * 9
    added, _, _, problem = home.sync()
    assert (added, problem) == (3, "it answered with status 429")
    assert len(home.waited) == times


def test_only_databases_that_can_be_read_through_are(tmp_path: Path) -> None:
    home = Desk(tmp_path, filled(), '\n[databases.cari]\nkind = "searched"\nurl = "https://cari.example"\n')
    with home.open() as workspace:
        assert workspace.databases.sync() == ()
        with pytest.raises(InputError, match="cari can only be searched"):
            workspace.databases.sync("cari")
    assert home.remote.calls == []


def test_progress_tells_how_many_entries_are_read(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    home = Desk(tmp_path, filled())
    with home.open() as workspace:
        workspace.databases.sync(progress=lambda done, total: told.append((done, total)))
        assert workspace.verify() is None
        assert [entry.detail["added"] for entry in workspace.audit() if entry.action == "hoaxes.synced"] == [8]
    assert told == [(3, None), (6, None), (8, None)]


def test_nothing_is_asked_before_a_method_is_called(tmp_path: Path) -> None:
    home = Desk(tmp_path, filled())
    with home.open() as workspace:
        assert isinstance(workspace.databases, Databases)
        workspace.databases.all()
    assert home.remote.calls == []
