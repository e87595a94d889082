"""What is to be said."""

from enum import StrEnum

from attrs import field, frozen

from govpr.models import _checks as check
from govpr.models.sources import Source


class MessageKind(StrEnum):
    """What a message is."""

    PROGRAMME = "programme"
    ACHIEVEMENT = "achievement"
    SERVICE = "service"
    CLARIFICATION = "clarification"


class MediaKind(StrEnum):
    """What a file shows."""

    IMAGE = "image"
    VIDEO = "video"


@frozen(kw_only=True)
class Media:
    """A picture or film, with the words that stand for it.

    Args:
        file: Its path; in a campaign file relative to that file.
        alt: What it shows, for those who do not see it. Required.
        kind: `image` or `video`.
        type: Its media type, as `image/png`.
        digest: SHA-256 of its bytes, once read.
        size: Its bytes, once read.
        width: Pixels across, once read.
        height: Pixels from top to bottom, once read.
        seconds: How long a film is, once read.
        url: Its public address, for platforms that fetch files themselves, or None.
    """

    file: str = field(validator=check.filled)
    alt: str = field(validator=check.filled)
    kind: MediaKind = MediaKind.IMAGE
    type: str = "image/png"
    digest: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    url: str | None = field(default=None, validator=check.maybe_web_address)


@frozen(kw_only=True)
class Variant:
    """One wording of a message.

    Args:
        id: A short name, unique in its message.
        text: A Jinja template; unknown variables are errors.
        language: BCP 47 tag.
        platform: Only for this platform, or None for any.
        region: Only for officers of this province, or None for any.
        officer: Only for this officer, or None for any.
    """

    id: str = field(validator=check.slug)
    text: str = field(validator=check.filled)
    language: str = field(default="id", validator=check.language)
    platform: str | None = None
    region: str | None = None
    officer: str | None = None


@frozen(kw_only=True)
class Message:
    """What is to be said, in its wordings.

    Args:
        id: A short name, unique in its campaign.
        title: A headline for sites and mails; a template like the text.
        kind: What it is.
        variants: At least one wording.
        media: Pictures and films, in order.
        links: Addresses that every post of it carries.
        sources: What it rests on.
        programme: The programme it tells of, or None.
        narrative: `id@version` of the narrative it follows, or None.
        factcheck: For a clarification: the cid of the fact-check it answers, or None.
        claim: For a clarification: the claim that it answers, in neutral words, or None.
        label: For a clarification: the verdict as shown, as `Hoaks`, or "".
        appearances: For a clarification: addresses where the claim was seen. Only ClaimReview names them; no post does.
        corrects: The id of the campaign whose message of this id it corrects, or None; a newsroom puts it in its place.
        correction: What was wrong there, for all to see, or "".
    """

    id: str = field(validator=check.slug)
    title: str = field(validator=check.filled)
    kind: MessageKind = MessageKind.SERVICE
    variants: tuple[Variant, ...] = field(validator=[check.some, check.unique])
    media: tuple[Media, ...] = ()
    links: tuple[str, ...] = field(default=(), validator=check.web_addresses)
    sources: tuple[Source, ...] = ()
    programme: str | None = None
    narrative: str | None = None
    factcheck: str | None = None
    claim: str | None = None
    label: str = ""
    appearances: tuple[str, ...] = field(default=(), validator=check.web_addresses)
    corrects: str | None = None
    correction: str = ""
