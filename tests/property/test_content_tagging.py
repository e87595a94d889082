"""UTM parameters: kept where they are, added once, never a person, and taken off again without a trace."""

from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from govpr.content.entities import extract
from govpr.content.tagging import Tags, tagged, tagged_address, untagged, untagged_address

SLUGS = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
TAGS = st.builds(Tags, source=SLUGS, campaign=SLUGS, content=SLUGS)
WORDS = st.sampled_from(
    ["Siaga,", "(lihat", ")", "&", "<b>", "?", "!", "\n", "#peta", "@humas@sosial.go.id", "bmkg.go.id"]
)
NAMES = st.sampled_from(["a", "q", "utm", "utmost", "id[]", "x%20y"])
VALUES = st.sampled_from(["", "1", "a%26b", "banjir+jakarta", "é"])
QUERIES = st.lists(st.builds("{}={}".format, NAMES, VALUES) | NAMES, max_size=3).map("&".join)
ADDRESSES = st.builds(
    "https://{}{}{}{}".format,
    st.sampled_from(["bmkg.go.id", "www.bmkg.go.id", "peta.bmkg.go.id", "bmkg.go.id.jahat.id", "lain.id"]),
    st.sampled_from(["", "/", "/peta", "/a_(b)", "/%E2%82%AC"]),
    QUERIES.map(lambda query: f"?{query}" if query else ""),
    st.sampled_from(["", "#utara"]),
)
TEXTS = st.lists(WORDS | ADDRESSES, max_size=8).map(" ".join)
HOSTS = {"bmkg.go.id"}


@given(ADDRESSES, TAGS)
def test_what_was_in_an_address_stays_in_it(url: str, tags: Tags) -> None:
    new = tagged_address(url, tags)
    before, after = urlsplit(url), urlsplit(new)
    assert (before.scheme, before.netloc, before.path, before.fragment) == (
        after.scheme,
        after.netloc,
        after.path,
        after.fragment,
    )
    assert after.query.startswith(before.query)
    added = parse_qsl(after.query[len(before.query) :])
    assert dict(added) == {
        "utm_source": tags.source,
        "utm_medium": "social",
        "utm_campaign": tags.campaign,
        "utm_content": tags.content,
    }
    assert tagged_address(new, tags) == tagged_address(new, Tags(source="x", campaign="y", content="z")) == new
    assert untagged_address(new) == untagged_address(url) == url


@given(TEXTS, TAGS)
def test_only_links_to_the_chosen_hosts_change(text: str, tags: Tags) -> None:
    new = tagged(text, tags, HOSTS)
    assert tagged(new, tags, HOSTS) == new
    before, after = extract(text).links, extract(new).links
    assert len(before) == len(after)
    for old, now in zip(before, after, strict=True):
        host = urlsplit(old.text).hostname or ""
        ours = host == "bmkg.go.id" or host.endswith(".bmkg.go.id")
        assert now.text == (tagged_address(old.text, tags) if ours else old.text)
    assert untagged(new) == untagged(text)
    assert tagged(text, tags, ()) == text


@given(ADDRESSES, TAGS)
def test_in_html_the_ampersand_is_escaped(url: str, tags: Tags) -> None:
    text = f'<a href="{url.replace("&", "&amp;")}">peta</a>'
    new = tagged(text, tags, HOSTS, escaped=True)
    assert "&utm" not in new
    assert tagged(new, tags, HOSTS, escaped=True) == new


@given(st.text(max_size=60), TAGS)
def test_any_text_is_taken(text: str, tags: Tags) -> None:
    new = tagged(text, tags, HOSTS)
    assert tagged(new, tags, HOSTS) == new
    assert untagged(untagged(text)) == untagged(text)
