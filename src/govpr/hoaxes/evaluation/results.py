"""What a labelled set says about matching, all in all, by language and by source. Pure."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import isnan

from attrs import field, frozen

from govpr.hoaxes.evaluation.curves import auroc
from govpr.hoaxes.evaluation.measuring import Outcome
from govpr.hoaxes.evaluation.pairs import Pairs
from govpr.hoaxes.evaluation.ranks import Wanted, map_at, mean_reciprocal_rank, success_at
from govpr.hoaxes.evaluation.reliability import Reliability, reliability
from govpr.hoaxes.evaluation.thresholds import Threshold, thresholds
from govpr.hoaxes.matching import Decision

ALARMS = (0.05, 0.20)
"""Of a hundred new texts five may be called the same as a claim that they are not, and twenty related."""
_DEPTH = 5
_SUCCESS = (1, 5, 10)


@frozen(kw_only=True)
class Group:
    """Some of the texts.

    Args:
        kind: `all`, `language` or `source`.
        name: Which language or source.
        queries: How many texts.
        map5: Mean average precision at 5.
        mrr: Mean reciprocal rank.
        success: The share of texts with a right claim among the first 1, 5 and 10.
        auroc: How well the probability tells texts that were checked already from new ones; None where none was.
        same: The threshold from which on a claim is called the same; None where nothing can be suggested.
        related: The one from which on it is called related.
    """

    kind: str
    name: str = ""
    queries: int
    map5: float
    mrr: float
    success: Mapping[str, float]
    auroc: float | None
    same: Threshold | None
    related: Threshold | None


@frozen(kw_only=True)
class Evaluation:
    """How good matching is on a labelled set.

    Args:
        claims: How many fact-checks the database holds.
        unjudged: How many texts were left out because nobody judged them.
        unknown: How many texts repeat no claim that the database knows: they count as not found, and are left out of
            what needs a known claim.
        groups: All texts, then those of each language, then of each source.
        reliability: What a probability of so much comes to: each text with its claims, and with them taken away.
        decisions: The decisions by today's thresholds, about texts that are `known` and about `new` ones.
        alarms: The rates of false alarms that the thresholds keep, for same and related.
        seed: Of the chance in the intervals.
    """

    claims: int
    unjudged: int
    unknown: int
    groups: tuple[Group, ...]
    reliability: Reliability
    decisions: Mapping[str, Mapping[str, int]]
    alarms: tuple[float, float] = ALARMS
    seed: int = 0

    @property
    def all(self) -> Group:
        """All texts."""
        return self.groups[0]


@frozen
class _Asked:
    wanted: Wanted = field(repr=False)
    alarms: tuple[float, float]
    seed: int


def summed(
    outcomes: Sequence[Outcome], pairs: Pairs, claims: int, *, alarms: tuple[float, float] = ALARMS, seed: int = 0
) -> Evaluation:
    """All figures of a labelled set.

    Args:
        outcomes: What became of each text.
        pairs: The labelled set.
        claims: How many fact-checks the database holds.
        alarms: The rates of false alarms to keep, for same and related.
        seed: Of the chance in the intervals: the same seed gives the same ones.
    """
    known = [one for one in outcomes if one.sources]
    asked = _Asked(pairs.wanted, alarms, seed)
    chances = [chance for one in known for chance in (one.known, one.new)]
    truths = [truth for one in known for truth in (one.right, False)]
    return Evaluation(
        claims=claims,
        unjudged=pairs.unjudged,
        unknown=len(outcomes) - len(known),
        groups=(
            _group("all", "", outcomes, asked),
            *_split("language", outcomes, lambda one: (one.language,), asked),
            *_split("source", outcomes, lambda one: one.sources, asked),
        ),
        reliability=reliability(chances, truths),
        decisions={
            "known": _counted([one.decided for one in known]),
            "new": _counted([one.new_decided for one in known]),
        },
        alarms=alarms,
        seed=seed,
    )


def _split(
    kind: str, outcomes: Sequence[Outcome], names: Callable[[Outcome], Sequence[str]], asked: _Asked
) -> list[Group]:
    found = sorted({name for one in outcomes for name in names(one)})
    return [_group(kind, name, [one for one in outcomes if name in names(one)], asked) for name in found]


def _group(kind: str, name: str, outcomes: Sequence[Outcome], asked: _Asked) -> Group:
    ranked = {one.qid: one.ranked for one in outcomes}
    wanted = {one.qid: asked.wanted[one.qid] for one in outcomes}
    known = [one for one in outcomes if one.sources]
    old, new = [one.known for one in known], [one.new for one in known]
    area = auroc([*old, *new], [True] * len(old) + [False] * len(new))
    suggested = thresholds(old, new, asked.alarms, seed=asked.seed)
    return Group(
        kind=kind,
        name=name,
        queries=len(outcomes),
        map5=map_at(ranked, wanted, _DEPTH),
        mrr=mean_reciprocal_rank(ranked, wanted),
        success={str(depth): success_at(ranked, wanted, depth) for depth in _SUCCESS},
        auroc=None if isnan(area) else area,
        same=suggested[0] if suggested else None,
        related=suggested[1] if suggested else None,
    )


def _counted(decisions: Sequence[Decision]) -> Mapping[str, int]:
    counts = Counter(decisions)
    return {decision.value: counts[decision] for decision in Decision}
