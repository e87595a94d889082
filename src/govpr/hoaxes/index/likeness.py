"""In how many ways claims are like a text: one row of numbers for each claim, all of them at once."""

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from govpr.hoaxes.index.asking import Asked, View
from govpr.hoaxes.index.retrieving import Found
from govpr.hoaxes.index.segments import Numbers
from govpr.hoaxes.index.tokens import grams_of, line_of, place_of, ranges

NAMES = (
    "bm25", "bm25 log", "grams", "fused", "rank",
    "claim share", "title share", "share", "claim peak", "title peak", "mass", "shared", "missing", "missing peak",
    "told share", "soft share", "near share", "text share", "early share", "pairs", "cosine",
    "gram share", "gram part share", "gram text share", "gram cosine",
    "numbers shared", "numbers missing", "claim length", "title length", "text length", "density",
)  # fmt: skip
"""What each number of a row is; `rows` explains them."""

_SPACE, _ZERO, _NINE = 32, 48, 57
_WINDOW, _STRIDE = 24, 8
_ALIKE = 0.6
_CAP = 64


@frozen(kw_only=True, eq=False, repr=False)
class _Pool:
    """The claims that are compared: their words one after the other.

    Args:
        size: How many claims.
        owners: For each word its claim.
        title: For each word whether it is the headline's.
        terms: For each word the distinct term of the text that it is, or -1.
        weights: How surprising each word is.
        framing: For each word whether it says only what kind of message it is.
        line: The bytes of all words.
        spaces: Where each word begins in the line: the space before it.
        lengths: The bytes of each word.
        line_owners: For each byte its claim.
    """

    size: int
    owners: Numbers
    title: Numbers
    terms: Numbers
    weights: Numbers
    framing: Numbers
    line: Numbers
    spaces: Numbers
    lengths: Numbers
    line_owners: Numbers


class Likeness:
    """Compares texts with claims.

    Args:
        framing: As `framing_terms` gives them.
    """

    def __init__(self, framing: Numbers) -> None:
        self._framing = framing

    def compared(self, asked: Asked, found: Found, view: View) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """One row of numbers for each claim, in the order of `NAMES`, and which terms of the text it has.

        Shares are of surprise (inverse document frequency): of the claim that is in the text, or of the text that is
        in the claim. `told share` leaves framing words out, `soft share` counts words that are nearly in the text,
        `near share` is the best within 24 words of the text, `early share` weighs the beginning of the text more.

        Args:
            asked: The text.
            found: The claims, best first.
            view: Where they are.
        """
        pool = self._gathered(asked, found, view)
        matrix = _matrix(asked, pool)
        words = _of_words(asked, pool, matrix)
        grams = _of_grams(asked, pool, view)
        bm25 = found.scores / (found.scores[0] or 1)
        gram_score = grams["grams"] / (grams["grams"].max() or 1)
        fused = bm25 + gram_score
        columns = {
            "bm25": bm25,
            "bm25 log": np.log1p(found.scores),
            "fused": fused / (fused.max() or 1),
            "rank": np.searchsorted(-found.scores, -found.scores) / pool.size,
            "text length": np.full(pool.size, np.log1p(asked.terms.size)),
            **words,
            **grams,
            "grams": gram_score,
        }
        return np.stack([columns[name] for name in NAMES], axis=1).astype(np.float32), matrix > 0

    def _gathered(self, asked: Asked, found: Found, view: View) -> _Pool:
        order = np.argsort(found.segments, kind="stable")
        pieces = [_read(found, view, order, place) for place in np.unique(found.segments)]
        columns = zip(*pieces, strict=True)
        hashes, token_lengths, claim_lengths, line, line_lengths = map(np.concatenate, columns)
        owners = np.repeat(order, token_lengths)
        distinct, back = np.unique(hashes, return_inverse=True)
        inside = np.concatenate([np.arange(n) for n in token_lengths]) if hashes.size else np.empty(0, np.int64)
        spaces = np.flatnonzero(line == _SPACE)
        word_ends = np.cumsum(token_lengths + (token_lengths > 0))[token_lengths > 0] - 1
        begins = np.delete(spaces, word_ends)
        finishes = np.delete(spaces, np.concatenate(([0], word_ends[:-1] + 1))) if spaces.size else spaces
        return _Pool(
            size=found.docs.size,
            owners=owners,
            title=inside >= np.repeat(claim_lengths, token_lengths),
            terms=_placed(asked.terms, distinct)[back],
            weights=view.surprise(view.frequencies(distinct))[back],
            framing=(_placed(self._framing, distinct) >= 0)[back],
            line=line,
            spaces=begins,
            lengths=finishes - begins - 1,
            line_owners=np.repeat(order, line_lengths),
        )


