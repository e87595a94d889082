"""`workspace.links`: links in posts, looked at before they go out, and shortened on request."""

from functools import partial

from attrs import frozen

from govpr import plugins
from govpr.errors import InputError, Problem
from govpr.http.calls import Call, Flow, Reply
from govpr.http.client import Client
from govpr.http.credentials import resolve
from govpr.http.drivers import run
from govpr.http.guards import host_of
from govpr.http.sessions import Session
from govpr.links.checking import check_link, links_of
from govpr.links.preview import Preview, preview
from govpr.links.shorteners.protocol import Shortener
from govpr.media.remote import Remote, fetch
from govpr.models import Campaign, Finding
from govpr.settings import LinkSettings
from govpr.workspace.context import Context


@frozen
class Links:
    """Links in posts. Pages are opened with calls that change nothing, whether delivery is live or not."""

    _context: Context
    _client: Client

    def check(self, *links: Campaign | str) -> tuple[Finding, ...]:
        """Open links as a reader would: what is dead, leads on, is private, or open to change on its way.

        Args:
            links: Campaigns, whose links are all looked at, or single addresses.
        """
        found = (run(check_link(url, path), self._send) for url, path in questions(links))
        return tuple(finding for finding in found if finding is not None)

    def preview(self, url: str) -> Preview:
        """What a page says of itself, as a link card would show it.

        Raises:
            Misconfigured: The address, or one that it leads to, is not public, or is no https.
            Rejected: It is no page.
            DeliveryError: The server does not give it.
        """
        return run(preview(url), self._send)

    def picture(self, url: str) -> Remote:
        """A picture or film from any public address, such as `Preview.image`: 16 MB at most.

        Raises:
            Misconfigured: The address, or one that it leads to, is not public, or is no https.
            Rejected: It is neither a picture nor a film.
            DeliveryError: The server does not give it.
        """
        return run(fetch(url), self._send)

    def shorten(self, url: str, *, title: str = "") -> str:
        """A short link, from the shortener of the settings. Asking again gives the same one.

        Args:
            url: The long one: https.
            title: What it leads to, for the shortener's own pages.

        Raises:
            InputError: The settings name no shortener, or the address is no https.
            NotFound: The shortener is not installed.
            DeliveryError: It does not give a link.
        """
        flow, session, hosts = shortening(self._context.settings.links, url, title)
        return run(flow, self._client.sender(session, hosts))

    def _send(self, call: Call) -> Reply:
        return self._client.sender(hosts=frozenset({host_of(call.url)}))(call)


def questions(links: tuple[Campaign | str, ...]) -> tuple[tuple[str, str], ...]:
    """Every address once, with the places where it stands."""
    found: dict[str, str] = {}
    for one in links:
        places = {one: ("",)} if isinstance(one, str) else links_of(one)
        for url, paths in places.items():
            found.setdefault(url, ", ".join(paths))
    return tuple(found.items())


def shortening(settings: LinkSettings, url: str, title: str) -> tuple[Flow[str], Session, frozenset[str]]:
    """The flow that shortens an address, what signs it, and the hosts that it may call."""
    problems = [
        Problem(f"links.{name}", "is missing", f"write {name} = {wanted} below [links] in govpr.toml")
        for name, value, wanted in (
            ("shortener", settings.shortener, "one of " + ", ".join(plugins.names(plugins.SHORTENERS))),
            ("server", settings.server, "the address of its server"),
        )
        if not value
    ]
    if not url.lower().startswith("https://"):
        problems.append(Problem("url", f"is {url!r}", "give a whole address, with https://"))
    if problems:
        raise InputError(problems)
    shortener: Shortener = plugins.load(plugins.SHORTENERS, settings.shortener)
    server = settings.server.rstrip("/")
    how, credential = shortener.signing, partial(resolve, settings.credential)
    session = Session(credential, name=shortener.name, scheme=how.scheme, header=how.header)
    return shortener.shorten(url, server, title), session, frozenset({host_of(server)})
