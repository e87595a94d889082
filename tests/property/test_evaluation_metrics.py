"""The numbers of an evaluation, against the scorer of the shared data and against what they are defined as."""

import json
import math
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govpr.hoaxes.evaluation import (
    auroc,
    map_at,
    mean_reciprocal_rank,
    reliability,
    success_at,
    thresholds,
)

CIDS = st.sampled_from([f"c{number}" for number in range(8)])
QIDS = st.sampled_from([f"q{number}" for number in range(6)])
RANKED = st.dictionaries(QIDS, st.lists(CIDS, max_size=12))
WANTED = st.dictionaries(QIDS, st.sets(CIDS, min_size=1, max_size=7), min_size=1)
CHANCES = st.floats(0, 1)
CASES = st.lists(st.tuples(CHANCES, st.booleans()), min_size=1, max_size=60)


@settings(max_examples=25)
@given(RANKED, WANTED)
def test_ranks_are_counted_as_the_scorer_counts_them(
    shared: Path, ranked: dict[str, list[str]], wanted: dict[str, set[str]]
) -> None:
    run = [{"qid": qid, "cid": cid, "rank": at} for qid, cids in ranked.items() for at, cid in enumerate(cids, 1)]
    qrels = [{"qid": qid, "cid": cid, "rel": 1} for qid, cids in wanted.items() for cid in cids]
    with TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("run.jsonl", "qrels.jsonl")]
        for path, rows in zip(paths, (run, qrels), strict=True):
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        command = [sys.executable, str(shared / "eval" / "score.py"), *map(str, paths)]
        said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert said == {
        "map5": round(map_at(ranked, wanted, 5), 4),
        "mrr": round(mean_reciprocal_rank(ranked, wanted), 4),
        "s@1": round(success_at(ranked, wanted, 1), 4),
        "s@5": round(success_at(ranked, wanted, 5), 4),
        "s@10": round(success_at(ranked, wanted, 10), 4),
        "queries": len(wanted),
    }


def test_nothing_judged_is_nought() -> None:
    assert map_at({"q": ["a"]}, {}) == map_at({"q": ["a"]}, {"q": set()}) == mean_reciprocal_rank({}, {}) == 0


@given(CASES)
def test_auroc_is_the_share_of_pairs_in_order(cases: list[tuple[float, bool]]) -> None:
    scores, labels = [score for score, _ in cases], [label for _, label in cases]
    right = [score for score, label in cases if label]
    wrong = [score for score, label in cases if not label]
    area = auroc(scores, labels)
    if not right or not wrong:
        assert math.isnan(area)
        return
    pairs = [1.0 if one > other else 0.5 if one == other else 0.0 for one in right for other in wrong]
    assert area == pytest.approx(sum(pairs) / len(pairs))
    assert auroc(scores, [not label for label in labels]) == pytest.approx(1 - area)


@given(CASES, st.integers(1, 20))
def test_bins_hold_every_case_once(cases: list[tuple[float, bool]], bins: int) -> None:
    told = reliability([chance for chance, _ in cases], [truth for _, truth in cases], bins)
    assert sum(one.count for one in told.bins) == told.count == len(cases)
    for one in told.bins:
        inside = [case for case in cases if one.low <= case[0] < one.high or (one.high == 1 == case[0])]
        assert abs(one.count - len(inside)) <= sum(math.isclose(case[0], one.low) for case in cases) + sum(
            math.isclose(case[0], one.high) for case in cases
        )
    assert 0 <= told.error <= 1
    assert told.brier == pytest.approx(sum((chance - truth) ** 2 for chance, truth in cases) / len(cases))


def test_a_probability_that_means_what_it_says_has_no_error() -> None:
    told = reliability([0.25] * 4 + [0.75] * 4, [True, False, False, False, True, True, True, False])
    assert told.error == 0
    assert [(one.predicted, one.observed) for one in told.bins if one.count] == [(0.25, 0.25), (0.75, 0.75)]


@given(
    st.lists(CHANCES, min_size=1, max_size=60),
    st.lists(CHANCES, min_size=1, max_size=60),
    st.floats(0, 1),
    st.integers(0),
)
def test_a_threshold_keeps_its_rate_and_no_lower_one_would(
    known: list[float], new: list[float], rate: float, seed: int
) -> None:
    (one,) = thresholds(known, new, [rate], seed=seed, rounds=20)
    alarms = sum(chance >= one.at for chance in new) / len(new)
    assert alarms <= rate + 1e-9
    assert one.caught == sum(chance >= one.at for chance in known) / len(known)
    lower = one.at - 0.0002
    assert lower < 0 or sum(chance >= lower for chance in new) / len(new) > rate - 1e-9
    assert one.low <= one.high
    assert (one,) == thresholds(known, new, [rate], seed=seed, rounds=20)


def test_an_interval_narrows_with_more_pairs() -> None:
    spread = [place / 100 for place in range(100)]
    (few,) = thresholds(spread[::5], spread[::5], [0.1], seed=1)
    (many,) = thresholds(spread * 20, spread * 20, [0.1], seed=1)
    assert few.low <= few.at <= few.high
    assert many.high - many.low < few.high - few.low


def test_nothing_to_measure_gives_no_threshold() -> None:
    assert thresholds([], [0.5]) == thresholds([0.5], []) == ()