def _read(found: Found, view: View, order: Numbers, place: int) -> tuple[Numbers, ...]:
    one = view.segments[place]
    docs = found.docs[order[found.segments[order] == place]]
    token_starts = one.token_starts[docs].astype(np.int64)
    token_lengths = one.token_starts[docs + 1].astype(np.int64) - token_starts
    line_starts = one.line_starts[docs].astype(np.int64)
    line_lengths = one.line_starts[docs + 1].astype(np.int64) - line_starts
    hashes = one.vocabulary[one.tokens[ranges(token_starts, token_lengths)]]
    line = one.lines[ranges(line_starts, line_lengths)]
    return hashes, token_lengths, one.claim_lengths[docs], line, line_lengths


def _placed(keys: Numbers, wanted: Numbers) -> Numbers:
    """Where each stands among sorted keys, or -1."""
    if not keys.size:
        return np.full(wanted.size, -1)
    places = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
    return np.where(keys[places] == wanted, places, -1)


def _matrix(asked: Asked, pool: _Pool) -> NDArray[np.float32]:
    """For each claim and distinct term of the text its weight, where the claim has it."""
    shared = np.zeros((pool.size, asked.terms.size), np.float32)
    hit = pool.terms >= 0
    shared[pool.owners[hit], pool.terms[hit]] = asked.weights[pool.terms[hit]]
    return shared


def _of_words(asked: Asked, pool: _Pool, matrix: NDArray[np.float32]) -> dict[str, Numbers]:
    size, hit, weights = pool.size, pool.terms >= 0, pool.weights

    def total(chosen: Numbers, values: Numbers = weights) -> Numbers:
        return np.bincount(pool.owners[chosen], values[chosen], minlength=size)

    def share(of: Numbers) -> Numbers:
        return total(hit & of) / np.maximum(total(of), 1e-9)

    def peak(of: Numbers) -> Numbers:
        peaks = np.zeros(size)
        np.maximum.at(peaks, pool.owners[of], weights[of])
        return peaks

    all_words = np.ones(hit.size, bool)
    told = ~pool.framing
    alike = _alike(asked, pool)
    soft = np.where(hit, weights, np.where(alike >= _ALIKE, weights * alike, 0))
    mass = matrix.sum(axis=1)
    early = asked.weights / (1 + asked.firsts / 10)
    number = (pool.line[pool.spaces + 1] >= _ZERO) & (pool.line[pool.spaces + 1] <= _NINE) if hit.size else hit
    squares = total(all_words, weights * weights) * (asked.weights**2).sum()
    claim_words = np.bincount(pool.owners[~pool.title], minlength=size)
    title_words = np.bincount(pool.owners[pool.title], minlength=size)
    present = matrix > 0
    return {
        "claim share": share(~pool.title),
        "title share": share(pool.title),
        "share": share(all_words),
        "claim peak": peak(hit & ~pool.title),
        "title peak": peak(hit & pool.title),
        "mass": np.log1p(mass),
        "shared": np.minimum(present.sum(axis=1), _CAP),
        "missing": np.minimum(np.bincount(pool.owners[~hit], minlength=size), _CAP),
        "missing peak": peak(~hit & told),
        "told share": share(told),
        "soft share": total(told, soft) / np.maximum(total(told), 1e-9),
        "near share": _near(asked, matrix) / np.maximum(total(all_words), 1e-9),
        "text share": mass / max(float(asked.weights.sum()), 1e-9),
        "early share": (present @ early) / max(float(early.sum()), 1e-9),
        "pairs": _pairs(asked, pool) / np.maximum(np.maximum(claim_words, title_words) - 1, 1),
        "cosine": (matrix * matrix).sum(axis=1) / np.sqrt(np.maximum(squares, 1e-9)),
        "numbers shared": total(hit & number, np.ones(hit.size)),
        "numbers missing": total(~hit & number, np.ones(hit.size)),
        "claim length": np.log1p(claim_words),
        "title length": np.log1p(title_words),
        "density": _density(asked, present),
    }


