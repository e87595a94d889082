"""Has this been checked before? A text against the hoax database."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Protocol

from attrs import frozen

from govpr.hoaxes.addresses import links_in
from govpr.hoaxes.index import Compared
from govpr.models import FactCheck
from govpr.settings import Thresholds
from govpr.text import guess_language, plain_words

_FEW_WORDS = 4
_NEARLY_ALL = 0.85
_HALF = 0.5
_LONG = 120
_STRETCH, _STEP = 60, 45
_MOST_STRETCHES = 40
_BY_ADDRESS = 0.99
"""An address that a fact-check names is as good as certain; it may still be quoted to warn of it."""

Lookup = Callable[[Sequence[str]], Mapping[str, FactCheck]]


class Decision(StrEnum):
    """What the comparison comes to. None of them says that a text is true."""

    SAME = "same"
    RELATED = "related"
    NOTHING = "nothing"


class Searcher(Protocol):
    """What matching asks of an index; `HoaxIndex` is one."""

    def compare(
        self,
        text: str,
        top: int = 10,
        language: str | None = None,
        *,
        since: date | None = None,
        without: Collection[str] = (),
    ) -> Sequence[Compared]:
        """The claims that are most like a text, best first."""

    def by_url(self, url: str) -> Sequence[str]:
        """The cids of fact-checks at an address, or about what was seen there."""


@frozen
class Candidate:
    """One fact-check that a text may repeat.

    Args:
        decision: Same, related or nothing.
        probability: That the text repeats its claim, 0 to 1.
        factcheck: The fact-check.
        evidence: Words, or an address, that both have, as they stand in the text.
        databases: Which databases have the article, where that was looked at; those of files have no name.
    """

    decision: Decision
    probability: float
    factcheck: FactCheck
    evidence: tuple[str, ...]
    databases: tuple[str, ...] = ()


@frozen
class Match:
    """What is known about a text.

    Args:
        decision: Same, related or nothing.
        probability: That the text repeats the closest claim, 0 to 1.
        factcheck: The closest fact-check, or None where nothing is close.
        evidence: Words, or an address, that both have, as they stand in the text.
        others: Further fact-checks that are the same or related, likeliest first.
        databases: Which databases have the closest one, where that was looked at; those of files have no name.
    """

    decision: Decision
    probability: float = 0.0
    factcheck: FactCheck | None = None
    evidence: tuple[str, ...] = ()
    others: tuple[Candidate, ...] = ()
    databases: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.factcheck is None:
            return "no fact-check found; that does not make it true"
        fact = self.factcheck
        verb = "repeats" if self.decision is Decision.SAME else "may be related to"
        where = ", ".join(part for part in (fact.publisher, fact.url) if part)
        label = fact.label or "no verdict recorded"
        return f"{verb} a checked claim ({self.probability:.0%}): {fact.text} [{label}] ({where})"


def check(
    text: str,
    index: Searcher,
    lookup: Lookup,
    *,
    top: int = 5,
    language: str | None = None,
    since: date | None = None,
    without: Collection[str] = (),
    thresholds: Thresholds = Thresholds(),  # noqa: B008  (a frozen value)
) -> Match:
    """Find the fact-check whose claim a text repeats.

    An address that a fact-check names comes first. Then words decide; in a long text each stretch is compared too,
    since one sentence of an article may be the hoax.

    Args:
        text: A message as it circulates, of any length.
        index: Where to search.
        lookup: Gives the stored fact-checks of some cids; those that it does not know are passed over.
        top: How many of the search's results are weighed, for the text and for each stretch of a long one.
        language: BCP 47 tag of the text, or None to guess it.
        since: Only fact-checks of this day or later; those without a day are left out.
        without: Cids that are looked past, as if they were not there.
        thresholds: From which probability on a claim is the same or related.

    Example:
        >>> from govpr.hoaxes.index import HoaxIndex
        >>> fact = FactCheck(cid="a1", text="Bantuan pulsa gratis lewat tautan kementerian", label="HOAKS")
        >>> with HoaxIndex.open(":memory:") as index:
        ...     _ = index.add([fact])
        ...     print(check("Besok jalan ditutup", index, lambda cids: {fact.cid: fact}))
        no fact-check found; that does not make it true
    """
    spoken = language or guess_language(text)
    alike = compared(text, index, top, spoken, since=since, without=without)
    linked = _linked(text, index, without)
    known = lookup(list(dict.fromkeys((*linked, *alike))))
    spelled = list(plain_words(text))
    found = [_by_address(known[cid], link) for cid, link in linked.items() if cid in known]
    found += [
        _candidate(known[cid], one, spelled, spoken, thresholds)
        for cid, one in alike.items()
        if cid in known and cid not in linked
    ]
    if since:
        found = [one for one in found if one.factcheck.published and one.factcheck.published >= since]
    return _match(sorted(found, key=_firmest))


def compared(
    text: str,
    index: Searcher,
    top: int,
    language: str,
    *,
    since: date | None = None,
    without: Collection[str] = (),
) -> dict[str, Compared]:
    """Of each claim its best comparison, with the whole text or with a stretch of it.

    Args:
        text: A message, of any length.
        index: Where to search.
        top: How many claims at most, for the text and for each stretch of a long one.
        language: BCP 47 tag of the text.
        since: Only fact-checks of this day or later, or None.
        without: Cids that are looked past.
    """
    best: dict[str, Compared] = {}
    for part in _parts(text):
        for one in index.compare(part, top, language, since=since, without=without):
            if one.cid not in best or one.probability > best[one.cid].probability:
                best[one.cid] = one
    return best


def _parts(text: str) -> list[str]:
    """The text; of a long one also each stretch."""
    words = text.split()
    if len(words) <= _LONG:
        return [text]
    step = max(_STEP, -(-len(words) // _MOST_STRETCHES))
    return [text, *(" ".join(words[start : start + step + 15]) for start in range(0, len(words), step))]


def _linked(text: str, index: Searcher, without: Collection[str]) -> dict[str, str]:
    """Fact-checks that name an address of the text, each with that address."""
    return {cid: link for link in links_in(text) for cid in index.by_url(link) if cid not in without}


def _by_address(fact: FactCheck, link: str) -> Candidate:
    return Candidate(Decision.SAME, _BY_ADDRESS, fact, (link,))


def _candidate(
    fact: FactCheck, one: Compared, spelled: Sequence[tuple[str, str]], language: str, thresholds: Thresholds
) -> Candidate:
    shown = dict.fromkeys(word for word, plain in spelled if plain in one.words)
    length = len({plain for _, plain in spelled})
    decision = _decide(one, length, thresholds.of(language, fact.database or fact.publisher))
    return Candidate(decision, one.probability, fact, tuple(shown))


def _decide(one: Compared, length: int, bars: tuple[float, float]) -> Decision:
    """Few words prove little: a short text is the same only where it is nearly equal to the claim."""
    same, related = bars
    nearly_equal = min(one.claim_share, one.text_share) >= _NEARLY_ALL
    enough = min(length, len(one.words)) >= _FEW_WORDS
    if nearly_equal or (enough and one.probability >= same and one.claim_share >= _HALF):
        return Decision.SAME
    return Decision.RELATED if one.probability >= related and len(one.words) > 1 else Decision.NOTHING


def _firmest(one: Candidate) -> tuple[int, float, str]:
    """The firmest decision first, then the likeliest, then by cid."""
    return (list(Decision).index(one.decision), -one.probability, one.factcheck.cid)


def _match(found: Sequence[Candidate]) -> Match:
    if not found:
        return Match(Decision.NOTHING)
    best = found[0]
    if best.decision is Decision.NOTHING:
        return Match(Decision.NOTHING, best.probability)
    others = tuple(one for one in found[1:] if one.decision is not Decision.NOTHING)
    return Match(best.decision, best.probability, best.factcheck, best.evidence, others)
