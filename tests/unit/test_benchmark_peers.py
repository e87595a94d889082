"""What govpr is compared with finds what it should, and the claims for large figures are like real ones."""

from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest
from benchmarks.peers import PEERS
from benchmarks.scale import synthetic_claims, synthetic_queries

TITLES = ["Bank kota tutup sebulan", "Vaksin mengandung cip pelacak", "Harga beras naik sepuluh kali lipat"]


def peer(name: str) -> Callable[..., Callable[[str, int], list[int]]]:
    """A peer, where it is installed: SQLite always is, the others come with the extra `bench`."""
    if name != "fts5":
        pytest.importorskip(name, reason=f"{name} comes with the extra bench")
    return PEERS[name]


@pytest.mark.parametrize("name", sorted(PEERS))
def test_a_peer_finds_the_text_whose_words_are_asked(name: str) -> None:
    search = peer(name)(TITLES)
    for place, title in enumerate(TITLES):
        assert search(f'katanya {title.upper()}? "cek" (benar-kah) OR NOT', 2)[0] == place
    assert len(search(" ".join(TITLES), 2)) == 2


@pytest.mark.parametrize("name", ["fts5", "tantivy"])
def test_a_peer_can_keep_its_index_in_a_folder(name: str, tmp_path: Path) -> None:
    assert peer(name)(TITLES, "id", tmp_path)("beras", 10) == [2]
    assert list(tmp_path.iterdir())


def test_made_up_claims_are_each_another_and_the_same_again(shared: Path) -> None:
    made = list(synthetic_claims(3000, 7))
    assert len(set(made)) == 3000
    assert made[:20] == list(islice(synthetic_claims(20, 7), 20))
    assert made[:20] != list(synthetic_claims(20, 8))


def test_words_of_made_up_claims_are_spread_as_in_real_text(shared: Path) -> None:
    """A few words are in many claims, most words in one: about as in any real set of titles."""
    counts = Counter(word for title in synthetic_claims(10_000, 1) for word in set(title.split()))
    most = counts.most_common(1)[0][1]
    assert 0.05 < most / 10_000 < 0.5
    assert sum(count == 1 for count in counts.values()) > len(counts) / 3


def test_a_message_for_a_made_up_claim_repeats_most_of_it(shared: Path) -> None:
    titles = list(synthetic_claims(40, 3))
    messages = list(synthetic_queries(titles, 4))
    assert messages == list(synthetic_queries(titles, 4))
    kept = [
        len(set(title.split()) & set(said.split())) / len(set(title.split()))
        for title, said in zip(titles, messages, strict=True)
    ]
    assert 0.6 < sum(kept) / len(kept) < 0.95
    assert sum(len(said.split()) for said in messages) / len(messages) > 15
