"""HTML to words: marks are dropped, entities read, scripts left out."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_LONGEST = 4_000_000
_UNSEEN = ["script", "style", "noscript", "template", "iframe"]


def parse(markup: str) -> LexborHTMLParser:
    """A page, whatever its markup; what is beyond four million characters is not read.

    Args:
        markup: The page. Nothing in it is run, and no address in it is followed.
    """
    return LexborHTMLParser(markup[:_LONGEST].encode("utf-8", "replace").decode())


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
