"""Neutral words for a claim: what is repeated in a clarification must not work like the hoax itself."""

import re
from collections.abc import Iterable, Iterator

from govpr.errors import Problem
from govpr.hoaxes.addresses import links_in
from govpr.hoaxes.personal import without_personal

_LONGEST = 300
_SHOUTED = 0.6
_LETTERS = 12
_URGING = re.compile(r"\b(sebarkan|viralkan|bagikan|share|forward|teruskan ke|tolong sebar)\b|!!|\?!", re.IGNORECASE)


def unneutral(claim: str) -> Iterator[Problem]:
    """What in the words for a claim would spread it.

    Args:
        claim: The claim, as the clarification is to name it.

    Example:
        >>> print(*unneutral("VIRALKAN!! Bansos cair di https://palsu.example"), sep=chr(10))
        claim holds an address; leave it out: a link spreads what it points to
        claim urges people to pass it on; say only what is claimed, without '!!' or a call
        >>> list(unneutral("Bansos Rp600 ribu dibagikan lewat tautan"))
        []
    """
    links = links_in(claim)
    letters = [char for char in _without(claim, links) if char.isalpha()]
    if links:
        yield Problem("claim", "holds an address", "leave it out: a link spreads what it points to")
    if _URGING.search(claim):
        yield Problem("claim", "urges people to pass it on", "say only what is claimed, without '!!' or a call")
    if len(letters) >= _LETTERS and sum(char.isupper() for char in letters) / len(letters) > _SHOUTED:
        yield Problem("claim", "is shouted", "write it in ordinary letters")
    if len(claim) > _LONGEST:
        yield Problem("claim", f"has {len(claim)} characters", f"say it in a sentence, with {_LONGEST} at most")
    if _signs(without_personal(claim)) < _signs(claim) and not links:
        yield Problem("claim", "holds somebody's number or address", "leave it out")


def _without(text: str, links: Iterable[str]) -> str:
    for link in links:
        text = text.replace(link, " ")
    return text


def _signs(text: str) -> int:
    """What numbers and mail addresses are made of."""
    return sum(char.isdecimal() or char == "@" for char in text)
