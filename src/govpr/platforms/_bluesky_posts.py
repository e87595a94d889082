"""The record of a post on Bluesky: its words with what is live in them, its place in a thread, what it shows."""

from typing import Any
from urllib.parse import urlencode

from govpr.http.calls import Call, Flow
from govpr.http.replies import required
from govpr.models import Account
from govpr.platforms._bluesky import POST, place, taken, xrpc
from govpr.platforms._bluesky_media import embed
from govpr.platforms._records import facets, mentioned, written
from govpr.platforms.protocol import Outgoing


def record(part: Outgoing, account: Account) -> Flow[dict[str, Any]]:
    """A part as its record; the same in each try, as long as what it mentions and answers stays the same.

    Args:
        part: What is published.
        account: For whom.
    """
    dids = yield from _resolved(part, account)
    reply_to = yield from _thread(part, account)
    return _written(part, dids) | reply_to


def reading(account: Account, repo: str, rkey: str) -> Call:
    """The call that reads one record of a post.

    Args:
        account: Whose server is asked.
        repo: Whose repository, by its DID or handle.
        rkey: The record's key.
    """
    query = urlencode({"repo": repo, "collection": POST, "rkey": rkey})
    return Call("GET", f"{xrpc(account, 'com.atproto.repo.getRecord')}?{query}", signed=False)


def _resolved(part: Outgoing, account: Account) -> Flow[dict[str, str]]:
    """The DIDs of mentioned handles; one that does not resolve stays plain text."""
    dids = {}
    for handle in mentioned(part.text):
        query = urlencode({"handle": handle})
        reply = yield Call("GET", f"{xrpc(account, 'com.atproto.identity.resolveHandle')}?{query}", signed=False)
        if reply.status != 400:  # noqa: PLR2004  (there is no such handle)
            dids[handle] = required(taken(reply), reply, "did")
    return dids


def _thread(part: Outgoing, account: Account) -> Flow[dict[str, Any]]:
    """What ties a part to its thread: each record by its address and its fingerprint, which the server knows."""
    if part.first is None or part.previous is None:
        return {}
    references = {}
    for uri in dict.fromkeys((part.first.id, part.previous.id)):
        reply = yield reading(account, *place(uri))
        references[uri] = {"uri": uri, "cid": required(taken(reply), reply, "cid")}
    return {"reply": {"root": references[part.first.id], "parent": references[part.previous.id]}}


def _written(part: Outgoing, dids: dict[str, str]) -> dict[str, Any]:
    record: dict[str, Any] = {
        "$type": POST,
        "text": part.text,
        "createdAt": written(part.at),
        "langs": [part.language],
    }
    if found := facets(part.text, dids):
        record["facets"] = found
    return record | embed(part)
