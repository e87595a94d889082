"""A platform's service behind the real client, with a fault at the call that publishes."""

from pathlib import Path
from urllib.parse import urlsplit

import httpx
from attrs import define, evolve, field

from govpr.http.calls import Body, Call, Effect, Form, Reply, Slice
from govpr.testing._faults import Fault
from govpr.testing.servers import Routes, Server, scripted
from govpr.testing.subject import Subject, require


@define
class Service(httpx.BaseTransport):
    """It answers as the subject's service does, and counts what it published.

    Args:
        fault: What goes wrong.
        well: What it answers once the part is there.
        absent: What it answers before.
        publishing: Which call publishes.
        keyed: Whether it drops repeats.
        left: How many more times the fault happens.
        published: How many times it published.
        seen: What it published.
    """

    fault: Fault
    well: Server
    absent: Server
    publishing: tuple[str, str, str]
    keyed: bool
    left: int
    published: int = 0
    seen: set[tuple[str, bytes]] = field(factory=set)

    @classmethod
    def of(cls, subject: Subject, fault: Fault) -> "Service":
        """The service of a subject.

        Args:
            subject: Whose.
            fault: What goes wrong.
        """
        call = publishing_call(subject)
        keyed = call.effect is Effect.KEYED
        well, absent = (scripted(_with(told, subject.routes)) for told in (subject.present, subject.absent))
        return cls(fault, well, absent, _place(call), keyed, left=fault.times)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request, or fail as the fault says."""
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
        reply = self.well(call)
        if self.fault.labelled:
            reply = evolve(reply, headers={**reply.headers, "content-type": self.fault.labelled})
        return _response(reply)

    def _take(self, call: Call, body: bytes) -> None:
        one = (call.url, body)
        if not (self.keyed and one in self.seen):
            self.published += 1
        self.seen.add(one)


def publishing_call(subject: Subject) -> Call:
    """The one call that publishes.

    Args:
        subject: Whose.

    Raises:
        AssertionError: There is none, or more than one.
    """
    effects = subject.talk(subject.flows()["publish"]()).effects
    require(len(effects) == 1, f"publish makes {len(effects)} calls with an effect, not one")
    return effects[0]


def small(body: Body) -> Body:
    """A body with three bytes in place of each file: a subject's files are on no disk.

    Args:
        body: What a call sends.
    """
    if isinstance(body, Form):
        return evolve(body, files={name: _short(part) for name, part in body.files.items()})
    return _short(body) if isinstance(body, Slice) else body


def _short(part: Slice) -> Slice:
    return evolve(part, path=str(Path(__file__)), start=0, stop=3)


def _with(told: Routes, usual: Routes) -> Routes:
    return {**told, **{pattern: replies for pattern, replies in usual.items() if pattern not in told}}


def _place(call: Call) -> tuple[str, str, str]:
    """What tells the call that publishes from others: of a file's pieces it is the last one."""
    return call.method, urlsplit(call.url).path, call.headers.get("Content-Range", "")


def _response(reply: Reply) -> httpx.Response:
    return httpx.Response(reply.status, headers=dict(reply.headers), content=reply.body)
