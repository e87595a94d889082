"""WordPress: TurnBackHoax.id, and any other site that gives its posts by REST.

Source: https://developer.wordpress.org/rest-api/reference/posts/ (WordPress 5.7 or later; an older site does not know
`modified_after`, and gives everything each time).
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from attrs import evolve, frozen

from govpr.errors import Unauthorized
from govpr.hoaxes.databases._articles import Article, read_article
from govpr.hoaxes.databases._words import questions
from govpr.hoaxes.databases.access import base
from govpr.hoaxes.databases.entries import Row, Source, objects, placed, word
from govpr.hoaxes.databases.protocol import Page, Query, Signing, Terms
from govpr.http.calls import Call, Flow, Reply
from govpr.http.guards import host_of
from govpr.http.replies import expect, puzzling
from govpr.settings import DatabaseSettings

_PATH = "/wp-json/wp/v2/posts"
_FIELDS = "id,date,modified,status,link,title,content,_links,_embedded"
_EMBED = "wp:featuredmedia,wp:term"
_SIZE = 100
_DIGITS = 10
_PAST_THE_END = b"rest_post_invalid_page_number"
_FORBIDDEN = b"rest_forbidden_status"


@frozen
class WordPress:
    """The adapter; `url` is the site.

    Its options: `categories` and `tags` (ids, with commas) read only such posts; `embed = "off"` leaves out pictures
    and topics, which makes pages smaller; `trash = "on"` also reads what was put into the trash, for which the site
    wants a user: `credential` then refers to `user:application password` in Base64.
    """

    name: str = "wordpress"
    hosts: frozenset[str] = frozenset()
    terms: Terms = Terms()  # noqa: RUF009  (frozen: it may be shared)
    pace: float = 1.0
    signing: Signing = Signing(scheme="Basic")  # noqa: RUF009  (frozen: it may be shared)

    def search(self, query: Query, database: DatabaseSettings) -> Flow[Page]:
        """Posts with the message's most telling words, which the site looks for all at once; then with fewer."""
        posts: dict[object, Any] = {}
        for question in questions(query.text):
            if len(posts) >= query.limit:
                break
            asked = {"search": question, "orderby": "relevance", "per_page": str(min(query.limit, _SIZE))}
            after = {"after": f"{query.since}T00:00:00"} if query.since else {}
            reply = yield _call(database, {**asked, **after})
            posts.update((_id(post), post) for post in _posts(reply) if _id(post) not in posts)
        page = self._page(list(posts.values()), database)
        return evolve(page, factchecks=page.factchecks[: query.limit])

    def changes(self, since: date | None, cursor: str | None, database: DatabaseSettings) -> Flow[Page]:
        """A hundred posts in the order of their numbers, the last one of the page before among them.

        Times of change would be no order: many posts may have the same, as after a move, and the site's database then
        gives them in another order on each page. Where the last one is not there, some were taken back meanwhile and
        the rest moved up: so the page before is read again.
        """
        offset, last = _place(cursor)
        # a day early: the site's clock may stand in any zone
        new = {"modified_after": f"{since - timedelta(days=1)}T00:00:00"} if since else {}
        asked = {"orderby": "id", "order": "asc", "per_page": str(_SIZE), "offset": str(offset), **new}
        reply = yield _call(database, asked)
        if reply.status == 400 and _PAST_THE_END in reply.body:  # noqa: PLR2004  (its way to say: no more)
            return Page()
        posts = _posts(reply)
        return evolve(self._page(posts, database), cursor=_next(reply, [_number(post) for post in posts], offset, last))

    def _page(self, posts: list[Any], database: DatabaseSettings) -> Page:
        found, problems = objects(posts, "posts")
        here = []
        for place, post in found:
            if post.get("status", "publish") == "publish":
                row, unread = read_article(_article(post))
                here.append((place, row))
                problems += placed(unread, place)
        gone = [f"{database.name}:{word(post.get('id'))}" for _, post in found if post.get("status") == "trash"]
        page = Source(database=database, terms=self.terms).page(here, problems=problems)
        return evolve(page, gone=tuple(gone))


def post_row(post: Mapping[str, Any]) -> Row:
    """A post under the names of a table of fact-checks.

    Args:
        post: As the site gives it.

    Example:
        >>> row = post_row({"id": 7, "title": {"rendered": "[SALAH] Bansos &#8220;cair&#8221;"}})
        >>> row["identifier"], row["label"], row["text"]
        ('7', 'SALAH', 'Bansos “cair”')
    """
    return read_article(_article(post))[0]


def _article(post: Mapping[str, Any]) -> Article:
    embedded = _object(post.get("_embedded"))
    terms = [term for group in _list(embedded.get("wp:term")) for term in _list(group)]
    return Article(
        id=word(post.get("id")),
        title=_rendered(post.get("title")),
        html=_rendered(post.get("content")),
        url=word(post.get("link")),
        published=word(post.get("date")),
        updated=word(post.get("modified")),
        topics=tuple(word(term.get("name")) for term in map(_object, terms)),
        images=tuple(word(_object(one).get("source_url")) for one in _list(embedded.get("wp:featuredmedia"))),
    )


def _call(database: DatabaseSettings, asked: Mapping[str, str]) -> Call:
    own = {name: database.options[name] for name in ("categories", "tags") if name in database.options}
    embed = {} if database.options.get("embed") == "off" else {"_embed": _EMBED}
    trash = {"status": "publish,trash"} if database.options.get("trash") == "on" else {}
    fields = {"_fields": _FIELDS if embed else _FIELDS.partition(",_links")[0]}
    # a call without a key may be led on to where the site has moved
    signed = bool(database.credential)
    return Call(
        "GET", f"{base(database)}{_PATH}?{urlencode({**asked, **own, **trash, **fields, **embed})}", signed=signed
    )


def _posts(reply: Reply) -> list[Any]:
    if reply.status == 400 and _FORBIDDEN in reply.body:  # noqa: PLR2004  (its answer to a wrong password as well)
        what = "the site does not let this user look into its trash, or does not know the password"
        raise Unauthorized(what, where=host_of(reply.url), status=reply.status)
    body = expect(reply)
    if not isinstance(body, list):
        raise puzzling(reply, "the answer is no list of posts")
    return body


def _place(cursor: str | None) -> tuple[int, int]:
    offset, _, last = (cursor or "0|0").partition("|")
    return int(offset), int(last)


def _next(reply: Reply, numbers: list[int], offset: int, last: int) -> str | None:
    if offset and numbers and numbers[0] > last:
        return f"{max(0, offset - _SIZE)}|{last}"
    end, total = offset + len(numbers), reply.headers.get("x-wp-total", "")
    known = 0 < len(total) < _DIGITS and total.isdecimal()
    over = end >= int(total) if known else len(numbers) < _SIZE or max(numbers) <= last
    return None if over or len(numbers) <= 1 else f"{end - 1}|{max(last, *numbers)}"


def _number(post: object) -> int:
    number = _object(post).get("id")
    return number if isinstance(number, int) else 0


def _id(post: object) -> object:
    return word(_object(post).get("id"))


def _rendered(value: object) -> str:
    return word(_object(value).get("rendered"))


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> Iterator[Any]:
    return iter(value if isinstance(value, list) else [])
