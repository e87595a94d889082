"""`workspace.databases`: hoax databases elsewhere, asked all at once, or read through for use without a network."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from attrs import evolve, frozen

from govpr.hoaxes.federation import Found, PictureFound, found_in, merged
from govpr.hoaxes.federation.asking import ask
from govpr.http.client import Client
from govpr.workspace.asked import PROBE, is_searched, picture_question, picturing, question, searched, unasked
from govpr.workspace.context import Context
from govpr.workspace.markup import Markup
from govpr.workspace.progress import Progress, silent
from govpr.workspace.reading import Reading, Synced, read
from govpr.workspace.sources import (
    DatabaseCheck,
    DatabaseState,
    answered,
    checked,
    chosen,
    known_databases,
    readable,
    sender,
    sources,
)

DEADLINE = 10.0


@frozen
class Databases:
    """The hoax databases that `govpr.toml` names. Nothing is asked unless a method here is called."""

    _context: Context
    _client: Client

    @property
    def markup(self) -> Markup:
        """What the agency's clarifications say, as ClaimReview markup of its own pages elsewhere."""
        return Markup(self._context, self._client)

    def all(self) -> tuple[DatabaseState, ...]:
        """Every database, how far it was read, and on what terms; nobody is asked."""
        return known_databases(self._context)

    def search(
        self,
        text: str,
        databases: Sequence[str] | None = None,
        *,
        language: str | None = None,
        since: date | None = None,
        limit: int = 10,
        deadline: float = DEADLINE,
    ) -> Found:
        """Ask databases about a text, all at once, and compare what they give with it.

        **The text leaves this machine**, to every database that is asked. E-mail addresses, telephone numbers, NIPs and
        NIKs are taken out first; names and everything else are not.

        Args:
            text: A message as it circulates.
            databases: The names of those to ask, or None for all.
            language: BCP 47 tag, for databases that can be asked in one language.
            since: Only what was published on this day or later, where a database can tell.
            limit: How many entries each is asked for.
            deadline: Seconds after which nobody is waited for.

        Returns:
            What was found, and who did not answer: as long as somebody did not, "nothing" means "not known yet".

        Raises:
            NotFound: There is no such database, or none at all.
            InputError: The text has no words, or none once what identifies people is taken out.
            NoAnswer: None of them answered: nothing is known.
        """
        query = question(text, language=language, since=since, limit=limit)
        able, rest = searched(self._context, databases)
        asked = sources(self._context, able)
        answers = answered(ask(asked, query, sender(self._client), deadline=deadline))
        found = found_in(text, answers, language=language, thresholds=self._context.settings.matching)
        return evolve(found, unasked=unasked(self._context, rest))

    def search_picture(
        self,
        url: str,
        databases: Sequence[str] | None = None,
        *,
        language: str | None = None,
        since: date | None = None,
        limit: int = 10,
        deadline: float = DEADLINE,
    ) -> PictureFound:
        """Ask databases about a picture that stands at a public address. Pictures in files: `workspace.pictures`.

        **The address leaves this machine**, and the services fetch the picture from it themselves.

        Args:
            url: The picture's address: http or https, and public.
            databases: The names of those to ask, or None for all that can be asked about pictures.
            language: BCP 47 tag, for databases that can be asked in one language.
            since: Only what was published on this day or later, where a database can tell.
            limit: How many entries each is asked for.
            deadline: Seconds after which nobody is waited for.

        Raises:
            NotFound: There is no such database, or none at all.
            InputError: The address is none, or a database cannot be asked about pictures.
            NoAnswer: None of them answered: nothing is known.
        """
        query = picture_question(url, language=language, since=since, limit=limit)
        asked = sources(self._context, picturing(self._context, databases))
        answers = answered(ask(asked, query, sender(self._client), deadline=deadline))
        return PictureFound(results=merged(answers), answers=answers)

    def sync(self, *names: str, full: bool = False, progress: Progress = silent) -> tuple[Synced, ...]:
        """Read databases through into the local store: what is new, corrected or taken back since the last time.

        Each page is kept with the place where the next one begins: stopped at any moment, a reading goes on there.

        Args:
            names: Which ones, or none for all that can be read through.
            full: Read everything again, and take out what is no longer there.
            progress: Is told how many entries are read.

        Returns:
            What came of each; trouble with one stops no other.

        Raises:
            NotFound: There is no such database, or none at all.
            InputError: One of them can only be searched.
            StoreError: The folder cannot be written.
        """
        done: list[Synced] = []
        for source in sources(self._context, readable(self._context, names), always_ask=True):
            further = partial(_told, progress, sum(one.read for one in done))
            done.append(read(Reading(self._context, source, full), sender(self._client), further))
        return tuple(done)

    def check(self, *names: str, deadline: float = DEADLINE) -> tuple[DatabaseCheck, ...]:
        """Ask each database for one entry: can it be reached, and is its key there?

        Args:
            names: Which ones, or none for all.
            deadline: Seconds after which nobody is waited for.

        Raises:
            NotFound: There is no such database, or none at all.
        """
        known = sources(self._context, chosen(self._context, names or None), always_ask=True)
        asked = [one for one in known if is_searched(one.adapter, one.database)]
        return checked(known, ask(asked, PROBE, sender(self._client), deadline=deadline))


def _told(progress: Progress, before: int, done: int, _total: int | None) -> None:
    progress(before + done, None)
