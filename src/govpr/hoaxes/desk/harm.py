"""Whether a claim is about something in which a hoax hurts people."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from attrs import frozen

from govpr.text import plain_words

_TWO = 2


@frozen
class Harm:
    """A topic that a text touches.

    Args:
        topic: Its name in `harm.toml`.
        points: How much it adds to a case's urgency.
        words: The words that tell of it.
    """

    topic: str
    points: int
    words: tuple[str, ...]


def harms(text: str) -> tuple[Harm, ...]:
    """The topics that a text touches with two words or more, gravest first.

    Args:
        text: A claim as it circulates.

    Example:
        >>> [harm.topic for harm in harms("BMKG: gempa dan tsunami malam ini, segera evakuasi")]
        ['disaster']
        >>> harms("Jalan ditutup besok pagi")
        ()
    """
    said = dict.fromkeys(plain for _, plain in plain_words(text))
    found = [
        Harm(topic, points, told)
        for topic, (points, words) in _topics().items()
        if len(told := tuple(word for word in said if word in words)) >= _TWO
    ]
    return tuple(sorted(found, key=lambda harm: (-harm.points, harm.topic)))


@cache
def _topics() -> Mapping[str, tuple[int, frozenset[str]]]:
    data = tomllib.loads((files("govpr.hoaxes.desk") / "harm.toml").read_text("utf-8"))
    return {
        topic: (table["points"], frozenset(plain for _, plain in plain_words(table["words"])))
        for topic, table in data.items()
    }
