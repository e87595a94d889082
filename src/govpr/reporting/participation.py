"""How many officers took part, told so that nobody can be singled out.

A number about fewer than ten officers is never shown, nor can it be worked out from the numbers that are: small units
are put together, and where their sum would still give one away, the next smallest unit joins them.
"""

from collections.abc import Iterable, Mapping, Sequence

from govpr.reporting.report import Group

K = 10


def participation(took_part: Mapping[str, int]) -> tuple[Group, ...]:
    """Groups of ten or more officers who took part, the largest first.

    Args:
        took_part: For each unit, how many of its officers have at least one published post; zeros count too.

    Example:
        >>> [(group.name, group.officers) for group in participation({"ikp": 12, "aptika": 14, "itjen": 4})]
        [('aptika', 14), ('', 16)]
    """
    counts = sorted((count, unit) for unit, count in took_part.items())
    hidden = [count for count in counts if count[0] < K]
    shown = counts[len(hidden) :]
    while hidden and shown and _telling([count for count, _ in hidden]):
        hidden.append(shown.pop(0))
    groups = [Group(name=unit, officers=count) for count, unit in reversed(shown)]
    return (*groups, *_rest([count for count, _ in hidden]))


def _telling(hidden: Sequence[int]) -> bool:
    """Whether the sum of these units gives one of them away.

    A single unit, a sum below ten, or small units that are all as large as small units can be.
    """
    total = sum(hidden)
    return len(hidden) == 1 or total < K or total == (K - 1) * len(hidden)


def _rest(hidden: Sequence[int]) -> Iterable[Group]:
    if hidden:
        yield Group(name="", officers=None if _telling(hidden) else sum(hidden))
