"""Whatever somebody writes stays text: on the page, in the feeds and in the data."""

import json
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import html5lib
from hypothesis import given, settings
from hypothesis import strategies as st

from govpr.models import MessageKind
from govpr.newsroom import Item, Site
from govpr.newsroom.pages import render
from govpr.text.web import paragraphs, printable, shortened

SITE = Site(title="Kabar", url="https://kabar.example.go.id", agency="Komdigi", agency_url="https://example.go.id")
HOSTILE = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "</script>",
        "<!--",
        "]]>",
        "&lt;",
        '" onload="x',
        "{{ 7*7 }}",
        "{% raw %}",
        "https://a.id/<b>",
    ]
)
TEXT = st.lists(st.one_of(st.text(min_size=1), HOSTILE), min_size=1).map("".join).filter(str.strip)


def page_of(item: Item) -> tuple[ET.Element, dict[str, str]]:
    files = render([item], SITE)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(files[f"items/{item.post}.html"]), files


def shown(root: ET.Element, path: str) -> list[str]:
    return [word for node in root.iterfind(path) for word in "".join(node.itertext()).split()]


@given(TEXT, TEXT, TEXT)
@settings(deadline=None, max_examples=60)
def test_any_text_survives_whole_and_is_never_markup(title: str, text: str, claim: str) -> None:
    at = datetime(2026, 12, 1, tzinfo=UTC)
    kind = MessageKind.CLARIFICATION
    root, files = page_of(Item(post="p", key="k", title=title, text=text, claim=claim, kind=kind, at=at))
    assert shown(root, ".//div[@class='text']/p") == printable(text).split()
    assert shown(root, ".//blockquote") == printable(claim).split()
    if printable(title).strip():
        assert shown(root, ".//h1") == printable(title).split()
    assert {node.tag for node in root.iterfind(".//article//*")} <= {
        "header", "p", "h1", "h2", "time", "section", "blockquote", "div", "a"
    }  # fmt: skip
    (script,) = root.findall(".//script")
    assert json.loads(script.text or "")["claimReviewed"] == claim
    ET.fromstring(files["feed.xml"])
    assert json.loads(files["feed.json"])["items"][0]["id"] == "https://kabar.example.go.id/items/p.html"


@given(st.text())
def test_paragraphs_lose_no_word_and_link_only_web_addresses(text: str) -> None:
    pieces = [piece for paragraph in paragraphs(text) for piece in (*paragraph, None)]
    assert "".join(piece.text if piece else "\n" for piece in pieces).split() == printable(text).split()
    assert all(piece.href in {"", piece.text} for piece in pieces if piece)
    assert all(piece.href.startswith(("https://", "http://")) for piece in pieces if piece and piece.href)


@given(st.text(), st.integers(min_value=5, max_value=80))
def test_a_shortened_text_fits_and_says_that_it_is_short(text: str, width: int) -> None:
    line = " ".join(printable(text).split())
    short = shortened(text, width)
    assert len(short) <= width
    assert short == line or short.endswith("…")
    assert line.startswith(short.removesuffix("…").rstrip())


def test_a_sentence_may_end_after_an_address_and_brackets_stay_balanced() -> None:
    found = [piece.href for piece in paragraphs("(lihat https://a.id/x). https://b.id/Y_(Z), https:// http://c.id!")[0]]
    assert [address for address in found if address] == ["https://a.id/x", "https://b.id/Y_(Z)", "http://c.id"]
