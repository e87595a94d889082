"""Findings by the million: some are kept as examples, all are counted."""

from collections import Counter
from collections.abc import Iterable, Iterator

from attrs import define, evolve, field

from govpr.models import Finding


@define
class Tally:
    """What was found, each thing once.

    Args:
        most: How many of each kind are kept, or None for all of them.
    """

    most: int | None = None
    _kept: dict[tuple[str, str, str | None], Finding] = field(factory=dict, init=False)
    _counts: Counter[tuple[str, str]] = field(factory=Counter, init=False)

    def add(self, findings: Iterable[Finding]) -> None:
        """Count findings, and keep them while there is room."""
        for finding in findings:
            key = (finding.code, finding.message, finding.post)
            if key in self._kept:
                continue
            kind = (finding.code, finding.severity.value)
            self._counts[kind] += 1
            if self.most is None or self._counts[kind] <= self.most:
                self._kept[key] = finding

    def found(self) -> Iterator[Finding]:
        """What was kept; then, for each kind of which more was found, how many more."""
        yield from self._kept.values()
        for (code, severity), count in self._counts.items():
            if self.most is not None and count > self.most:
                example = next(f for f in self._kept.values() if (f.code, f.severity.value) == (code, severity))
                message = f"{count - self.most} more like it: {example.message}"
                yield evolve(example, message=message, post=None)
