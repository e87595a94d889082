"""Which case a report belongs to: the same address, the same claim, the same picture, or words and picture together."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from attrs import field, frozen

from govpr.hoaxes.addresses import links_in
from govpr.hoaxes.desk.likeness import Alike, alike_in_words, is_thin
from govpr.hoaxes.matching import Decision, Searcher
from govpr.models import Case, FactCheck
from govpr.settings import Bars
from govpr.text import guess_language

_MOST_RELATED = 5
_MOST_WORDS = 8


class How(StrEnum):
    """Why a report went to a case."""

    ADDRESS = "address"
    WORDS = "words"
    PICTURE = "picture"
    BOTH = "words-and-picture"
    NEW = "new"


@frozen
class Seen:
    """A known picture of a case, which the picture of a report repeats or resembles.

    Args:
        case: The case's id.
        same: Whether it is that picture; else it only resembles it.
        why: Which picture, and how alike both are.
    """

    case: str
    same: bool
    why: str


@frozen
class Hint:
    """A case that may be the same; a person decides.

    Args:
        case: The case's id.
        how: What speaks for it.
        why: That, in words.
    """

    case: str
    how: How
    why: str


@frozen
class Place:
    """Where a report belongs.

    Args:
        how: Why.
        case: The case's id, or None where there is none yet.
        why: What speaks for it, in words; "" for a new one.
        related: Cases that may be the same, likeliest first.
    """

    how: How
    case: str | None = None
    why: str = ""
    related: tuple[Hint, ...] = field(default=())


def as_factcheck(case: Case, addresses: Iterable[str] = ()) -> FactCheck:
    """A case as the matching core knows claims.

    Args:
        case: The case.
        addresses: Where its claim was seen.
    """
    return FactCheck(
        cid=case.id, text=case.claim.text, language=case.claim.language, appearances=tuple(dict.fromkeys(addresses))
    )


def place(
    text: str,
    index: Searcher,
    cases: Collection[str],
    *,
    where: str = "",
    language: str | None = None,
    pictures: Sequence[Seen] | None = None,
    bars: Mapping[str, Bars] = {},
) -> Place:
    """The case that a report belongs to. What is surely the same groups; everything else is only suggested.

    Words that say the same group, and so does the same picture under words that are related or say next to nothing, as
    "is this true?". The same picture under other words does not: old pictures are used for new hoaxes. Nor do a few
    words that are equal group where each report has a picture of its own.

    Args:
        text: What was reported.
        index: Over the claims of cases, made of `as_factcheck`.
        cases: The ids of cases that take reports.
        where: The address where it was seen, or other words.
        language: BCP 47 tag of the text, or None to guess it.
        pictures: Known pictures of cases that its picture resembles, likeliest first; None where it has no picture.
        bars: From which probability on words are the same or related, by language, instead of the measured ones.

    Example:
        >>> from govpr.hoaxes.index import HoaxIndex
        >>> known = FactCheck(cid="kasus-1", text="Minum air garam menyembuhkan demam berdarah")
        >>> with HoaxIndex.open(":memory:") as index:
        ...     _ = index.add([known])
        ...     place("Sebarkan! Minum air garam menyembuhkan demam berdarah", index, ["kasus-1"]).case
        'kasus-1'
    """
    spots = dict.fromkeys(case for link in (where, *links_in(text)) for case in _at(link, index, cases))
    if spots:
        first, *rest = spots
        why = "it was seen at the same address"
        return Place(How.ADDRESS, first, why, tuple(Hint(one, How.ADDRESS, why) for one in rest))
    said = alike_in_words(text, index, cases, language or guess_language(text), bars)
    seen: dict[str, Seen] = {}
    for one in pictures or ():
        if one.case in cases:
            seen.setdefault(one.case, one)
    thin = is_thin(text)
    grouped: list[Hint] = []
    related: list[Hint] = []
    for case in dict.fromkeys([*said, *seen]):
        words, picture = said.get(case), seen.get(case)
        sure = _sure(words, picture, thin=thin, pictured=pictures is not None)
        (grouped if sure else related).append(Hint(case, _how(words, picture), "; ".join(_why(words, picture))))
    ordered = [*_firmest(grouped), *_firmest(related)]
    if not grouped:
        return Place(How.NEW, None, "", tuple(ordered[:_MOST_RELATED]))
    best, *others = ordered
    return Place(best.how, best.case, best.why, tuple(others[:_MOST_RELATED]))


def _at(link: str, index: Searcher, cases: Collection[str]) -> list[str]:
    return [case for case in index.by_url(link) if case in cases] if link.strip() else []


def _sure(words: Alike | None, picture: Seen | None, *, thin: bool, pictured: bool) -> bool:
    """Whether words and picture together are enough to group."""
    if picture is not None and picture.same and (words is not None or thin):
        return True
    return words is not None and words.decision is Decision.SAME and not (thin and pictured)


def _how(words: Alike | None, picture: Seen | None) -> How:
    if words is not None and picture is not None:
        return How.BOTH
    return How.PICTURE if words is None else How.WORDS


def _why(words: Alike | None, picture: Seen | None) -> Iterator[str]:
    if words is not None:
        verb = "says the same" if words.decision is Decision.SAME else "says something related"
        yield f"it {verb} ({words.probability:.0%}): {', '.join(words.words[:_MOST_WORDS])}"
    if picture is not None:
        yield picture.why


def _firmest(hints: Sequence[Hint]) -> list[Hint]:
    """Both first; else in the order in which they were found: words, likeliest first, then pictures."""
    return sorted(hints, key=lambda hint: hint.how is not How.BOTH)
