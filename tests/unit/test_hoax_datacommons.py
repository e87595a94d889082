"""The Data Commons feed is read by parts: nothing is lost between two, and a change of the feed is noticed."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from govpr.errors import Misconfigured, ProtocolError, Rejected
from govpr.hoaxes.databases import datacommons
from govpr.hoaxes.databases.datacommons import DataCommons
from govpr.hoaxes.databases.protocol import Page, Query
from govpr.http.calls import Call, Reply
from govpr.settings import DatabaseSettings
from govpr.testing import Conversation, answer, converse

DATABASE = DatabaseSettings(name="dc", kind="datacommons")


class Feed:
    """A service that gives ranges of bytes."""

    def __init__(self, data: bytes, *, ranges: bool = True) -> None:
        self.data, self.ranges, self.etag = data, ranges, '"a"'

    def __call__(self, call: Call) -> Reply:
        found = re.fullmatch(r"bytes=(\d+)-(\d+)", call.headers["Range"])
        assert found
        start, stop = int(found[1]), int(found[2])
        if not self.ranges:
            return Reply(200, headers={"etag": self.etag}, body=self.data)
        if start >= len(self.data):
            return Reply(416)
        told = f"bytes {start}-{stop}/{len(self.data)}"
        return Reply(206, headers={"etag": self.etag, "content-range": told}, body=self.data[start : stop + 1])


def feed(texts: list[str], indent: int | None = None) -> bytes:
    items = [
        {
            "@type": "DataFeedItem",
            "item": [{"@type": "ClaimReview", "claimReviewed": text, "url": f"https://a.example/{n}"}],
        }
        for n, text in enumerate(texts)
    ]
    return json.dumps({"@type": "DataFeed", "dataFeedElement": items}, ensure_ascii=False, indent=indent).encode()


def page(service: Feed, cursor: str | None = None) -> Conversation:
    return converse(DataCommons().changes(None, cursor, DATABASE), service)


def whole(service: Feed) -> list[str]:
    texts: list[str] = []
    cursor: str | None = None
    while True:
        talk = page(service, cursor)
        assert talk.error is None
        assert isinstance(talk.result, Page)
        assert not talk.result.problems
        texts += [fact.text for fact in talk.result.factchecks]
        cursor = talk.result.cursor
        if cursor is None:
            return texts


@given(
    texts=some.lists(some.text('abc é漢😀\\"[]{},:', min_size=1, max_size=30).filter(str.strip), max_size=12),
    size=some.integers(500, 900),
    indent=some.sampled_from([None, 2]),
)
def test_no_entry_is_lost_or_broken_between_two_parts(texts: list[str], size: int, indent: int | None) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(datacommons, "_SIZE", size)
        assert whole(Feed(feed(texts, indent))) == [text.strip() for text in texts]


def test_a_service_that_knows_no_ranges_gives_it_at_once() -> None:
    assert whole(Feed(feed(["a", "b"]), ranges=False)) == ["a", "b"]


def test_a_feed_that_changed_has_to_be_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datacommons, "_SIZE", 400)
    service = Feed(feed(["a", "b", "c", "d", "e"]))
    cursor = page(service).result.cursor
    service.etag = '"b"'
    assert isinstance(page(service, cursor).error, Rejected)


def test_a_feed_that_is_cut_off_says_so() -> None:
    talk = page(Feed(feed(["a", "b"])[:-20]))
    assert [fact.text for fact in talk.result.factchecks] == ["a"]
    assert "ends before its end" in str(talk.result.problems[0])


@pytest.mark.parametrize("body", [b"", b"[]", b'{"a": []}', b"<html>"])
def test_what_is_no_feed_is_an_error(body: bytes) -> None:
    assert isinstance(page(Feed(body, ranges=False)).error, ProtocolError)


def test_it_cannot_be_searched_and_asks_nobody() -> None:
    talk = converse(DataCommons().search(Query(text="banjir"), DATABASE), lambda _call: answer({}))
    assert isinstance(talk.error, Misconfigured)
    assert (talk.calls, "govpr hoax sync dc" in str(talk.error)) == ((), True)


def test_each_entry_has_the_licence_and_its_attribution() -> None:
    (fact,) = page(Feed(feed(["a"]))).result.factchecks
    assert (fact.licence, fact.attribution) == ("CC BY 4.0", "Data Commons (datacommons.org)")
