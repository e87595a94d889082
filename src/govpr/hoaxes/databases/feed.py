"""RSS, Atom, RDF and JSON Feed of any fact-checker. A feed shows its newest entries; further pages where it links them.

Sources: https://www.rssboard.org/rss-specification, RFC 4287, RFC 5005 (paging), https://www.jsonfeed.org/version/1.1/
"""

from datetime import date
from urllib.parse import urljoin

from attrs import evolve, frozen

from govpr.errors import ProtocolError
from govpr.hoaxes.databases._articles import read_article
from govpr.hoaxes.databases._feeds import Feed, read_feed
from govpr.hoaxes.databases.access import base
from govpr.hoaxes.databases.entries import Source, placed
from govpr.hoaxes.databases.protocol import Page, Query, Terms
from govpr.http.calls import Call, Flow, Reply
from govpr.http.guards import host_of
from govpr.http.replies import puzzling, refusal
from govpr.models import FactCheck
from govpr.settings import DatabaseSettings
from govpr.text import normalise

_MOST = 8_000_000
_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.1"
_SHORTEST = 4


@frozen
class FeedOf:
    """The adapter; `url` is the feed's address. Its option `only = "labelled"` leaves out entries without a verdict."""

    name: str = "feed"
    hosts: frozenset[str] = frozenset()
    terms: Terms = Terms()  # noqa: RUF009  (frozen: it may be shared)
    pace: float = 1.0

    def search(self, query: Query, database: DatabaseSettings) -> Flow[Page]:
        """Entries on the feed's first page that share words with a message, those that share most first."""
        page = _page(self.terms, (yield from _fetched(base(database), database)), database)
        asked = _telling(query.text)
        shared = [(len(asked & _telling(f"{fact.text} {fact.title}")), fact) for fact in page.factchecks]
        ranked = sorted((one for one in shared if one[0] and _since(one[1], query.since)), key=lambda one: -one[0])
        return evolve(page, factchecks=tuple(fact for _, fact in ranked[: query.limit]))

    def changes(self, since: date | None, cursor: str | None, database: DatabaseSettings) -> Flow[Page]:
        """One page of the feed, and the address of the next one, as long as that leads to newer entries than asked."""
        address = cursor or base(database)
        feed = yield from _fetched(address, database)
        page = _page(self.terms, feed, database)
        facts = tuple(fact for fact in page.factchecks if _since(fact, since))
        onward = urljoin(address, feed.next) if feed.next else ""
        # nobody but the feed's own server is called, whatever an address in it says
        stays = onward not in ("", address) and host_of(onward) == host_of(base(database))
        return evolve(page, factchecks=facts, cursor=onward if stays and facts else None)


def _fetched(address: str, database: DatabaseSettings) -> Flow[Feed]:
    call = Call("GET", address, headers={"Accept": _ACCEPT}, signed=bool(database.credential))
    reply = yield call
    if reply.status != 200:  # noqa: PLR2004
        raise refusal(reply)
    return _read(reply, address)


def _read(reply: Reply, address: str) -> Feed:
    if len(reply.body) > _MOST:
        raise ProtocolError(f"the feed is longer than {_MOST:,} bytes", where=host_of(address))
    feed = read_feed(reply.body, reply.headers.get("content-type", ""), address)
    if feed is None:
        raise puzzling(reply, "the answer is no feed: neither RSS, Atom, RDF nor JSON Feed")
    return feed


def _page(terms: Terms, feed: Feed, database: DatabaseSettings) -> Page:
    read = [(f"entries[{number}].", *read_article(article)) for number, article in enumerate(feed.articles)]
    unread = [one for place, _, more in read for one in placed(more, place)]
    rows = [(place, row) for place, row, _ in read]
    page = Source(database=database, terms=terms, publisher=feed.title).page(rows, problems=unread)
    if database.options.get("only") != "labelled":
        return page
    return evolve(page, factchecks=tuple(fact for fact in page.factchecks if fact.label))


def _since(fact: FactCheck, since: date | None) -> bool:
    """Whether an entry is new enough; one that says no day is."""
    days = [day for day in (fact.updated, fact.published) if day]
    return since is None or not days or max(days) >= since


def _telling(text: str) -> set[str]:
    return {word for word in normalise(text).split() if len(word) >= _SHORTEST}
