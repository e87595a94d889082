"""What a shortener is: a name, how its calls are signed, and one flow."""

from typing import Protocol, runtime_checkable
from urllib.parse import urlsplit

from govpr.errors import ProtocolError
from govpr.http.calls import Flow, Reply
from govpr.http.replies import required
from govpr.http.sessions import Signing


@runtime_checkable
class Shortener(Protocol):
    """A service that gives short links. Asking it twice for the same address gives the same link."""

    @property
    def name(self) -> str:
        """Its name, as in settings and entry points."""

    @property
    def signing(self) -> Signing:
        """How its calls are signed."""

    def shorten(self, url: str, server: str, title: str) -> Flow[str]:
        """The short link.

        Args:
            url: The long one.
            server: The address of the server, without a slash at its end.
            title: What it leads to, or "".
        """


def link_in(body: object, reply: Reply, *path: str) -> str:
    """The short link in an answer.

    Args:
        body: The answer's JSON.
        reply: The answer.
        path: The keys that lead to it.

    Raises:
        ProtocolError: There is none, or it is no web address.
    """
    link = required(body, reply, *path)
    parts = urlsplit(link)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise ProtocolError("what it gives is no link", where=parts.hostname or "", status=reply.status)
    return link