def _near(asked: Asked, matrix: NDArray[np.float32]) -> Numbers:
    """The most that a claim shares with one stretch of the text."""
    starts = range(0, max(1, asked.sequence.size - _WINDOW + _STRIDE), _STRIDE)
    stretches = np.zeros((asked.terms.size, len(starts)), np.float32)
    for column, start in enumerate(starts):
        stretches[asked.sequence[start : start + _WINDOW], column] = 1
    best: Numbers = (matrix @ stretches).max(axis=1)
    return best


def _pairs(asked: Asked, pool: _Pool) -> Numbers:
    """How many neighbouring words of each claim are neighbours in the text."""
    base = asked.terms.size + 1
    wanted = np.unique(asked.sequence[:-1] * base + asked.sequence[1:])
    both = (pool.terms[:-1] >= 0) & (pool.terms[1:] >= 0) & (pool.owners[:-1] == pool.owners[1:])
    pairs = pool.terms[:-1][both] * base + pool.terms[1:][both]
    return np.bincount(pool.owners[:-1][both][_placed(wanted, pairs) >= 0], minlength=pool.size)


def _density(asked: Asked, present: NDArray[np.bool_]) -> Numbers:
    """Shared words by the length of the stretch that they are spread over."""
    places = np.where(present, asked.firsts, -1)
    last = places.max(axis=1, initial=-1)
    first = np.where(present, asked.firsts, asked.sequence.size).min(axis=1, initial=asked.sequence.size)
    density: Numbers = present.sum(axis=1) / np.maximum(last - first + 1, 1)
    return density


def _alike(asked: Asked, pool: _Pool) -> Numbers:
    """For each word the share of its runs of bytes that the text has."""
    wanted = np.unique(grams_of(np.frombuffer(line_of(asked.words), np.uint8)))
    inside = np.concatenate(([0], np.cumsum(_placed(wanted, grams_of(pool.line)) >= 0), np.zeros(3, np.int64)))
    inside[-3:] = inside[-4]
    runs = np.maximum(pool.lengths - 1, 1)
    alike: Numbers = (inside[pool.spaces + runs] - inside[pool.spaces]) / runs
    return alike


def _of_grams(asked: Asked, pool: _Pool, view: View) -> dict[str, Numbers]:
    size = pool.size
    wanted = np.unique(grams_of(np.frombuffer(line_of(asked.words), np.uint8)))
    wanted_weights = view.surprise(view.grams[place_of(wanted)])
    grams = grams_of(pool.line)
    whole = pool.line_owners[:-3] == pool.line_owners[3:] if grams.size else np.empty(0, bool)
    grams, owners = grams[whole], pool.line_owners[:-3][whole] if grams.size else grams
    weights = view.surprise(view.grams[place_of(grams)])
    places = _placed(wanted, grams)
    hit = places >= 0
    total = np.bincount(owners, weights, minlength=size)
    squares = np.bincount(owners, weights * weights, minlength=size) * (wanted_weights**2).sum()
    matrix = np.zeros((size, wanted.size), np.float32)
    matrix[owners[hit], places[hit]] = wanted_weights[places[hit]]
    mass = matrix.sum(axis=1)
    lengths = np.bincount(owners, minlength=size)
    return {
        "grams": mass / (1 + 0.9 * (0.6 + 0.4 * lengths / 70)),
        "gram share": np.bincount(owners[hit], weights[hit], minlength=size) / np.maximum(total, 1e-9),
        "gram part share": _parts(pool, hit, weights, whole),
        "gram text share": mass / max(float(wanted_weights.sum()), 1e-9),
        "gram cosine": (matrix * matrix).sum(axis=1) / np.sqrt(np.maximum(squares, 1e-9)),
    }


def _parts(pool: _Pool, hit: Numbers, weights: Numbers, whole: Numbers) -> Numbers:
    """The gram share of the claim or of the headline, whichever is greater."""
    of_title = np.zeros(pool.line.size + 1, np.int64)
    np.add.at(of_title, pool.spaces, np.diff(np.concatenate(([0], pool.title.astype(np.int64)))))
    title = np.cumsum(of_title)[: max(pool.line.size - 3, 0)][whole].astype(bool)
    owners = pool.line_owners[:-3][whole] if pool.line.size > 3 else pool.line_owners[:0]  # noqa: PLR2004
    best = np.zeros(pool.size)
    for part in (title, ~title):
        total = np.bincount(owners[part], weights[part], minlength=pool.size)
        shared = np.bincount(owners[part & hit], weights[part & hit], minlength=pool.size)
        best = np.maximum(best, shared / np.maximum(total, 1e-9))
    return best
