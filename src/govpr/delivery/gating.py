"""The last gates: only approved words go out, with a look before each call with an effect and a note after it."""

from collections.abc import Callable, Collection
from datetime import datetime

from attrs import evolve
from sqlalchemy import Connection

from govpr.errors import GovprError
from govpr.http.calls import Call, Effect, Flow, Reply, T
from govpr.http.pacing import rest_from
from govpr.logs import get_logger
from govpr.models import Decision, Delivery, Post
from govpr.storage import plans

log = get_logger("govpr.delivery")


def approved(connection: Connection, deliveries: Collection[Delivery]) -> dict[str, Post]:
    """The posts of those deliveries whose words are approved as they are now, whatever happened before, by id.

    Args:
        connection: A connection for reading.
        deliveries: Deliveries that are about to go out.
    """
    posts = plans.posts_of(connection, [delivery.post for delivery in deliveries])
    decisions = plans.decisions_about(connection, {name: post.content_hash for name, post in posts.items()})
    fine: dict[str, Post] = {}
    for delivery in deliveries:
        post = posts[delivery.post]
        if post.content_hash == delivery.content_hash and decisions.get(delivery.post) is Decision.APPROVED:
            fine[delivery.post] = post
        else:
            log.error("delivery.not_approved", post=delivery.post, account=delivery.account)
    return fine


def gated(flow: Flow[T], gate: Callable[[], None], note: Callable[[Call, Reply], None]) -> Flow[T]:
    """The same conversation; calls with an effect are made only where the gate lets them through.

    Args:
        flow: The conversation.
        gate: Raises what stops it; that is thrown into the conversation, which can still keep what it has done.
        note: Is told each answer.
    """
    try:
        call = next(flow)
        while True:
            try:
                if call.effect is not Effect.SAFE:
                    gate()
                    # Connecting takes its time, and so do others in between: the client looks again as the bytes go.
                    call = evolve(call, still=gate)
                reply = yield call
            except GovprError as error:
                call = flow.throw(error)
            else:
                note(call, reply)
                call = flow.send(reply)
    except StopIteration as stop:
        result: T = stop.value
        return result
    finally:
        flow.close()


class Rest:
    """For how long a service wants to be left alone, as its answers to posts say.

    Args:
        clock: Gives the time.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.seconds: float | None = None

    def note(self, call: Call, reply: Reply) -> None:
        """Remember what an answer says; what it says of looking is no matter."""
        if call.effect is not Effect.SAFE:
            self.seconds = rest_from(reply.headers, reply.at or self._clock())
