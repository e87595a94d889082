"""The claims that are compared with a text: their words in one row, and the bytes of their words in another."""

import numpy as np
from attrs import frozen

from govpr.hoaxes.index.asking import Asked, View
from govpr.hoaxes.index.retrieving import Found
from govpr.hoaxes.index.segments import Numbers
from govpr.hoaxes.index.tokens import ranges

_SPACE, _ZERO, _NINE = 32, 48, 57


@frozen(kw_only=True, eq=False, repr=False)
class Gathered:
    """Some claims. Each has a word at least: it was found by one.

    Args:
        order: For each claim its place among those that were found: here those of one segment stand together.
        owners: For each word its claim.
        starts: For each claim its first word.
        title: For each word whether it is the headline's.
        terms: For each word the distinct term of the text that it is, or -1.
        weights: How surprising each word is.
        framing: For each word whether it says only what kind of message it is.
        line: The bytes of all words, with a space before each and behind the last of a claim.
        line_starts: For each claim its first byte.
        line_lengths: For each claim how many bytes it has.
        title_bytes: For each claim the first byte of its headline; its last byte where it has none.
        spaces: Where each word begins in the line: the space before it.
        lengths: The bytes of each word.
    """

    order: Numbers
    owners: Numbers
    starts: Numbers
    title: Numbers
    terms: Numbers
    weights: Numbers
    framing: Numbers
    line: Numbers
    line_starts: Numbers
    line_lengths: Numbers
    title_bytes: Numbers
    spaces: Numbers
    lengths: Numbers

    @property
    def size(self) -> int:
        """How many claims."""
        return int(self.order.size)

    def numbers(self) -> Numbers:
        """For each word whether it begins with a digit."""
        first = self.line[self.spaces + 1]
        digits: Numbers = (first >= _ZERO) & (first <= _NINE)
        return digits


def gathered(asked: Asked, found: Found, view: View, framing: Numbers) -> Gathered:
    """Read claims.

    Args:
        asked: The text.
        found: The claims.
        view: Where they are.
        framing: As `framing_terms` gives them.
    """
    order = np.argsort(found.segments, kind="stable")
    segments, docs = found.segments[order], found.docs[order]
    pieces = [_read(view, place, docs[segments == place]) for place in sorted(set(segments.tolist()))]
    columns = zip(*pieces, strict=True)
    hashes, counts, token_lengths, claim_lengths, line, line_lengths = map(np.concatenate, columns)
    owners = np.repeat(np.arange(order.size), token_lengths)
    starts = np.cumsum(token_lengths) - token_lengths
    here = np.arange(hashes.size)
    # a claim of n words has n + 1 spaces
    spaces = np.flatnonzero(line == _SPACE)
    begins = spaces[here + owners]
    return Gathered(
        order=order,
        owners=owners,
        starts=starts,
        title=here >= (starts + claim_lengths)[owners],
        terms=placed(asked.terms, hashes),
        weights=view.surprise(counts),
        framing=placed(framing, hashes) >= 0,
        line=line,
        line_starts=np.cumsum(line_lengths) - line_lengths,
        line_lengths=line_lengths,
        title_bytes=spaces[starts + np.arange(order.size) + claim_lengths],
        spaces=begins,
        lengths=spaces[here + owners + 1] - begins - 1,
    )


def placed(keys: Numbers, wanted: Numbers) -> Numbers:
    """Where each stands among sorted keys, or -1.

    Args:
        keys: Sorted numbers.
        wanted: Numbers.
    """
    if not keys.size:
        return np.full(wanted.size, -1)
    places = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
    return np.where(keys[places] == wanted, places, -1)


def _read(view: View, place: int, docs: Numbers) -> tuple[Numbers, ...]:
    one = view.segments[place]
    token_starts = one.token_starts[docs].astype(np.int64)
    token_lengths = one.token_starts[docs + 1] - token_starts
    line_starts = one.line_starts[docs].astype(np.int64)
    line_lengths = one.line_starts[docs + 1] - line_starts
    tokens = one.tokens[ranges(token_starts, token_lengths)].astype(np.intp)
    hashes = one.vocabulary[tokens]
    line = one.lines[ranges(line_starts, line_lengths)]
    return hashes, view.met(place, tokens, hashes), token_lengths, one.claim_lengths[docs], line, line_lengths
