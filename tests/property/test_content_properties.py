"""Rules of the content floor that hold for every text."""

from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from govpr.content.compose import compose, contains_label
from govpr.content.entities import extract
from govpr.content.graphemes import count_graphemes, graphemes
from govpr.content.length import fits, measure
from govpr.content.measuring import measured
from govpr.content.render import render
from govpr.content.rules import Count, Length, Rules
from govpr.content.similarity import near_duplicates, similarity
from govpr.content.split import split
from govpr.content.weighted import parse

WORDS = st.sampled_from(
    [
        "Siaga",
        "banjir.",
        "👨‍👩‍👧",
        "#Siaga",
        "@humas@sosial.go.id",
        "https://bmkg.go.id/a_(b)",
        "é",
        "ꦗꦮꦶ",
        "\u0301",
        "---",
        "a.id",
    ]
)
BLANKS = st.sampled_from([" ", "\n", "\n\n", "\r\n", "\t", "\u3000"])
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS | BLANKS, max_size=30).map("".join))
LENGTHS = st.builds(
    Length,
    limit=st.integers(40, 80),
    count=st.sampled_from(Count),
    link=st.sampled_from([None, 23]),
    bytes=st.sampled_from([None, 160]),
    mention_host=st.booleans(),
)
LINKS = st.lists(st.sampled_from(["https://a.id", "https://b.id/x?y=1", "http://c.go.id/."]), max_size=3)


@given(TEXTS)
def test_graphemes_join_to_the_text_and_count_themselves(text: str) -> None:
    assert "".join(graphemes(text)) == text
    assert count_graphemes(text) == len(graphemes(text)) == measure(text, Length(limit=1))


@given(TEXTS)
def test_entities_slice_back_to_the_text_and_never_overlap(text: str) -> None:
    found = extract(text)
    entities = sorted(found.links + found.mentions + found.hashtags, key=lambda entity: entity.start)
    assert all(text[entity.start : entity.end] == entity.text for entity in entities)
    assert all(one.end <= other.start for one, other in pairwise(entities))


@given(TEXTS, LENGTHS)
def test_every_part_of_a_split_fits_and_no_word_is_lost(text: str, length: Length) -> None:
    words = [word if fits(word, length) else "x" for word in text.split()]
    text = " ".join(words)
    # A blank with a mark on it is one character: two words around it cannot be parted.
    assume(all(cluster.isspace() or not cluster[0].isspace() for cluster in graphemes(text)))
    parts = split(text, Rules(text=length))
    assert all(fits(part, length) for part in parts)
    assert " ".join(parts).split() == words


@given(st.lists(WORDS, min_size=1, max_size=30), BLANKS, LENGTHS)
def test_a_split_parts_no_entity(words: list[str], blank: str, length: Length) -> None:
    text = blank.join(words)
    parts = split(text, Rules(text=length))
    whole = extract(text)
    pieces = [extract(part) for part in parts]
    assert [link.text for piece in pieces for link in piece.links] == [link.text for link in whole.links]
    assert [tag.text for piece in pieces for tag in piece.hashtags] == [tag.text for tag in whole.hashtags]


@given(TEXTS, st.sampled_from(["", "#InfoResmi", "Dipublikasikan oleh ASN"]), LINKS)
def test_composing_labels_links_and_is_idempotent(text: str, label: str, links: list[str]) -> None:
    parts = compose(text, disclosure=label, links=links)
    assert compose("\n---\n".join(parts), disclosure=label, links=links) == parts
    if parts != ("",):
        assert not label or contains_label(parts[0], label)
        assert all("\n".join(parts).split().count(link) >= (link not in text) for link in links)


@given(LINKS, st.sampled_from(["", "#InfoResmi"]))
def test_every_link_occurs_exactly_once(links: list[str], label: str) -> None:
    assert [line for line in compose("Siaga", disclosure=label, links=links)[0].splitlines() if "://" in line] == list(
        dict.fromkeys(links)
    )


@given(st.text(max_size=60))
def test_a_rendered_value_is_one_line(value: str) -> None:
    assert len(render("{{ a }}", {"a": value}).splitlines()) <= 1


@given(TEXTS, TEXTS)
def test_similarity_is_symmetric_and_bounded(a: str, b: str) -> None:
    assert 0.0 <= similarity(a, b) == similarity(b, a) <= 1.0
    assert similarity(a, a) == 1.0


@given(st.lists(TEXTS, max_size=8), st.floats(0.1, 1.0))
def test_texts_never_named_second_differ(texts: list[str], at_least: float) -> None:
    named = {str(number): text for number, text in enumerate(texts)}
    pairs = near_duplicates(named, at_least)
    rest = [named[key] for key in named.keys() - {later for _, later, _ in pairs}]
    assert all(similarity(a, b) < at_least for i, a in enumerate(rest) for b in rest[:i])
    assert all(similarity(named[a], named[b]) == score >= at_least for a, b, score in pairs)


@given(TEXTS)
def test_weighing_is_bounded_by_the_text(text: str) -> None:
    weighed = parse(text)
    assert weighed.valid == (
        bool(text) and weighed.weighted_length <= 280 and not set(text) & set("\ufffe\uffff\ufeff")
    )
    assert weighed.valid_end <= max(weighed.display_end, 0)


@given(TEXTS, LENGTHS, st.integers(1, 9))
def test_what_is_proposed_fits_and_loses_no_word(text: str, length: Length, parts: int) -> None:
    rules = Rules(text=length, parts=parts)
    found = measured(text, rules)
    assert found == measured(text, rules)
    assert [part.length for part in found.parts] == [measure(part.text, length) for part in found.parts]
    too_long = any(finding.code in {"text.too-long", "text.bytes"} for finding in found.findings)
    assert too_long == any(not fits(part.text, length) for part in found.parts) == bool(found.proposals)
    for proposal in found.proposals:
        assert proposal.by > 0 or proposal.kind == "thread"
    threads = [proposal for proposal in found.proposals if proposal.kind == "thread"]
    for proposal in threads:
        assert len(proposal.parts) <= parts
        assert "".join("".join(proposal.parts).split()) == "".join("".join(p.text for p in found.parts).split())
    if len(threads) == 1 and sum(not fits(part.text, length) for part in found.parts) == 1:
        assert all(fits(part, length) for part in threads[0].parts)
