"""Shlink, REST API v3 (https://api-spec.shlink.io)."""

from attrs import frozen

from govpr.http.calls import Call, Flow, Json
from govpr.http.replies import expect
from govpr.http.sessions import Signing
from govpr.links.shorteners.protocol import link_in


@frozen
class Shlink:
    """A server that runs Shlink; the credential is an API key.

    Example:
        >>> asked = Shlink().shorten("https://contoh.go.id/a", "https://s.contoh.go.id", "")
        >>> next(asked).url
        'https://s.contoh.go.id/rest/v3/short-urls'
    """

    name = "shlink"
    signing = Signing(header="X-Api-Key", scheme="")

    def shorten(self, url: str, server: str, title: str) -> Flow[str]:
        """The link that there is for this address, else a new one: `findIfExists` makes asking again harmless."""
        body = {"longUrl": url, "findIfExists": True, **({"title": title} if title else {})}
        reply = yield Call("POST", f"{server}/rest/v3/short-urls", Json(body))
        return link_in(expect(reply, 200, 201), reply, "shortUrl")
