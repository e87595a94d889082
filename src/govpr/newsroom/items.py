"""What the newsroom keeps: the site's own data, and one item for each page."""

import re
from datetime import datetime
from typing import Any

from attrs import Attribute, field, frozen

from govpr.errors import InvalidValue
from govpr.models import MessageKind, Source
from govpr.models import _checks as check
from govpr.models.regions import WIB

MEDIA_NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{2,5}")


def _folder(url: str) -> str:
    """Pages stand below the address, so it ends with a slash."""
    return url.rstrip("/") + "/"


@frozen(kw_only=True)
class Site:
    """Whose newsroom it is.

    Args:
        title: The site's name.
        url: The address that the built folder is served at.
        agency: The agency's full name.
        agency_url: The agency's own site.
        language: BCP 47 tag of the site's own words: `id` or `en`; items bring their own.
        description: One sentence about the site.
        zone: The time zone that times are shown in.
    """

    title: str = field(validator=check.filled)
    url: str = field(validator=check.web_address, converter=_folder)
    agency: str = field(validator=check.filled)
    agency_url: str = field(validator=check.web_address)
    language: str = field(default="id", validator=check.language)
    description: str = ""
    zone: str = field(default=WIB, validator=check.zone)


@frozen(kw_only=True)
class Picture:
    """A file of an item.

    Args:
        file: Its name in the media folder: digest and ending.
        alt: What it shows.
        type: Its media type.
    """

    file: str = field()
    alt: str
    type: str = "image/png"

    @file.validator
    def _named(self, _attribute: "Attribute[Any]", file: str) -> None:
        if not MEDIA_NAME.fullmatch(file):
            raise InvalidValue(
                "Picture.file", "is no name of a media file", "give its digest and ending, as upload does"
            )


@frozen(kw_only=True)
class Item:
    """One published post.

    Args:
        post: The post's id, which names the page.
        key: The same for the same content.
        title: The headline, or "".
        text: Plain text; blank lines part paragraphs.
        language: BCP 47 tag.
        disclosure: The label in the text that says who speaks, or "".
        kind: What the message is.
        at: When it was published.
        updated: When its content changed after that, or None.
        agency: In whose name it speaks.
        claim: For a clarification: the claim.
        label: For a clarification: the verdict as shown, as `Hoaks`, or "".
        factcheck: For a clarification: the cid of the fact-check.
        sources: What it rests on.
        appearances: For a clarification: addresses where the claim was seen; told to machines, linked nowhere.
        correction: What an earlier version had wrong, or "".
        media: Pictures and films.
    """

    post: str = field(validator=check.slug)
    key: str = field(validator=check.filled)
    title: str = ""
    text: str = field(validator=check.filled)
    language: str = field(default="id", validator=check.language)
    disclosure: str = ""
    kind: MessageKind = MessageKind.SERVICE
    at: datetime = field(validator=check.aware)
    updated: datetime | None = None
    agency: str = ""
    claim: str | None = None
    label: str = ""
    factcheck: str | None = None
    sources: tuple[Source, ...] = ()
    appearances: tuple[str, ...] = ()
    correction: str = ""
    media: tuple[Picture, ...] = ()

    @property
    def changed(self) -> datetime:
        """When its content was last changed."""
        return self.updated or self.at

    @property
    def answers(self) -> str:
        """The claim that it answers, or ""."""
        return (self.claim or "") if self.kind is MessageKind.CLARIFICATION else ""
