"""`workspace.databases.markup`: what the agency's clarifications say, as ClaimReview markup elsewhere."""

from collections.abc import Callable, Sequence

from attrs import frozen

from govpr.errors import DeliveryError
from govpr.hoaxes.databases.protocol import MarkupPage
from govpr.hoaxes.markup import MarkupChange, MarkupStep
from govpr.http.calls import Call, Reply
from govpr.http.client import Client
from govpr.http.drivers import run
from govpr.workspace.context import Context
from govpr.workspace.marking import MarkupDone, MarkupWork


@frozen
class Markup:
    """Markup at databases that spread it, such as Google: `options = { markup = "env:NAME" }` refers to an OAuth token.

    A page gets markup where this workspace published a clarification on it. Other pages of the site are left alone.
    """

    _context: Context
    _client: Client

    def pages(self, database: str) -> tuple[MarkupPage, ...]:
        """The pages of the agency's site that have markup there, whoever wrote it.

        Args:
            database: The database's name in `govpr.toml`.

        Raises:
            NotFound: There is no such database.
            InputError: It publishes no markup.
            NotAllowed: It is switched off.
            DeliveryError: It did not answer.
        """
        work = MarkupWork.of(self._context, database)
        return run(work.listing(), self._through(work))

    def changes(self, database: str, *cases: str, withdraw: bool = False) -> tuple[MarkupChange, ...]:
        """What publishing or withdrawing would do. The database is asked what it has; nothing is written there.

        Args:
            database: The database's name in `govpr.toml`.
            cases: Only the clarifications of these cases; all that are out when left out.
            withdraw: Whether their markup is to be taken back.

        Raises:
            NotFound: There is no such database, or no clarification of a case is out on a page of the site.
            InputError: It publishes no markup, or nobody says whose markup is to be taken back.
            NotAllowed: It is switched off.
            DeliveryError: It did not answer.
        """
        work = MarkupWork.of(self._context, database)
        said = work.said(cases, withdraw=withdraw)
        return work.changes(said, run(work.listing(), self._through(work)), withdraw=withdraw)

    def publish(self, database: str, *cases: str) -> tuple[MarkupDone, ...]:
        """Put the newest version of each clarification that is out on its page.

        **It goes to the database's public**, and from Google to Data Commons. What a page says already is kept, what it
        says otherwise is replaced, and pages of older versions lose theirs. So it may be done again at any time: also
        after an answer was lost.

        Args:
            database: The database's name in `govpr.toml`.
            cases: Only the clarifications of these cases; all that are out when left out.

        Returns:
            What came of each page; trouble with one stops no other.

        Raises:
            NotFound: There is no such database, or no clarification of a case is out on a page of the site.
            InputError: It publishes no markup.
            NotAllowed: It is switched off.
            DeliveryError: It did not answer what it has; nothing was written there.
        """
        return self._made(database, self.changes(database, *cases))

    def withdraw(self, database: str, *cases: str) -> tuple[MarkupDone, ...]:
        """Take the markup of some cases' clarifications back, of all their versions.

        Args:
            database: The database's name in `govpr.toml`.
            cases: The cases.

        Raises:
            NotFound: There is no such database, or no clarification of a case is out on a page of the site.
            InputError: It publishes no markup, or no case is named.
            NotAllowed: It is switched off.
            DeliveryError: It did not answer what it has; nothing was written there.
        """
        return self._made(database, self.changes(database, *cases, withdraw=True))

    def _made(self, database: str, changes: Sequence[MarkupChange]) -> tuple[MarkupDone, ...]:
        work = MarkupWork.of(self._context, database)
        send = self._through(work)
        return tuple(self._make(work, one, send) for one in changes)

    def _make(self, work: MarkupWork, change: MarkupChange, send: Callable[[Call], Reply]) -> MarkupDone:
        if change.step is MarkupStep.KEEP:
            return MarkupDone(change=change)
        work.begin(change)
        try:
            run(work.flow(change), send)
        except DeliveryError as error:
            return work.failed(change, error)
        return work.done(change)

    def _through(self, work: MarkupWork) -> Callable[[Call], Reply]:
        send = self._client.sender(work.session, work.hosts)
        return lambda call: send(work.due(call))
