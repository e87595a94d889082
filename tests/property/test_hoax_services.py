"""Whatever a service answers, its adapter gives a page or a typed error, and the same rules hold for its entries."""

import json
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.contract import service_answers as said

from govpr.hoaxes.databases._blocks import content_of
from govpr.hoaxes.databases.check import MeedanCheck
from govpr.hoaxes.databases.cofacts import Cofacts
from govpr.hoaxes.databases.feed import FeedOf
from govpr.hoaxes.databases.protocol import Page, Query
from govpr.hoaxes.databases.wordpress import WordPress
from govpr.http.calls import Reply
from govpr.settings import DatabaseSettings
from govpr.testing import Conversation, converse

WHERE = DatabaseSettings(name="cek", kind="cek", url="https://cek.example", options={"workspace": "cek"})
ADAPTERS = (WordPress(), FeedOf(), Cofacts(), MeedanCheck())
SAMPLES: tuple[Any, ...] = (
    [said.POST],
    said.JSON_FEED,
    said.listed(said.message(said.reply("RUMOR", "2026-06-20T00:00:00.000Z", 1))),
    said.articles(said.CHECKED),
    {"data": [said.FEED_ITEM]},
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner))


def spoilt(value: Any, draw: st.DataObject) -> Any:
    """A sample with one of its values replaced."""
    if isinstance(value, dict) and value:
        name = draw.draw(st.sampled_from(sorted(value)))
        return {**value, name: spoilt(value[name], draw)}
    if isinstance(value, list) and value:
        return [spoilt(value[0], draw), *value[1:]]
    return draw.draw(JSON)


def held(body: bytes) -> list[Conversation]:
    def serve(_call: object) -> Reply:
        return Reply(200, {"content-type": "application/xml"}, body)

    query = Query(text="Bansos Rp600 ribu cair hari ini")
    searched = [converse(one.search(query, WHERE), serve) for one in ADAPTERS]
    return [*searched, *(converse(one.changes(None, None, WHERE), serve) for one in ADAPTERS)]


@settings(deadline=None)
@given(st.data())
def test_an_answer_with_one_odd_value_is_a_page_or_a_typed_error(data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(SAMPLES))
    for talk in held(json.dumps(spoilt(sample, data)).encode()):
        assert talk.error is not None or isinstance(talk.result, Page)


@settings(deadline=None)
@given(st.sampled_from((said.RSS, said.ATOM, said.RDF)), st.integers(0, 900), st.binary(max_size=12))
@example(feed=said.RDF, place=21, noise=b"\xa0")
def test_a_feed_that_is_cut_or_overwritten_is_a_page_or_a_typed_error(feed: str, place: int, noise: bytes) -> None:
    body = feed.encode()
    for talk in held(body[:place] + noise + body[place + len(noise) :]):
        assert talk.error is not None or isinstance(talk.result, Page)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(("<p>", "</p>", "<a href=x>", "</a>", "<br>", "<h3>", "<script>", "teks ", "&amp;")),
        max_size=60,
    )
)
def test_no_words_of_a_page_come_twice(pieces: list[str]) -> None:
    html = "".join(pieces)
    shown = " ".join(block.text for block in content_of(html).blocks)
    assert shown.count("teks") <= html.count("teks")
