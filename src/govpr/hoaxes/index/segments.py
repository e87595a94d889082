"""A part of the index that never changes once it is made: who has which word, and the words of each claim.

- vocabulary: the sorted hashes of all stems; `starts` says where the postings of each begin
- postings: for each stem the claims that have it (`docs`) and how much it says of each (`parts`, up to 255)
- tokens: for each claim its stems, as places in the vocabulary, first of the claim, then of the headline
- lines: for each claim its words as bytes, for what words alone do not see
- keys: hashes of identifiers and addresses, sorted, to look one up
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from attrs import fields, frozen
from numpy.typing import NDArray

from govpr.errors import StoreError
from govpr.hoaxes.index.tokens import GRAM_BITS, grams_of, place_of, ranges

Numbers: TypeAlias = NDArray[Any]

_SLICE = 1 << 22
_MOST_WORDS = 1 << 24
_Counted: TypeAlias = tuple["Segment", NDArray[np.bool_], Numbers, int]


@frozen(kw_only=True, eq=False, repr=False)
class Segment:
    """The arrays of one segment; see the module."""

    vocabulary: Numbers
    starts: Numbers
    docs: Numbers
    parts: Numbers
    tokens: Numbers
    token_starts: Numbers
    claim_lengths: Numbers
    lines: Numbers
    line_starts: Numbers
    cids: Numbers
    cid_starts: Numbers
    cid_keys: Numbers
    cid_docs: Numbers
    link_keys: Numbers
    link_docs: Numbers
    days: Numbers
    gram_places: Numbers
    gram_counts: Numbers

    @property
    def size(self) -> int:
        """How many claims it has, those that were replaced since included."""
        return int(self.days.size)

    def arrays(self) -> dict[str, Numbers]:
        """All arrays by name, to write them."""
        return {attribute.name: getattr(self, attribute.name) for attribute in fields(type(self))}

    def cid(self, doc: int) -> str:
        """The identifier of a claim.

        Args:
            doc: Its number here.
        """
        return bytes(self.cids[self.cid_starts[doc] : self.cid_starts[doc + 1]]).decode()

    def places(self, terms: Numbers) -> Numbers:
        """Where terms stand in the vocabulary; the vocabulary's size for those that do not.

        Args:
            terms: Hashes of stems.
        """
        return _found(self.vocabulary, terms)

    def counts(self, terms: Numbers) -> Numbers:
        """How many of its claims have each term.

        Args:
            terms: Hashes of stems.
        """
        if not self.vocabulary.size:
            return np.zeros(terms.size, np.int64)
        places = np.minimum(np.searchsorted(self.vocabulary, terms), self.vocabulary.size - 1)
        counts: Numbers = self.starts[places + 1].astype(np.int64) - self.starts[places]
        counts *= self.vocabulary[places] == terms
        return counts

    def of_cid(self, key: int) -> list[int]:
        """Claims whose identifier has this hash.

        Args:
            key: The hash.
        """
        return _all_of(self.cid_keys, self.cid_docs, key)

    def of_link(self, key: int) -> list[int]:
        """Claims of an address with this hash.

        Args:
            key: The hash.
        """
        return _all_of(self.link_keys, self.link_docs, key)


def sound(arrays: Mapping[str, Numbers]) -> bool:
    """Whether arrays fit together as those of a segment do; a quick look that reads little.

    Args:
        arrays: Arrays by name.
    """
    if set(arrays) != {attribute.name for attribute in fields(Segment)}:
        return False
    pairs = ((*_LISTS, ("docs", "starts"), ("parts", "starts")), arrays)
    ends = all(pairs[1][starts].size and pairs[1][starts][-1] == pairs[1][values].size for values, starts in pairs[0])
    size = arrays["days"].size
    rows = all(arrays[starts].size == size + 1 for _, starts in _LISTS)
    words = arrays["starts"].size == arrays["vocabulary"].size + 1
    return bool(ends and rows and words and arrays["cid_keys"].size == arrays["cid_docs"].size == size)


_LISTS = (("tokens", "token_starts"), ("lines", "line_starts"), ("cids", "cid_starts"))


def merged(segments: Sequence[Segment], dead: Sequence[NDArray[np.bool_]]) -> Segment:
    """One segment of several, without the claims that were replaced or removed.

    Args:
        segments: The segments, oldest first.
        dead: For each, which claims are gone.
    """
    alive = [np.flatnonzero(~gone) for gone in dead]
    vocabulary, turned = np.unique(np.concatenate([one.vocabulary for one in segments]), return_inverse=True)
    ends = np.cumsum([one.vocabulary.size for one in segments])
    words = [part.astype(np.uint32) for part in np.split(turned, ends[:-1])]
    counted = list(zip(segments, dead, words, _firsts(alive), strict=True))
    starts, docs, parts = _merged_postings(counted, vocabulary.size)
    lines, line_starts = _joined([(one.lines, one.line_starts) for one in segments], alive)
    cids, cid_starts = _joined([(one.cids, one.cid_starts) for one in segments], alive)
    recoded = [(word[one.tokens], one.token_starts) for one, word in zip(segments, words, strict=True)]
    tokens, token_starts = _joined(recoded, alive)
    cid_keys, cid_docs = _keys(counted, "cid")
    link_keys, link_docs = _keys(counted, "link")
    places, counts = gram_counts(lines)
    return Segment(
        vocabulary=vocabulary,
        starts=starts,
        docs=docs,
        parts=parts,
        tokens=tokens,
        token_starts=token_starts,
        claim_lengths=np.concatenate([one.claim_lengths[a] for one, a in zip(segments, alive, strict=True)]),
        lines=lines,
        line_starts=line_starts,
        cids=cids,
        cid_starts=cid_starts,
        cid_keys=cid_keys,
        cid_docs=cid_docs,
        link_keys=link_keys,
        link_docs=link_docs,
        days=np.concatenate([one.days[a] for one, a in zip(segments, alive, strict=True)]),
        gram_places=places,
        gram_counts=counts,
    )


def gram_counts(lines: Numbers) -> tuple[Numbers, Numbers]:
    """Where grams are counted, and how many each place has; places without any are left out.

    Args:
        lines: The words of all claims as bytes.
    """
    counts = np.zeros(1 << GRAM_BITS, np.uint32)
    for start in range(0, lines.size, _SLICE):
        places = place_of(grams_of(lines[start : start + _SLICE + 3]))
        counts += np.bincount(places, minlength=counts.size).astype(np.uint32)
    filled = np.flatnonzero(counts).astype(np.uint32)
    return filled, counts[filled]


def _firsts(alive: Sequence[Numbers]) -> list[int]:
    """The new number of the first claim of each segment."""
    return [0, *np.cumsum([len(some) for some in alive])[:-1].tolist()]


def _renumbered(gone: NDArray[np.bool_], first: int) -> Numbers:
    return (np.cumsum(~gone) + (first - 1)).astype(np.uint32)


def _merged_postings(counted: Sequence[_Counted], words: int) -> tuple[Numbers, Numbers, Numbers]:
    """All postings, sorted in place as one number each: 24 bits for the term, 32 for the claim, 8 for its part."""
    if words >= _MOST_WORDS:
        raise StoreError(f"the hoax index would hold {words} different words; it holds {_MOST_WORDS} at most")
    keys = np.concatenate([_postings(*row) for row in counted])
    keys.sort()
    starts = np.searchsorted(keys, np.arange(words + 1, dtype=np.uint64) << np.uint64(40)).astype(np.uint32)
    parts = keys.astype(np.uint8)
    keys >>= np.uint64(8)
    return starts, keys.astype(np.uint32), parts


def _postings(one: Segment, gone: NDArray[np.bool_], words: Numbers, first: int) -> Numbers:
    keys = np.repeat(words.astype(np.uint64) << np.uint64(40), np.diff(one.starts))
    keys |= _renumbered(gone, first)[one.docs].astype(np.uint64) << np.uint64(8)
    keys |= one.parts
    return keys[~gone[one.docs]] if gone.any() else keys


def _joined(rows: Sequence[tuple[Numbers, Numbers]], alive: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
    """Lists of all claims that are left, one behind the other, and where each begins."""
    values, lengths = [], []
    for (value, starts), some in zip(rows, alive, strict=True):
        length = np.diff(starts)[some]
        lengths.append(length)
        whole = some.size == starts.size - 1
        values.append(value if whole else value[ranges(starts[:-1][some], length)])
    ends = np.cumsum(np.concatenate(lengths), dtype=np.uint64)
    return np.concatenate(values), np.concatenate(([0], ends)).astype(np.uint32)


def _keys(counted: Sequence[_Counted], kind: str) -> tuple[Numbers, Numbers]:
    keys = np.concatenate([key for key, _ in _live_keys(counted, kind)])
    docs = np.concatenate([doc for _, doc in _live_keys(counted, kind)])
    order = np.argsort(keys, kind="stable")
    return keys[order], docs[order]


def _live_keys(counted: Sequence[_Counted], kind: str) -> Iterator[tuple[Numbers, Numbers]]:
    for one, gone, _, first in counted:
        keys, docs = getattr(one, f"{kind}_keys"), getattr(one, f"{kind}_docs")
        kept = ~gone[docs]
        yield keys[kept], _renumbered(gone, first)[docs][kept]


def _found(sorted_keys: Numbers, wanted: Numbers) -> Numbers:
    if not sorted_keys.size:
        return np.zeros(wanted.size, np.int64)
    places = np.searchsorted(sorted_keys, wanted)
    hit = sorted_keys[np.minimum(places, sorted_keys.size - 1)] == wanted
    return np.where(hit, places, sorted_keys.size)


def _all_of(keys: Numbers, docs: Numbers, key: int) -> list[int]:
    wanted = np.uint64(key)
    first, last = (int(np.searchsorted(keys, wanted, side=side)) for side in ("left", "right"))
    found: list[int] = docs[first:last].tolist()
    return found
