"""Meedan Check, the tool that many fact-checkers work with: a shared feed is searched, a workspace is read through.

Sources: https://github.com/meedan/check-api (`app/resources/api/v2/feed_resource.rb`, `app/models/team.rb`,
`lib/relay.idl`)
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from attrs import evolve, frozen

from govpr.errors import Misconfigured
from govpr.hoaxes.databases._graphql import asked
from govpr.hoaxes.databases.access import base
from govpr.hoaxes.databases.entries import Row, Source, objects, word
from govpr.hoaxes.databases.protocol import Page, Query, Signing, Terms, Tip, TipReceipt
from govpr.hoaxes.dates import read_day
from govpr.http.calls import Call, Effect, Flow
from govpr.http.replies import expect, puzzling
from govpr.settings import DatabaseSettings

_URL = "https://check-api.checkmedia.org"
_SIZE = 50
_DIGITS = 12
ARTICLES = """
query Articles($slug: String!, $first: Int!, $offset: Int!, $trashed: Boolean!) {
  team(slug: $slug) {
    articles(article_type: "fact-check", first: $first, offset: $offset, trashed: $trashed,
             sort: "updated_at", sort_type: "DESC") {
      edges {
        node {
          ... on FactCheck {
            dbid title summary url language rating tags report_status created_at updated_at
            claim_description { description context project_media { dbid } }
          }
        }
      }
    }
  }
}
"""
CREATE = """
mutation Tip($input: CreateProjectMediaInput!) {
  createProjectMedia(input: $input) { project_media { dbid full_url } }
}
"""


@frozen
class MeedanCheck:
    """The adapter; `url` is the service, where that is not Meedan's own.

    Its options: `feed` (the number of a shared feed), `workspace` (the name in its address, to read it through), and
    `team` (its number, for tips).
    """

    name: str = "check"
    hosts: frozenset[str] = frozenset({"check-api.checkmedia.org"})
    terms: Terms = Terms(source="https://github.com/meedan/check-api")  # noqa: RUF009  (frozen: it may be shared)
    pace: float = 1.0  # a hundred calls a minute from one address (config/initializers/rack_attack.rb)
    signing: Signing = Signing(header="X-Check-Token", scheme="", required=True)  # noqa: RUF009  (frozen)

    def search(self, query: Query, database: DatabaseSettings) -> Flow[Page]:
        """At most three published fact-checks that are like a text; the question is not kept by the service."""
        wanted = {"type": "text", "query": query.text, "after": f"{query.since or ''}", "skip_save_request": "true"}
        wanted["feed_id"] = database.options.get("feed", "")
        asks = urlencode({f"filter[{name}]": value for name, value in wanted.items() if value})
        reply = yield Call("GET", f"{base(database, _URL)}/api/v2/feeds?{asks}")
        body = expect(reply)
        data = body.get("data") if isinstance(body, dict) else None
        if not isinstance(data, list):
            raise puzzling(reply, "the answer has no data")
        found, problems = objects(data, "data")
        rows = [(place, feed_row(item)) for place, item in found[: query.limit]]
        return self._source(database).page(rows, problems=problems)

    def changes(self, since: date | None, cursor: str | None, database: DatabaseSettings) -> Flow[Page]:
        """Fifty fact-checks of a workspace, the last changed first; then those in its trash, which are gone."""
        bin_, offset = _place(cursor)
        values = {"slug": _option(database, "workspace"), "first": _SIZE, "offset": offset, "trashed": bin_}
        data = yield from asked(f"{base(database, _URL)}/api/graphql", ARTICLES, values)
        articles = _object(_object(data.get("team")).get("articles"))
        edges, problems = objects(articles.get("edges") or [], "edges")
        nodes = [(f"{place}node.", _object(edge.get("node"))) for place, edge in edges]
        new = [(place, node) for place, node in nodes if _since(node, since)]
        public = [(place, node) for place, node in new if not bin_ and word(node.get("report_status")) == "published"]
        gone = tuple(f"{database.name}:{_identifier(node)}" for place, node in new if (place, node) not in public)
        page = self._source(database).page([(place, article_row(node)) for place, node in public], problems=problems)
        more = bool(nodes) and len(new) == len(nodes)
        return evolve(page, gone=gone, cursor=_next(bin_, offset, len(nodes), more=more))

    def submit(self, tip: Tip, database: DatabaseSettings) -> Flow[TipReceipt]:
        """Put a message into a workspace, to be checked. Name and e-mail have no place there, and stay here."""
        about = {"media_type": "Claim", "quote": tip.text, "quote_attributions": tip.url, "set_title": tip.note}
        values = {"team_id": _number(database), **{name: value for name, value in about.items() if value}}
        data = yield from asked(f"{base(database, _URL)}/api/graphql", CREATE, {"input": values}, Effect.ONCE)
        made = _object(_object(data.get("createProjectMedia")).get("project_media"))
        return TipReceipt(id=word(made.get("dbid")), url=word(made.get("full_url")))

    def _source(self, database: DatabaseSettings) -> Source:
        return Source(database=database, terms=self.terms)


def feed_row(item: Mapping[str, Any]) -> Row:
    """A result of a feed (JSON:API) under the names of a table of fact-checks.

    Args:
        item: With `id` and `attributes`.

    Example:
        >>> row = feed_row({"id": "7", "attributes": {"claim": "Bansos", "fact-check-published-on": 1764547200}})
        >>> row["text"], row["date"]
        ('Bansos', '2025-12-01')
    """
    said = _object(item.get("attributes"))
    title = word(said.get("fact-check-title"))
    return {
        "identifier": f"item-{word(item.get('id'))}",
        "text": word(said.get("claim")) or title,
        "title": title,
        "label": word(said.get("fact-check-rating")),
        "conclusion": word(said.get("fact-check-summary")),
        "date": _day(said.get("fact-check-published-on")),
        "url": word(said.get("published-article-url")),
        "publisher": word(said.get("organization")),
        "topic": word(said.get("claim-tags")),
        "appearances": [word(said.get("claim-context"))],
    }


def article_row(node: Mapping[str, Any]) -> Row:
    """A FactCheck of a workspace under the names of a table of fact-checks.

    Args:
        node: As GraphQL gives it.
    """
    claim, tags = _object(node.get("claim_description")), node.get("tags")
    return {
        "identifier": _identifier(node),
        "text": word(claim.get("description")) or word(node.get("title")),
        "title": word(node.get("title")),
        "label": word(node.get("rating")),
        "conclusion": word(node.get("summary")),
        "date": _day(node.get("created_at")),
        "updated": _day(node.get("updated_at")),
        "url": word(node.get("url")),
        "lang": word(node.get("language")),
        "topic": ", ".join(filter(None, map(word, tags))) if isinstance(tags, list) else "",
        "appearances": [word(claim.get("context"))],
    }


def _place(cursor: str | None) -> tuple[bool, int]:
    kind, _, offset = (cursor or "kept:0").partition(":")
    return kind == "trash", int(offset)


def _next(bin_: bool, offset: int, count: int, *, more: bool) -> str | None:  # noqa: FBT001  (which list it is)
    if more:
        return f"{'trash' if bin_ else 'kept'}:{offset + count}"
    return None if bin_ else "trash:0"


def _since(node: Mapping[str, Any], since: date | None) -> bool:
    day = read_day(_day(node.get("updated_at")))
    return since is None or day is None or day >= since


def _day(value: object) -> str:
    """A day from seconds since 1970, as a number or in digits, or from a date in words."""
    told = word(value)
    if not told.isdecimal():
        return told
    seconds = int(told) if len(told) < _DIGITS else 0
    return str(datetime.fromtimestamp(seconds, UTC).date()) if seconds else ""


def _identifier(node: Mapping[str, Any]) -> str:
    """The number of the item that was checked, which a search gives as well; of the fact-check where it has none."""
    item = word(_object(_object(node.get("claim_description")).get("project_media")).get("dbid"))
    return f"item-{item}" if item else f"factcheck-{word(node.get('dbid'))}"


def _option(database: DatabaseSettings, name: str) -> str:
    value = database.options.get(name, "")
    if not value:
        raise Misconfigured(f"its option {name} is missing; write it in govpr.toml", where=database.name)
    return value


def _number(database: DatabaseSettings) -> int:
    value = _option(database, "team")
    if not value.isdecimal() or len(value) >= _DIGITS:
        raise Misconfigured("its option team is no number; write the workspace's number", where=database.name)
    return int(value)


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
