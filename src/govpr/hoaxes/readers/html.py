"""HTML to words: marks are dropped, entities read, scripts left out."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from govpr.errors import Problem

LONGEST = 4_000_000
"""As many characters of a page are read."""
_DEEPEST = 10_000
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")
_NEVER_DEEP = (
    "area base br col embed hr img input link meta source track wbr"  # they hold nothing
    " dd dt li optgroup option p rp rt tbody td tfoot th thead tr"  # the next one closes them
)
_FLAT = frozenset(_NEVER_DEEP.split())
_UNSEEN = ["script", "style", "noscript", "template", "iframe"]


def parse(markup: str) -> LexborHTMLParser:
    """A page, whatever its markup; what is beyond four million characters or ten thousand levels is not read.

    Args:
        markup: The page. Nothing in it is run, and no address in it is followed.
    """
    return LexborHTMLParser(_shallow(markup[:LONGEST]).encode("utf-8", "replace").decode())


def _shallow(markup: str) -> str:
    """The markup up to where it is nested too deeply: a parser's time goes with the square of the depth, in minutes."""
    depth = 0
    for tag in _TAG.finditer(markup):
        if tag[2].lower() not in _FLAT:
            depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _DEEPEST:
            return markup[: tag.start()]
    return markup


def unread(markup: str) -> list[Problem]:
    """What of a page `parse` does not read.

    Args:
        markup: The page.
    """
    if len(markup) > LONGEST:
        return [Problem("", "is too long a page", f"its first {LONGEST:,} characters are read")]
    if len(markup) > _DEEPEST and len(_shallow(markup)) < len(markup):
        return [Problem("", "is nested too deeply", f"it is read as far as it is {_DEEPEST:,} levels deep")]
    return []


def plain(markup: str) -> str:
    """The words of a piece of HTML.

    Args:
        markup: HTML, or text without any.

    Example:
        >>> plain("<p>Tidak&nbsp;benar.</p><p>Itu <b>video</b> lama.</p><script>alert(1)</script>")
        'Tidak benar. Itu video lama.'
    """
    if "<" not in markup and "&" not in markup:
        return " ".join(markup.split())
    body = parse(markup).body
    return words(body) if body else ""


def words(node: LexborNode) -> str:
    """The words of a part of a page.

    Args:
        node: The part.
    """
    node.strip_tags(_UNSEEN)
    return re.sub(r" ([.,;:!?])(?= |$)", r"\1", " ".join(node.text(separator=" ").split()))
