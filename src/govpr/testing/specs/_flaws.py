"""What a description of a service says against a request."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from attrs import frozen

from govpr.testing.specs._sent import Sent


@frozen
class Flaw:
    """One thing in a request that is not as its description says.

    Args:
        where: The place in the request, as `body.title` or `query.limit`.
        says: What the description says about it.
        source: Which description, and what in it.

    Example:
        >>> print(Flaw("query.limits", "there is no such parameter", "warta.json, GET /posts"))
        query.limits: there is no such parameter (warta.json, GET /posts)
    """

    where: str
    says: str
    source: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.says}" + (f" ({self.source})" if self.source else "")


Description: TypeAlias = Callable[[Sent], Sequence[Flaw] | None]
"""What is wrong with a request; nothing where all is well, None where the description does not know the call."""
