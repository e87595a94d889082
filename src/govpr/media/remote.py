"""A picture or film from an address that others wrote: no private network is called, no more is taken than wanted."""

from attrs import field, frozen

from govpr.errors import Rejected
from govpr.hoaxes.evidence import capture
from govpr.http.calls import Flow
from govpr.http.guards import host_of
from govpr.http.wire import MOST
from govpr.media.kinds import HEAD, type_of

_WITHIN = 60.0
_SAID = ("image/", "video/", "application/octet-stream", "binary/octet-stream")


@frozen(kw_only=True)
class Remote:
    """A file that was fetched.

    Args:
        data: Its bytes.
        type: Its media type, by its content.
        url: Where it was, redirects followed.
    """

    data: bytes = field(repr=False)
    type: str
    url: str


def fetch(url: str, *, types: tuple[str, ...] = (), most: int = MOST) -> Flow[Remote]:
    """Fetch a picture or film. Each redirect is looked at like the address itself.

    Args:
        url: Its address: https, and public.
        types: The media types that are taken; empty for every picture and film that is known.
        most: The most bytes; a client reads 16 MB at most, whatever is said here.

    Raises:
        Misconfigured: The address, or one that it leads to, is not public, or is no https.
        Rejected: It is no such file, or too large.
        DeliveryError: The server does not give it.
    """
    steps = yield from capture(url, within=_WITHIN)
    reply, place = steps[-1].reply, steps[-1].call.url
    said = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    kind = type_of(reply.body[:HEAD])
    if kind is None or (said and not said.startswith(_SAID)) or (types and kind not in types):
        wanted = f"one of {', '.join(types)}" if types else "a picture or film"
        raise Rejected(f"it is {kind or said or 'something unknown'}, and not {wanted}", where=host_of(place))
    if len(reply.body) > most:
        raise Rejected(f"it has {len(reply.body)} of at most {most} bytes", where=host_of(place))
    return Remote(data=reply.body, type=kind, url=place)
