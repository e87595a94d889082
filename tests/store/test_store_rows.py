"""What the store keeps comes back as it was, in the same order, on either database."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select, text
from tests.rows import put_officers

from govpr.errors import StoreError
from govpr.governance import audit
from govpr.models import Agency, FactCheck, Officer, Sighting
from govpr.storage import databases, people, records, rumours
from govpr.storage.database import Database, upsert
from govpr.storage.tables import agencies, posts
from govpr.storage.tables import audit as log

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
LONG = "https://example.id/" + "".join(f"{number * 7919 % 100_003:05d}" for number in range(1_500))


def agency(name: str, title: str = "Komdigi") -> dict[str, object]:
    return {"id": name, "data": {"id": name, "name": title}}


def factcheck(cid: str, url: str = "https://example.id/1", claim: str = "Bansos cair") -> FactCheck:
    return FactCheck(text=claim, url=url, publisher="Contoh", label="Salah", cid=cid)


def test_of_equal_keys_the_last_counts(database: Database) -> None:
    with database.write() as connection:
        upsert(connection, agencies, [agency("a", "first"), agency("b"), agency("a", "last")])
        upsert(connection, agencies, [agency("b", "newer")])
    with database.read() as connection:
        assert connection.execute(select(agencies.c.data).order_by(agencies.c.id)).scalars().all() == [
            {"id": "a", "name": "last"},
            {"id": "b", "name": "newer"},
        ]


def test_more_rows_than_a_statement_takes(database: Database) -> None:
    with database.write() as connection:
        upsert(connection, agencies, [agency(f"a-{number:05d}") for number in range(2_500)])
    with database.read() as connection:
        found = connection.execute(select(agencies.c.id).order_by(agencies.c.id)).scalars().all()
    assert found == [f"a-{number:05d}" for number in range(2_500)]


def test_names_sort_as_in_python_whatever_language_the_server_sorts_in(database: Database) -> None:
    names = ["ani-2", "ani2", "Ani", "ani", "b-", "b_", "z", "é"]
    officers = [Officer(id=name, name="N", unit="u", region="ID-JK") for name in ("ani-2", "ani2", "ani", "b-1", "b1")]
    with database.write() as connection:
        upsert(connection, agencies, [agency(name) for name in names])
        put_officers(connection, officers)
    with database.read() as connection:
        assert connection.execute(select(agencies.c.id).order_by(agencies.c.id)).scalars().all() == sorted(names)
        assert [one.id for one in people.all_officers(connection)] == sorted(one.id for one in officers)


def test_json_keeps_every_kind_of_text(database: Database) -> None:
    data = {"text": "Siaga \\u0000 banjir 🌊 \u2028 ’", "deep": [1, 1.5, None, True, {"é": "\\"}]}
    with database.write() as connection:
        connection.execute(insert(agencies).values(id="a", data=data))
    with database.read() as connection:
        assert connection.execute(select(agencies.c.data)).scalar_one() == data


def test_a_null_character_is_kept_or_replaced_and_never_in_the_way(database: Database) -> None:
    """PostgreSQL has none in text; what services answer may have some."""
    kept = "\0" if database.kind == "sqlite" else "\ufffd"
    with database.write() as connection:
        rumours.save_factchecks(connection, [factcheck("a\0", claim="Bansos\0\0cair \\u0000")])
    with database.read() as connection:
        assert [(cid, met) for cid, _, met in databases.met(connection, "", 0)] == [(f"a{kept}", True)]
        assert [one.text for one in rumours.all_factchecks(connection)] == [f"Bansos{kept}{kept}cair \\u0000"]


@pytest.mark.parametrize("hours", [0, 7, 9, -3])
def test_a_moment_comes_back_as_the_same_moment_in_utc(database: Database, hours: int) -> None:
    moment = datetime(2026, 11, 24, 1, 2, 3, 456789, tzinfo=timezone(timedelta(hours=hours)))
    with database.write() as connection:
        audit.record(connection, at=moment, actor="ani", action="x", subject="y", detail={})
    with database.read() as connection:
        (entry,) = audit.read(connection)
    assert entry.at == moment
    assert entry.at.utcoffset() == timedelta(0)


def test_moments_are_compared_as_moments(database: Database) -> None:
    wib = timezone(timedelta(hours=7))
    with database.write() as connection:
        for moment in (NOW, NOW.astimezone(wib) + timedelta(microseconds=1), NOW - timedelta(days=1)):
            audit.record(connection, at=moment, actor="ani", action="x", subject="y", detail={})
    with database.read() as connection:
        later = select(log.c.seq).where(log.c.at >= NOW.astimezone(wib)).order_by(log.c.at)
        assert connection.execute(later).scalars().all() == [1, 2]


def test_addresses_may_be_long(database: Database) -> None:
    assert len(LONG) > 7_000
    with database.write() as connection:
        rumours.save_factchecks(connection, [factcheck("a", LONG)])
        rumours.add_sighting(connection, Sighting(claim="c", channel="web", url=LONG, at=NOW))
    with database.read() as connection:
        assert rumours.seen_urls(connection) == {LONG}


def test_what_is_streamed_is_everything_in_order(database: Database) -> None:
    with database.write() as connection:
        rumours.save_factchecks(connection, [factcheck(f"c-{number:05d}") for number in range(3_000)])
    with database.read() as connection:
        assert [one.cid for one in rumours.all_factchecks(connection)] == [f"c-{n:05d}" for n in range(3_000)]


def test_the_audit_log_only_grows(database: Database) -> None:
    with database.write() as connection:
        audit.record(connection, at=NOW, actor="ani", action="x", subject="y", detail={})
    for change in ("UPDATE audit SET actor = 'budi'", "DELETE FROM audit"):
        with pytest.raises(StoreError, match="append-only"), database.write() as connection:
            connection.execute(text(change))
    with database.read() as connection:
        assert [entry["actor"] for entry in records.entries(connection)] == ["ani"]


def test_a_row_that_does_not_fit_is_an_error_without_its_values(database: Database) -> None:
    row = {"id": "p", "campaign": "rahasia", "account": "rahasia", "content_hash": "h", "data": {}}
    with pytest.raises(StoreError, match="nothing was changed") as caught, database.write() as connection:
        upsert(connection, posts, [row])
    assert "rahasia" not in str(caught.value)


def test_a_read_that_fails_is_an_error_of_the_store(database: Database) -> None:
    with pytest.raises(StoreError, match="could not be read"), database.read() as connection:
        connection.execute(text("SELECT * FROM nowhere"))
    with database.write() as connection:
        people.save_agency(connection, Agency(id="komdigi", name="Komdigi"))
