"""Files on Bluesky: pictures go to the account's server, films to the video service, links get a card.

The video service makes a film ready and puts it on the account's server itself, with a token that allows only that, for
half an hour. Source: https://docs.bsky.app/docs/tutorials/video and the lexicons app.bsky.video and app.bsky.embed.
"""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from govpr.errors import DeliveryError, Misconfigured, Rejected, Unreachable
from govpr.http.calls import Call, Flow, Reply, Slice
from govpr.http.replies import parsed, puzzling, required
from govpr.models import Account, Media
from govpr.platforms._bluesky import HOME, taken, xrpc
from govpr.platforms._cards import card
from govpr.platforms.access import server
from govpr.platforms.protocol import Attachment, Outgoing

_UPLOAD = "com.atproto.repo.uploadBlob"
_LASTS = timedelta(minutes=30)
_POLLS = 60
_FAILURES: dict[str, type[DeliveryError]] = {
    "validation_failure": Rejected,
    "encoding_failure": Rejected,
    "pds_upload_failure": Unreachable,
    "pds_upload_unsupported_blob_size": Misconfigured,
    "generic_failure": Unreachable,
}


def take_in_picture(media: Media, account: Account) -> Flow[str]:
    """Take in one picture; servers drop those that no record shows.

    Args:
        media: The picture.
        account: For whom.
    """
    reply = yield Call("POST", xrpc(account, _UPLOAD), Slice(media.file, type=media.type))
    blob = taken(reply)
    required(blob, reply, "blob", "ref", "$link")
    return _handle(blob["blob"], media)


def take_in_film(media: Media, account: Account, service: str) -> Flow[str]:
    """Have the video service make one film ready, and wait for it.

    Args:
        media: The film.
        account: For whom.
        service: The address of the video service.

    Raises:
        Rejected: The service cannot work with it.
        Unreachable: It is not done yet; the next try finds the film there.
    """
    reply = yield Call("GET", xrpc(account, "com.atproto.server.getSession"))
    whose = taken(reply)
    did = required(whose, reply, "did")
    allowed = {"aud": _audience(whose, account), "lxm": _UPLOAD, **_until(reply)}
    reply = yield Call("GET", f"{xrpc(account, 'com.atproto.server.getServiceAuth')}?{urlencode(allowed)}")
    token = required(taken(reply), reply, "token")
    query = urlencode({"did": did, "name": f"{(media.digest or 'film')[:16]}.mp4"})
    body, url = Slice(media.file, type=media.type), f"{service}/xrpc/app.bsky.video.uploadVideo?{query}"
    job = _job((yield Call("POST", url, body, lent=token)))
    for attempt in range(_POLLS):
        if isinstance(job.get("blob"), dict):
            return _handle(job["blob"], media)
        query = urlencode({"jobId": required(job, reply, "jobId")})
        address = f"{service}/xrpc/app.bsky.video.getJobStatus?{query}"
        reply = yield Call("GET", address, after=min(1.0 + attempt, 5.0), signed=False)
        job = _job(reply)
    raise Unreachable("the video service is still working on a film", where="bluesky", after=60)


def _audience(whose: dict[str, Any], account: Account) -> str:
    """The DID of the server that holds the account, which is not always the one that signs it in."""
    document = whose.get("didDoc")
    rows = document.get("service") if isinstance(document, dict) else None
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and str(row.get("id", "")).endswith("#atproto_pds"):
            return _web_did(str(row.get("serviceEndpoint", "")))
    return _web_did(server(account, HOME))


def _web_did(address: str) -> str:
    return f"did:web:{urlsplit(address).hostname or ''}"


def _until(reply: Reply) -> dict[str, str]:
    return {} if reply.at is None else {"exp": str(int((reply.at + _LASTS).timestamp()))}


def _job(reply: Reply) -> dict[str, Any]:
    """What became of a film; one that is there already comes as a refusal that has it."""
    try:
        known = parsed(reply)
    except DeliveryError:
        known = {}
    nested = known.get("jobStatus") if isinstance(known, dict) else None
    job = nested if isinstance(nested, dict) else known
    if isinstance(job, dict) and (isinstance(job.get("blob"), dict) or _there(job)):
        return job
    taken(reply)
    if not isinstance(job, dict):
        raise puzzling(reply, "the answer is no job")
    if job.get("state") == "JOB_STATE_FAILED":
        code = str(job.get("failureCode") or "")
        why = job.get("message") or job.get("error") or "it does not say why"
        kind = _FAILURES.get(code, Rejected)
        raise kind(f"the video service cannot work with the film: {str(why)[:200]}", where="bluesky", code=code)
    return job


def _there(job: dict[str, Any]) -> bool:
    return job.get("error") == "already_exists" and isinstance(job.get("jobId"), str)


def _handle(blob: Any, media: Media) -> str:
    shape = {"aspectRatio": {"width": media.width, "height": media.height}} if media.width and media.height else {}
    return json.dumps({"blob": blob, **shape}, sort_keys=True)


def embed(part: Outgoing) -> dict[str, Any]:
    """What a record shows besides its words: pictures, a film, or the card of its first link; {} where there is none.

    Args:
        part: What is published.
    """
    if part.media:
        return {"embed": _film(part.media[0]) if part.media[0].type.startswith("video/") else _pictures(part.media)}
    link = card(part)
    if link is None:
        return {}
    external = {"uri": link.url, "title": link.title, "description": link.description}
    return {"embed": {"$type": "app.bsky.embed.external", "external": external}}


def _pictures(media: tuple[Attachment, ...]) -> dict[str, Any]:
    images = [_shown(one, "image") for one in media]
    return {"$type": "app.bsky.embed.images", "images": images}


def _film(one: Attachment) -> dict[str, Any]:
    return {"$type": "app.bsky.embed.video", **_shown(one, "video")}


def _shown(one: Attachment, name: str) -> dict[str, Any]:
    kept = json.loads(one.handle)
    return {name: kept.pop("blob"), "alt": one.alt, **kept}
