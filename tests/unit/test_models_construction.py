"""Models refuse wrong values when they are made, and name the field."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from govpr.errors import InvalidValue, NotFound
from govpr.models import (
    Account,
    Agency,
    Alias,
    Badge,
    Campaign,
    Claim,
    Clarification,
    Consent,
    Delivery,
    HoaxReport,
    Message,
    Metrics,
    Narrative,
    Officer,
    Ownership,
    Plan,
    Post,
    Programme,
    Receipt,
    ReportState,
    Source,
    Unit,
    Variant,
    Wave,
)

NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
NAIVE = NOW.replace(tzinfo=None)
SOURCE = Source(title="Statistik", url="https://bps.go.id/1", publisher="BPS")
VARIANT = Variant(id="a", text="Siaga")
MESSAGE = Message(id="siaga", title="Siaga", variants=(VARIANT,))
WAVE = Wave(id="pagi", at=NAIVE, messages=("siaga",))


def campaign(**changed: Any) -> Campaign:
    given: dict[str, Any] = {
        "id": "siaga",
        "title": "Siaga banjir",
        "agency": "bnpb",
        "goal": "Warga siap",
        "audience": "Warga",
        "author": "ayu",
        "starts": date(2026, 11, 1),
        "ends": date(2026, 11, 30),
        "messages": (MESSAGE,),
        "waves": (WAVE,),
    }
    return Campaign(**{**given, **changed})


def post(**changed: Any) -> Post:
    given: dict[str, Any] = {
        "campaign": "siaga",
        "wave": "pagi",
        "message": "siaga",
        "variant": "a",
        "account": "bnpb",
        "platform": "mastodon",
        "due": NOW,
        "parts": ("Siaga",),
    }
    return Post(**{**given, **changed})


REFUSED: dict[str, Callable[[], object]] = {
    "Account.id": lambda: Account(id="A", platform="x", handle="a", agency="b"),
    "Account.handle": lambda: Account(id="a", platform="x", handle=" ", agency="b"),
    "Account.server": lambda: Account(id="a", platform="x", handle="a", agency="b", server="social.go.id"),
    "Account.credential": lambda: Account(id="a", platform="x", handle="a", agency="b", credential="rahasia"),
    "Account.officer": lambda: Account(id="a", platform="x", handle="a", agency="b", officer="ayu"),
    "Agency.website": lambda: Agency(id="a", name="A", website="a.go.id"),
    "Agency.units[1].id": lambda: Agency(id="a", name="A", units=(Unit(id="u", name="U"), Unit(id="u", name="V"))),
    "Agency.units[0].parent": lambda: Agency(id="a", name="A", units=(Unit(id="u", name="U", parent="v"),)),
    "Alias.until": lambda: Alias(name="K", since=date(2024, 1, 2), until=date(2024, 1, 1)),
    "Badge.expires": lambda: Badge(number="1", issued=date(2024, 1, 2), expires=date(2024, 1, 1)),
    "Campaign.ends": lambda: campaign(ends=date(2026, 10, 1)),
    "Campaign.zone": lambda: campaign(zone="WIB"),
    "Campaign.messages": lambda: campaign(messages=()),
    "Campaign.messages[1].id": lambda: campaign(messages=(MESSAGE, MESSAGE)),
    "Campaign.waves[1].id": lambda: campaign(waves=(WAVE, WAVE)),
    "Claim.first_seen": lambda: Claim(text="x", first_seen=NAIVE),
    "Clarification.sources": lambda: Clarification(claim="a", fact="b", conclusion="c", agency="d", sources=()),
    "Consent.given": lambda: Consent(officer="a", account="b", given=NAIVE),
    "Consent.expires": lambda: Consent(officer="a", account="b", given=NOW, expires=NAIVE),
    "Consent.withdrawn": lambda: Consent(officer="a", account="b", given=NOW, withdrawn=NOW - timedelta(1)),
    "Delivery.attempts": lambda: Delivery(post="p", account="a", platform="x", due=NOW, content_hash="h", attempts=-1),
    "HoaxReport.within": lambda: HoaxReport(id="a", channel="wa", text="t", at=NOW, within=timedelta(-1)),
    "HoaxReport.reason": lambda: HoaxReport(
        id="a", channel="wa", text="t", at=NOW, state=ReportState.NOT_CLARIFIED, reason=" "
    ),
    "Message.links[0]": lambda: Message(id="a", title="A", variants=(VARIANT,), links=("bmkg.go.id",)),
    "Metrics.at": lambda: Metrics(post="p", at=NAIVE),
    "Narrative.valid_until": lambda: Narrative(
        id="n", agency="a", title="t", key_messages=("k",), sources=(SOURCE,), valid_from=NOW, valid_until=NAIVE
    ),
    "Officer.region": lambda: Officer(id="a", name="A", unit="u", region="ID-XX"),
    "Officer.languages": lambda: Officer(id="a", name="A", unit="u", languages=("Bahasa",)),
    "Plan.campaign": lambda: Plan(campaign="", author="a", posts=()),
    "Post.due": lambda: post(due=NAIVE),
    "Post.parts": lambda: post(parts=()),
    "Programme.sources": lambda: Programme(id="p", agency="a", title="t", summary="s", sources=()),
    "Receipt.at": lambda: Receipt(id="1", at=NAIVE),
    "Source.url": lambda: Source(title="a", url="javascript:alert(1)", publisher="b"),
    "Variant.language": lambda: Variant(id="a", text="b", language="indonesian!"),
    "Wave.spread": lambda: Wave(id="a", at=NOW, messages=("m",), spread=timedelta(hours=-1)),
}


@pytest.mark.parametrize("field", REFUSED)
def test_a_wrong_value_names_its_field_and_what_to_do(field: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        REFUSED[field]()
    assert caught.value.field == field
    assert caught.value.problems[0].message
    assert caught.value.problems[0].advice


def test_an_error_repeats_no_secret_that_was_given_as_a_credential() -> None:
    with pytest.raises(InvalidValue) as caught:
        Account(id="a", platform="x", handle="a", agency="b", credential="s3cr3t-token")
    assert "s3cr3t" not in str(caught.value)


def test_units_are_found_with_all_below_and_circles_are_refused() -> None:
    units = (Unit(id="a", name="A"), Unit(id="b", name="B", parent="a"), Unit(id="c", name="C", parent="b"))
    agency = Agency(id="x", name="X", units=units)
    assert agency.within("a") == {"a", "b", "c"}
    assert agency.within("c") == {"c"}
    with pytest.raises(NotFound, match="a, b, c"):
        agency.unit("d")
    with pytest.raises(InvalidValue, match="under itself"):
        Agency(id="x", name="X", units=(Unit(id="a", name="A", parent="b"), Unit(id="b", name="B", parent="a")))


def test_aliases_hold_on_their_first_and_last_day() -> None:
    aliases = (Alias(name="Kominfo", until=date(2024, 10, 20)), Alias(name="Komdigi", since=date(2024, 10, 21)))
    agency = Agency(id="komdigi", name="Kementerian", aliases=aliases)
    assert [agency.name_on(date(2024, 10, day)) for day in (20, 21)] == ["Kominfo", "Komdigi"]
    assert Agency(id="x", name="Kementerian").name_on(date(2024, 1, 1)) == "Kementerian"


@pytest.mark.parametrize(
    ("after", "holds"),
    [(timedelta(seconds=-1), False), (timedelta(), True), (timedelta(1), False), (timedelta(2), False)],
)
def test_a_consent_holds_from_the_moment_it_is_given_until_it_ends(after: timedelta, holds: bool) -> None:
    for end in ("expires", "withdrawn"):
        consent = Consent(officer="a", account="b", given=NOW, **{end: NOW + timedelta(1)})  # type: ignore[arg-type]
        assert consent.holds_at(NOW + after) is holds


def test_a_badge_is_valid_on_its_first_and_last_day() -> None:
    badge = Badge(number="1", issued=date(2026, 1, 1), expires=date(2026, 1, 3))
    assert [badge.valid_on(date(2026, 1, day)) for day in (1, 3, 4)] == [True, True, False]
    assert not badge.valid_on(date(2025, 12, 31))


def test_an_account_is_personal_exactly_when_it_has_an_officer() -> None:
    personal = Account(id="a", platform="x", handle="h", agency="b", ownership=Ownership.PERSONAL, officer="ayu")
    assert personal.officer == "ayu"
    with pytest.raises(InvalidValue, match="ownership"):
        Account(id="a", platform="x", handle="h", agency="b", ownership=Ownership.PERSONAL)
