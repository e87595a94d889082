"""What came of asking many databases. Silence is never a verdict: who did not answer is always listed."""

from datetime import datetime

from attrs import frozen

from govpr.errors import Problem
from govpr.hoaxes.matching import Decision
from govpr.models import FactCheck


@frozen(kw_only=True)
class SourceAnswer:
    """What one database answered.

    Args:
        database: Its name.
        factchecks: What it found, its own best first.
        problem: Why it did not answer, or "". Without an answer nothing is known, least of all that there is no hoax.
        seconds: How long it took.
        cached: Whether it was left in peace, since its last answer still holds.
        unread: Entries that could not be read.
    """

    database: str
    factchecks: tuple[FactCheck, ...] = ()
    problem: str = ""
    seconds: float = 0.0
    cached: bool = False
    unread: tuple[Problem, ...] = ()


@frozen(kw_only=True)
class Unasked:
    """A database that answers no searches: what was read of it is in the local store, and only there.

    Args:
        database: Its name.
        entries: How many of its entries are here.
        read: When a reading of it last came to its end, or None.
        days: How many whole days ago that was, or None.

    Example:
        >>> print(Unasked(database="feed", entries=3, days=1)), print(Unasked(database="feed"))
        feed is only read through (3 entries are here, read 1 day ago)
        feed is only read through (never yet: govpr hoax sync feed)
        (None, None)
    """

    database: str
    entries: int = 0
    read: datetime | None = None
    days: int | None = None

    def __str__(self) -> str:
        how = f"never yet: govpr hoax sync {self.database}"
        if self.days is not None:
            ago = "today" if not self.days else "1 day ago" if self.days == 1 else f"{self.days} days ago"
            how = f"{self.entries:,} entries are here, read {ago}"
        return f"{self.database} is only read through ({how})"


@frozen(kw_only=True)
class Result:
    """One fact-check that a text may repeat.

    Args:
        decision: Same or related.
        probability: That the text repeats its claim, 0 to 1.
        factcheck: The fact-check, as the database that knows most of it gives it.
        evidence: Words that both have, as they stand in the text.
        databases: Who has it; the first gave it.
    """

    decision: Decision
    probability: float
    factcheck: FactCheck
    evidence: tuple[str, ...]
    databases: tuple[str, ...]


@frozen(kw_only=True)
class Found:
    """What many databases know about a text. `print` it: it says what is not known too.

    Args:
        results: Fact-checks of the same or a related claim, likeliest first.
        answers: What each database answered, or why it did not.
        unasked: Databases that answer no searches: `workspace.hoaxes.check` knows what was read of them.

    Example:
        >>> print(Found(results=(), answers=(SourceAnswer(database="a"), SourceAnswer(database="b", problem="busy"))))
        no fact-check found, but b did not answer (busy): nothing is known yet; that does not make it true
    """

    results: tuple[Result, ...]
    answers: tuple[SourceAnswer, ...]
    unasked: tuple[Unasked, ...] = ()

    @property
    def decision(self) -> Decision:
        """Same, related or nothing, over all that answered; look at `failed` too."""
        return self.results[0].decision if self.results else Decision.NOTHING

    @property
    def failed(self) -> tuple[SourceAnswer, ...]:
        """Those that did not answer: while there are any, "nothing" only means "not known yet"."""
        return tuple(answer for answer in self.answers if answer.problem)

    def __str__(self) -> str:
        return "; ".join([self._told(), *map(str, self.unasked)])

    def _told(self) -> str:
        silent = ", ".join(f"{one.database} did not answer ({one.problem})" for one in self.failed)
        if not self.results:
            what = f"no fact-check found, but {silent}: nothing is known yet" if silent else "no fact-check found"
            return f"{what}; that does not make it true"
        best = self.results[0]
        fact, verb = best.factcheck, "repeats" if best.decision is Decision.SAME else "may be related to"
        where = ", ".join(part for part in (fact.publisher, fact.url) if part)
        told = f"{verb} a checked claim ({best.probability:.0%}): {fact.text} [{fact.label or 'no verdict recorded'}]"
        return f"{told} ({where})" + (f"; {silent}" if silent else "")
