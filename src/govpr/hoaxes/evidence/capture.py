"""Fetching a page so that it can be shown later what was asked and what was answered, step by step."""

from urllib.parse import urldefrag, urljoin

from attrs import frozen

from govpr.errors import Misconfigured, ProtocolError
from govpr.http.calls import Call, Flow, Reply
from govpr.http.guards import host_of, refuse_private
from govpr.http.replies import refusal
from govpr.http.wire import USER_AGENT

_STEPS = 6
_WITHIN = 60.0
_MOVED = frozenset({301, 302, 303, 307, 308})
_HEADERS = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": USER_AGENT}


@frozen
class Exchange:
    """One step: what was asked, and what was answered.

    Args:
        call: The request.
        reply: The answer.
    """

    call: Call
    reply: Reply


def capture(url: str, *, within: float = _WITHIN) -> Flow[tuple[Exchange, ...]]:
    """Fetch a page for the archive; redirects are followed here, so that each step is kept and looked at.

    Args:
        url: An address, from a clarification or from a stranger: no private network is called for it.
        within: Seconds that each answer may take.

    Returns:
        The steps in order; the last has the page.

    Raises:
        Misconfigured: The address, or one that it leads to, is not public, or is no https.
        ProtocolError: It leads on and on, or leads nowhere.
        DeliveryError: The server does not give the page: its status says why.
    """
    steps: list[Exchange] = []
    address = urldefrag(url).url
    while len(steps) < _STEPS:
        refuse_private(address)
        _refuse_open(address)
        call = Call("GET", address, headers=_HEADERS, public=True, within=within)
        reply = yield call
        steps.append(Exchange(call, reply))
        if reply.status not in _MOVED:
            if reply.status != 200:  # noqa: PLR2004  (an error page is no evidence of what the page says)
                raise refusal(reply)
            return tuple(steps)
        address = _onward(address, reply)
    raise ProtocolError(f"it leads on more than {_STEPS - 1} times", where=host_of(url))


def _refuse_open(address: str) -> None:
    """Over an open line anybody on the way may put other words into a page: such a copy proves nothing."""
    scheme, _, rest = address.partition("://")
    if scheme.lower() != "https":
        what = f"only https is archived: on the way, anybody may change what comes by http. Try https://{rest}"
        raise Misconfigured(what if scheme.lower() == "http" else "only https is archived", where=host_of(address))


def _onward(address: str, reply: Reply) -> str:
    try:
        place = urldefrag(urljoin(address, reply.headers.get("location", ""))).url
    except ValueError:  # what the server names is no address
        place = address
    if place == address or not place.startswith(("https://", "http://")):
        raise ProtocolError("it leads nowhere", where=host_of(address), status=reply.status)
    return place
