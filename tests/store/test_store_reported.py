"""What a report counts is what the rows say, on either database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from govpr.models import Delivery, DeliveryState, Finding, Metrics, Post, Receipt, Severity
from govpr.models.converter import dumps
from govpr.storage import outbox, planned, records, reported
from govpr.storage.database import Database
from govpr.storage.planned import New
from govpr.storage.reported import Reached, Standing
from govpr.storage.tables import accounts, campaigns, officers

NOW = datetime(2026, 11, 3, 2, 0, 30, tzinfo=UTC)
WIB = "2026-11-03T09:05:00+07:00"
_S = DeliveryState
STATES = (_S.PLANNED, _S.PLANNED, _S.SENT, _S.SENT, _S.PARTIAL, _S.HANDED_OVER)


def post(number: int, campaign: str = "siaga") -> Post:
    owner = f"o{number}" if number > 2 else None
    return Post(
        campaign=campaign,
        wave="pertama",
        message="tas",
        variant="a",
        account=f"a{number}",
        platform="x",
        officer=owner,
        due=NOW + timedelta(minutes=number),
        parts=("Siapkan tas.",),
    )


@pytest.fixture
def filled(database: Database) -> Database:
    """Six posts of one campaign, in different states; two officers of three have theirs out. And one of another."""
    made = [post(number) for number in range(6)]
    with database.write() as connection:
        names: list[dict[str, Any]] = [{"id": name, "author": "a", "data": {}} for name in ("siaga", "lain")]
        connection.execute(insert(campaigns), names)
        units: list[dict[str, Any]] = [
            {"id": f"o{n}", "unit": "humas" if n < 5 else "daerah", "data": {}} for n in range(3, 6)
        ]
        connection.execute(insert(officers), units)
        owned: list[dict[str, Any]] = [
            {"id": one.account, "platform": "x", "officer": one.officer, "data": {}} for one in made
        ]
        connection.execute(insert(accounts), owned)
        for one in (*made, post(0, "lain")):
            row = New(one.id, one.account, one.content_hash, dumps(one), one.due, "x", one.officer is not None)
            planned.add(connection, one.campaign, [row])
        outbox.save(connection, [_delivery(one, state) for one, state in zip(made, STATES, strict=True)])
        found = [
            Finding(code="hoax.repeats", message="hoaks", advice="https://contoh.id/1", post=made[1].id),
            Finding(code="hoax.repeats", severity=Severity.WARNING, message="mirip", post=made[0].id),
            Finding(code="hoax.repeats", message="hoaks", advice="https://contoh.id/1", post=made[2].id),
        ]
        planned.replace_findings(connection, "siaga", [], found)
        counts = [(made[2], 0, 40), (made[2], 9, 3_000_000_000), (made[5], 0, 7), (made[3], 0, None)]
        records.save_metrics(
            connection,
            [
                Metrics(post=one.id, at=NOW + timedelta(hours=hours), views=views, likes=1)
                for one, hours, views in counts
            ],
        )
    return database


def _delivery(one: Post, state: DeliveryState) -> Delivery:
    receipt = Receipt(id="1", at=datetime.fromisoformat(WIB)) if state is _S.SENT else None
    return Delivery(
        post=one.id,
        account=one.account,
        platform=one.platform,
        state=state,
        due=one.due,
        content_hash=one.content_hash,
        receipt=receipt,
    )


def test_posts_are_counted_as_they_stand_each_once(filled: Database) -> None:
    with filled.read() as connection:
        found = sorted(reported.standings(connection, "siaga"), key=lambda one: one.due)
    minute = NOW.replace(second=0)
    assert found == [
        Standing("x", "pertama", state, minute + timedelta(minutes=number), 1)
        for number, state in enumerate(("planned", "stopped", "sent", "sent", "partial", "handed_over"))
    ]


def test_what_is_out_went_out_when_the_platform_says(filled: Database) -> None:
    with filled.read() as connection:
        found = sorted(reported.published(connection, "siaga"))
        assert found == [NOW + timedelta(minutes=4), *[datetime.fromisoformat(WIB)] * 2]
        assert reported.took_part(connection, "siaga") == {"humas": 2}
        assert reported.took_part(connection, "lain") == {}


def test_the_last_counts_of_what_is_out_are_added_up(filled: Database) -> None:
    with filled.read() as connection:
        found = {one.kind: one for one in reported.reached(connection, "siaga")}
        assert found["views"] == Reached("views", 3_000_000_000, 1)
        assert found["likes"] == Reached("likes", 2, 2)
        assert found["quotes"] == Reached("quotes", 0, 0)
        assert {one.measured for one in reported.reached(connection, "lain")} == {0}


def test_findings_are_counted_and_hoaxes_come_post_by_post(filled: Database) -> None:
    with filled.read() as connection:
        assert sorted(reported.found(connection, "siaga")) == [
            ("hoax.repeats", Severity.ERROR, 2),
            ("hoax.repeats", Severity.WARNING, 1),
        ]
        told = list(reported.hoaxes(connection, "siaga"))
        assert sorted(told) == told
        assert {one for one, _ in told} == {post(1).id, post(2).id}
        assert {text for _, text in told} == {"hoaks https://contoh.id/1"}
