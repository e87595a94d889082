"""Answers that need not be asked for again: what is kept, how long, and that no secret is."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from govpr.errors import StoreError
from govpr.http.caching import Cache, Kept
from govpr.http.calls import Call, Effect, Form, Reply
from govpr.storage.database import Database
from govpr.storage.http_answers import DatabaseShelf

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
URL = "https://hoaks.example/cari?q=bansos"


class Shelf:
    """A shelf in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}

    def get(self, key: str) -> Kept | None:
        return self.kept.get(key)

    def put(self, key: str, kept: Kept) -> None:
        self.kept[key] = kept


class Wire:
    """A cache before a service that answers with the next of some replies, in threads or in tasks."""

    def __init__(self, kind: str) -> None:
        self.kind, self.shelf, self.now, self.seen = kind, Shelf(), NOON, list[Call]()

    def ask(self, *replies: Reply, call: Call | None = None, name: str = "a", always: bool = False) -> list[bool]:
        """Ask as often as there are replies; gives whether the service was left in peace each time."""
        cache = Cache(name=name, shelf=self.shelf, clock=lambda: self.now, always_ask=always)
        return [self._one(cache, call or Call("GET", URL), reply)[1] for reply in replies]

    def body(self, reply: Reply) -> bytes:
        return self._one(Cache(name="a", shelf=self.shelf, clock=lambda: self.now), Call("GET", URL), reply)[0].body

    def _one(self, cache: Cache, call: Call, reply: Reply) -> tuple[Reply, bool]:
        def send(asked: Call) -> Reply:
            self.seen.append(asked)
            return reply

        async def asend(asked: Call) -> Reply:
            return send(asked)

        return cache.send(call, send) if self.kind == "sync" else asyncio.run(cache.asend(call, asend))


@pytest.fixture(params=["sync", "async"])
def wire(request: pytest.FixtureRequest) -> Wire:
    return Wire(request.param)


def told(body: bytes = b"[]", status: int = 200, **headers: str) -> Reply:
    return headed({name.replace("_", "-"): value for name, value in headers.items()}, body, status)


def headed(headers: dict[str, str], body: bytes = b"[]", status: int = 200) -> Reply:
    return Reply(status, headers=headers, body=body)


def test_an_answer_holds_as_long_as_the_service_says(wire: Wire) -> None:
    assert wire.ask(*[told(cache_control="public, max-age=60")] * 2) == [False, True]
    wire.now += timedelta(seconds=61)
    assert wire.ask(told()) == [False]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"cache-control": "no-store, max-age=60"},
        {"cache-control": "no-cache"},
        {"cache-control": "max-age=60", "age": "60"},
        {"cache-control": "max-age=rubbish"},
        {"cache-control": "max-age=60", "vary": "*"},
        {"expires": "0"},
        {"expires": "Tue, 01 Dec 2026 11:00:00 GMT"},
    ],
)
def test_what_does_not_hold_is_asked_for_again(wire: Wire, headers: dict[str, str]) -> None:
    assert wire.ask(*[headed(headers)] * 2) == [False, False]


def test_a_date_of_expiry_counts_from_the_services_own_clock(wire: Wire) -> None:
    behind = {"date": "Tue, 01 Dec 2026 10:00:00 GMT", "expires": "Tue, 01 Dec 2026 10:10:00 GMT"}
    assert wire.ask(*[headed(behind)] * 2) == [False, True]
    wire.now += timedelta(minutes=10)
    assert wire.ask(told()) == [False]


def test_what_no_longer_holds_is_only_asked_whether_it_changed(wire: Wire) -> None:
    first = told(b"satu", etag='"v1"', last_modified="Mon, 30 Nov 2026 00:00:00 GMT")
    assert wire.body(first) == b"satu"
    assert wire.body(told(b"", 304, etag='"v1"')) == b"satu"
    assert wire.seen[-1].headers == {
        "If-None-Match": '"v1"',
        "If-Modified-Since": "Mon, 30 Nov 2026 00:00:00 GMT",
    }
    assert wire.body(told(b"dua", etag='"v2"')) == b"dua"
    assert wire.body(told(b"", 304)) == b"dua"
    assert wire.seen[-1].headers["If-None-Match"] == '"v2"'


def test_pages_of_a_list_are_always_asked_about(wire: Wire) -> None:
    reply = told(cache_control="max-age=60", etag='"v1"')
    assert wire.ask(reply, reply, always=True) == [False, False]
    assert wire.seen[-1].headers == {"If-None-Match": '"v1"'}


@pytest.mark.parametrize(
    "call",
    [
        Call("POST", URL, Form({"q": "bansos"})),
        Call("GET", URL, effect=Effect.KEYED),
        Call("GET", URL, headers={"If-None-Match": '"own"'}),
        Call("GET", URL, headers={"Range": "bytes=0-9"}),
    ],
)
def test_only_plain_readings_are_kept(wire: Wire, call: Call) -> None:
    assert wire.ask(*[told(cache_control="max-age=60")] * 2, call=call) == [False, False]
    assert wire.shelf.kept == {}


@pytest.mark.parametrize("status", [201, 301, 404, 429, 500])
def test_only_successes_are_kept(wire: Wire, status: int) -> None:
    assert wire.ask(*[told(status=status, cache_control="max-age=60")] * 2) == [False, False]


def test_databases_do_not_share_answers(wire: Wire) -> None:
    reply = told(cache_control="max-age=60")
    assert wire.ask(reply, name="a") + wire.ask(reply, name="b") == [False, False]
    other = Call("GET", URL, headers={"Accept": "application/rss+xml"})
    assert wire.ask(reply, call=other) == [False]


def test_neither_what_was_searched_nor_a_cookie_is_written_down(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "a.db")
    cache = Cache(name="a", shelf=DatabaseShelf(database), clock=lambda: NOON)
    reply = told(cache_control="max-age=60", set_cookie="sesi=rahasia")
    assert [cache.send(Call("GET", URL), lambda _call: reply)[1] for _ in range(2)] == [False, True]
    database.close()
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"max-age=60" in written
    assert not [word for word in (b"bansos", b"hoaks.example", b"rahasia") if word in written]


def test_the_oldest_answers_go_when_there_is_no_room(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "a.db")
    shelf = DatabaseShelf(database, most=250)
    for number in range(4):
        shelf.put(str(number), Kept({}, bytes(100), NOON + timedelta(minutes=number)))
    assert [shelf.get(str(number)) is not None for number in range(4)] == [False, False, True, True]
    shelf.put("large", Kept({}, bytes(300), NOON + timedelta(hours=1)))
    assert shelf.get("large") is None
    database.close()


def test_trouble_with_the_shelf_stops_no_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database.open(tmp_path / "a.db")
    monkeypatch.setattr(Database, "write", _full)
    cache = Cache(name="a", shelf=DatabaseShelf(database), clock=lambda: NOON)
    assert cache.send(Call("GET", URL), lambda _call: told(b"satu", etag='"v1"'))[0].body == b"satu"
    database.close()


def _full(_database: Database) -> None:
    raise StoreError("the disk is full")
