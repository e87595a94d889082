"""Which case a report belongs to: the same address, or the same claim."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum

from attrs import field, frozen

from govpr.hoaxes.matching import Decision, Searcher, check
from govpr.models import Case, FactCheck
from govpr.settings import Thresholds

_MOST_RELATED = 5


class How(StrEnum):
    """Why a report went to a case."""

    ADDRESS = "address"
    WORDS = "words"
    NEW = "new"


@frozen
class Place:
    """Where a report belongs.

    Args:
        how: Why.
        case: The case's id, or None where there is none yet.
        related: Cases that may be the same, likeliest first; a person decides.
    """

    how: How
    case: str | None = None
    related: tuple[str, ...] = field(default=())


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
    thresholds: Thresholds = Thresholds(),  # noqa: B008  (a frozen value)
) -> Place:
    """The case that a report belongs to. The same claim groups; a related one is only suggested.

    Args:
        text: What was reported.
        index: Over the claims of cases, made of `as_factcheck`.
        cases: The ids of cases that take reports.
        where: The address where it was seen, or other words.
        language: BCP 47 tag of the text, or None to guess it.
        thresholds: From which probability on a claim is the same or related.

    Example:
        >>> from govpr.hoaxes.index import HoaxIndex
        >>> known = FactCheck(cid="kasus-1", text="Minum air garam menyembuhkan demam berdarah")
        >>> with HoaxIndex.open(":memory:") as index:
        ...     _ = index.add([known])
        ...     place("Sebarkan! Minum air garam menyembuhkan demam berdarah", index, ["kasus-1"]).case
        'kasus-1'
    """
    seen_there = [case for case in index.by_url(where) if case in cases] if where.strip() else []
    if seen_there:
        return Place(How.ADDRESS, seen_there[0], tuple(seen_there[1:]))

    def known(ids: Sequence[str]) -> Mapping[str, FactCheck]:
        return {case: FactCheck(cid=case, text=case) for case in ids if case in cases}

    match = check(text, index, known, language=language, thresholds=thresholds)
    if match.factcheck is None:
        return Place(How.NEW)
    others = [one.factcheck.cid for one in match.others][:_MOST_RELATED]
    if match.decision is Decision.SAME:
        return Place(How.WORDS, match.factcheck.cid, tuple(others))
    return Place(How.NEW, None, (match.factcheck.cid, *others)[:_MOST_RELATED])
