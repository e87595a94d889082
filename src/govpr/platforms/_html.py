"""Words as HTML: those that a server's HTML shows, compared with what was sent, and those that go out as HTML."""

import re
import unicodedata
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser

from govpr.content.entities import extract, has_scheme

_HOST = re.compile(r"(@\w+)@[\w.-]+")
_SPACE = re.compile(r"\s+")
_BREAK = re.compile(r"\n[^\S\n]*\n")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def shows(html: object, text: str) -> bool:
    """Whether a page shows the words of a text; white space, and the hosts of mentions, are left out of account.

    Args:
        html: What the server gives.
        text: What was sent.

    Example:
        >>> shows("<p>Info @<span>bmkg</span></p><p>Siaga &amp; sigap</p>", "Info @bmkg@sosial.go.id Siaga & sigap")
        True
    """
    if not isinstance(html, str):
        return False
    reader = _Words()
    reader.feed(html)
    reader.close()
    return _plain("".join(reader.found)) == _plain(text)


def paragraphs(text: str) -> list[str]:
    r"""The paragraphs of a text as HTML, each without its tags around it; the words stay the same.

    Args:
        text: The exact words; an empty line ends a paragraph, and web addresses become links.

    Example:
        >>> paragraphs("Siaga & sigap\n\nhttps://contoh.go.id")
        ['Siaga &amp; sigap', '<a href="https://contoh.go.id">https://contoh.go.id</a>']
    """
    blocks = (block.strip("\n") for block in _BREAK.split(text))
    return ["".join(_linked(block)).replace("\n", "<br>") for block in blocks if block.strip()]


def _linked(text: str) -> Iterator[str]:
    place = 0
    for link in sorted(extract(text).links, key=lambda one: one.start):
        address = link.text if has_scheme(link) else f"https://{link.text}"
        yield escape(text[place : link.start], quote=False)
        yield f'<a href="{escape(address)}">{escape(link.text, quote=False)}</a>'
        place = link.end
    yield escape(text[place:], quote=False)


def _plain(text: str) -> str:
    return _SPACE.sub("", _HOST.sub(r"\1", unicodedata.normalize("NFC", text)))
