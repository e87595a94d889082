"""Whether a probability means what it says. Pure."""

from collections.abc import Sequence

from attrs import frozen

_BINS = 10


@frozen
class Bin:
    """The cases whose probability lies between two bounds.

    Args:
        low: The lower bound; it belongs to the bin.
        high: The upper bound; it belongs to the bin only where it is 1.
        count: How many cases.
        predicted: Their mean probability; None where there are none.
        observed: The share of them that came true; None where there are none.
    """

    low: float
    high: float
    count: int
    predicted: float | None
    observed: float | None


@frozen
class Reliability:
    """How far probabilities agree with what came true.

    Args:
        bins: Of equal width, from 0 to 1.
        error: Expected calibration error: the mean distance between predicted and observed, each bin by its count
            (https://arxiv.org/abs/1706.04599).
        brier: Mean squared distance between probability and truth (Brier 1950).
        count: How many cases.
    """

    bins: tuple[Bin, ...]
    error: float
    brier: float
    count: int


def reliability(probabilities: Sequence[float], truths: Sequence[bool], bins: int = _BINS) -> Reliability:
    """Compare probabilities with what came true.

    Args:
        probabilities: One for each case, 0 to 1.
        truths: Whether each came true.
        bins: How many bins.

    Example:
        >>> told = reliability([0.9, 0.9, 0.1, 0.1], [True, True, False, False], bins=2)
        >>> round(told.error, 3), round(told.brier, 3), [one.count for one in told.bins]
        (0.1, 0.01, [2, 2])
    """
    cases = [(float(chance), float(truth)) for chance, truth in zip(probabilities, truths, strict=True)]
    members: list[list[tuple[float, float]]] = [[] for _ in range(bins)]
    for case in cases:
        members[min(int(case[0] * bins), bins - 1)].append(case)
    told = tuple(_bin(place, bins, some) for place, some in enumerate(members))
    total = len(cases) or 1
    apart = sum(one.count * abs((one.predicted or 0.0) - (one.observed or 0.0)) for one in told)
    brier = sum((chance - truth) ** 2 for chance, truth in cases)
    return Reliability(told, apart / total, brier / total, len(cases))


def _bin(place: int, bins: int, cases: Sequence[tuple[float, float]]) -> Bin:
    low, high = place / bins, (place + 1) / bins
    if not cases:
        return Bin(low, high, 0, None, None)
    predicted, observed = (sum(values) / len(cases) for values in zip(*cases, strict=True))
    return Bin(low, high, len(cases), predicted, observed)
