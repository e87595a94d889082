"""From which probability on to act, at a rate of false alarms that one can live with. Pure; its chance is seeded."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.float64]
RATES = (0.01, 0.05, 0.10)
_ROUNDS = 500


@frozen
class Threshold:
    """A probability from which on to act.

    Args:
        rate: The share of new texts that may raise an alarm at most.
        at: Act from this probability on; above 1 where no probability keeps the rate.
        low: Lower end of the 95 % interval of `at`.
        high: Upper end of it.
        caught: The share of known claims that reach it.
        caught_low: Lower end of the 95 % interval of `caught`.
        caught_high: Upper end of it.
    """

    rate: float
    at: float
    low: float
    high: float
    caught: float
    caught_low: float
    caught_high: float


def thresholds(
    known: Sequence[float],
    new: Sequence[float],
    rates: Sequence[float] = RATES,
    *,
    seed: int = 0,
    rounds: int = _ROUNDS,
) -> tuple[Threshold, ...]:
    """The lowest threshold that keeps each rate of false alarms, and what it still catches.

    Intervals are percentiles of the bootstrap: both samples are drawn anew, with replacement, and measured again
    (https://doi.org/10.1214/aos/1176344552).

    Args:
        known: Probabilities of texts whose claim is in the database.
        new: Probabilities of texts whose claim is not.
        rates: Rates of false alarms, 0 to 1.
        seed: Of the chance in the bootstrap: the same seed gives the same intervals.
        rounds: How often the samples are drawn anew.

    Returns:
        One for each rate; none where a sample is empty.

    Example:
        >>> one, = thresholds([0.95, 0.9, 0.4], [0.8, 0.3, 0.2, 0.1], [0.25])
        >>> round(one.at, 4), round(one.caught, 2)
        (0.3001, 1.0)
    """
    if not known or not new:
        return ()
    right, wrong = np.sort(np.asarray(known, dtype=float)), np.sort(np.asarray(new, dtype=float))
    chance = np.random.default_rng(seed)
    drawn = [(_again(right, chance), _again(wrong, chance)) for _ in range(rounds)]
    return tuple(_threshold(rate, right, wrong, drawn) for rate in rates)


def _threshold(rate: float, right: Numbers, wrong: Numbers, drawn: Sequence[tuple[Numbers, Numbers]]) -> Threshold:
    at = _lowest(wrong, rate)
    tried = [(_lowest(again, rate), known) for known, again in drawn]
    low, high = _interval([value for value, _ in tried], at)
    caught = _reach(right, at)
    caught_low, caught_high = _interval([_reach(known, value) for value, known in tried], caught)
    return Threshold(rate, at, low, high, caught, caught_low, caught_high)


def _lowest(ordered: Numbers, rate: float) -> float:
    """Just above the highest probability that may not raise an alarm: a ten-thousandth, as people write it."""
    allowed = int(np.floor(rate * ordered.size + 1e-9))
    if allowed >= ordered.size:
        return 0.0
    return float(np.floor(ordered[ordered.size - 1 - allowed] * 10_000 + 1e-6) + 1) / 10_000


def _reach(ordered: Numbers, at: float) -> float:
    return float((ordered.size - np.searchsorted(ordered, at, side="left")) / ordered.size)


def _again(ordered: Numbers, chance: np.random.Generator) -> Numbers:
    return np.sort(chance.choice(ordered, ordered.size))


def _interval(values: Sequence[float], single: float) -> tuple[float, float]:
    if not values:
        return single, single
    low, high = np.quantile(np.asarray(values), (0.025, 0.975))
    return float(low), float(high)
