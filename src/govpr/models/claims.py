"""What is said to be true, where it was seen, and what checkers found."""

from datetime import date, datetime
from enum import StrEnum

from attrs import field, frozen

from govpr.identifiers import stable_id
from govpr.models import _checks as check

UNKNOWN = "unknown"
"""The publisher of a fact-check that does not say."""


class Verdict(StrEnum):
    """A normal verdict; the publisher's own label is always kept beside it."""

    FALSE = "false"
    MISLEADING = "misleading"
    UNPROVEN = "unproven"
    MIXED = "mixed"
    TRUE = "true"
    SATIRE = "satire"
    OTHER = "other"


@frozen(kw_only=True)
class Claim:
    """Something said to be true.

    Args:
        text: The claim, in the words that circulate.
        language: BCP 47 tag.
        topic: Its subject, or "".
        first_seen: When it was first seen, or None.
    """

    text: str = field(validator=check.filled)
    language: str = field(default="id", validator=check.language)
    topic: str = ""
    first_seen: datetime | None = field(default=None, validator=check.maybe_aware)

    @property
    def id(self) -> str:
        """The same for the same words."""
        return stable_id("claim", (self.language, " ".join(self.text.split()).casefold()))


@frozen(kw_only=True)
class Sighting:
    """One place where a claim was seen.

    Args:
        claim: The claim's id; at the hoax desk, the id of its case.
        at: When.
        channel: Where, as `whatsapp` or `facebook`.
        url: The address, or None for a private message. Never linked from a post.
        reach: Views or shares, where known.
        report: The id of the report that told of it, or None.
    """

    claim: str = field(validator=check.slug)
    at: datetime = field(validator=check.aware)
    channel: str = field(validator=check.slug)
    url: str | None = None
    reach: int | None = field(default=None, validator=check.maybe_count)
    report: str | None = None


@frozen(kw_only=True)
class FactCheck:
    """A published verdict on a claim (schema.org ClaimReview).

    Args:
        cid: Its identifier in the local hoax database.
        text: The claim that was checked.
        title: The publisher's headline, or "".
        language: BCP 47 tag.
        publisher: Who checked it.
        label: The publisher's own verdict, word for word.
        verdict: The normal verdict.
        url: The address of the fact-check, or "" where unknown.
        published: The day, where known.
        conclusion: What the publisher found, or "".
        topic: Its subject, or "".
        licence: Terms of use, or "".
        attribution: The words that the licence wants beside it, or "".
        independent: False when the publisher is the government itself.
        appearances: Addresses where the claim was seen, as the publisher lists them. Never linked from a post.
        images: Addresses of pictures of the claim.
        updated: The day of its last correction, where known.
        database: The name of the hoax database that it came from, or "" for a file.
    """

    cid: str = field(validator=check.filled)
    text: str = field(validator=check.filled)
    title: str = ""
    language: str = field(default="id", validator=check.language)
    publisher: str = UNKNOWN
    label: str = ""
    verdict: Verdict = Verdict.OTHER
    url: str = ""
    published: date | None = None
    conclusion: str = ""
    topic: str = ""
    licence: str = ""
    attribution: str = ""
    independent: bool = True
    appearances: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    updated: date | None = None
    database: str = ""
