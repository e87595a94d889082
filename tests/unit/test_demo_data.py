"""The data of `govpr demo`: whole, sourced, and wrong only where it says so."""

import csv
import json
import re
import tomllib
from datetime import date, datetime
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import regex

from govpr.identifiers import OfficerNumber
from govpr.models import (
    Account,
    Achievement,
    Agency,
    Badge,
    Campaign,
    MessageKind,
    Officer,
    Programme,
    Training,
    Variant,
)
from govpr.models.converter import from_data
from govpr.models.regions import zone_of

DATA = files("govpr") / "demo" / "data"
PLANTED_HOAX, PLANTED_LENGTH, PLANTED_LANGUAGE = "bansos-nik", "makan-bergizi", "palapa-ring"
HEADER = (
    "id,name,number,kind,unit,languages,region,zone,course,completed,badge,badge_issued,badge_expires,"
    "accounts,consent,consent_version"
)
BLUESKY, MASTODON, DISCLOSURE = 300, 500, 60
IDENTICAL = 4  # accounts of one platform that may carry the same wording


def table(name: str) -> dict[str, Any]:
    data = tomllib.loads((DATA / name).read_text(encoding="utf-8"))
    assert data.pop("govpr") == 1
    return data


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / "officers.csv").read_text(encoding="utf-8").splitlines()))


def officer(row: dict[str, str]) -> Officer:
    trained = (Training(course=row["course"], completed=date.fromisoformat(row["completed"])),) if row["course"] else ()
    return Officer(
        id=row["id"],
        name=row["name"],
        number=OfficerNumber.parse(row["number"], row["kind"]),
        unit=row["unit"],
        languages=tuple(row["languages"].split()),
        region=row["region"],
        zone=row["zone"],
        training=trained,
        badge=badge(row) if row["badge"] else None,
    )


def badge(row: dict[str, str]) -> Badge:
    days = (date.fromisoformat(row[name]) for name in ("badge_issued", "badge_expires"))
    return Badge(number=row["badge"], issued=next(days), expires=next(days))


def graphemes(text: str) -> int:
    return len(regex.findall(r"\X", text))


def plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def filled(variant: Variant, campaign: Campaign) -> str:
    text = variant.text
    for name, value in campaign.variables.items():
        text = text.replace("{{ " + name + " }}", value)
    return text


@pytest.fixture(scope="module")
def agency() -> Agency:
    return from_data(table("agency.toml")["agency"], Agency)


@pytest.fixture(scope="module")
def accounts() -> tuple[Account, ...]:
    return from_data(table("agency.toml")["accounts"], tuple[Account, ...])


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return from_data(table("campaign.toml")["campaign"], Campaign)


@pytest.fixture(scope="module")
def hoaxes() -> list[dict[str, Any]]:
    return list(json.loads((DATA / "hoaxes.jsonld").read_text(encoding="utf-8"))["@graph"])


def test_the_agency_has_four_units_and_bears_its_names_in_time(agency: Agency) -> None:
    assert [unit.id for unit in agency.units] == ["humas", "ikp", "ekosistem-digital", "infrastruktur"]
    assert agency.name_on(date(2019, 11, 27)) == "Kominfo"
    assert agency.name_on(date(2024, 10, 20)) == "Kominfo"
    assert agency.name_on(date(2024, 10, 21)) == "Komdigi"


def test_official_accounts_are_examples_and_hold_no_secret(accounts: tuple[Account, ...], agency: Agency) -> None:
    assert [account.platform for account in accounts] == ["newsroom", "mastodon", "bluesky"]
    for account in accounts:
        assert account.agency == agency.id
        assert account.server is None or (urlsplit(account.server).hostname or "").endswith(".example.go.id")
        assert account.credential is None or account.credential.startswith("env:KOMDIGI_")


