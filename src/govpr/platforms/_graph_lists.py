"""Lists of what Meta's services published: looking for a part, deleting, counting."""

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from attrs import frozen

from govpr.errors import NeedsHuman
from govpr.http.calls import Call, Effect, Flow, Reply
from govpr.http.replies import puzzling, required
from govpr.models import Receipt
from govpr.platforms._answers import whole
from govpr.platforms._graph import address, answered, gone, trouble
from govpr.platforms.protocol import Outgoing

_MARGIN = timedelta(hours=1)
_PAGES = 5


def rows_of(body: Mapping[str, Any], reply: Reply) -> list[Any]:
    """The list that an answer carries.

    Args:
        body: What `answered` gave.
        reply: The answer.
    """
    rows = body.get("data")
    if not isinstance(rows, list):
        raise puzzling(reply, "the answer has no list")
    return rows


@frozen(kw_only=True)
class Shown:
    """Under which names a service lists what it published.

    Args:
        text: The words.
        url: The public address.
        at: When it was made.
        before: What it answers, where that counts, or "".
    """

    text: str
    url: str
    at: str
    before: str = ""


def among(base: str, edge: tuple[str, ...], part: Outgoing, shown: Shown) -> Flow[Receipt | None]:
    """A part among the newest posts of a list, by its words; None if it is surely not there.

    Args:
        base: The service and its version.
        edge: The list's path.
        part: What is looked for; posts older than an hour before it was due are others.
        shown: Names of fields.

    Raises:
        NeedsHuman: There are too many newer posts.
    """
    fields = ",".join(one for one in ("id", shown.text, shown.url, shown.at, shown.before) if one)
    after = ""
    for _ in range(_PAGES):
        reply = yield Call("GET", address(base, *edge, fields=fields, limit="100", after=after))
        body = answered(reply)
        rows = rows_of(body, reply)
        young = [row for row in rows if _made(row, reply, shown.at) >= part.at - _MARGIN]
        for row in young:
            if plain(row.get(shown.text)) == plain(part.text) and _follows(row, part, shown.before):
                return receipt(row, reply, shown.url)
        after = _cursor(body)
        if len(young) < len(rows) or not rows or not after:
            return None
    raise NeedsHuman("the account has too many newer posts to look through", where=urlsplit(base).hostname or "")


def receipt(row: Mapping[str, Any], reply: Reply, url: str) -> Receipt:
    """The receipt for a node.

    Args:
        row: The node.
        reply: The answer.
        url: Under which name it has its public address.
    """
    link = row.get(url)
    return Receipt(id=required(row, reply, "id"), url=link if isinstance(link, str) else "", at=reply.at)


def deleted(base: str, receipt: Receipt) -> Flow[None]:
    """Delete all parts, the last one first; what is gone already is no error.

    One answer means both "gone" and "not for this credential", so what seems gone is looked at.

    Args:
        base: The service and its version.
        receipt: What is deleted.
    """
    for part in reversed(receipt.parts or (receipt.id,)):
        reply = yield Call("DELETE", address(base, part), effect=Effect.KEYED)
        if not gone(reply):
            if answered(reply).get("success") is False:
                raise puzzling(reply, "the service says that it did not delete the post")
            continue
        look = yield Call("GET", address(base, part, fields="id"))
        if not gone(look):
            answered(look)
            raise trouble(reply)


def plain(text: object) -> str:
    """A text for comparing: composed, without white space; "" for what is none.

    Args:
        text: A field's value.

    Example:
        >>> plain("Siaga  banjir ")
        'Siagabanjir'
    """
    return "".join(unicodedata.normalize("NFC", text).split()) if isinstance(text, str) else ""


def insights(reply: Reply) -> dict[str, int | None]:
    """Counts by name, from an `insights` edge: as `values` or as `total_value`.

    Args:
        reply: The answer.
    """
    found: dict[str, int | None] = {}
    for row in rows_of(answered(reply), reply):
        if isinstance(row, dict) and isinstance(row.get("name"), str):
            values, total = row.get("values"), row.get("total_value")
            newest = values[-1] if isinstance(values, list) and values else total
            found[row["name"]] = whole(newest.get("value")) if isinstance(newest, dict) else None
    return found


def _follows(row: Mapping[str, Any], part: Outgoing, before: str) -> bool:
    if not before or part.previous is None:
        return True
    answers = row.get(before)
    return isinstance(answers, dict) and answers.get("id") == part.previous.id


def _made(row: Any, reply: Reply, name: str) -> datetime:
    try:
        return datetime.fromisoformat(required(row, reply, name)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise puzzling(reply, "the answer has no time that can be read") from None


def _cursor(body: Mapping[str, Any]) -> str:
    """Only the cursor: the whole address of the next page has the access token in it."""
    paging = body.get("paging")
    cursors = paging.get("cursors") if isinstance(paging, dict) and paging.get("next") else None
    after = cursors.get("after") if isinstance(cursors, dict) else None
    return after if isinstance(after, str) else ""
