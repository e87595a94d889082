"""What goes out for a call, made by the very code that sends it; files are replaced by three bytes."""

from collections.abc import Iterator, Mapping
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

from attrs import evolve, field, frozen

from govpr.http.calls import Call
from govpr.http.sessions import Tokens
from govpr.http.wire import outbound
from govpr.platforms.access import session
from govpr.testing import Subject
from govpr.testing._service import small
from govpr.testing.conversations import NOON

SECRET = "rahasia"


@frozen(kw_only=True)
class Sent:
    """A request as a service sees it.

    Args:
        call: What it was made from.
        url: Its address, with the secret in its place.
        headers: All of them.
        body: Its bytes.
    """

    call: Call
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def type(self) -> str:
        return self.headers.get("Content-Type", "")

    def form(self) -> dict[str, str | bytes]:
        """The fields of a multipart form; files are bytes."""
        head = f"Content-Type: {self.type}\r\n\r\n".encode()
        parts = BytesParser(policy=HTTP).parsebytes(head + self.body).iter_parts()
        rows = [(str(part.get_param("name", header="content-disposition")), part) for part in parts]
        data = [(name, part.get_filename(), bytes(part.get_payload(decode=True))) for name, part in rows]
        return {name: raw if file else raw.decode() for name, file, raw in data}

    def __str__(self) -> str:
        return f"{self.call.method} {self.call.url}"


def sent_by(subject: Subject, secret: str = SECRET) -> Iterator[Sent]:
    """Every request of every conversation of a subject."""
    for flow in subject.flows().values():
        for call in subject.talk(flow()).calls:
            yield sent(call, subject, secret)


def sent(call: Call, subject: Subject, secret: str = SECRET) -> Sent:
    """One request of a subject.

    Args:
        call: What is asked.
        subject: Whose session signs it.
        secret: The credential; of another form where it stands in the path.
    """
    own = session(subject.platform, subject.account, find=lambda _reference: secret)
    grant = own.grant(call, Tokens(access=secret, refresh=secret))
    known: dict[str, Any] = {"password": secret, "refresh": secret, **grant.secrets}
    out = outbound(evolve(call, body=small(call.body)), evolve(grant, secrets=known), "govpr", NOON)
    body = b"" if out.body is None else b"".join(out.body.open())
    url = call.url if not call.fills else _filled(call, secret)
    return Sent(call=call, url=url, headers=out.headers, body=body)


def _filled(call: Call, secret: str) -> str:
    return call.url.replace(f"{{{call.fills}}}", secret).replace(f"{{+{call.fills}}}", secret)
