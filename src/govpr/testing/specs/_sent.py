"""What goes out for a call, made by the very code that sends it; three bytes stand in place of each file."""

from collections.abc import Mapping
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from attrs import evolve, field, frozen

from govpr.http.calls import Call
from govpr.http.sessions import Tokens
from govpr.http.wire import outbound
from govpr.platforms.access import session
from govpr.testing._service import small
from govpr.testing.conversations import NOON
from govpr.testing.subject import Subject

SECRET = "rahasia"  # noqa: S105  (it opens nothing)


@frozen(kw_only=True)
class Sent:
    """A request as a service sees it.

    Args:
        call: What it was made from; its address has no secret in it.
        url: Its address, with the secret in its place.
        headers: All of them.
        body: Its bytes.
    """

    call: Call
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def type(self) -> str:
        """The media type that it says, with parameters; empty without a body."""
        return self.headers.get("Content-Type", "")

    @property
    def path(self) -> str:
        """The path of its address."""
        return urlsplit(self.url).path

    def query(self) -> dict[str, str]:
        """The parameters of its address; of several of one name the last one."""
        return dict(parse_qsl(urlsplit(self.url).query, keep_blank_values=True))

    def form(self) -> dict[str, str | bytes]:
        """The fields of a form; files are bytes."""
        if not self.type.startswith("multipart/"):
            return dict(parse_qsl(self.body.decode(), keep_blank_values=True))
        head = f"Content-Type: {self.type}\r\n\r\n".encode()
        parts = BytesParser(policy=HTTP).parsebytes(head + self.body).iter_parts()
        rows = [(str(part.get_param("name", header="content-disposition")), part) for part in parts]
        data = [(name, part.get_filename(), bytes(part.get_payload(decode=True))) for name, part in rows]
        return {name: raw if file else raw.decode() for name, file, raw in data}

    def __str__(self) -> str:
        return f"{self.call.method} {self.call.url}"


def sent(call: Call, subject: Subject, secret: str = SECRET) -> Sent:
    """The request that goes out for a call.

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
    return Sent(call=call, url=_filled(call, secret), headers=out.headers, body=body)


def _filled(call: Call, secret: str) -> str:
    if not call.fills:
        return call.url
    return call.url.replace(f"{{{call.fills}}}", secret).replace(f"{{+{call.fills}}}", secret)
