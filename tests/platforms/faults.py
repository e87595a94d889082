"""Everything that can go wrong with the call that publishes, played against each platform through the real client."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from email.utils import format_datetime
from itertools import count
from typing import TypeAlias
from urllib.parse import urlsplit

import httpx
from attrs import define, evolve, field, frozen

from govpr.errors import DeliveryError, InDoubt, Outcome, Submitted
from govpr.http.calls import Call, Effect, Reply
from govpr.http.client import Client
from govpr.http.drivers import run
from govpr.http.retry import Policy
from govpr.models import Receipt
from govpr.platforms.access import hosts, session
from govpr.platforms.oauth import CLIENT_ID
from govpr.platforms.protocol import Finds, Outgoing
from govpr.testing import Routes, Server, Subject, scripted
from govpr.testing.conversations import NOON
from tests.specs.sent import small

SOON = NOON + timedelta(seconds=30)
_TRIES = 6
Meaning: TypeAlias = tuple[Outcome | None, Outcome | None]


@frozen
class Fault:
    """One thing that goes wrong, once or always.

    Args:
        name: In a few words.
        answer: What comes in place of the service's answer, or None where it answers.
        raises: What the connection does, or None.
        taken: Whether the service has published by then.
        times: How often it goes wrong.
        means: What it means where the service drops repeats, and where a repeat may publish twice; None is no trouble.
        after: The seconds that the service asks for, where it does.
    """

    name: str
    answer: Reply | None = None
    raises: Callable[[str], httpx.TransportError] | None = None
    taken: bool = False
    times: int = 1
    means: Meaning = (None, None)
    after: float | None = None


def _both(outcome: Outcome) -> Meaning:
    return outcome, outcome


def _status(status: int, body: bytes = b'{"error": "ditolak"}', **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, {"content-type": "application/json", **named}, body)


def _html(status: int) -> Reply:
    return Reply(status, {"content-type": "text/html"}, b"<html><body>Sedang dalam perbaikan</body></html>")


_DOUBT = (Outcome.RETRY, Outcome.IN_DOUBT)
_UNREADABLE = _both(Outcome.IN_DOUBT)
_MOVED = _status(302, location="https://lain.example/")
_WAITS = {
    "retry-after in seconds": _status(429, retry_after="30"),
    "retry-after as a date": _status(429, retry_after=format_datetime(SOON, usegmt=True)),
    "ratelimit-reset in seconds": _status(429, ratelimit_reset="30"),
    "ratelimit-reset as an epoch": _status(429, ratelimit_reset=str(int(SOON.timestamp()))),
    "x-ratelimit-reset as a time": _status(429, x_ratelimit_reset=SOON.isoformat()),
    "x-ratelimit-reset as an epoch": _status(429, x_ratelimit_reset=str(int(SOON.timestamp()))),
    "x-rate-limit-reset as an epoch": _status(429, x_rate_limit_reset=str(int(SOON.timestamp()))),
    "x-ratelimit-reset-after in seconds": _status(429, x_ratelimit_reset_after="30.0"),
}
FAULTS = (
    Fault("refused connection", raises=httpx.ConnectError, means=_both(Outcome.RETRY)),
    Fault("timeout before the body", raises=httpx.ConnectTimeout, means=_both(Outcome.RETRY)),
    Fault("timeout during the body", raises=httpx.WriteTimeout, means=_DOUBT),
    Fault("timeout after the body", raises=httpx.ReadTimeout, taken=True, means=_DOUBT),
    Fault("connection reset, nothing taken", raises=httpx.ReadError, means=_DOUBT),
    Fault("connection reset, post taken", raises=httpx.ReadError, taken=True, means=_DOUBT),
    Fault("half an answer", raises=httpx.RemoteProtocolError, taken=True, means=_DOUBT),
    Fault("401 once", answer=_status(401)),
    Fault("401 always", answer=_status(401), times=99, means=_both(Outcome.AUTH)),
    Fault("403", answer=_status(403), means=_both(Outcome.CONFIGURATION)),
    Fault("409", answer=_status(409), means=_both(Outcome.PERMANENT)),
    Fault("413", answer=_status(413), means=_both(Outcome.PERMANENT)),
    Fault("422", answer=_status(422), means=_both(Outcome.PERMANENT)),
    *(Fault(f"429, {form}", answer=reply, after=30.0, means=_both(Outcome.WAIT)) for form, reply in _WAITS.items()),
    Fault("429 without a header", answer=_status(429), means=_both(Outcome.WAIT)),
    Fault("500", answer=_status(500), means=_DOUBT),
    Fault("503 with retry-after", answer=_status(503, retry_after="30"), after=30.0, means=_DOUBT),
    Fault("503 as a page", answer=_html(503), means=_DOUBT),
    Fault("a page in place of JSON", answer=_html(200), taken=True, means=_UNREADABLE),
    Fault("truncated JSON", answer=_status(200, b'{"id": "7", "ur'), taken=True, means=_UNREADABLE),
    Fault(
        "redirect elsewhere", answer=_status(302, location="https://lain.example/"), means=_both(Outcome.CONFIGURATION)
    ),
)
"""What a service means by a status of its own is in `OWN` of the platform's file, by the fault's name."""


@define
class Service(httpx.BaseTransport):
    """The platform's service, with a fault at the call that publishes; it counts what it published."""

    subject: Subject
    fault: Fault
    well: Server
    absent: Server
    publishing: tuple[str, str, str]
    keyed: bool
    left: int
    published: int = 0
    seen: set[tuple[str, bytes]] = field(factory=set)

    @classmethod
    def of(cls, subject: Subject, fault: Fault, publishing: Call) -> "Service":
        keyed = publishing.effect is Effect.KEYED
        well, absent = (scripted(_with(told, subject.routes)) for told in (subject.present, subject.absent))
        return cls(subject, fault, well, absent, _place(publishing), keyed, left=fault.times)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        piece = {"Content-Range": request.headers.get("Content-Range", "")}
        call = Call(request.method, str(request.url).replace("%7B", "{").replace("%7D", "}"), headers=piece)
        if _place(call) != self.publishing:
            return _response((self.well if self.published else self.absent)(call))
        if self.left > 0:
            self.left -= 1
            if self.fault.taken:
                self._take(call, body)
            if self.fault.raises is not None:
                raise self.fault.raises(self.fault.name)
            if self.fault.answer is not None:
                return _response(self.fault.answer)
        self._take(call, body)
        return _response(self.well(call))

    def _take(self, call: Call, body: bytes) -> None:
        one = (call.url, body)
        if not (self.keyed and one in self.seen):
            self.published += 1
        self.seen.add(one)


