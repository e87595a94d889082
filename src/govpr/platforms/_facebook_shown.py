"""Films of a Facebook Page that were taken in: the one call that shows a film, and what became of it.

The film has its number before that call, and a session shows it once: what became of a lost answer is read from the
film's own state. Sources, under https://developers.facebook.com/docs: graph-api/reference/video-status,
graph-api/reference/video, graph-api/reference/page/videos.
"""

import json
from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

from attrs import frozen

from govpr.errors import Duplicate, Misconfigured, ProtocolError, Rejected, Stale, Submitted
from govpr.http.calls import Call, Effect, Flow, Form, Reply
from govpr.http.replies import puzzling, required
from govpr.models import Receipt
from govpr.platforms._facebook_films import videos
from govpr.platforms._graph import HOST, VERSION, address, answered, gone
from govpr.platforms._graph_lists import plain
from govpr.platforms.protocol import Outgoing

_BASE = f"https://{HOST}/{VERSION.name}"
_SITE = "https://www.facebook.com"
_POLLS = (0.0, 5.0, 10.0, 15.0, 30.0)
_LOOK = 60.0
_LONGEST = 200
_PHASES = ("uploading_phase", "processing_phase", "publishing_phase")
_FAILED = frozenset({"error", "upload_failed"})
_BEGUN = frozenset({"in_progress", "complete", "completed"})


class _State(Enum):
    """Where a film stands."""

    IDLE = auto()
    """Nobody has asked to show it."""
    WORKING = auto()
    SEEN = auto()
    FAILED = auto()
    ENDED = auto()
    """It is gone, or was not shown in time."""


@frozen
class _Look:
    """What the service says about a film."""

    state: _State
    receipt: Receipt | None = None
    why: str = ""


def shown(part: Outgoing, page: str) -> Flow[Receipt]:
    """Show a film that was taken in, and wait a while until it is seen.

    Args:
        part: What is posted; `staged` is what `_facebook_films.taken_in` gave.
        page: Whose it is.

    Raises:
        Duplicate: An earlier try has shown it.
        Rejected: The service could not use the film.
        Stale: The film was not shown in time.
        Submitted: It is still being worked on.
    """
    film = json.loads(part.staged)
    body = Form({"upload_phase": "finish", "upload_session_id": film["session"], "description": part.text})
    reply = yield Call("POST", videos(page), body, effect=Effect.ONCE)
    try:
        done = answered(reply).get("success") is True
    except Rejected:  # a session that has shown its film refuses to do so again
        look = yield _asked(film["film"])
        seen = _looked(look, part)
        if seen.state is _State.IDLE:
            raise
        known = _settled(seen)
        raise Duplicate("the film is shown already", existing=known.id, where="facebook") from None
    if not done:
        raise puzzling(reply, "the service does not say that it shows the film")
    for wait in _POLLS:
        look = yield _asked(film["film"], after=wait)
        try:
            seen = _looked(look, part)
        except (Misconfigured, ProtocolError, Rejected) as trouble:  # it is taken, whether or not its state may be read
            raise _working() from trouble
        if seen.state in {_State.SEEN, _State.FAILED}:
            return _settled(seen)
    raise _working()


def found(part: Outgoing) -> Flow[Receipt | None]:
    """The receipt of a film that is seen; None where it surely is not and will not be by itself.

    Args:
        part: What was posted; `staged` is what `_facebook_films.taken_in` gave.

    Raises:
        Submitted: It is still being worked on.
    """
    reply = yield _asked(json.loads(part.staged)["film"])
    look = _looked(reply, part)
    return _settled(look) if look.state in {_State.SEEN, _State.WORKING} else None


def post_of(film: str, page: str) -> Flow[str]:
    """The number of the post that shows a film, or "" while there is none.

    Args:
        film: Its number.
        page: Whose it is.
    """
    reply = yield Call("GET", address(_BASE, film, fields="id,post_id"))
    post = _word(answered(reply).get("post_id"))
    return post if "_" in post or not post else f"{page}_{post}"


def _asked(film: str, after: float = 0.0) -> Call:
    return Call("GET", address(_BASE, film, fields="id,status,description,permalink_url"), after=after)


def _looked(reply: Reply, part: Outgoing) -> _Look:
    if gone(reply):
        return _Look(_State.ENDED)
    body = answered(reply)
    status = _object(body.get("status"))
    phases = [_object(status.get(name)) for name in _PHASES]
    state = _word(status.get("video_status"))
    if state in _FAILED or any(_ended(one) for one in phases):
        return _Look(_State.FAILED, why="; ".join(filter(None, map(_reason, phases)))[:_LONGEST])
    if _public(status):
        link = _word(body.get("permalink_url"))
        url = f"{_SITE}{link}" if link.startswith("/") else link
        return _Look(_State.SEEN, Receipt(id=required(body, reply, "id"), url=url, at=reply.at))
    if state == "expired":
        return _Look(_State.ENDED)
    said = plain(body.get("description"))
    begun = _word(phases[-1].get("status")) in _BEGUN or (said and said == plain(part.text))
    return _Look(_State.WORKING if begun else _State.IDLE)


def _public(status: Mapping[str, Any]) -> bool:
    """A film that is ready is seen only once it is published as well, where the service tells these apart."""
    if "publishing_phase" in status:
        return _object(status["publishing_phase"]).get("publish_status") == "published"
    return status.get("video_status") == "ready"


def _ended(phase: Mapping[str, Any]) -> bool:
    return "error" in (phase.get("status"), phase.get("publish_status"))


def _reason(phase: Mapping[str, Any]) -> str:
    errors = phase.get("errors")
    first = phase.get("error") or (errors[0] if isinstance(errors, list) and errors else None)
    return "".join(char for char in _word(_object(first).get("message")) if char.isprintable())


def _settled(look: _Look) -> Receipt:
    if look.receipt is not None:
        return look.receipt
    if look.state is _State.WORKING:
        raise _working()
    if look.state is _State.FAILED:
        raise Rejected(f"Facebook could not use the film: {look.why or 'it does not say why'}", where="facebook")
    raise Stale("the film was not shown in time, or is gone", where="facebook")


def _working() -> Submitted:
    return Submitted("Facebook still works on the film", where="facebook", after=_LOOK)


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
