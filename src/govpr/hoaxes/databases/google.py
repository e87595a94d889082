"""Google Fact Check Tools, v1alpha1: ClaimReviews of many publishers, in many languages.

Source: https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims/search and Google's discovery
document for factchecktools v1alpha1, revision 20240929.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from attrs import frozen

from govpr.errors import Misconfigured, Problem
from govpr.hoaxes.databases.access import base
from govpr.hoaxes.databases.entries import Source, keywords, objects, word
from govpr.hoaxes.databases.google_markup import create, is_said, markup, pages, remove, update
from govpr.hoaxes.databases.protocol import MarkupPage, Page, Query, Signing, Terms
from govpr.hoaxes.readers.claims import claim_rows
from govpr.http.calls import Call, Flow, Reply
from govpr.http.replies import expect, puzzling
from govpr.models import Clarification
from govpr.settings import DatabaseSettings

URL = "https://factchecktools.googleapis.com"
_SIZE = 100
_WORDS = 12


@frozen
class Google:
    """The adapter. Its options: `site` (only this publisher, as `turnbackhoax.id`) or `query`, to be read through."""

    name: str = "google"
    hosts: frozenset[str] = frozenset({"factchecktools.googleapis.com"})
    terms: Terms = Terms(source="https://developers.google.com/terms")  # noqa: RUF009  (frozen: it may be shared)
    pace: float = 0.2
    signing: Signing = Signing(header="X-Goog-Api-Key", scheme="", required=True)  # noqa: RUF009  (frozen)

    def search(self, query: Query, database: DatabaseSettings) -> Flow[Page]:
        """Claims that Google finds for the message's longest words."""
        site = {"reviewPublisherSiteFilter": database.options["site"]} if database.options.get("site") else {}
        asked = {"query": keywords(query.text, _WORDS), **site, **_about(query, database)}
        return _fitting(self._page((yield _asked(database, asked)), database), query)

    def search_picture(self, query: Query, database: DatabaseSettings) -> Flow[Page]:
        """Claims about a picture, which Google fetches from its address itself."""
        asked = {"imageUri": query.picture, **_about(query, database)}
        reply = yield _asked(database, asked, "claims:imageSearch")
        found, problems = objects(_body(reply, "results").get("results", []), "results")
        rows = [row for one in found for row in _pictured(*one, problems)]
        return _fitting(Source(database=database, terms=self.terms).page(rows, problems=problems), query)

    def changes(self, since: date | None, cursor: str | None, database: DatabaseSettings) -> Flow[Page]:
        """A publisher's claims, or those that a query finds, as Google orders them.

        Raises:
            Misconfigured: The settings name neither.
        """
        asked = _chosen(database)
        days, _, token = (cursor or "").partition(":")
        if since and not cursor:  # what the service counts from is today, which only a reply tells
            today = (yield _asked(database, {**asked, "pageSize": "1"})).at
            days = str(max((today.date() - since).days + 1, 1)) if today else ""
        asked |= {"pageSize": str(_SIZE)} | ({"maxAgeDays": days} if days else {})
        reply = yield _asked(database, asked | ({"pageToken": token} if token else {}))
        following = word(_body(reply).get("nextPageToken"))
        return self._page(reply, database, f"{days}:{following}" if following else None)

    def list_markup(self, organization: str, database: DatabaseSettings) -> Flow[tuple[MarkupPage, ...]]:
        """The pages of a site that have markup."""
        return pages(base(database, URL), organization)

    def publish_markup(
        self, clarification: Clarification, page_url: str, database: DatabaseSettings, page: MarkupPage | None = None
    ) -> Flow[MarkupPage]:
        """Put a clarification's markup on a page, or replace all that a page has."""
        address, publisher = base(database, URL), database.publisher
        if page is None:
            return create(address, clarification, page_url, publisher)
        return update(address, clarification, page_url, publisher, page)

    def has_markup(
        self, clarification: Clarification, page_url: str, database: DatabaseSettings, page: MarkupPage
    ) -> bool:
        """Whether a page's markup says what a clarification says."""
        return is_said(markup(clarification, page_url, database.publisher), page.says)

    def withdraw_markup(self, page: MarkupPage, database: DatabaseSettings) -> Flow[None]:
        """Take a page's markup back."""
        return remove(base(database, URL), page)

    def _page(self, reply: Reply, database: DatabaseSettings, cursor: str | None = None) -> Page:
        found, problems = objects(_body(reply).get("claims", []), "claims")
        rows = [row for place, claim in found for row in claim_rows(claim, place, problems)]
        return Source(database=database, terms=self.terms).page(rows, cursor=cursor, problems=problems)


def _asked(database: DatabaseSettings, parameters: Mapping[str, str], method: str = "claims:search") -> Call:
    return Call("GET", f"{base(database, URL)}/v1alpha1/{method}?{urlencode(parameters)}")


def _pictured(
    place: str, result: Mapping[str, object], problems: list[Problem]
) -> Iterator[tuple[str, dict[str, object]]]:
    claim = result.get("claim")
    if isinstance(claim, dict):
        yield from claim_rows(claim, f"{place}claim.", problems)
    else:
        problems.append(Problem(f"{place}claim", "is missing", "tell the database's owners"))


def _about(query: Query, database: DatabaseSettings) -> dict[str, str]:
    """How many entries, and in which language; its region is not regarded."""
    language = (query.language or database.language).partition("-")[0]
    size = {"pageSize": str(min(max(query.limit, 1), _SIZE))}
    return size | ({"languageCode": language} if language else {})


def _fitting(page: Page, query: Query) -> Page:
    facts = [fact for fact in page.factchecks if not query.since or (fact.published or query.since) >= query.since]
    return Page(factchecks=tuple(facts[: query.limit]), problems=page.problems)


def _chosen(database: DatabaseSettings) -> dict[str, str]:
    names = {"site": "reviewPublisherSiteFilter", "query": "query"}
    asked = {name: database.options[option] for option, name in names.items() if database.options.get(option)}
    if not asked:
        advice = 'write options = { site = "turnbackhoax.id" }'
        raise Misconfigured(f"it can be read through for one publisher or query at a time; {advice}")
    return asked | ({"languageCode": database.language.partition("-")[0]} if database.language else {})


def _body(reply: Reply, name: str = "claims") -> Mapping[str, Any]:
    body = expect(reply)
    if not isinstance(body, dict) or not isinstance(body.get(name, []), list):
        raise puzzling(reply, "the answer has no claims")
    return body
