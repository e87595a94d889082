"""Publishing through the real client while something goes wrong, as the outbox does it."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from itertools import count

from attrs import evolve, frozen

from govpr.errors import DeliveryError, InDoubt, Outcome, Submitted
from govpr.http.calls import Call, Reply
from govpr.http.client import Client
from govpr.http.drivers import run
from govpr.http.retry import Policy
from govpr.models import Receipt
from govpr.platforms.access import hosts, session
from govpr.platforms.oauth import CLIENT_ID
from govpr.platforms.protocol import Finds, Outgoing
from govpr.testing._faults import Fault
from govpr.testing._service import Service, small
from govpr.testing.conversations import NOON
from govpr.testing.subject import Subject

_TRIES = 6
PASSES = frozenset({Outcome.RETRY, Outcome.WAIT})
"""What is tried again."""


@frozen(kw_only=True)
class Played:
    """What came of a fault.

    Args:
        first: How the first try ended; None if it was published at once.
        after: The seconds that the service was understood to ask for.
        published: How many times it was published in all.
        settled: Whether it is known to be published in the end.
    """

    first: Outcome | None
    after: float | None
    published: int
    settled: bool


def play(subject: Subject, fault: Fault) -> Played:
    """Publish until it is settled: never again where there is doubt.

    Args:
        subject: Whose part.
        fault: What goes wrong.
    """
    service = Service.of(subject, fault)
    fresh = count()
    account = evolve(subject.account, credential="env:RAHASIA", options=_plain(subject.account.options))
    own = session(subject.platform, account, find=lambda _: b64encode(b"rahasia-%d" % next(fresh)).decode())
    errors: list[DeliveryError] = []
    with Client(transport=service, clock=lambda: NOON, sleep=lambda _: None, policy=Policy(attempts=1)) as client:
        sender = client.sender(own, hosts(subject.platform, subject.account))
        settled = _settled(subject, lambda call: sender(evolve(call, body=small(call.body))), errors)
    first = errors[0] if errors else None
    return Played(
        first=None if first is None else first.outcome,
        after=None if first is None else first.after,
        published=service.published,
        settled=settled,
    )


def _plain(options: Mapping[str, str]) -> Mapping[str, str]:
    """Without an app: the credential is a token that signs calls itself."""
    return {name: value for name, value in options.items() if name != CLIENT_ID}


def _settled(subject: Subject, send: Callable[[Call], Reply], errors: list[DeliveryError]) -> bool:
    part = subject.ready()
    for _ in range(_TRIES):
        try:
            return _tried(subject, part, send, again=bool(errors))
        except DeliveryError as error:
            errors.append(error)
            if _stops(error, subject):
                return False
    return False


def _tried(subject: Subject, part: Outgoing, send: Callable[[Call], Reply], *, again: bool) -> bool:
    if again and isinstance(subject.platform, Finds):
        found = run(subject.platform.find(part, subject.account), send)
        if found is not None:
            return True
    return isinstance(run(subject.platform.publish(part, subject.account), send), Receipt)


def _stops(error: DeliveryError, subject: Subject) -> bool:
    if isinstance(error, InDoubt | Submitted):
        return not isinstance(subject.platform, Finds)
    return error.outcome not in PASSES
