"""The words that a server's HTML shows, compared with words that were sent."""

import re
import unicodedata
from html.parser import HTMLParser

_HOST = re.compile(r"(@\w+)@[\w.-]+")
_SPACE = re.compile(r"\s+")


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


def _plain(text: str) -> str:
    return _SPACE.sub("", _HOST.sub(r"\1", unicodedata.normalize("NFC", text)))
