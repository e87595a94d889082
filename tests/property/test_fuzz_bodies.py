"""The bodies that atheris fuzzes at night, for a moment, with hypothesis: typed errors, no network, little memory."""

import gc
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fuzz.bodies import BODIES, SEEDS, offline

LARGE = 300_000
NESTED = {
    "brackets": b"[" * LARGE,
    "objects": b'{"@graph":' * (LARGE // 10),
    "wrapped": b'{"@graph":' * 2_000 + b'{"@type": "ClaimReview"}' + b"}" * 2_000,
    "quotes": b'"' * LARGE,
    "delimiters": b"text" + b"," * LARGE + b"\n" + b"," * LARGE,
    "lines": b"\n" * LARGE,
    "wrong lines": b"x\n" * (LARGE // 10),
    "number": b'{"qid": ' + b"9" * LARGE + b"}",
    "surrogates": b'{"qid": "1", "text": "' + b"\\ud800" * (LARGE // 6) + b'"}',
    "zeros": b"\0" * LARGE,
}


def mutated(seed: bytes) -> st.SearchStrategy[bytes]:
    """A seed with a stretch of it cut out, and something else put in its place."""
    places = st.integers(0, len(seed))
    parts = st.binary(max_size=8) | st.sampled_from([b"\0", b'"', b"[", b"{", b"\\ud800", b"1e999", b"null", b"\n"])
    return st.builds(lambda start, end, part: seed[:start] + part + seed[max(start, end) :], places, places, parts)


@settings(max_examples=40)
@given(st.data())
@pytest.mark.parametrize("name", sorted(BODIES))
def test_a_body_ends_well_whatever_it_is_given(name: str, data: st.DataObject) -> None:
    seeds = st.sampled_from(SEEDS[name]).flatmap(mutated)
    with offline():
        BODIES[name](data.draw(seeds | st.binary(max_size=200)))


@pytest.mark.parametrize("name", sorted(BODIES))
def test_a_body_takes_its_own_seeds(name: str) -> None:
    with offline():
        for seed in SEEDS[name]:
            BODIES[name](seed)


@pytest.mark.parametrize("kind", sorted(NESTED))
@pytest.mark.parametrize("name", sorted(BODIES))
def test_memory_stays_within_bounds_of_the_input(name: str, kind: str) -> None:
    gc.collect()
    tracemalloc.start()
    try:
        with offline():
            BODIES[name](NESTED[kind])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 60 * LARGE
