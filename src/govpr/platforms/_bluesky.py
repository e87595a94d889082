"""AT Protocol as Bluesky speaks it: addresses of methods, what answers mean, where a record stands."""

from typing import Any

from govpr.errors import Misconfigured, Rejected, Unauthorized
from govpr.http.calls import Reply
from govpr.http.replies import expect, puzzling, refusal, said
from govpr.models import Account
from govpr.platforms.access import server

HOME = "https://bsky.social"
POST = "app.bsky.feed.post"
_CLOSED = frozenset({"AccountTakedown", "AccountDeactivated", "RepoTakendown", "RepoDeactivated"})
_PARTS = 3


def handle_of(account: Account) -> str:
    """The handle as servers want it.

    Args:
        account: Whose.
    """
    return account.handle.removeprefix("@")


def xrpc(account: Account, method: str) -> str:
    """The address of a method on the account's server.

    Args:
        account: Whose server.
        method: As `com.atproto.repo.putRecord`.
    """
    return f"{server(account, HOME)}/xrpc/{method}"


def taken(reply: Reply) -> dict[str, Any]:
    """The object of a success, or the error that the server names.

    Args:
        reply: The answer.

    Raises:
        Unauthorized: The account is closed, or its session has ended.
        DeliveryError: Any other refusal.

    Example:
        >>> taken(Reply(200, body=b'{"cid": "bafy"}'))
        {'cid': 'bafy'}
    """
    code, words = said(reply)
    if code in _CLOSED:
        raise Unauthorized(words or "the account is closed", code=code, status=reply.status)
    if reply.status == 403:  # noqa: PLR2004
        raise Misconfigured(refusal(reply).message, code=code, status=reply.status)
    body = expect(reply, 200)
    if not isinstance(body, dict):
        raise puzzling(reply, "the answer is no object")
    return body


def place(uri: str) -> tuple[str, str]:
    """The repository and the key of a post's record.

    Args:
        uri: As receipts have it.

    Raises:
        Rejected: It is not a post's.

    Example:
        >>> place("at://did:plc:humas/app.bsky.feed.post/3n3kwumg5hzu2")
        ('did:plc:humas', '3n3kwumg5hzu2')
    """
    parts = uri.removeprefix("at://").split("/")
    if not uri.startswith("at://") or len(parts) != _PARTS or parts[1] != POST or not all(parts):
        raise Rejected("a receipt is not one of Bluesky's")
    return parts[0], parts[2]
