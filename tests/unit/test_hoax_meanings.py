"""Claims found by meaning alone, once the vectors of all of them are gathered."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from tests.hashed import Hashed

from govpr.hoaxes import HoaxIndex
from govpr.hoaxes.embedding import Remembered, Reranked, gather
from govpr.hoaxes.embedding.meanings import FILE
from govpr.hoaxes.matching import Decision, check
from govpr.models import FactCheck

FAR = FactCheck(cid="far", text="Physician warns of vaccine microchip", language="en", published=date(2021, 5, 1))
CROWD = {
    fact.cid: fact
    for fact in (
        FAR,
        FactCheck(cid="id", text="Vaksin berisi cip pelacak", language="id"),
        *(
            FactCheck(cid=f"c{n}", text=f"Rumours of street {n} being closed for repairs", language="en")
            for n in range(60)
        ),
    )
}
SAID = "rumours of a doctor who put a chip in the jab"


def known(cids: Sequence[str]) -> Mapping[str, FactCheck]:
    return {cid: CROWD[cid] for cid in cids if cid in CROWD}


@pytest.fixture
def crowd() -> Iterator[HoaxIndex]:
    with HoaxIndex.open(":memory:") as opened:
        opened.add(CROWD.values())
        yield opened


def test_claims_that_share_no_word_are_found_once_all_meanings_are_gathered(crowd: HoaxIndex, tmp_path: Path) -> None:
    model = Hashed()
    kept = Remembered(model, tmp_path / "vectors.db")
    search = Reranked(index=crowd, lookup=known, embedder=model, claims=kept)
    assert "far" not in {one.cid for one in crowd.compare(SAID, 100, "en")}
    assert "far" not in {one.cid for one in search.compare(SAID, 100, "en")}
    done: list[int] = []
    assert gather(CROWD.values(), kept, tmp_path, told=done.append) == 61
    assert done == [61]
    found = search.compare(SAID, 100, "en")
    assert found[0].cid == "far"
    scores = [round(one.score, 3) for one in found]
    assert scores == sorted(scores, reverse=True)
    assert len({one.cid for one in found}) == len(found)
    assert search.compare(SAID, 1, "en") == found[:1]


def test_what_was_found_by_meaning_is_left_out_where_it_is_not_wanted(crowd: HoaxIndex, tmp_path: Path) -> None:
    kept = Remembered(Hashed(), tmp_path / "vectors.db")
    search = Reranked(index=crowd, lookup=known, embedder=Hashed(), claims=kept)
    gather(CROWD.values(), kept, tmp_path)
    lost = Reranked(
        index=crowd, lookup=lambda cids: known([c for c in cids if c != "far"]), embedder=Hashed(), claims=kept
    )
    assert search.compare(SAID, 1, "en", since=date(2021, 5, 1)) == []
    for found in (lost.compare(SAID, 9, "en"), search.compare(SAID, 9, "en", without={"far"})):
        assert found
        assert "far" not in {one.cid for one in found}


def test_meaning_alone_never_makes_a_claim_the_same(crowd: HoaxIndex, tmp_path: Path) -> None:
    kept = Remembered(Hashed(), tmp_path / "vectors.db")
    gather(CROWD.values(), kept, tmp_path)
    match = check(SAID, Reranked(index=crowd, lookup=known, embedder=Hashed(), claims=kept), known, language="en")
    assert match.decision is not Decision.SAME


def test_meanings_of_another_model_or_a_damaged_file_are_done_without(crowd: HoaxIndex, tmp_path: Path) -> None:
    gather(CROWD.values(), Hashed("older"), tmp_path)
    kept = Remembered(Hashed(), tmp_path / "vectors.db")
    search = Reranked(index=crowd, lookup=known, embedder=Hashed(), claims=kept)
    assert "far" not in {one.cid for one in search.compare(SAID, 9, "en")}
    gather(CROWD.values(), kept, tmp_path)
    (tmp_path / FILE).write_bytes((tmp_path / FILE).read_bytes()[:2000])
    assert "far" not in {one.cid for one in search.compare(SAID, 9, "en")}
    assert gather([], kept, tmp_path) == 0
    assert "far" not in {one.cid for one in search.compare(SAID, 9, "en")}
