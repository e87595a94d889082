"""Publishing in two steps, as Threads and Instagram do it: a container that nobody sees, then its publication.

The container is the fence against a second post: whatever was lost, its status says whether it went out
(https://developers.facebook.com/documentation/threads/troubleshooting).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from govpr.errors import DeliveryError, Misconfigured, Rejected, Stale, Submitted, Throttled, Unreachable
from govpr.http.calls import Call, Effect, Flow, Form, Reply
from govpr.http.replies import puzzling, required
from govpr.models import Receipt
from govpr.platforms._answers import whole
from govpr.platforms._graph import address, answered, gone
from govpr.platforms._graph_codes import kind_of
from govpr.platforms._graph_lists import Shown, among, rows_of
from govpr.platforms.protocol import Outgoing

_WAITS = (0.0, 30.0, 60.0, 60.0, 60.0, 60.0)
"""Meta advises half a minute, then once a minute for five minutes."""
_SUBCODE = re.compile(r"\b2207\d{3}\b")
_LOOK = 60.0
_LONGEST = 200
_FINISHED, _PUBLISHED, _WORKING, _EXPIRED, _FAILED = "FINISHED", "PUBLISHED", "IN_PROGRESS", "EXPIRED", "ERROR"


@frozen(kw_only=True)
class Containers:
    """How a service names things.

    Args:
        name: The platform's name, for errors.
        base: The service and its version.
        user: The account's node.
        create: The edge that makes containers.
        publish: The edge that publishes them.
        state: The field with a container's status.
        reason: The field that says why it failed.
        shown: How what is published is listed.
    """

    name: str
    base: str
    user: str
    create: str
    publish: str
    state: str
    reason: str
    shown: Shown


def prepared(at: Containers, items: Sequence[Mapping[str, str]], whole: Mapping[str, str]) -> Flow[str]:
    """Make a container; several files are containers of their own, which a carousel takes once they are ready.

    Args:
        at: The service.
        items: The fields of each file.
        whole: The fields of the post.
    """
    if len(items) < 2:  # noqa: PLR2004  (a carousel has two files at least)
        return (yield from _created(at, {**(items[0] if items else {}), **whole}))
    children = []
    for item in items:
        child = yield from _created(at, {**item, "is_carousel_item": "true"})
        children.append(child)
    for child in children:
        yield from _settled(at, child)
    return (yield from _created(at, {"media_type": "CAROUSEL", "children": ",".join(children), **whole}))


def published(at: Containers, part: Outgoing, edge: str) -> Flow[Receipt]:
    """Publish a container, once, and look up its address.

    Args:
        at: The service.
        part: What was prepared.
        edge: The list in which it appears.

    Raises:
        Stale: The container has ended without being published.
        Submitted: It is published already and not listed yet.
    """
    if not part.staged:
        raise Stale("nothing is prepared for this part", where=at.name)
    if (yield from _settled(at, part.staged)) == _PUBLISHED:
        return (yield from _listed(at, part, edge))
    body = Form({"creation_id": part.staged})
    reply = yield Call("POST", address(at.base, at.user, at.publish), body, effect=Effect.ONCE)
    media = required(answered(reply), reply, "id")
    look = yield Call("GET", address(at.base, media, fields=f"id,{at.shown.url}"))
    try:
        url = answered(look).get(at.shown.url)
    except (Misconfigured, Rejected):  # it is out, whether or not its address may be read
        url = None
    return Receipt(id=media, url=url if isinstance(url, str) else "", at=reply.at)


def found(at: Containers, part: Outgoing, edge: str) -> Flow[Receipt | None]:
    """A part among the newest posts, by its words; where it is not listed, its container says what became of it.

    Args:
        at: The service.
        part: What is looked for.
        edge: The list in which it appears.

    Raises:
        Submitted: It is published and not listed yet, or the service still works on it.
    """
    known = yield from among(at.base, (at.user, edge), part, at.shown)
    if known is not None or not part.staged:
        return known
    reply = yield _asked(at, part.staged)
    if not gone(reply):
        status = required(answered(reply), reply, at.state)
        if status in (_PUBLISHED, _WORKING):
            raise Submitted(f"it is not listed yet, and its container is {status}", where=at.name, after=_LOOK)
    return None


def quota(body: Mapping[str, Any], reply: Reply) -> tuple[int | None, int | None]:
    """How many posts of its day an account has used, and how many it has.

    Args:
        body: What `answered` gave.
        reply: The answer.
    """
    row = next(iter(rows_of(body, reply)), None)
    config = row.get("config") if isinstance(row, dict) else None
    used, total = (
        one.get(name) if isinstance(one, dict) else None
        for one, name in ((row, "quota_usage"), (config, "quota_total"))
    )
    return whole(used), whole(total)


def _created(at: Containers, fields: Mapping[str, str]) -> Flow[str]:
    reply = yield Call("POST", address(at.base, at.user, at.create), Form(fields))
    return required(answered(reply), reply, "id")


def _asked(at: Containers, handle: str, after: float = 0.0) -> Call:
    return Call("GET", address(at.base, handle, fields=f"id,{at.state},{at.reason}"), after=after)


def _settled(at: Containers, handle: str) -> Flow[str]:
    for wait in _WAITS:
        reply = yield _asked(at, handle, wait)
        if gone(reply):
            raise Stale("the container is no longer there", where=at.name)
        body = answered(reply)
        status = required(body, reply, at.state)
        if status in (_FINISHED, _PUBLISHED):
            return status
        if status != _WORKING:
            raise _ended(at, status, body.get(at.reason), reply)
    raise Unreachable("the service still works on the files of this part", where=at.name, after=_LOOK)


def _ended(at: Containers, status: str, reason: object, reply: Reply) -> DeliveryError:
    if status == _EXPIRED:
        return Stale("the container was not published within a day", where=at.name)
    if status != _FAILED:
        return puzzling(reply, f"a container's status is {status}")
    words = reason[:_LONGEST] if isinstance(reason, str) else ""
    number = _SUBCODE.search(words)
    code = number.group() if number else words
    kind = kind_of("", code) or kind_of(code) or Rejected
    if issubclass(kind, Unreachable | Throttled):  # this container has failed for good: another one may not
        kind = Stale
    return kind(f"the service could not use it: {words}", where=at.name, code=code)


def _listed(at: Containers, part: Outgoing, edge: str) -> Flow[Receipt]:
    known = yield from among(at.base, (at.user, edge), part, at.shown)
    if known is None:
        raise Submitted("it is published, and its address is not listed yet", where=at.name, after=_LOOK)
    return known
