"""How many officers took part, told so that nobody can be singled out.

A number about fewer than ten officers is never shown, nor can it be worked out from the numbers that are: small units
are put together, and where their sum would still give one away, the next smallest unit joins them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from govpr.reporting.report import Group

K = 10


def participation(officers: Mapping[str, Collection[str]], took_part: Collection[str]) -> tuple[Group, ...]:
    """Groups of ten or more officers who took part, the largest first.

    Args:
        officers: For each unit its officers' ids.
        took_part: Ids of officers with at least one published post.

    Example:
        >>> everybody = [str(number) for number in range(30)]
        >>> units = {"ikp": everybody[:12], "aptika": everybody[12:26], "itjen": everybody[26:]}
        >>> [(group.name, group.officers) for group in participation(units, everybody)]
        [('aptika', 14), ('', 16)]
    """
    taking = set(took_part)
    counts = sorted((len(taking.intersection(members)), unit) for unit, members in officers.items())
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
