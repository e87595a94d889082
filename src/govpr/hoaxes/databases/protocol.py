"""What a hoax database is: declarations, and flows that hold its conversations.

A database needs `name`, `hosts`, `terms`, `pace` and `search`. Everything else is a capability: it exists when the
method does.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol, runtime_checkable

from attrs import field, frozen

from govpr.errors import Problem
from govpr.http.calls import Flow
from govpr.models import Clarification, FactCheck
from govpr.settings import DatabaseSettings


@frozen(kw_only=True)
class Terms:
    """On what terms a database gives its entries; settings may say otherwise.

    Args:
        licence: As `CC BY-SA 4.0`, or "" where nobody says.
        attribution: The words that the licence wants beside each entry, or "".
        independent: False where the publisher is the government itself.
        source: Where the terms stand.
    """

    licence: str = ""
    attribution: str = ""
    independent: bool = True
    source: str = ""


@frozen(kw_only=True)
class Signing:
    """Where a database's key goes. A flow never has it.

    Args:
        header: The header that carries it; "" where calls have a place for it: `Secret("key")` in a form, or `{key}` in
            the path of a call that `fills` it.
        scheme: The word before it in that header, or "".
        required: Whether the service answers nobody without a key.
    """

    header: str = "Authorization"
    scheme: str = "Bearer"
    required: bool = False


@frozen(kw_only=True)
class Query:
    """What is looked for.

    Args:
        text: A message as it circulates, of any length; adapters shorten it to what their service takes.
        language: BCP 47 tag, or None.
        since: Only what was published on this day or later, or None.
        limit: How many entries at most.
        picture: The public address of a picture, where that is looked for instead of a text; or "".
    """

    text: str
    language: str | None = None
    since: date | None = None
    limit: int = 10
    picture: str = ""


@frozen(kw_only=True)
class Page:
    """Entries that a database gave.

    Args:
        factchecks: What could be read.
        gone: The cids of entries that the publisher took back.
        cursor: Where the next page begins, or None at the end; only the adapter reads it.
        problems: Entries that could not be read, each with its place: they are listed, never dropped in silence.
        newest_first: Whether all that follows is older than what is here: then a reading may stop where it knows all.
    """

    factchecks: tuple[FactCheck, ...] = ()
    gone: tuple[str, ...] = ()
    cursor: str | None = None
    problems: tuple[Problem, ...] = ()
    newest_first: bool = False


@frozen(kw_only=True)
class Tip:
    """What is passed on to a database's fact-checkers. It names a person, so a person confirms it first.

    Args:
        key: The same whenever this tip is tried again.
        text: The message as it circulates.
        name: Who passes it on.
        email: Where the answer goes, or "".
        note: What the fact-checkers should know, or "".
        url: Where it was seen, or "".
        pictures: Files with screenshots.
    """

    key: str
    text: str = field(repr=False)
    name: str = field(repr=False)
    email: str = field(default="", repr=False)
    note: str = field(default="", repr=False)
    url: str = ""
    pictures: tuple[str, ...] = ()


@frozen(kw_only=True)
class TipReceipt:
    """What a database answered to a tip.

    Args:
        id: What the database calls it, or "" where it names nothing.
        url: Where it can be followed, or "".
        at: When.
    """

    id: str = ""
    url: str = ""
    at: datetime | None = None


@frozen(kw_only=True)
class MarkupPage:
    """A page whose ClaimReview markup a database holds.

    Args:
        name: What the database calls it.
        url: The page.
        version: Which version it is; another one in between is not overwritten.
        says: What it says, as the database gives it; only the adapter reads it.
    """

    name: str
    url: str = ""
    version: str = ""
    says: Mapping[str, Any] = field(factory=dict, repr=False, eq=False)


@runtime_checkable
class HoaxDatabase(Protocol):
    """The least that a hoax database has."""

    @property
    def name(self) -> str:
        """Its name, as in settings and entry points."""

    @property
    def hosts(self) -> frozenset[str]:
        """Hosts that its calls go to, besides the one of `url` in its settings."""

    @property
    def terms(self) -> Terms:
        """On what terms it gives its entries."""

    @property
    def pace(self) -> float:
        """Seconds between two calls that its service can be expected to bear."""

    def search(self, query: Query, database: DatabaseSettings) -> Flow[Page]:
        """Entries that may be about a text, the service's best first."""


@runtime_checkable
class Signs(Protocol):
    """Its key goes elsewhere than into `Authorization: Bearer`."""

    @property
    def signing(self) -> Signing:
        """Where the key goes."""


@runtime_checkable
class Syncs(Protocol):
    """It can be read through, for use without a network."""

    def changes(self, since: date | None, cursor: str | None, database: DatabaseSettings) -> Flow[Page]:
        """One page of all entries that are new or changed since a day, oldest first where the service can.

        Args:
            since: None for everything.
            cursor: What the page before gave, or None to begin.
            database: Which database.
        """


@runtime_checkable
class ReadsWhole(Protocol):
    """It does not say which of its older entries were corrected: now and then everything has to be read again."""

    @property
    def whole_every(self) -> int:
        """After how many days; the option `full` of a database says otherwise."""


@runtime_checkable
class OnlySynced(Protocol):
    """Nothing there answers a search: it is read through, found in the local store, and never asked."""

    @property
    def only_synced(self) -> bool:
        """True."""


@runtime_checkable
class SearchesPictures(Protocol):
    """It can be asked about a picture."""

    def search_picture(self, query: Query, database: DatabaseSettings) -> Flow[Page]:
        """Entries about the picture at an address, the service's best first."""


@runtime_checkable
class TakesTips(Protocol):
    """It takes tips."""

    def submit(self, tip: Tip, database: DatabaseSettings) -> Flow[TipReceipt]:
        """Pass on one tip."""


@runtime_checkable
class PublishesMarkup(Protocol):
    """It spreads ClaimReview markup for pages of the agency's own site, signed with a token of the site's owner."""

    def list_markup(self, organization: str, database: DatabaseSettings) -> Flow[tuple[MarkupPage, ...]]:
        """The pages of a site that have markup."""

    def publish_markup(
        self, clarification: Clarification, page_url: str, database: DatabaseSettings, page: MarkupPage | None = None
    ) -> Flow[MarkupPage]:
        """Put a clarification's markup on a page, or replace all that a page has."""

    def has_markup(
        self, clarification: Clarification, page_url: str, database: DatabaseSettings, page: MarkupPage
    ) -> bool:
        """Whether a page's markup says what a clarification says: then nothing has to be replaced."""

    def withdraw_markup(self, page: MarkupPage, database: DatabaseSettings) -> Flow[None]:
        """Take a page's markup back."""