def test_twelve_invented_officers_work_in_four_units(agency: Agency) -> None:
    assert (DATA / "officers.csv").read_text(encoding="utf-8").splitlines()[0] == HEADER
    officers = [officer(row) for row in rows()]
    assert len({one.id for one in officers}) == len({one.number for one in officers}) == 12
    assert {one.unit for one in officers} == {unit.id for unit in agency.units}
    for one in officers:
        assert one.name.endswith(" (contoh)")
        assert one.number is not None
        assert one.number.plausible
        assert one.zone == zone_of(one.region)
    assert {one.zone for one in officers} == {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"}
    assert [row["kind"] for row in rows()].count("ni-pppk") == 2


def test_one_officer_lacks_consent_and_one_lacks_training_and_badge() -> None:
    assert [row["id"] for row in rows() if row["accounts"] and not row["consent"]] == ["hadi"]
    assert [row["id"] for row in rows() if not row["course"] and not row["badge"]] == ["endah"]
    for row in rows():
        assert bool(row["consent"]) == bool(row["consent_version"])
        if row["consent"]:
            given = datetime.fromisoformat(row["consent"])
            assert given.utcoffset() == given.astimezone(ZoneInfo(row["zone"])).utcoffset()


def test_badges_hold_for_the_whole_campaign(campaign: Campaign) -> None:
    badges = [badge(row) for row in rows() if row["badge"]]
    assert len({one.number for one in badges}) == 11
    assert all(one.valid_on(campaign.starts) and one.valid_on(campaign.ends) for one in badges)


def test_author_and_approver_are_two_people_without_accounts(campaign: Campaign) -> None:
    silent = {row["id"]: row["unit"] for row in rows() if not row["accounts"]}
    assert campaign.author == "penulis"
    assert silent["kepala-humas"] == "humas"
    assert "penulis" in silent


def test_few_enough_accounts_for_a_single_wording(accounts: tuple[Account, ...]) -> None:
    """Else the planted messages, which have one wording, would also be found to be identical posts."""
    personal = [
        handle.partition(":")[0]
        for row in rows()
        if row["consent"] and row["badge"]
        for handle in row["accounts"].split()
    ]
    every = personal + [account.platform for account in accounts]
    assert set(every) == {"newsroom", "mastodon", "bluesky"}
    assert max(every.count(platform) for platform in every) <= IDENTICAL


def test_personal_accounts_are_on_example_domains() -> None:
    handles = [handle for row in rows() for handle in row["accounts"].split()]
    assert len(handles) == len(set(handles))
    assert all(
        re.fullmatch(r"mastodon:@\w+@social\.example\.go\.id|bluesky:[a-z-]+\.example\.go\.id", h) for h in handles
    )


def test_programmes_and_achievements_rest_on_sources() -> None:
    data = table("programmes.toml")
    programmes = from_data(data["programmes"], tuple[Programme, ...])
    achievements = from_data(data["achievements"], tuple[Achievement, ...])
    assert len({one.id for one in programmes}) == len(programmes) >= 5
    assert len({one.id for one in achievements}) == len(achievements) >= 6
    assert {one.programme for one in achievements} <= {one.id for one in programmes}
    sources = [one.sources for one in programmes] + [one.sources for one in achievements]
    assert all(source.url.startswith("https://") for found in sources for source in found)
    assert all(re.search(r"\d", one.statement) for one in achievements)


def test_the_campaign_fits_the_other_files(
    campaign: Campaign, agency: Agency, accounts: tuple[Account, ...], hoaxes: list[dict[str, Any]]
) -> None:
    programmes = {one["id"] for one in table("programmes.toml")["programmes"]}
    known = {one["identifier"] for one in hoaxes}
    assert campaign.agency == agency.id
    assert set(campaign.participants.units) == {unit.id for unit in agency.units}
    assert set(campaign.participants.accounts) == {account.id for account in accounts}
    for message in campaign.messages:
        assert message.sources, message.id
        assert message.programme is None or message.programme in programmes
        assert message.factcheck is None or message.factcheck in known


def test_every_message_goes_out_once_in_three_waves(campaign: Campaign) -> None:
    sent = [message for wave in campaign.waves for message in wave.messages]
    assert sorted(sent) == sorted(message.id for message in campaign.messages)
    assert [wave.at.tzinfo is None for wave in campaign.waves] == [False, True, False]
    assert all(campaign.starts <= wave.at.date() <= campaign.ends for wave in campaign.waves)


def test_two_clarifications_answer_hoaxes_and_link_none(campaign: Campaign, hoaxes: list[dict[str, Any]]) -> None:
    answers = [message for message in campaign.messages if message.kind is MessageKind.CLARIFICATION]
    addresses = {one["url"] for one in hoaxes}
    assert len(answers) == 2
    for message in answers:
        assert message.claim
        assert message.factcheck
        assert not addresses & set(message.links)
        assert all("http" not in variant.text for variant in message.variants)


def test_variables_are_known_and_used(campaign: Campaign) -> None:
    texts = " ".join(variant.text for message in campaign.messages for variant in message.variants)
    assert set(re.findall(r"\{\{ (\w+) \}\}", texts)) == set(campaign.variables)


def test_short_variants_fit_with_label_and_links(campaign: Campaign) -> None:
    for message in campaign.messages:
        links = sum(len(link) + 2 for link in message.links)
        for variant in message.variants:
            if variant.platform is None and message.id != PLANTED_LENGTH:
                assert graphemes(filled(variant, campaign)) + links + DISCLOSURE <= BLUESKY, (message.id, variant.id)


def test_newsroom_variants_have_paragraphs(campaign: Campaign) -> None:
    long = [v for message in campaign.messages for v in message.variants if v.platform == "newsroom"]
    assert long
    assert all(2 <= len(variant.text.strip().split("\n\n")) <= 4 for variant in long)


def test_three_mistakes_are_planted_and_say_so(campaign: Campaign, agency: Agency) -> None:
    lines = (DATA / "campaign.toml").read_text(encoding="utf-8").split("[[campaign.messages]]")
    marked = [re.match(r'\s*id = "([\w-]+)"', after) for before, after in pairwise(lines) if "# --- PLANTED" in before]
    assert [match and match[1] for match in marked] == [PLANTED_HOAX, PLANTED_LENGTH, PLANTED_LANGUAGE]
    long = campaign.message(PLANTED_LENGTH).variants
    assert len(long) == 1
    assert graphemes(long[0].text) > MASTODON
    assert {variant.language for variant in campaign.message(PLANTED_LANGUAGE).variants} == {"jv"}
    others = {v.language for m in campaign.messages if m.id != PLANTED_LANGUAGE for v in m.variants}
    assert others == {"id", "en"}


def test_the_planted_hoax_repeats_a_known_one(campaign: Campaign, hoaxes: list[dict[str, Any]]) -> None:
    claim = next(one["claimReviewed"] for one in hoaxes if one["identifier"] == "tbh-32117")
    words = set(plain(claim).split())
    for variant in campaign.message(PLANTED_HOAX).variants:
        assert len(words & set(plain(variant.text).split())) / len(words) > 0.7


def test_the_picture_is_a_small_png_with_words_for_it(campaign: Campaign) -> None:
    pictures = [media for message in campaign.messages for media in message.media]
    assert [media.file for media in pictures] == ["media/satria-1.png"]
    content = (DATA / "media" / "satria-1.png").read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(content) < 60_000


def test_hoaxes_are_fact_checks_with_their_own_addresses(hoaxes: list[dict[str, Any]]) -> None:
    assert (
        len({one["url"] for one in hoaxes}) == len({plain(one["claimReviewed"]) for one in hoaxes}) == len(hoaxes) >= 44
    )
    for one in hoaxes:
        number = re.search(r"^https://turnbackhoax\.id/articles/(\d+)-", one["url"])
        assert number
        assert one["identifier"] == f"tbh-{number[1]}"
        assert one["@type"] == "ClaimReview"
        assert one["author"]["name"] == "MAFINDO (TurnBackHoax.id)"
        assert one["inLanguage"] == "id"
        assert one["reviewRating"]["ratingValue"] == 1
        assert one["reviewRating"]["alternateName"].casefold() == one["url"].split("/")[-1].split("-")[1]
        assert one["claimReviewed"][0].isupper()
        assert one["claimReviewed"].endswith(".")


def test_hoaxes_keep_date_and_label_and_tell_the_claim_anew(hoaxes: list[dict[str, Any]], shared: Path) -> None:
    lines = (shared / "data" / "hoax_facts_id.jsonl").read_text(encoding="utf-8").splitlines()
    facts = {fact["url"]: fact for fact in map(json.loads, lines)}
    for one in hoaxes:
        fact = facts[one["url"]]
        assert one["datePublished"] == fact["date"]
        assert one["reviewRating"]["alternateName"] == fact["verdict"]
        assert one["keywords"] == f"{fact['category']}, {fact['kind']}"
        assert plain(one["claimReviewed"]) != plain(fact["topic"])
