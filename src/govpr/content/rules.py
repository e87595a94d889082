"""What a platform accepts, as data: a platform file declares it, checks and counting read it."""

from enum import StrEnum
from typing import TypeAlias

from attrs import frozen


class Count(StrEnum):
    """What a platform counts as one character."""

    GRAPHEMES = "graphemes"
    CODE_POINTS = "code points"
    UTF16 = "UTF-16 units"
    BYTES = "UTF-8 bytes"
    WEIGHTED = "weighted"
    EMOJI_BYTES = "characters, an emoji as its bytes"


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


Span: TypeAlias = tuple[float, float]
"""The least and the most, both allowed."""


@frozen(kw_only=True)
class Files:
    """How many files of a kind a post may carry, and what they must be.

    Args:
        most: The most in one post; 0 where it takes none.
        bytes: The most bytes of one, or None.
        types: Media types; empty for any.
        width: Pixels across, or None.
        height: Pixels from top to bottom, or None.
        pixels: The most pixels in all, or None.
        ratio: Width divided by height, or None.
        seconds: How long a film may be, or None.
        public: Whether the platform fetches them itself, so that each needs a public address.
    """

    most: int = 0
    bytes: int | None = None
    types: tuple[str, ...] = ()
    width: Span | None = None
    height: Span | None = None
    pixels: int | None = None
    ratio: Span | None = None
    seconds: Span | None = None
    public: bool = False


@frozen(kw_only=True)
class Rules:
    """Everything about a post that a platform limits.

    Args:
        text: The length of one part.
        caption: The length of a text beside media, where it differs, or None.
        parts: How many parts a thread may have; 1 where there are no threads.
        title: The most characters of a title, or None where there is no title.
        images: Pictures.
        videos: Films.
        together: Whether pictures and films may stand in one post.
        media: The most files in all, or None.
        media_bytes: The most bytes of all files together, where they go out in one request, or None.
        needs_media: Whether a post without any is refused.
        alt: The most characters (graphemes) of an alt text, or None; 0 where there are no alt texts.
        links: The most links, or None.
        hashtags: The most hashtags, or None.
        mentions: The most mentions, or None.
        languages: How many language tags a post may carry; 0 where it carries none.
        forbidden: Characters that neither text nor title may have.
        markup: How text is escaped: `plain`, `html`, or `escaped` where the adapter escapes what its service would read
            as markup; the words stay the same.
        identical: Whether the platform forbids the same text on several accounts.
        source: Where these limits are documented.
    """

    text: Length
    caption: Length | None = None
    parts: int = 1
    title: int | None = None
    images: Files = Files()
    videos: Files = Files()
    together: bool = False
    media: int | None = None
    media_bytes: int | None = None
    needs_media: bool = False
    alt: int | None = None
    links: int | None = None
    hashtags: int | None = None
    mentions: int | None = None
    languages: int = 0
    forbidden: str = ""
    markup: str = "plain"
    identical: bool = True
    source: str = ""
