"""Fact-checks to a segment, one after the other, in little memory."""

import hashlib
from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from govpr.hoaxes.addresses import address_key
from govpr.hoaxes.index.segments import Segment, gram_counts
from govpr.hoaxes.index.tokens import Tokenizer, line_of
from govpr.models import FactCheck

# Okapi BM25 with the flat saturation and slight length norm that suit claims of some ten words
_K1, _B, _USUAL_LENGTH = 0.9, 0.4, 12.0


@frozen
class Row:
    """What the index keeps of one fact-check.

    Args:
        cid: Its identifier.
        words: The claim's content words, then the headline's.
        terms: The hashes of their stems.
        claim_length: How many of them are the claim's.
        links: Hashes of its addresses, sorted.
        day: When it was published, as an ordinal number; 0 where nobody knows.
    """

    cid: str
    words: tuple[str, ...]
    terms: tuple[int, ...]
    claim_length: int
    links: tuple[int, ...]
    day: int


def row_of(fact: FactCheck, tokenizer: Tokenizer) -> Row:
    """What the index keeps of a fact-check: claim and headline, not the conclusion, which only blurs the search.

    Args:
        fact: The fact-check.
        tokenizer: Makes its tokens.
    """
    claim, title = (tokenizer.tokens(text, fact.language) for text in (fact.text, fact.title))
    return Row(
        cid=fact.cid,
        words=claim.words + title.words,
        terms=claim.terms + title.terms,
        claim_length=len(claim.words),
        links=tuple(sorted({key for link in (fact.url, *fact.appearances) if (key := address_key(link))})),
        day=fact.published.toordinal() if fact.published else 0,
    )


def row_at(segment: Segment, doc: int) -> Row:
    """What a segment keeps of one fact-check.

    Args:
        segment: The segment.
        doc: The claim's number there.
    """
    tokens = segment.tokens[segment.token_starts[doc] : segment.token_starts[doc + 1]]
    line = bytes(segment.lines[segment.line_starts[doc] : segment.line_starts[doc + 1]])
    return Row(
        cid=segment.cid(doc),
        words=tuple(line.decode().split(" ")[1:-1]),
        terms=tuple(segment.vocabulary[tokens].tolist()),
        claim_length=int(segment.claim_lengths[doc]),
        links=tuple(segment.link_keys[segment.link_docs == doc].tolist()),
        day=int(segment.days[doc]),
    )


def cid_key(cid: str) -> int:
    """The 64-bit hash of an identifier.

    Args:
        cid: A fact-check's identifier.
    """
    return int.from_bytes(hashlib.blake2b(cid.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


class Builder:
    """Collects rows; `segment` makes one segment of them. Of two rows with one identifier the last counts."""

    def __init__(self) -> None:
        self._terms, self._token_ends = array("Q"), array("I", [0])
        self._lines, self._line_ends = bytearray(), array("I", [0])
        self._cids, self._cid_ends = bytearray(), array("I", [0])
        self._cid_keys, self._claim_lengths, self._days = array("Q"), array("I"), array("i")
        self._link_keys, self._link_docs = array("Q"), array("I")

    def __len__(self) -> int:
        return len(self._days)

    def add(self, row: Row) -> None:
        """Take in one row.

        Args:
            row: As `row_of` gives it.
        """
        for link in row.links:
            self._link_keys.append(link)
            self._link_docs.append(len(self))
        self._terms.extend(row.terms)
        self._token_ends.append(len(self._terms))
        self._lines += line_of(row.words)
        self._line_ends.append(len(self._lines))
        self._cids += row.cid.encode()
        self._cid_ends.append(len(self._cids))
        self._cid_keys.append(cid_key(row.cid))
        self._claim_lengths.append(row.claim_length)
        self._days.append(row.day)

    def segment(self) -> Segment:
        """The segment of all rows so far."""
        terms = _numbers(self._terms, np.uint64)
        token_starts = _numbers(self._token_ends, np.uint32)
        vocabulary, tokens = np.unique(terms, return_inverse=True)
        tokens = tokens.astype(np.uint32)
        starts, docs, parts = _postings(tokens, token_starts, vocabulary.size)
        cid_keys, cid_docs = _sorted(_numbers(self._cid_keys, np.uint64), np.arange(len(self), dtype=np.uint32))
        link_keys, link_docs = _sorted(_numbers(self._link_keys, np.uint64), _numbers(self._link_docs, np.uint32))
        lines = np.frombuffer(bytes(self._lines), np.uint8)
        places, counts = gram_counts(lines)
        return Segment(
            vocabulary=vocabulary,
            starts=starts,
            docs=docs,
            parts=parts,
            tokens=tokens,
            token_starts=token_starts,
            claim_lengths=_numbers(self._claim_lengths, np.uint32),
            lines=lines,
            line_starts=_numbers(self._line_ends, np.uint32),
            cids=np.frombuffer(bytes(self._cids), np.uint8),
            cid_starts=_numbers(self._cid_ends, np.uint32),
            cid_keys=cid_keys,
            cid_docs=cid_docs,
            link_keys=link_keys,
            link_docs=link_docs,
            days=_numbers(self._days, np.int32),
            gram_places=places,
            gram_counts=counts,
        )


def segment_of(rows: Sequence[Row]) -> Segment:
    """One segment of some rows.

    Args:
        rows: The rows, each with its own identifier.
    """
    builder = Builder()
    for row in rows:
        builder.add(row)
    return builder.segment()


def _numbers(values: "array[Any]", kind: Any) -> NDArray[Any]:
    return np.array(values, dtype=kind)


def _sorted(keys: NDArray[Any], docs: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    order = np.argsort(keys, kind="stable")
    return keys[order], docs[order]


def _postings(
    tokens: NDArray[Any], token_starts: NDArray[Any], words: int
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Where each term's postings begin, the claims in them, and how much the term says of each."""
    lengths = np.diff(token_starts)
    owners = np.repeat(np.arange(lengths.size, dtype=np.uint64), lengths)
    pairs, counts = np.unique(tokens.astype(np.uint64) << np.uint64(32) | owners, return_counts=True)
    docs = (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    starts = np.searchsorted(pairs >> np.uint64(32), np.arange(words + 1, dtype=np.uint64)).astype(np.uint32)
    norms = _K1 * (1 - _B + _B * lengths.astype(np.float32) / np.float32(_USUAL_LENGTH))
    parts = np.rint(255 * counts / (counts + norms[docs])).astype(np.uint8)
    return starts, docs, np.maximum(parts, 1)
