"""What a share kit holds."""

from datetime import datetime
from typing import Any

from attrs import Attribute, field, frozen

from govpr.errors import InvalidValue
from govpr.models import Post
from govpr.models import _checks as check
from govpr.models.regions import WIB


@frozen(kw_only=True)
class KitEntry:
    """One post, handed over to the officer who owns the account.

    Args:
        post: The exact words and media; its disclosure is part of the words.
        account_handle: The officer's handle.
        platform: The platform's name as people know it.
        share_link: The platform's own link that opens its app with the text, or "" where it has none.
        code: The one-time code by which the officer confirms. Never in a repr.
        expires: When the code ends.
    """

    post: Post
    account_handle: str = field(validator=check.filled, repr=False)
    platform: str = field(validator=check.filled)
    share_link: str = field(default="", repr=False)
    code: str = field(validator=check.filled, repr=False)
    expires: datetime = field(validator=check.aware)

    @share_link.validator
    def _address(self, attribute: "Attribute[Any]", share_link: str) -> None:
        if share_link:
            check.web_address(self, attribute, share_link)


@frozen(kw_only=True)
class ShareKit:
    """All posts that one officer is asked to publish.

    Args:
        officer: The officer's id. No name of a file tells more about a person.
        officer_name: As the page greets. Never in a repr.
        agency_name: In whose programme the officer takes part.
        language: `id` or `en`, for the page's own words; posts bring their own.
        entries: The posts, in the order of their times. Empty when all were withdrawn.
        zone: The officer's time zone.

    Raises:
        InvalidValue: A post is not this officer's.
    """

    officer: str = field(validator=check.slug)
    officer_name: str = field(validator=check.filled, repr=False)
    agency_name: str = field(validator=check.filled)
    language: str = field(default="id", validator=check.language)
    entries: tuple[KitEntry, ...] = field(default=())
    zone: str = field(default=WIB, validator=check.zone)

    @entries.validator
    def _own(self, _attribute: "Attribute[Any]", entries: tuple[KitEntry, ...]) -> None:
        if any(entry.post.officer != self.officer for entry in entries):
            raise InvalidValue("ShareKit.entries", "has a post of somebody else", "make one kit for each officer")
