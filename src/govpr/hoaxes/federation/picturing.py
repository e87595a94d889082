"""What came of asking databases about a picture."""

from attrs import frozen

from govpr.hoaxes.federation.answers import SourceAnswer
from govpr.hoaxes.federation.merging import Merged


@frozen(kw_only=True)
class PictureFound:
    """What databases know about a picture. `print` it: it says what is not known too.

    Args:
        results: Fact-checks about it, each once.
        answers: What each database answered, or why it did not.

    Example:
        >>> print(PictureFound(results=(), answers=(SourceAnswer(database="a"),)))
        no fact-check of this picture found; that does not make what it is shown for true
    """

    results: tuple[Merged, ...]
    answers: tuple[SourceAnswer, ...]

    @property
    def failed(self) -> tuple[SourceAnswer, ...]:
        """Those that did not answer: while there are any, "nothing" only means "not known yet"."""
        return tuple(answer for answer in self.answers if answer.problem)

    def __str__(self) -> str:
        silent = ", ".join(f"{one.database} did not answer ({one.problem})" for one in self.failed)
        if self.results:
            what = f"{len(self.results)} fact-checks of this picture found"
            return f"{what}; {silent}" if silent else what
        what = f"no fact-check of this picture found, but {silent}: nothing is known yet" if silent else ""
        return f"{what or 'no fact-check of this picture found'}; that does not make what it is shown for true"
