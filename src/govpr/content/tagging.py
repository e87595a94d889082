"""UTM parameters: by them a site's own statistics tell from which campaign and post a visit came. Never from whom.

The names are those that Google Analytics, Matomo, Plausible and others read
(https://support.google.com/analytics/answer/10917952).
"""

import html
import re
from collections.abc import Collection
from urllib.parse import quote, urlsplit

from attrs import frozen

from govpr.content.entities import extract, has_scheme

_ONE = re.compile(r"utm_[a-z_]+(?:=[^&#]*)?", re.IGNORECASE)


@frozen(kw_only=True)
class Tags:
    """What is written into a link. Nothing of it says who posted it.

    Args:
        source: The platform.
        campaign: The campaign's id.
        content: The message's id: all accounts say it with the same links.
        medium: What kind of channel it is.
    """

    source: str
    campaign: str
    content: str
    medium: str = "social"


def tagged(text: str, tags: Tags, hosts: Collection[str], *, escaped: bool = False) -> str:
    """A text whose links say where they were posted. Doing it again changes nothing.

    A link that has a UTM parameter already stays as it is, and so does one without `https://`.

    Args:
        text: One part of a post.
        tags: What is written into the links.
        hosts: Only links to these hosts, and to hosts below them, are changed.
        escaped: Whether the text is HTML, where `&` is written `&amp;`.

    Example:
        >>> tags = Tags(source="mastodon", campaign="siaga", content="peta")
        >>> tagged("https://bmkg.go.id/a?b=1#c!", tags, {"bmkg.go.id"})
        'https://bmkg.go.id/a?b=1&utm_source=mastodon&utm_medium=social&utm_campaign=siaga&utm_content=peta#c!'
    """
    for link in reversed(extract(text).links):
        address = html.unescape(link.text) if escaped else link.text
        new = tagged_address(address, tags)
        if new != address and has_scheme(link) and _within(address, hosts):
            text = text[: link.start] + (html.escape(new) if escaped else new) + text[link.end :]
    return text


def tagged_address(url: str, tags: Tags) -> str:
    """An address with UTM parameters, before its fragment; one that has any stays as it is.

    Args:
        url: A web address.
        tags: What is written into it.

    Example:
        >>> tagged_address("https://a.id/?utm_source=surat", Tags(source="x", campaign="c", content="m"))
        'https://a.id/?utm_source=surat'
    """
    address, hash_sign, fragment = url.partition("#")
    place, _, query = address.partition("?")
    if any(_ONE.fullmatch(one) for one in query.split("&")):
        return url
    values = {"source": tags.source, "medium": tags.medium, "campaign": tags.campaign, "content": tags.content}
    new = "&".join(f"utm_{name}={quote(value, safe='')}" for name, value in values.items())
    before = f"{query}&" if query else ""
    return f"{place}?{before}{new}{hash_sign}{fragment}"


def untagged_address(url: str) -> str:
    """An address without its UTM parameters: where it leads.

    Args:
        url: A web address.

    Example:
        >>> untagged_address("https://a.id/b?c=1&utm_source=x&utm_medium=social#d")
        'https://a.id/b?c=1#d'
    """
    address, hash_sign, fragment = url.partition("#")
    place, mark, query = address.partition("?")
    kept = [one for one in query.split("&") if not _ONE.fullmatch(one)]
    if len(kept) == len(query.split("&")):
        return url
    return f"{place}{mark if kept else ''}{'&'.join(kept)}{hash_sign}{fragment}"


def untagged(text: str) -> str:
    """A text whose links have no UTM parameters, to compare what it says with other texts.

    Args:
        text: A post.

    Example:
        >>> untagged("Peta: https://a.id/b?utm_source=x&utm_campaign=siaga.")
        'Peta: https://a.id/b.'
    """
    if "utm_" not in text:
        return text
    for link in reversed(extract(text).links):
        text = text[: link.start] + untagged_address(link.text) + text[link.end :]
    return text


def _within(url: str, hosts: Collection[str]) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return any(host == one or host.endswith(f".{one}") for one in hosts)
