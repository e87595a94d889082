"""A signed webhook: posts go as JSON to an address of a ministry's own, signed as Standard Webhooks says.

A repeat has the same `webhook-id`. Receivers that drop repeats of one say so in the option `repeats`; for all others a
lost answer is in doubt and waits for a person, since there is no way to look.
"""

from typing import Any

from attrs import frozen

from govpr.content.rules import Files, Length, Rules
from govpr.errors import DeliveryError, Misconfigured
from govpr.http.calls import Call, Effect, Flow, Json, Reply
from govpr.http.replies import parsed, refusal
from govpr.http.sessions import Signing
from govpr.models import Account, Receipt
from govpr.models.converter import to_data
from govpr.platforms._standard_webhooks import ID, sealed
from govpr.platforms.access import server
from govpr.platforms.protocol import Option, Outgoing

_DROPPED = "dropped"


@frozen
class Webhook:
    """A webhook as a platform: `Account.server` is the address, the credential the secret that signs.

    Example:
        >>> Webhook().options[0].example
        'dropped'
    """

    name = "webhook"
    hosts = frozenset[str]()
    rules = Rules(
        text=Length(limit=100_000),
        title=1_000,
        images=Files(most=20, public=True),
        videos=Files(most=5, public=True),
        together=True,
        languages=1,
        identical=False,
        source="our own: what the receiver does with it is the receiver's",
    )
    signing = Signing(seal=sealed)
    options = (
        Option(name="repeats", help="what the receiver does with a webhook-id that it has seen", example=_DROPPED),
    )

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        """Send one part; any success is one, and an `id` and a `url` in the answer are kept."""
        effect = Effect.KEYED if _repeats(account) == _DROPPED else Effect.ONCE
        reply = yield Call("POST", server(account), Json(_message(part, account)), {ID: f"msg_{part.key}"}, effect)
        if not 200 <= reply.status < 300:  # noqa: PLR2004
            raise refusal(reply)
        answer = _said(reply)
        name, url = answer.get("id"), answer.get("url")
        return Receipt(
            id=name if isinstance(name, str) and name else part.key,
            url=url if isinstance(url, str) else "",
            at=reply.at,
        )


def _repeats(account: Account) -> str:
    repeats = account.options.get("repeats", "")
    if repeats not in {"", _DROPPED}:
        raise Misconfigured(f"account {account.id} has the option repeats = {repeats!r}; write {_DROPPED!r} or nothing")
    return repeats


def _said(reply: Reply) -> dict[str, Any]:
    try:
        body = parsed(reply)
    except DeliveryError:  # a receiver may answer as it likes: its status says that it has the message
        return {}
    return body if isinstance(body, dict) else {}


def _message(part: Outgoing, account: Account) -> dict[str, Any]:
    data = {
        "post": part.post,
        "account": account.handle,
        "agency": part.agency,
        "title": part.title,
        "text": part.text,
        "language": part.language,
        "kind": part.kind.value,
        "disclosure": part.disclosure,
        "media": [{"url": one.handle, "alt": one.alt, "type": one.type} for one in part.media],
        "sources": [to_data(source) for source in part.sources],
        "claim": part.claim,
        "label": part.label,
        "correction": part.correction,
        "replaces": part.replaces,
        "after": part.previous.id if part.previous else None,
    }
    message = {name: value for name, value in data.items() if value not in (None, "", [])}
    return {"type": "post.published", "timestamp": part.at.isoformat(), "data": message}
