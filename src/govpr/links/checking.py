"""Whether links lead anywhere: looked at before a post goes out, as a reader would open them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from govpr.content.entities import extract, has_scheme
from govpr.errors import DeliveryError, Misconfigured
from govpr.hoaxes.evidence import capture
from govpr.http.calls import Flow
from govpr.http.guards import host_of, refuse_private
from govpr.models import Campaign, Finding, Severity

_WITHIN = 20.0
_PRIVATE = "it is no public address"
"""How the guard's refusal begins; the other one is that of a line that is not https."""
_GONE = frozenset({404, 410, 451})


def links_of(campaign: Campaign) -> Mapping[str, tuple[str, ...]]:
    """Every address that a campaign's posts carry, with the places where it stands.

    An address with a variable of a template in it is no address yet, and is left out.

    Args:
        campaign: The campaign.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for url, path in _named(campaign):
        if not set("{}") & set(url):
            found[url].append(path)
    return {url: tuple(dict.fromkeys(paths)) for url, paths in found.items()}


def check_link(url: str, path: str = "") -> Flow[Finding | None]:
    """Open a link and say what a reader would meet; None where all is well.

    Codes: `link.http`, `link.private`, `link.dead`, `link.redirects`, `link.unreachable`.

    Args:
        url: The address: no private network is called for it, and no redirect into one is followed.
        path: Where it stands, for the finding.
    """
    if url.lower().startswith("http://"):
        advice = f"write https://{url[7:]}, or name a page that has https"
        return _about("link.http", Severity.WARNING, f"{url} is open to change on its way", advice, path)
    try:
        refuse_private(url)
        steps = yield from capture(url, within=_WITHIN)
    except Misconfigured as error:
        if error.status is None:  # a guard's refusal, here or further on
            return _refused(url, error, path)
        return _closed(url, error, path)
    except DeliveryError as error:
        return _closed(url, error, path)
    end = steps[-1].call.url
    if end == url.partition("#")[0]:
        return None
    return _about("link.redirects", Severity.INFO, f"{url} leads on to {end}", "write that address, if it stays", path)


def _named(campaign: Campaign) -> Iterator[tuple[str, str]]:
    for message in campaign.messages:
        place = f"messages[{message.id}]"
        yield from ((url, f"{place}.links") for url in message.links)
        yield from ((source.url, f"{place}.sources") for source in message.sources)
        yield from ((media.url, f"{place}.media") for media in message.media if media.url)
        for variant in message.variants:
            for link in extract(variant.text).links:
                yield link.text if has_scheme(link) else f"https://{link.text}", f"{place}.variants[{variant.id}]"


def _refused(url: str, error: Misconfigured, path: str) -> Finding:
    advice = "name a page that everybody can open"
    if not error.message.startswith(_PRIVATE):
        what = f"{url} leads on to {error.where}, without https"
        return _about("link.http", Severity.WARNING, what, "name a page that has https all the way", path)
    if error.where == host_of(url):
        return _about("link.private", Severity.ERROR, f"{url} is no public address", advice, path)
    what = f"{url} leads on to {error.where}, which is no public address"
    return _about("link.private", Severity.ERROR, what, advice, path)


def _closed(url: str, error: DeliveryError, path: str) -> Finding:
    if error.status in _GONE:
        what = f"{url} is not there: its server answers {error.status}"
        return _about("link.dead", Severity.ERROR, what, "mend it, or take it out", path)
    why = f"its server answers {error.status}" if error.status else error.message
    what = f"{url} cannot be opened from here: {why}"
    return _about("link.unreachable", Severity.WARNING, what, "open it in a browser, and look", path)


def _about(code: str, severity: Severity, message: str, advice: str, path: str) -> Finding:
    return Finding(code=code, severity=severity, message=message, advice=advice, path=path)
