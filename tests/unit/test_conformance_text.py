"""Published conformance suites: Unicode 17 grapheme clusters and X's twitter-text."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from govpr.content.graphemes import count_graphemes, graphemes
from govpr.content.weighted import V1, V2, V3, Weighed, Weights, parse
from govpr.content.weighted_links import links_in
from govpr.content.weighted_names import is_address, is_hashtag, is_list, is_username

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
# Top-level domains that left the root zone, or never were in it, before linkify-it-py's list was made.
GONE = 70


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


def test_twitter_top_level_domains_that_exist(shared: Path) -> None:
    path = shared / "data/conformance/twitter-text/tlds.yml"
    sections = yaml.safe_load(path.read_text(encoding="utf-8"))["tests"]
    cases = [case for section in sections.values() for case in section]
    found = [case for case in cases if [case["text"][a:b] for a, b in links_in(case["text"])] == case["expected"]]
    assert len(found) == len(cases) - GONE
