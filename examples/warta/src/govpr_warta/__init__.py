"""Warta, a ministry's own channel, as a platform for govpr."""

from urllib.parse import quote

from attrs import frozen

from govpr.content.rules import Length, Rules
from govpr.http.calls import Call, Effect, Flow, Json, Reply
from govpr.http.replies import expect, required
from govpr.models import Account, Receipt
from govpr.platforms.protocol import Outgoing

API = "https://warta.example.go.id/api"
_GONE = 404


@frozen
class Warta:
    """What Warta accepts, and the conversations that it holds. The credential is a bearer token.

    Example:
        >>> Warta().rules.text.limit
        500
    """

    name = "warta"
    hosts = frozenset({"warta.example.go.id"})
    rules = Rules(text=Length(limit=500), title=120, source="the developers' handbook of Warta, chapter 2")

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Post it. Warta drops repeats of a key for ever, so trying again is harmless."""
        body = Json({"key": part.key, "title": part.title, "text": part.text})
        reply = yield Call("POST", _posts(account), body, effect=Effect.KEYED)
        return _receipt(reply, 200, 201)

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        """Look whether a key was posted: this settles a delivery in doubt without a person."""
        reply = yield Call("GET", f"{_posts(account)}/by-key/{part.key}")
        return None if reply.status == _GONE else _receipt(reply, 200)

    def revoke(self, receipt: Receipt, account: Account) -> Flow[None]:
        """Delete it; what is gone already is no error."""
        for part in receipt.parts or (receipt.id,):
            reply = yield Call("DELETE", f"{_posts(account)}/{quote(part, safe='')}", effect=Effect.KEYED)
            if reply.status != _GONE:
                expect(reply, 204)


def _posts(account: Account) -> str:
    return f"{API}/{quote(account.handle, safe='')}/posts"


def _receipt(reply: Reply, *statuses: int) -> Receipt:
    body = expect(reply, *statuses)
    return Receipt(id=required(body, reply, "id"), url=required(body, reply, "url"), at=reply.at)
