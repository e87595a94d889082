import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govpr.errors import InvalidFile, StoreError
from govpr.hoaxes import HoaxIndex, check, read_factchecks, read_queries
from govpr.models import FactCheck

SUFFIXES = st.sampled_from([".jsonl", ".csv", ".tsv", ".json", ".jsonld", ".txt", ""])
_NAMES = (
    "@type @graph itemListElement item claimReviewed itemReviewed author reviewRating ratingValue alternateName"
    " text cid lang date verdict url title inLanguage independent rated"
)
NAMES = st.sampled_from(_NAMES.split())
LEAVES = st.none() | st.booleans() | st.floats() | st.integers() | st.text(st.characters()) | st.just("ClaimReview")
TREES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6))


def helpful(error: InvalidFile | StoreError) -> None:
    """It says what is wrong, and what to do."""
    if isinstance(error, InvalidFile):
        assert error.problems
        assert all(problem.message and problem.advice for problem in error.problems)
    else:
        assert "made again" in str(error)


def read(content: bytes, suffix: str) -> None:
    """It is either read or refused with problems; whatever is read can be indexed."""
    with TemporaryDirectory() as folder:
        path = Path(folder, f"file{suffix}")
        path.write_bytes(content)
        try:
            facts = read_factchecks(path)
        except InvalidFile as error:
            helpful(error)
        else:
            with HoaxIndex.open(":memory:") as index:
                assert index.add(facts) == len(facts) == index.count


@given(st.binary(max_size=400), SUFFIXES)
def test_any_bytes_are_read_or_refused(content: bytes, suffix: str) -> None:
    read(content, suffix)


@given(st.text(st.sampled_from('cid,text;"\n\r\t[]{}:0a\ufeff'), max_size=80), SUFFIXES)
def test_any_almost_file_is_read_or_refused(content: str, suffix: str) -> None:
    read(content.encode(), suffix)


@given(TREES, SUFFIXES)
def test_any_json_is_read_or_refused(tree: object, suffix: str) -> None:
    read(json.dumps(tree).encode(), suffix)


@given(st.binary(max_size=200))
def test_any_queries_are_read_or_refused(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "queries.jsonl")
        path.write_bytes(content)
        try:
            assert isinstance(read_queries(path), tuple)
        except InvalidFile as error:
            helpful(error)


@settings(max_examples=50)
@given(st.binary(min_size=1, max_size=2000), st.booleans())
def test_any_bytes_open_as_an_index_or_are_refused(content: bytes, sqlite: bool) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "ledger.db")
        path.write_bytes(b"SQLite format 3\0" * sqlite + content)
        try:
            with HoaxIndex.open(folder) as index:
                index.search("bank tutup")
        except StoreError as error:
            helpful(error)


@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=2), st.text("bankotu p4", min_size=1).filter(str.strip)),
    st.data(),
)
def test_an_index_holds_what_was_added_last_in_any_order(claims: dict[str, str], data: st.DataObject) -> None:
    facts = [FactCheck(cid=cid, text=text) for cid, text in claims.items()]
    gone = data.draw(st.sets(st.sampled_from(sorted(claims)))) if claims else set()
    with HoaxIndex.open(":memory:") as one, HoaxIndex.open(":memory:") as other:
        one.add(facts)
        one.remove(gone)
        for fact in data.draw(st.permutations(facts)):
            other.add([FactCheck(cid=fact.cid, text="sementara bank"), fact])
        other.remove(gone)
        assert one.count == other.count == len(claims) - len(gone)
        for text in claims.values():
            found, again = ({hit.cid: hit.score for hit in index.search(text, 1_000)} for index in (one, other))
            assert found == pytest.approx(again, abs=1e-3)


@given(st.text())
def test_a_probability_is_one_whatever_the_text(text: str) -> None:
    fact = FactCheck(cid="a", text="Bank kota tutup selama sebulan")
    with HoaxIndex.open(":memory:") as index:
        index.add([fact])
        for said in (text, f"{fact.text} {text}"):
            assert 0 <= check(said, index, lambda _cids: {"a": fact}).probability <= 1
