"""Cofacts (Taiwan): messages that people sent in, and what volunteers answered. GraphQL.

Its data is CC BY-SA 4.0 with a sentence that must stand beside it, and its use wants an app secret of one's own.
Sources: https://github.com/cofacts/rumors-api (`src/graphql`, `LEGAL.md`)
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import evolve, frozen

from govpr.hoaxes.databases._graphql import asked
from govpr.hoaxes.databases.access import base
from govpr.hoaxes.databases.entries import Row, Source, objects, word
from govpr.hoaxes.databases.protocol import Page, Query, Signing, Terms, Tip, TipReceipt
from govpr.http.calls import Effect, Flow
from govpr.settings import DatabaseSettings

_URL = "https://api.cofacts.tw/graphql"
_SITE = "https://cofacts.tw/article/"
_SIZE = 50
_ATTRIBUTION = (
    "本編輯資料取自「Cofacts 真的假的」訊息回報機器人與查證協作社群，採 CC BY-SA 4.0 授權提供。"
    "若欲補充資訊請訪問 Cofacts LINE bot https://line.me/ti/p/@cofacts"
)
_TERMS = Terms(
    licence="CC BY-SA 4.0",
    attribution=_ATTRIBUTION,
    source="https://github.com/cofacts/rumors-api/blob/master/LEGAL.md",
)
LIST = """
query Articles($filter: ListArticleFilter, $orderBy: [ListArticleOrderBy], $first: Int, $after: String) {
  ListArticles(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    edges {
      cursor
      node {
        id text createdAt updatedAt status
        references { permalink }
        articleCategories { category { title } }
        articleReplies(statuses: [NORMAL]) {
          replyType status createdAt positiveFeedbackCount negativeFeedbackCount
          reply { id text reference }
        }
      }
    }
    pageInfo { lastCursor }
  }
}
"""
CREATE = """
mutation Tip($text: String!, $reference: ArticleReferenceInput!, $reason: String) {
  CreateArticle(text: $text, reference: $reference, reason: $reason) { id }
}
"""


@frozen
class Cofacts:
    """The adapter; `url` is where it takes GraphQL, where that is not the public service."""

    name: str = "cofacts"
    hosts: frozenset[str] = frozenset({"api.cofacts.tw"})
    terms: Terms = _TERMS
    pace: float = 1.0
    signing: Signing = Signing(header="x-app-secret", scheme="", required=True)  # noqa: RUF009  (frozen)

    def search(self, query: Query, database: DatabaseSettings) -> Flow[Page]:
        """Messages like this one that somebody answered; the service compares whole messages."""
        answered = {"statuses": ["NORMAL"], **({"createdAt": {"GTE": f"{query.since}"}} if query.since else {})}
        looked = {"moreLikeThis": {"like": query.text}, "replyCount": {"GTE": 1}, "articleReply": answered}
        values = {"filter": looked, "orderBy": [{"_score": "DESC"}], "first": query.limit}
        return self._page((yield from asked(base(database, _URL), LIST, values)), database)

    def changes(self, since: date | None, cursor: str | None, database: DatabaseSettings) -> Flow[Page]:
        """Fifty messages with answers that are new since a day, oldest answer first.

        One whose answers were all taken back since then is gone. What is taken back later, of an older answer, only a
        reading of everything shows.
        """
        statuses = ["NORMAL", "DELETED", "BLOCKED"] if since else ["NORMAL"]
        answered = {"statuses": statuses, **({"createdAt": {"GTE": f"{since}"}} if since else {})}
        looked = {"articleReply": answered, "statuses": ["NORMAL", "BLOCKED"] if since else ["NORMAL"]}
        order = [{"lastMatchingArticleReplyCreatedAt": "ASC"}]
        values = {"filter": looked, "orderBy": order, "first": _SIZE, "after": cursor}
        return self._page((yield from asked(base(database, _URL), LIST, values)), database)

    def submit(self, tip: Tip, database: DatabaseSettings) -> Flow[TipReceipt]:
        """Send a message in. It is public at once; whoever sends it in is not named, so name and e-mail stay here."""
        seen = {"type": "URL", "permalink": tip.url} if tip.url else {"type": "LINE"}
        values = {"text": tip.text, "reference": seen, "reason": tip.note or None}
        data = yield from asked(base(database, _URL), CREATE, values, Effect.ONCE)
        number = word(_object(data.get("CreateArticle")).get("id"))
        return TipReceipt(id=number, url=f"{_SITE}{number}" if number else "")

    def _page(self, data: Mapping[str, Any], database: DatabaseSettings) -> Page:
        listed = _object(data.get("ListArticles"))
        edges, problems = objects(listed.get("edges") or [], "edges")
        nodes = [(f"{place}node.", _object(edge.get("node"))) for place, edge in edges]
        here = [(place, message_row(node)) for place, node in nodes if _answered(node)]
        gone = tuple(f"{database.name}:{word(node.get('id'))}" for _, node in nodes if node and not _answered(node))
        last = word(edges[-1][1].get("cursor")) if edges else ""
        more = last and last != word(_object(listed.get("pageInfo")).get("lastCursor"))
        page = Source(database=database, terms=self.terms, publisher="Cofacts").page(here, problems=problems)
        return evolve(page, gone=gone, cursor=last if more else None)


def message_row(node: Mapping[str, Any]) -> Row:
    """A message under the names of a table of fact-checks: its verdict is the one of its best answer.

    Args:
        node: The Article.
    """
    best = _best(node)
    reply = _object(best.get("reply"))
    categories = [_object(_object(one).get("category")) for one in _list(node.get("articleCategories"))]
    return {
        "identifier": word(node.get("id")),
        "text": word(node.get("text")),
        "label": word(best.get("replyType")),
        "url": f"{_SITE}{word(node.get('id'))}",
        "date": word(best.get("createdAt")) or word(node.get("createdAt")),
        "updated": word(node.get("updatedAt")),
        "conclusion": "\n".join(filter(None, (word(reply.get("text")), word(reply.get("reference"))))),
        "topic": ", ".join(filter(None, (word(one.get("title")) for one in categories))),
        "appearances": [word(_object(one).get("permalink")) for one in _list(node.get("references"))],
    }


def _best(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """The newest answer of those that more readers found helpful than not; the newest one where there is none."""
    return max(_replies(node), key=lambda reply: (_helpful(reply), word(reply.get("createdAt"))), default={})


def _helpful(reply: Mapping[str, Any]) -> int:
    balance = _count(reply, "positiveFeedbackCount") - _count(reply, "negativeFeedbackCount")
    return (balance > 0) - (balance < 0)


def _count(reply: Mapping[str, Any], name: str) -> int:
    value = reply.get(name)
    return value if isinstance(value, int) else 0


def _replies(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    known = map(_object, _list(node.get("articleReplies")))
    return [one for one in known if word(one.get("status")) in ("", "NORMAL") and word(one.get("replyType"))]


def _answered(node: Mapping[str, Any]) -> bool:
    return word(node.get("status")) != "BLOCKED" and bool(_replies(node))


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
