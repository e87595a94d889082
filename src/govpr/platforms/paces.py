"""How often a service lets an account, or all of an app, post: what its documentation says, as data."""

from typing import Protocol, runtime_checkable

from attrs import frozen

from govpr.settings.rates import Rate


@frozen(kw_only=True)
class Pace:
    """A documented limit on posts that the service does not count down in its answers.

    Args:
        rate: How many, in which time.
        shared: Whether all accounts of the app share it; each has its own otherwise.
        source: Where the service says so.
    """

    rate: Rate
    shared: bool = False
    source: str


@runtime_checkable
class Paced(Protocol):
    """It has documented limits. Those that its answers count down are obeyed from there, and not declared."""

    @property
    def pace(self) -> Pace:
        """The limit on posts."""
