"""JSON-LD as pages carry it: broken in the usual ways, and still read as far as it can be.

Nothing is fetched: neither a `@context` nor any other address in it.
"""

import json
import re
from collections.abc import Iterator
from html import unescape

from govpr.errors import Problem

_LONGEST = 4_000_000
_ATTEMPTS = 200
_WRAPS = re.compile(r"<!\[CDATA\[|\]\]>|<!--|-->")
_COMMENT = re.compile(r'("(?:[^"\\]|\\.)*"?)|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)
_COMMA = re.compile(r'("(?:[^"\\]|\\.)*"?)|,(?=\s*[}\]])', re.DOTALL)
_BETWEEN = re.compile(r"[\s,;]*")


def documents(text: str) -> tuple[list[object], list[Problem]]:
    r"""What a script of JSON-LD holds, and what of it cannot be read.

    Comments, CDATA, commas before a closing bracket, control characters in strings, entities in place of quotes and
    several objects in a row are read. Where the brackets themselves are broken, the whole objects behind are.

    Args:
        text: The script's content; beyond four million characters it is not read.

    Example:
        >>> documents('/*<![CDATA[*/ {"a": "b\tc",} // x \n {"d": 1} /*]]>*/')
        ([{'a': 'b\tc'}, {'d': 1}], [])
    """
    problems = [] if len(text) <= _LONGEST else [Problem("", "is too long", "its first part is read")]
    text = text[:_LONGEST].lstrip("\ufeff").strip()
    try:
        return [json.loads(text, strict=False)], problems
    except RecursionError:
        return [], [Problem("", "is nested too deeply", "write the reviews as one list")]
    except ValueError:
        found, wrong = _recovered(_mended(text))
        return found, problems + wrong


def _mended(text: str) -> str:
    text = _WRAPS.sub(" ", text)
    if '"' not in text and "&quot;" in text:
        text = unescape(text)
    return _COMMA.sub(_kept, _COMMENT.sub(_kept, text))


def _kept(found: re.Match[str]) -> str:
    return found[1] or " "


def _recovered(text: str) -> tuple[list[object], list[Problem]]:
    found: list[object] = []
    wrong = 0
    for one in _whole(text):
        if one is None:
            wrong += 1
        else:
            found.append(one)
    problem = Problem("", "is no JSON", "check quotes, commas and brackets around this place")
    return found, [problem] if wrong or not found else []


def _whole(text: str) -> Iterator[object | None]:
    """Each object that is whole, and None for each place that is not."""
    decoder, place, left = json.JSONDecoder(strict=False), 0, _ATTEMPTS
    while left:
        between = _BETWEEN.match(text, place)
        place = between.end() if between else place
        if place >= len(text):
            return
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            yield None
            left -= 1
            place = min((at for at in (text.find("{", place + 1), text.find("[", place + 1)) if at >= 0), default=-1)
            if place < 0:
                return
        else:
            yield value if isinstance(value, dict | list) else None
