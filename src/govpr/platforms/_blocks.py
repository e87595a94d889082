"""Articles in the blocks of WordPress."""

import json
import re
import unicodedata
from html import escape

from govpr.platforms._html import paragraphs
from govpr.platforms.protocol import Attachment

_FILES = re.compile(r"<!-- wp:(image|video) .*?<!-- /wp:\1 -->", re.DOTALL)
_LONGEST_SLUG = 60


def slug_of(title: str, key: str) -> str:
    """The last part of an article's address: its title's words, and what is the same in each try.

    Args:
        title: The headline.
        key: What names this part and its content.

    Example:
        >>> slug_of("Siaga banjir: 3 posko dibuka!", "0123456789abcdef")
        'siaga-banjir-3-posko-dibuka-0123456789ab'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:_LONGEST_SLUG].strip("-")
    return f"{words}-{key[:12]}" if words else key[:12]


def article(text: str, media: tuple[Attachment, ...] = ()) -> str:
    r"""A text and the files below it, as blocks.

    Args:
        text: The exact words.
        media: Files as they were taken in, those that stand in the text.

    Example:
        >>> article("Siaga")
        '<!-- wp:paragraph -->\n<p>Siaga</p>\n<!-- /wp:paragraph -->'
    """
    words = (f"<!-- wp:paragraph -->\n<p>{one}</p>\n<!-- /wp:paragraph -->" for one in paragraphs(text))
    return "\n\n".join([*words, *(_figure(one) for one in media)])


def reworded(before: str, text: str) -> str:
    """An article with other words and the same files below them.

    Args:
        before: The article's blocks.
        text: The exact words.
    """
    return "\n\n".join([article(text), *(found[0] for found in _FILES.finditer(before))])


def _figure(media: Attachment) -> str:
    known = json.loads(media.handle)
    about, alt, url = json.dumps({"id": known["id"]}), escape(media.alt), escape(known["url"])
    if media.type.startswith("video/"):
        shown = f'<video controls src="{url}"></video><figcaption class="wp-element-caption">{alt}</figcaption>'
        figure = f'<figure class="wp-block-video">{shown}</figure>'
        return f"<!-- wp:video {about} -->\n{figure}\n<!-- /wp:video -->"
    figure = f'<figure class="wp-block-image"><img src="{url}" alt="{alt}" class="wp-image-{known["id"]}"/></figure>'
    return f"<!-- wp:image {about} -->\n{figure}\n<!-- /wp:image -->"
