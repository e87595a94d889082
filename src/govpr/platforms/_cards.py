"""What a link card says: only what the part itself carries. No page is fetched for it."""

from attrs import frozen

from govpr.content.entities import extract, has_scheme
from govpr.content.tagging import untagged_address
from govpr.platforms.protocol import Outgoing


@frozen(kw_only=True)
class Card:
    """A link with words to it.

    Args:
        url: Where it leads.
        title: The title of the source that it is, else the post's headline.
        description: Who published that source, or "".
    """

    url: str
    title: str
    description: str = ""


def card(part: Outgoing) -> Card | None:
    """The card of a part's first link, or None: a part with files shows those, and a later part has no headline.

    Args:
        part: What is published.

    Example:
        >>> from datetime import UTC, datetime
        >>> at = datetime(2026, 12, 1, tzinfo=UTC)
        >>> card(Outgoing(post="a", key="b", text="Lihat contoh.go.id/a", at=at, title="Siaga banjir"))
        Card(url='https://contoh.go.id/a', title='Siaga banjir', description='')
    """
    links = extract(part.text).links
    if part.media or not links:
        return None
    url = links[0].text if has_scheme(links[0]) else f"https://{links[0].text}"
    source = next((one for one in part.sources if _same(one.url, url)), None)
    if source is not None:
        return Card(url=url, title=source.title, description=source.publisher)
    return Card(url=url, title=part.title) if part.title and part.previous is None else None


def _same(one: str, other: str) -> bool:
    one, other = untagged_address(one), untagged_address(other)
    return one.partition("://")[2].rstrip("/") == other.partition("://")[2].rstrip("/")
