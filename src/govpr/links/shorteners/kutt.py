"""Kutt, API v2 (https://docs.kutt.it)."""

from attrs import frozen

from govpr.http.calls import Call, Flow, Json
from govpr.http.replies import expect
from govpr.http.sessions import Signing
from govpr.links.shorteners.protocol import link_in


@frozen
class Kutt:
    """A server that runs Kutt; the credential is an API key.

    Example:
        >>> next(Kutt().shorten("https://contoh.go.id/a", "https://s.contoh.go.id", "")).url
        'https://s.contoh.go.id/api/v2/links'
    """

    name = "kutt"
    signing = Signing(header="X-API-KEY", scheme="")

    def shorten(self, url: str, server: str, title: str) -> Flow[str]:
        """The link that there is for this address, else a new one: `reuse` makes asking again harmless."""
        body = {"target": url, "reuse": True, **({"description": title} if title else {})}
        reply = yield Call("POST", f"{server}/api/v2/links", Json(body))
        return link_in(expect(reply, 200, 201), reply, "link")
