"""Published conformance suites: Unicode 17 grapheme clusters, X's twitter-text, and the syntax of AT Protocol."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from govpr.content.entities import extract
from govpr.content.graphemes import count_graphemes, graphemes
from govpr.content.weighted import V1, V2, V3, Weighed, Weights, parse
from govpr.content.weighted_links import links_in
from govpr.content.weighted_names import is_address, is_hashtag, is_list, is_username
from govpr.errors import InvalidValue, Rejected
from govpr.models import Variant
from govpr.platforms._bluesky import place
from govpr.platforms._records import facets, mentioned

TEXTS: dict[str, Callable[[str], bool]] = {
    "tweets": lambda text: parse(text, V1).valid,
    "usernames": is_username,
    "lists": is_list,
    "hashtags": is_hashtag,
    "urls": is_address,
    "urls_without_protocol": lambda text: is_address(text, scheme=False),
}
WEIGHED = {
    "WeightedTweetsCounterTest": V2,
    "WeightedTweetsWithDiscountedEmojiCounterTest": V3,
    "UnicodeDirectionalMarkerCounterTest": V3,
}
EXTRACTED = {
    "usernames": "mentions",
    "hashtags": "hashtags",
    "urls": "links",
    "urls_without_protocol": "links",
}
# Mastodon and Bluesky allow hyphens in names, and no reader follows an address of IPv6 numbers.
OTHERWISE = {"Usernames SHOULD NOT allow the - character", "Valid url: ipv6"}


@pytest.fixture(scope="module")
def validate(shared: Path) -> dict[str, list[dict[str, Any]]]:
    path = shared / "data/conformance/twitter-text/validate.yml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))["tests"]  # type: ignore[no-any-return]  # it is that


def test_every_grapheme_case_of_unicode_17(shared: Path) -> None:
    cases = list(_grapheme_cases(shared / "data/conformance/unicode/GraphemeBreakTest-17.0.0.txt"))
    failed = [case for case in cases if graphemes("".join(case)) != case or count_graphemes("".join(case)) != len(case)]
    assert (len(cases), failed) == (766, [])


def _grapheme_cases(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        clusters = [cluster.replace("×", " ").split() for cluster in line.partition("#")[0].split("÷")]
        case = ["".join(chr(int(code, 16)) for code in cluster) for cluster in clusters if cluster]
        if case:
            yield case


def test_no_twitter_case_is_left_out(validate: dict[str, list[dict[str, Any]]]) -> None:
    assert set(validate) == set(TEXTS) | set(WEIGHED)
    assert sum(map(len, validate.values())) == 97


@pytest.mark.parametrize("section", TEXTS)
def test_twitter_validity(section: str, validate: dict[str, list[dict[str, Any]]]) -> None:
    failed = [case["description"] for case in validate[section] if TEXTS[section](case["text"]) != case["expected"]]
    assert failed == []


@pytest.mark.parametrize(("section", "weights"), WEIGHED.items())
def test_twitter_weights(section: str, weights: Weights, validate: dict[str, list[dict[str, Any]]]) -> None:
    failed = [
        case["description"] for case in validate[section] if _expected(parse(case["text"], weights)) != case["expected"]
    ]
    assert failed == []


def _expected(weighed: Weighed) -> dict[str, Any]:
    return {
        "weightedLength": weighed.weighted_length,
        "valid": weighed.valid,
        "permillage": weighed.permillage,
        "displayRangeStart": 0,
        "displayRangeEnd": weighed.display_end,
        "validRangeStart": 0,
        "validRangeEnd": weighed.valid_end,
    }


def test_every_top_level_domain_of_twitter(shared: Path) -> None:
    path = shared / "data/conformance/twitter-text/tlds.yml"
    sections = yaml.safe_load(path.read_text(encoding="utf-8"))["tests"]
    cases = [case for section in sections.values() for case in section]
    failed = [case for case in cases if [case["text"][a:b] for a, b in links_in(case["text"])] != case["expected"]]
    assert (len(cases), failed) == (1574, [])
    failed = [case for case in cases if [link.text for link in extract(case["text"]).links] != case["expected"]]
    assert failed == []


@pytest.mark.parametrize(("section", "kind"), EXTRACTED.items())
def test_what_twitter_takes_for_one_is_found_whole(
    section: str, kind: str, validate: dict[str, list[dict[str, Any]]]
) -> None:
    for case in validate[section]:
        found = [entity.text for entity in getattr(extract(case["text"]), kind)]
        assert (found == [case["text"]]) is case["expected"] or case["description"] in OTHERWISE, case


def _lines(shared: Path, name: str) -> list[str]:
    lines = (shared / f"data/conformance/atproto/syntax/{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_every_handle_of_at_protocol_is_live_where_it_stands(shared: Path) -> None:
    handles = _lines(shared, "handle_syntax_valid")
    assert len(handles) == 71
    for handle in handles:
        text = f"Siaga é 👨‍👩‍👧 @{handle} dan (@{handle})."
        found = facets(text, {handle.lower(): "did:plc:bmkg"})
        assert mentioned(text) == [handle.lower()]
        assert [_marked(text, one) for one in found if "did" in one["features"][0]] == [f"@{handle}"] * 2


def test_no_handle_that_at_protocol_refuses_is_asked_for(shared: Path) -> None:
    handles = _lines(shared, "handle_syntax_invalid")
    assert len(handles) == 48
    for handle in handles:
        assert handle.lower() not in mentioned(f"Info @{handle}")
    assert mentioned("Info @www.masełkowski.pl.com") == []


def test_links_and_hashtags_of_twitter_are_live_at_their_bytes(validate: dict[str, list[dict[str, Any]]]) -> None:
    sections = [section for section, kind in EXTRACTED.items() if kind != "mentions"]
    cases = [case for section in sections for case in validate[section] if case["expected"]]
    for case in cases:
        text = f"é 👨‍👩‍👧 {case['text']} 🌊"
        known = [entity.text for entity in (*extract(text).links, *extract(text).hashtags)]
        assert sorted(_marked(text, one) for one in facets(text, {})) == sorted(known)
        assert known == [case["text"]] or case["description"] in OTHERWISE


def _marked(text: str, facet: dict[str, Any]) -> str:
    return text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()


def test_receipts_are_addresses_of_at_protocol(shared: Path) -> None:
    for address in _lines(shared, "aturi_syntax_invalid"):
        with pytest.raises(Rejected):
            place(address)
    assert place("at://did:plc:asdf123/app.bsky.feed.post/asdf123") == ("did:plc:asdf123", "asdf123")


def test_no_language_that_at_protocol_refuses_is_planned(shared: Path) -> None:
    for tag in set(_lines(shared, "language_syntax_invalid")) - {
        "de-419-DE"
    }:  # which simple readers may allow, it says
        with pytest.raises(InvalidValue):
            Variant(id="a", text="Siaga", language=tag)
