"""Where a Matrix room's calls go, and what hangs on its events."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from govpr.errors import Misconfigured
from govpr.http.calls import Call, Flow
from govpr.http.replies import required
from govpr.models import Account
from govpr.platforms._matrix import expect, listed
from govpr.platforms.access import option, server

_GONE = 404
_PAGES = 5


def client(account: Account) -> str:
    """Where the client-server API of an account's homeserver begins.

    Args:
        account: Whose.
    """
    return f"{server(account)}/_matrix/client/v3"


def room_at(account: Account, room: str) -> str:
    """Where a room's calls begin.

    Args:
        account: Who asks.
        room: The room's id.
    """
    return f"{client(account)}/rooms/{quote(room, safe='')}"


def sending(account: Account, room: str, key: str) -> str:
    """Where a message is put.

    Args:
        account: Who speaks.
        room: The room's id.
        key: The transaction.
    """
    return f"{room_at(account, room)}/send/m.room.message/{key}"


def room_of(account: Account) -> Flow[str]:
    """The id of the account's room.

    Args:
        account: Its option `room` names it.

    Raises:
        Misconfigured: Nobody knows it.
    """
    name = option(account, "room")
    if name.startswith("!"):
        return name
    reply = yield Call("GET", f"{client(account)}/directory/room/{quote(name, safe='')}")
    if reply.status == _GONE:
        raise Misconfigured(f"no room is called {name}; write options = {{ room = its alias or id }}", where="matrix")
    return required(expect(reply), reply, "room_id")


def related(account: Account, room: str, event: str, kind: str, query: Mapping[str, str]) -> str:
    """Where an event's relations are listed.

    Args:
        account: Who asks.
        room: The room's id.
        event: The event's id.
        kind: Which relations, as `m.thread`.
        query: Where in the list.
    """
    base = f"{server(account)}/_matrix/client/v1/rooms/{quote(room, safe='')}"
    return f"{base}/relations/{quote(event, safe='')}/{kind}?{urlencode(query)}"


def counted(account: Account, room: str, event: str, kind: str) -> Flow[int | None]:
    """How many relations of a kind an event has; None where they are too many to count.

    Args:
        account: Who asks.
        room: The room's id.
        event: The event's id.
        kind: Which relations.
    """
    count, query = 0, {"limit": "100"}
    for _ in range(_PAGES):
        reply = yield Call("GET", related(account, room, event, kind, query))
        body = expect(reply)
        count += len(listed(body, reply, "chunk"))
        if not body.get("next_batch"):
            return count
        query["from"] = required(body, reply, "next_batch")
    return None
