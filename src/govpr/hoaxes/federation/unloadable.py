"""An adapter that cannot be loaded is one silent database, and not the end of asking all others."""

from datetime import date

from attrs import frozen

from govpr.errors import Misconfigured
from govpr.hoaxes.databases.protocol import Page, Query, Terms
from govpr.http.calls import Flow
from govpr.settings import DatabaseSettings


@frozen
class Unloadable:
    """Stands in for an adapter that could not be loaded: whatever is asked of it, it says why.

    Args:
        name: The kind of database.
        reason: Why it could not be loaded.
        hosts: It calls nobody.
        terms: It knows none.
        pace: It asks nobody.
    """

    name: str
    reason: str
    hosts: frozenset[str] = frozenset()
    terms: Terms = Terms()  # noqa: RUF009  (a frozen value)
    pace: float = 0.0

    def search(self, _query: Query, database: DatabaseSettings) -> Flow[Page]:
        """Raises what is wrong.

        Raises:
            Misconfigured: Always.
        """
        raise Misconfigured(f"the adapter {self.name} cannot be loaded: {self.reason}", where=database.name)

    def changes(self, _since: date | None, _cursor: str | None, database: DatabaseSettings) -> Flow[Page]:
        """Raises what is wrong.

        Raises:
            Misconfigured: Always.
        """
        raise Misconfigured(f"the adapter {self.name} cannot be loaded: {self.reason}", where=database.name)
