"""What rankings are fitted to and measured on: the claims that each query of a set finds, compared with it."""

import re
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

from benchmarks.data import claims, judgements, matching
from govpr.hoaxes import HoaxIndex, read_queries
from govpr.hoaxes.index.asking import View, ask
from govpr.hoaxes.index.building import cid_key
from govpr.hoaxes.index.comparing import POOL, Comparer
from govpr.hoaxes.index.likeness import NAMES
from govpr.hoaxes.index.tokens import Tokenizer, grams_of, place_of

SETS = {
    "ct20_2_en_train": ("ct20", "en"),
    "ct20_2_en_dev": ("ct20", "en"),
    "ct22_2a_en_train": ("ct22", "en"),
    "ct22_2a_en_dev": ("ct22", "en"),
    "turnbackhoax_2024": ("turnbackhoax", "id"),
}
TRAINING = {"en": ("ct20_2_en_train", "ct22_2a_en_train"), "id": ("turnbackhoax_2024",)}
FOLDS = 5
_LINK = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+")
_BETWEEN = re.compile(r"\W+")


@frozen(kw_only=True)
class Pool:
    """The claims that one query finds.

    Args:
        qid: The query.
        text: What it says, as `bare` gives it.
        rows: As `Likeness.compared` gives them.
        right: Which of them answer it.
        wanted: How many claims answer it, found or not.
        cids: The claims.
    """

    qid: str
    text: str
    rows: NDArray[np.float32]
    right: NDArray[np.bool_]
    wanted: int
    cids: Sequence[str] = ()

    @property
    def fold(self) -> int:
        """The same for the same text in every run, whatever its set."""
        return fold_of(self.text)


@frozen(kw_only=True)
class Pools:
    """The pools of a set's queries.

    Args:
        known: With all claims.
        unknown: With the claims that answer the query taken away.
    """

    known: Sequence[Pool]
    unknown: Sequence[Pool]


def pools(name: str, *, step: int = 1) -> Pools:
    """The pools of a set.

    Args:
        name: One of `SETS`.
        step: Take every so many-th query.
    """
    database, language = SETS[name]
    wanted = judgements(name)
    asked = [query for query in read_queries(matching() / name / "queries.jsonl") if query["qid"] in wanted][::step]
    tokenizer = Tokenizer()
    comparer = Comparer(tokenizer)
    with HoaxIndex.open(":memory:") as index:
        index.add(claims(database).values())
        view = index.view()

        def of(query: Mapping[str, str], view: View) -> Pool:
            text = ask(query["text"], language, view, tokenizer)
            found = comparer.found(text, view, POOL)
            cids = [view.segments[s].cid(d) for s, d in zip(found.segments, found.docs, strict=True)]
            right = np.array([cid in wanted[query["qid"]] for cid in cids], bool)
            rows = comparer.rows(text, found, view) if cids else np.empty((0, len(NAMES)), np.float32)
            said = bare(query["text"])
            return Pool(
                qid=query["qid"], text=said, rows=rows, right=right, wanted=len(wanted[query["qid"]]), cids=cids
            )

        known = [of(query, view) for query in asked]
        unknown = [of(query, lacking(view, wanted[query["qid"]])) for query in asked]
    return Pools(known=[one for one in known if len(one.right)], unknown=[one for one in unknown if len(one.right)])


def bare(text: str) -> str:
    """What tells a text from others: its letters and digits, without addresses.

    The training set of CheckThat! 2022 has every text of that of 2020 again, some with other blanks or addresses.

    Args:
        text: A text.
    """
    return _BETWEEN.sub("", _LINK.sub(" ", text.lower()))


def fold_of(text: str) -> int:
    """The fold of a text.

    Args:
        text: As `bare` gives it.
    """
    return zlib.crc32(text.encode()) % FOLDS


def lacking(view: View, cids: Collection[str]) -> View:
    """The view as it would be if nobody had ever checked some claims: nothing tells that their words were there.

    Args:
        view: A view.
        cids: The claims.
    """
    segments, grams = [], view.grams.copy()
    for one in view.segments:
        docs = [doc for cid in cids for doc in one.of_cid(cid_key(cid))]
        kept = ~np.isin(one.docs, docs)
        places = np.concatenate(([0], np.cumsum(kept)))[one.starts].astype(np.uint32)
        segments.append(evolve(one, docs=one.docs[kept], parts=one.parts[kept], starts=places))
        for doc in docs:
            np.subtract.at(grams, place_of(grams_of(one.lines[one.line_starts[doc] : one.line_starts[doc + 1]])), 1)
    return evolve(view, segments=tuple(segments), grams=grams, count=view.count - len(cids))


def small(pool: Pool, rng: np.random.Generator) -> Pool:
    """The same pool as a small database would give it: a few of its claims.

    Args:
        pool: A pool.
        rng: Chooses them.
    """
    count = int(rng.integers(1, 13))
    chosen = np.zeros(len(pool.right), bool)
    chosen[rng.permutation(len(pool.right))[:count]] = True
    chosen |= pool.right
    rows = pool.rows[chosen].copy()
    column = {name: NAMES.index(name) for name in ("bm25", "grams", "fused", "rank")}
    for name in ("bm25", "grams"):
        rows[:, column[name]] /= max(rows[:, column[name]].max(), 1e-9)
    fused = rows[:, column["bm25"]] + rows[:, column["grams"]]
    rows[:, column["fused"]] = fused / max(fused.max(), 1e-9)
    rows[:, column["rank"]] = np.searchsorted(-rows[:, column["bm25"]], -rows[:, column["bm25"]]) / len(rows)
    cids = [cid for cid, taken in zip(pool.cids, chosen, strict=True) if taken] if pool.cids else ()
    return evolve(pool, rows=rows, right=pool.right[chosen], cids=cids)


def average_precision(pool: Pool, scores: NDArray[Any]) -> float:
    """Average precision at 5 of one query, as CLEF CheckThat! counts it.

    Args:
        pool: Its pool.
        scores: Of the pool's claims.
    """
    right = pool.right[np.argsort(-scores, kind="stable")[:5]]
    precisions = np.cumsum(right) / np.arange(1, len(right) + 1)
    return float(precisions[right].sum() / min(pool.wanted, 5))


def without(fold: int, some: Pools) -> Pools:
    """The pools of the other folds.

    Args:
        fold: Which fold is left out.
        some: All pools of a set.
    """
    known, unknown = ([one for one in every if one.fold != fold] for every in (some.known, some.unknown))
    return Pools(known=known, unknown=unknown)


def in_folds(every: Sequence[Pool]) -> Iterator[tuple[list[Pool], list[Pool]]]:
    """For each fold the pools to fit to, and those to measure on.

    Args:
        every: All pools of a set.
    """
    for fold in range(FOLDS):
        yield [one for one in every if one.fold != fold], [one for one in every if one.fold == fold]
