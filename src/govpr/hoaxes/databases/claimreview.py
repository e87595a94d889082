"""ClaimReview from any page or feed: HTML with JSON-LD in it, JSON-LD itself, an article, or a list of headlines."""

from datetime import date

from attrs import frozen

from govpr.errors import Problem
from govpr.hoaxes.databases.access import base
from govpr.hoaxes.databases.entries import Source, best, read
from govpr.hoaxes.databases.protocol import Page, Query, Terms
from govpr.hoaxes.readers.claimreview import script_reviews
from govpr.hoaxes.readers.pages import page_rows
from govpr.http.calls import Call, Flow
from govpr.settings import DatabaseSettings

_ACCEPT = {"Accept": "application/ld+json, application/json;q=0.9, text/html;q=0.8"}


@frozen
class ClaimReview:
    """The adapter. The `url` in the settings is the page or feed; no link in it is followed."""

    name: str = "claimreview"
    hosts: frozenset[str] = frozenset()
    terms: Terms = Terms(source="https://schema.org/ClaimReview")  # noqa: RUF009  (frozen: it may be shared)
    pace: float = 1.0

    def search(self, query: Query, database: DatabaseSettings) -> Flow[Page]:
        """The reviews that share words with the message."""
        return best((yield from self.changes(None, None, database)), query)

    def changes(self, since: date | None, cursor: str | None, database: DatabaseSettings) -> Flow[Page]:  # noqa: ARG002
        """All reviews of the page: it has one page, and does not say what changed."""
        base(database)
        text = read((yield Call("GET", database.url, headers=_ACCEPT)))
        is_html = text.lstrip()[:1] == "<"
        rows, problems = page_rows(text, database.url) if is_html else script_reviews(text, "$")
        if not rows and not problems:
            problems = [Problem("", "holds no ClaimReview", "check the address")]
        return Source(database=database, terms=self.terms).page(rows, problems=problems)
