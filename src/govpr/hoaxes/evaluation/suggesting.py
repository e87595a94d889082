"""Suggested thresholds as a piece of govpr.toml. Pure."""

import json
from collections.abc import Iterator

from govpr.hoaxes.evaluation.results import Evaluation, Group
from govpr.hoaxes.evaluation.thresholds import Threshold

_ENOUGH = 100
"""Fewer texts leave a threshold for a language or source too uncertain to be written down."""
_TABLES = {"language": "matching.languages", "source": "matching.sources"}


def suggestion(evaluation: Evaluation) -> str:
    """The table `[matching]` that the suggested thresholds make, or "" where nothing can be suggested.

    A threshold that no probability can reach is left out, and so are languages and sources with fewer than a hundred
    texts, or that are the only ones.

    Args:
        evaluation: What was measured.
    """
    tables = [_table("matching", evaluation.all)]
    for kind, table in _TABLES.items():
        groups = [group for group in evaluation.groups if group.kind == kind]
        if len(groups) > 1:
            tables += [_table(f"{table}.{_key(group.name)}", group) for group in groups if group.queries >= _ENOUGH]
    return "\n".join(table for table in tables if table)


def _table(name: str, group: Group) -> str:
    lines = list(_lines(group))
    return "\n".join((f"[{name}]", *lines, "")) if lines else ""


def _lines(group: Group) -> Iterator[str]:
    same, related = _usable(group.same), _usable(group.related)
    if same is not None:
        yield f"same = {same:.2f}"
    if related is not None:
        yield f"related = {related if same is None else min(related, same):.2f}"


def _usable(threshold: Threshold | None) -> float | None:
    """Rounded up, so that the rate of false alarms is kept."""
    if threshold is None:
        return None
    up = -(-round(threshold.at * 10_000) // 100) / 100
    return up if up <= 1 else None


def _key(name: str) -> str:
    plain = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if plain else json.dumps(name, ensure_ascii=False)
