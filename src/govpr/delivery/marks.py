"""What is written down around a call that publishes, so that whoever comes later knows what may be out."""

from collections.abc import Callable
from datetime import datetime, timedelta

from govpr.errors import DeliveryError, Duplicate, GovprError, InDoubt, Submitted
from govpr.http.calls import Call, Effect, Flow, Reply
from govpr.http.replies import may_have_arrived
from govpr.models import Receipt
from govpr.models.deliveries import DOUBT

_NO_SUCCESS = 300
Keep = Callable[[str, str], None]
"""Keeps what a step left, under the step's name; it must be on disk when this returns."""


def refuse_forgotten(name: str, limit: timedelta | None, first: str, now: datetime) -> None:
    """Stop before a key that the platform has forgotten is sent again: it would be taken for a new post.

    Args:
        name: The platform.
        limit: For how long it knows a key, or None where that does not matter.
        first: When the part was first tried, in ISO 8601, or "".
        now: The time.

    Raises:
        InDoubt: The first try is longer ago than the platform remembers.
    """
    if limit is None or not first or now - datetime.fromisoformat(first) < limit:
        return
    hours = limit.total_seconds() / 3600
    what = f"the service forgets keys after {hours:g} hours, and a try before that may have published it"
    raise InDoubt(what, where=name)


def marked(flow: Flow[Receipt], keep: Keep, mark: str, tried: str, first: str) -> Flow[Receipt]:
    """Pass a flow's calls on, and leave a mark before one that must not be repeated, or not for ever.

    A flow that goes on after such a call succeeded only asks for more about what is out already: trouble from then on
    is no reason to publish again.

    Args:
        flow: What publishes one part.
        keep: Keeps the marks.
        mark: The name of the mark for a call that must not be repeated.
        tried: The name of the mark for a call whose key is forgotten one day.
        first: What that mark says, or "" to leave none.
    """
    out = doubt = False
    try:
        call = next(flow)
        while True:
            _mark(call, keep, mark, tried, first)
            try:
                reply = yield call
            except GovprError as error:
                doubt = doubt or may_have_arrived(call, error)
                call = flow.throw(error)
            else:
                out, doubt = out or _succeeded(call, reply), doubt or may_have_arrived(call, reply)
                call = flow.send(reply)
    except StopIteration as stop:
        receipt: Receipt = stop.value
        return receipt
    except DeliveryError as trouble:
        if doubt:
            keep(DOUBT, "1")
        if not out or isinstance(trouble, InDoubt | Duplicate | Submitted):
            raise
        raise Submitted(f"it is published, and then: {trouble.message}", where=trouble.where) from trouble
    finally:
        flow.close()


def _mark(call: Call, keep: Keep, mark: str, tried: str, first: str) -> None:
    if call.effect is Effect.ONCE:
        keep(mark, "1")
    elif call.effect is Effect.KEYED and first:
        keep(tried, first)


def _succeeded(call: Call, reply: Reply) -> bool:
    return call.effect is Effect.ONCE and reply.status < _NO_SUCCESS


def known(existing: Duplicate) -> Receipt:
    """The receipt of what a service says it has already.

    Args:
        existing: What it said.

    Raises:
        InDoubt: It does not say which one that is.
    """
    if not existing.existing:
        what = "the service says it has this post already, and not which one"
        raise InDoubt(what, where=existing.where) from existing
    return Receipt(id=existing.existing)
