"""What a platform accepts, as data: a platform file declares it, checks and counting read it."""

from enum import StrEnum

from attrs import field, frozen


class Count(StrEnum):
    """What a platform counts as one character."""

    GRAPHEMES = "graphemes"
    CODE_POINTS = "code points"
    UTF16 = "UTF-16 units"
    BYTES = "UTF-8 bytes"
    WEIGHTED = "weighted"


@frozen(kw_only=True)
class Length:
    """How long a text may be, and how that is counted.

    Args:
        limit: The most that is accepted.
        count: What counts as one.
        link: What every link counts as, whatever its length; None when a link counts as written.
        bytes: A second ceiling in UTF-8 bytes, or None.
        mention_host: False where only the user part of `@user@host` counts (Mastodon).
    """

    limit: int
    count: Count = Count.GRAPHEMES
    link: int | None = None
    bytes: int | None = None
    mention_host: bool = True


@frozen(kw_only=True)
class Rules:
    """Everything about a post that a platform limits.

    Args:
        text: The length of one part.
        parts: How many parts a thread may have; 1 where there are no threads.
        title: The most characters of a title, or None where there is no title.
        images: The most images.
        image_bytes: The most bytes of one image, or None.
        image_types: Media types of images.
        videos: The most videos.
        video_bytes: The most bytes of a video, or None.
        video_types: Media types of videos.
        alt: The most characters (graphemes) of an alt text, or None.
        links: The most links, or None.
        hashtags: The most hashtags, or None.
        mentions: The most mentions, or None.
        languages: How many language tags a post may carry; 0 where it carries none.
        markup: How text is escaped: `plain` or `html`.
        identical: Whether the platform forbids the same text on several accounts.
        source: Where these limits are documented.
    """

    text: Length
    parts: int = 1
    title: int | None = None
    images: int = 0
    image_bytes: int | None = None
    image_types: tuple[str, ...] = ()
    videos: int = 0
    video_bytes: int | None = None
    video_types: tuple[str, ...] = ()
    alt: int | None = None
    links: int | None = None
    hashtags: int | None = None
    mentions: int | None = None
    languages: int = 0
    markup: str = "plain"
    identical: bool = True
    source: str = field(default="")
