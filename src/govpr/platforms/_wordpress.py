"""The REST API of WordPress: what its codes mean, and what stands at an article's address."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from govpr.errors import DeliveryError, Misconfigured, Rejected, Stale, Unauthorized
from govpr.http.calls import Call, Flow, Reply
from govpr.http.replies import expect, puzzling, refusal, required
from govpr.models import Account, Receipt
from govpr.platforms._blocks import slug_of
from govpr.platforms.access import server
from govpr.platforms.protocol import Outgoing

_ANY = "publish,private,future,pending,draft,trash"
CODES: Mapping[str, type[DeliveryError]] = {
    "rest_no_route": Misconfigured,
    "rest_post_invalid_id": Stale,
    "rest_upload_unknown_error": Misconfigured,  # a type of file that the site does not take, or a folder that is full
    "rest_upload_sideload_error": Misconfigured,
    "rest_upload_file_too_big": Rejected,
    "rest_upload_limited_space": Misconfigured,
    "application_passwords_disabled": Unauthorized,
    "application_passwords_disabled_for_user": Unauthorized,
}
"""Codes whose status says something else than they mean (WordPress, wp-includes/rest-api/endpoints)."""


def answered(reply: Reply, *statuses: int) -> Any:
    """The parsed JSON of an answer, or a typed error; a site without the API answers with a page.

    Args:
        reply: The answer.
        statuses: What counts as success.

    Raises:
        DeliveryError: Any other status.
    """
    if reply.status in statuses:
        return expect(reply, *statuses)
    trouble = refusal(reply)
    kind = CODES.get(trouble.code)
    if kind is None and reply.status == 404 and not trouble.code:  # noqa: PLR2004
        kind, trouble.message = Misconfigured, "the site has no REST API at /wp-json: are its permalinks plain?"
    if kind is None:
        raise trouble
    raise kind(trouble.message, where=trouble.where, code=trouble.code, status=trouble.status, after=trouble.after)


def url(account: Account, path: str) -> str:
    """The address of a resource.

    Args:
        account: Whose site.
        path: As `posts/7`.
    """
    return f"{server(account)}/wp-json/wp/v2/{path}"


def known(part: Outgoing, account: Account) -> Flow[list[dict[str, Any]]]:
    """What the site has at the part's address, its trash included, where it adds a word to the address.

    Args:
        part: The part.
        account: Whose site.
    """
    slug = slug_of(part.title, part.key)
    query = {"slug": f"{slug},{slug}__trashed", "status": _ANY, "context": "edit", "_fields": "id,link,status,slug"}
    reply = yield Call("GET", url(account, f"posts?{urlencode(query)}"))
    posts = answered(reply, 200)
    if not isinstance(posts, list) or not all(_is_post(one) for one in posts):
        raise puzzling(reply, "the answer is no list of articles")
    return posts


def receipt_of(post: Any, reply: Reply) -> Receipt:
    """The receipt of an article.

    Args:
        post: What the site says about it.
        reply: The answer, to say where it came from.
    """
    return Receipt(id=id_of(post, reply), url=required(post, reply, "link"), at=reply.at)


def id_of(body: Any, reply: Reply) -> str:
    """The number that the site gave to something.

    Args:
        body: What the site says about it.
        reply: The answer, to say where it came from.

    Example:
        >>> id_of({"id": 7}, Reply(200))
        '7'
    """
    number = body.get("id") if isinstance(body, dict) else None
    if not _is_number(number):
        raise puzzling(reply, "the answer has no id")
    return str(number)


def _is_post(one: Any) -> bool:
    if not isinstance(one, dict) or not _is_number(one.get("id")):
        return False
    return isinstance(one.get("status"), str) and isinstance(one.get("link", ""), str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
