"""Has this been checked before? A text against the hoax database."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from attrs import frozen

from govpr.hoaxes.comparing import Overlap, overlap, probability, weights
from govpr.hoaxes.index import Hit
from govpr.models import FactCheck
from govpr.text import Stems, guess_language, plain_words

# `python -m benchmarks matching`: at .80, 8 in 100 narrations of TurnBackHoax 2024 are called the same as another claim
# once their own is taken away; many of those are unjudged twins, since Komdigi answers the same hoaxes
_SAME = 0.80
_RELATED = 0.50
_FEW_WORDS = 4
_NEARLY_ALL = 0.85
_MOST = 0.6
_STRETCH = 60

Lookup = Callable[[Sequence[str]], Mapping[str, FactCheck]]


class Decision(StrEnum):
    """What the comparison comes to. None of them says that a text is true."""

    SAME = "same"
    RELATED = "related"
    NOTHING = "nothing"


class Searcher(Protocol):
    """What matching asks of an index; `HoaxIndex` is one."""

    def search(self, text: str, top: int = 10, language: str | None = None) -> Sequence[Hit]:
        """The closest claims, best first."""

    def frequencies(self, stems: Iterable[str]) -> Mapping[str, int]:
        """In how many claims each stem occurs."""

    @property
    def count(self) -> int:
        """How many claims there are."""


@frozen
class Candidate:
    """One fact-check that a text may repeat.

    Args:
        decision: Same, related or nothing.
        probability: That the text repeats its claim, 0 to 1.
        factcheck: The fact-check.
        evidence: Words that both have, as they stand in the text.
    """

    decision: Decision
    probability: float
    factcheck: FactCheck
    evidence: tuple[str, ...]


@frozen
class Match:
    """What is known about a text.

    Args:
        decision: Same, related or nothing.
        probability: That the text repeats the closest claim, 0 to 1.
        factcheck: The closest fact-check, or None where nothing is close.
        evidence: Words that both have, as they stand in the text.
        others: Further fact-checks that are the same or related, likeliest first.
    """

    decision: Decision
    probability: float = 0.0
    factcheck: FactCheck | None = None
    evidence: tuple[str, ...] = ()
    others: tuple[Candidate, ...] = ()

    def __str__(self) -> str:
        if self.factcheck is None:
            return "no fact-check found; that does not make it true"
        fact = self.factcheck
        verb = "repeats" if self.decision is Decision.SAME else "may be related to"
        where = ", ".join(part for part in (fact.publisher, fact.url) if part)
        label = fact.label or "no verdict recorded"
        return f"{verb} a checked claim ({self.probability:.0%}): {fact.text} [{label}] ({where})"


def check(text: str, index: Searcher, lookup: Lookup, *, top: int = 5) -> Match:
    """Find the fact-check whose claim a text repeats.

    Args:
        text: A message as it circulates, of any length.
        index: Where to search.
        lookup: Gives the stored fact-checks of some cids; those that it does not know are passed over.
        top: How many of the search's results are compared, for the text and for each stretch of a long one.

    Example:
        >>> from govpr.hoaxes.index import HoaxIndex
        >>> fact = FactCheck(cid="a1", text="Bantuan pulsa gratis lewat tautan kementerian", label="HOAKS")
        >>> with HoaxIndex.open(":memory:") as index:
        ...     _ = index.add([fact])
        ...     print(check("Besok jalan ditutup", index, lambda cids: {fact.cid: fact}))
        no fact-check found; that does not make it true
    """
    found = _candidates(text, index, lookup, top)
    if not found:
        return Match(Decision.NOTHING)
    best = found[0]
    if best.decision is Decision.NOTHING:
        return Match(Decision.NOTHING, best.probability)
    others = tuple(one for one in found[1:] if one.decision is not Decision.NOTHING)
    return Match(best.decision, best.probability, best.factcheck, best.evidence, others)


def _candidates(text: str, index: Searcher, lookup: Lookup, top: int) -> list[Candidate]:
    """All that were compared, the firmest decision first, then the likeliest, then by cid."""
    language = guess_language(text)
    cids = list(dict.fromkeys(hit.cid for part in _parts(text) for hit in index.search(part, top, language)))
    known = lookup(cids)
    facts = [known[cid] for cid in cids if cid in known]
    stems = Stems()
    words = stems.words(text, language)
    claims = {fact.cid: stems.words(fact.text, fact.language) for fact in facts}
    every = sorted({*words, *(stem for claim in claims.values() for stem in claim)})
    weight = weights(index.frequencies(every), index.count, every)
    compared = [(fact, overlap(words, claims[fact.cid], weight)) for fact in facts]
    spelled = [(word, stems.stem(plain, english=language == "en")) for word, plain in plain_words(text)]
    firmness = list(Decision)
    return sorted(
        (_candidate(fact, found, len(set(words)), spelled) for fact, found in compared),
        key=lambda one: (firmness.index(one.decision), -one.probability, one.factcheck.cid),
    )


def _parts(text: str) -> list[str]:
    """The text; of a long one also each stretch, since one sentence in an article may be the hoax."""
    words = text.split()
    starts = range(0, len(words), _STRETCH) if len(words) > _STRETCH else ()
    return [text, *(" ".join(words[start : start + _STRETCH]) for start in starts)]


def _candidate(fact: FactCheck, found: Overlap, length: int, spelled: Sequence[tuple[str, str]]) -> Candidate:
    chance = probability(found)
    evidence = dict.fromkeys(word for word, stem in spelled if stem in found.shared)
    return Candidate(_decide(found, chance, length), chance, fact, tuple(evidence))


def _decide(found: Overlap, chance: float, length: int) -> Decision:
    """Few words prove little: a short text is the same only where it is nearly equal to the claim."""
    nearly_equal = min(found.claim, found.text) >= _NEARLY_ALL
    enough = min(length, len(found.shared)) >= _FEW_WORDS
    if nearly_equal or (enough and chance >= _SAME and found.claim >= _MOST):
        return Decision.SAME
    return Decision.RELATED if chance >= _RELATED and len(found.shared) > 1 else Decision.NOTHING
