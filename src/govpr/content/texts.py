"""Texts to measure: JSON lines, read one by one, so that a pipe of any length fits."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from attrs import frozen

from govpr.errors import InvalidFile, Problem

_LONGEST = 1_000_000
_WANTED = 'write {"text": "..."} on one line'


@frozen(kw_only=True)
class Text:
    """A text to measure.

    Args:
        line: Where it stands, counted from 1.
        text: The words.
        title: The headline, or "".
        media: What is attached: tables with the fields of `Media`, not looked at yet.
    """

    line: int
    text: str
    title: str = ""
    media: tuple[dict[str, Any], ...] = ()


def text_lines(stream: BinaryIO, name: str = "standard input") -> Iterator[Text]:
    r"""The texts of a stream as they come; the first wrong line ends it.

    Args:
        stream: JSON lines in UTF-8 with `text`, and perhaps `title` and `media`.
        name: What errors call it.

    Raises:
        InvalidFile: A line cannot be used; those before it were given.

    Example:
        >>> import io
        >>> [one.text for one in text_lines(io.BytesIO(b'{"text": "Siaga"}\n\n{"text": "Aman"}'))]
        ['Siaga', 'Aman']
    """
    number = 0
    while line := stream.readline(_LONGEST + 1):
        number += 1
        if len(line) > _LONGEST:
            raise _wrong(name, number, "", f"is longer than {_LONGEST:,} bytes", "measure a part of the text")
        if line.strip():
            yield _text(line, number, name)


def _text(line: bytes, number: int, name: str) -> Text:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _wrong(name, number, "", "is no UTF-8 text", "save it as UTF-8") from None
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise _wrong(name, number, "", "is no JSON object", _WANTED)
    text, title, media = row.get("text"), row.get("title") or "", row.get("media") or []
    if not isinstance(text, str) or not isinstance(title, str):
        raise _wrong(name, number, "title" if isinstance(text, str) else "text", "is no text", _WANTED)
    if not isinstance(media, list) or not all(isinstance(one, dict) for one in media):
        raise _wrong(name, number, "media", "is no list of tables", 'write [{"file": "peta.png", "alt": "..."}]')
    return Text(line=number, text=_whole(text, number, name), title=title, media=tuple(media))


def _whole(text: str, number: int, name: str) -> str:
    """JSON can name half a character, which no text has."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _wrong(name, number, "text", "has half a character (a lone surrogate)", "write it anew") from None
    return text


def _wrong(name: str, number: int, path: str, message: str, advice: str) -> InvalidFile:
    return InvalidFile((Problem(path, message, advice, number),), name)
