"""How likely it is that a text repeats a claim, from the words that both have. Pure; the constants are fitted."""

from collections.abc import Mapping, Sequence
from math import exp, log, log1p

from attrs import frozen

Weights = Mapping[str, float]

# Fitted by `python -m benchmarks fit` on TurnBackHoax 2024: 2,643 narrations, each against its own claim, and against
# the best of the others with its own claim taken away. A fifth of those others are unjudged twins, so a probability is
# rather too low than too high.
_BASE, _NEAR, _OF_TEXT, _MASS = -5.14, 4.24, 0.97, 0.72

_SHORTEST_WINDOW = 8
_BACKGROUND = 1_000
"""Claims that a small database is taken to have beside its own: a word of its one claim is not a common word."""


@frozen
class Overlap:
    """What a text and a claim have in common; rare words weigh more (inverse document frequency).

    Args:
        claim: Share of the claim's weight that stands close together in the text, 0 to 1.
        text: Share of the text's weight that is in the claim, 0 to 1.
        mass: The shared weight itself, in nats.
        shared: The stems that stand close together.
    """

    claim: float
    text: float
    mass: float
    shared: frozenset[str]


def weights(frequencies: Mapping[str, int], total: int, stems: Sequence[str]) -> Weights:
    """The weight of each stem: how surprising it is to meet it in a claim.

    Args:
        frequencies: In how many claims a stem occurs; absent is none.
        total: How many claims there are.
        stems: What to weigh.
    """
    known = total + _BACKGROUND + 1
    return {stem: log(known / (min(frequencies.get(stem, 0), total) + 1)) for stem in stems}


def overlap(text: Sequence[str], claim: Sequence[str], weight: Weights) -> Overlap:
    """Compare a text with a claim. In a long text only a stretch twice the claim's length counts for the claim.

    Args:
        text: Stems in their order.
        claim: Stems in their order.
        weight: Of all of them.
    """
    wanted, given = frozenset(claim), frozenset(text)
    near = _nearest(text, wanted, max(_SHORTEST_WINDOW, 2 * len(wanted)), weight)
    mass = _sum(near, weight)
    return Overlap(
        claim=mass / (_sum(wanted, weight) or 1.0),
        text=_sum(wanted & given, weight) / (_sum(given, weight) or 1.0),
        mass=mass,
        shared=near,
    )


def probability(found: Overlap) -> float:
    """The probability, 0 to 1, that the text repeats the claim.

    Args:
        found: What they have in common.
    """
    return 1 / (1 + exp(-(_BASE + _NEAR * found.claim + _OF_TEXT * found.text + _MASS * log1p(found.mass))))


def _nearest(text: Sequence[str], wanted: frozenset[str], width: int, weight: Weights) -> frozenset[str]:
    """The heaviest set of wanted stems within one stretch of the text."""
    places = [(place, stem) for place, stem in enumerate(text) if stem in wanted]
    best: frozenset[str] = frozenset()
    for first, (start, _) in enumerate(places):
        stretch = frozenset(stem for place, stem in places[first : first + width] if place < start + width)
        best = max(best, stretch, key=lambda stems: _sum(stems, weight))
    return best


def _sum(stems: frozenset[str], weight: Weights) -> float:
    return sum(weight[stem] for stem in sorted(stems))
