"""Plain text on its way to a page: what may stand there, paragraphs, links, dates in words, templates."""

import re
import textwrap
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined

_LINK = re.compile(r"https?://[^\s<>\"'`{}|\\^]+")
_CLOSING = ".,;:!?)]»”’…"
_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "en": "January February March April May June July August September October November December",
}


@frozen
class Piece:
    """A run of words, or a link.

    Args:
        text: The words.
        href: The address that they lead to, or "".
    """

    text: str
    href: str = ""


def printable(text: str) -> str:
    r"""The text without characters that neither HTML nor XML can carry; line ends become line feeds.

    Example:
        >>> printable("Siaga\r\nbanjir\x00")
        'Siaga\nbanjir'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in lines if _carried(ord(character)))


def paragraphs(text: str) -> tuple[tuple[Piece, ...], ...]:
    """The text's paragraphs, each cut at its links. A blank line ends a paragraph.

    Example:
        >>> [(piece.text, piece.href) for piece in paragraphs("Cek https://bmkg.go.id.")[0]]
        [('Cek ', ''), ('https://bmkg.go.id', 'https://bmkg.go.id'), ('.', '')]
    """
    blocks = (block.strip() for block in _BREAK.split(printable(text)))
    return tuple(tuple(_pieces(block)) for block in blocks if block)


def shortened(text: str, width: int) -> str:
    """The beginning of a text on one line, cut between words and marked with an ellipsis where it is cut.

    Args:
        text: The text.
        width: The most characters.

    Example:
        >>> shortened("Siapkan tas siaga bencana", 15)
        'Siapkan tas…'
    """
    line = " ".join(printable(text).split())
    short = textwrap.shorten(line, width, placeholder="…", break_long_words=False, break_on_hyphens=False)
    return short if short != "…" else f"{line[: width - 1]}…"


def long_date(day: date, language: str) -> str:
    """A day in words; Indonesian unless the language is English.

    Example:
        >>> long_date(date(2026, 12, 1), "id")
        '1 Desember 2026'
    """
    return f"{day.day} {month_name(day.month, language)} {day.year}"


def month_name(month: int, language: str) -> str:
    """A month's name, counted from 1."""
    return _MONTHS.get(language[:2], _MONTHS["id"]).split()[month - 1]


def long_time(moment: datetime, language: str, zone: str) -> str:
    """A moment in words, in a zone.

    Args:
        moment: An aware time.
        language: `id` or `en`.
        zone: A name of the tz database.

    Example:
        >>> from datetime import UTC
        >>> long_time(datetime(2026, 12, 1, 2, 0, tzinfo=UTC), "id", "Asia/Jakarta")
        '1 Desember 2026, 09.00 WIB'
    """
    local = moment.astimezone(ZoneInfo(zone))
    clock = f"{local:%H:%M}" if language.startswith("en") else f"{local:%H.%M}"
    return f"{long_date(local.date(), language)}, {clock} {local.tzname()}"


def templates(package: str) -> Environment:
    """The templates in a package's own folder; everything is escaped, an unknown name is an error.

    Args:
        package: The package's dotted name.
    """
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _finalized(value: object) -> object:
    """Each value on its way into a page; what a macro made is markup and went through here already."""
    return printable(value) if type(value) is str else value


def _carried(code: int) -> bool:
    control = code < 0x20 and code not in (0x09, 0x0A)  # noqa: PLR2004  (the code points that HTML forbids)
    forbidden = 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or 0xFDD0 <= code <= 0xFDEF  # noqa: PLR2004
    return not control and not forbidden and code & 0xFFFE != 0xFFFE  # noqa: PLR2004


def _pieces(text: str) -> Iterator[Piece]:
    here = 0
    for match in _LINK.finditer(text):
        address = _address(match[0])
        if not address.partition("://")[2]:
            continue
        if match.start() > here:
            yield Piece(text[here : match.start()])
        yield Piece(address, address)
        here = match.start() + len(address)
    if here < len(text):
        yield Piece(text[here:])


def _address(found: str) -> str:
    """A sentence's last sign is not part of the address, unless it closes a bracket that the address opened."""
    while found and found[-1] in _CLOSING and not (found[-1] == ")" and found.count("(") >= found.count(")")):
        found = found[:-1]
    return found