def _with(told: Routes, usual: Routes) -> Routes:
    return {**told, **{pattern: replies for pattern, replies in usual.items() if pattern not in told}}


def _place(call: Call) -> tuple[str, str, str]:
    """What tells the call that publishes from others: of a file's pieces it is the last one."""
    return call.method, urlsplit(call.url).path, call.headers.get("Content-Range", "")


def _response(reply: Reply) -> httpx.Response:
    return httpx.Response(reply.status, headers=dict(reply.headers), content=reply.body)


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


def publishing_call(subject: Subject) -> Call:
    """The one call that publishes."""
    (effect,) = subject.talk(subject.flows()["publish"]()).effects
    return effect


def play(subject: Subject, fault: Fault) -> Played:
    """Publish through the real client until it is settled, as the outbox does: never again where there is doubt."""
    service = Service.of(subject, fault, publishing_call(subject))
    fresh = count()
    account = evolve(subject.account, credential="env:RAHASIA", options=_plain(subject.account.options))
    own = session(subject.platform, account, find=lambda _: b64encode(b"rahasia-%d" % next(fresh)).decode())
    errors: list[DeliveryError] = []
    with Client(transport=service, clock=lambda: NOON, sleep=lambda _: None, policy=Policy(attempts=1)) as client:
        sender = client.sender(own, hosts(subject.platform, subject.account))

        def send(call: Call) -> Reply:
            return sender(evolve(call, body=small(call.body)))

        for _ in range(_TRIES):
            try:
                settled = _tried(subject, subject.ready(), send, errors)
                break
            except DeliveryError as error:
                errors.append(error)
                if _stops(error, subject):
                    settled = False
                    break
        else:
            settled = False
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


def _tried(subject: Subject, part: Outgoing, send: Callable[[Call], Reply], errors: list[DeliveryError]) -> bool:
    if errors and isinstance(subject.platform, Finds):
        found = run(subject.platform.find(part, subject.account), send)
        if found is not None:
            return True
    return isinstance(run(subject.platform.publish(part, subject.account), send), Receipt)


def _stops(error: DeliveryError, subject: Subject) -> bool:
    if isinstance(error, InDoubt | Submitted):
        return not isinstance(subject.platform, Finds)
    return error.outcome not in {Outcome.RETRY, Outcome.WAIT}


def meant(fault: Fault, subject: Subject, own: Mapping[str, Outcome | None]) -> tuple[Fault, Outcome | None]:
    """The fault as it happens on a platform, and what it means there.

    A refusal that means success, such as a repeat that is recognised, says that the post was taken before.
    """
    if fault.name in own:
        outcome = own[fault.name]
        return (evolve(fault, taken=True) if outcome is None else fault), outcome
    return fault, fault.means[publishing_call(subject).effect is Effect.ONCE]


def cells(subjects: Mapping[str, Subject]) -> Iterator[tuple[str, Subject, Fault]]:
    """Every platform that is asked over the network, with every fault."""
    for name, subject in subjects.items():
        if urlsplit(publishing_call(subject).url).scheme in {"http", "https"}:
            yield from ((name, subject, fault) for fault in FAULTS)
