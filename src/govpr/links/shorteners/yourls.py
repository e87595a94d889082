"""YOURLS (https://yourls.org/docs/guide/advanced/passwordless-api)."""

from collections.abc import Mapping

from attrs import frozen

from govpr.errors import DeliveryError, Rejected, Unauthorized, Unreachable
from govpr.http.calls import Call, Flow, Form, Reply, Secret
from govpr.http.guards import host_of
from govpr.http.replies import parsed, refusal
from govpr.http.sessions import Signing
from govpr.links.shorteners.protocol import link_in

_KNOWN = "error:url"
_CODES: Mapping[str, type[DeliveryError]] = {
    "error:nourl": Rejected,
    "error:noloop": Rejected,  # it is a short link already
    "error:keyword": Rejected,
    "error:db": Unreachable,
}
"""What its function `yourls_add_new_link` says, with the status 200 or 400."""


@frozen
class Yourls:
    """A server that runs YOURLS; the credential is the signature token of its page Tools.

    Example:
        >>> next(Yourls().shorten("https://contoh.go.id/a", "https://s.contoh.go.id", "")).url
        'https://s.contoh.go.id/yourls-api.php'
    """

    name = "yourls"
    signing = Signing(header="")

    def shorten(self, url: str, server: str, title: str) -> Flow[str]:
        """The link that there is for this address, else a new one. A known address is an error with its link in it."""
        fields: dict[str, str | Secret] = {"signature": Secret("key"), "action": "shorturl", "format": "json"}
        # Without a title the server opens the page to find one.
        form = Form(fields={**fields, "url": url, "title": title or host_of(url)})
        reply = yield Call("POST", f"{server}/yourls-api.php", form)
        return _link(reply)


def _link(reply: Reply) -> str:
    if reply.status not in (200, 400, 409):
        raise _refused(reply)
    body = parsed(reply)
    code = body.get("code") if isinstance(body, dict) else None
    if isinstance(body, dict) and (body.get("status") == "success" or code == _KNOWN):
        return link_in(body, reply, "shorturl")
    if isinstance(code, str) and code in _CODES:
        raise _CODES[code](f"YOURLS answers {code}", where=host_of(reply.url), code=code, status=reply.status)
    if reply.status != 200:  # noqa: PLR2004
        raise refusal(reply)
    return link_in(body, reply, "shorturl")


def _refused(reply: Reply) -> DeliveryError:
    """It answers 403 to a wrong signature, which is an end of access and no lack of rights."""
    if reply.status == 403:  # noqa: PLR2004
        return Unauthorized("YOURLS does not know this signature", where=host_of(reply.url), status=reply.status)
    return refusal(reply)
