"""An article that several databases have is shown once, with who has it; stored it stays as each gives it. Pure."""

from collections.abc import Iterator, Sequence

from attrs import evolve

from govpr.hoaxes.addresses import same_address
from govpr.hoaxes.matching import Candidate, Match
from govpr.models import FactCheck
from govpr.text import normalise

_TELLING = 4
"""Fewer words make no headline that only one article has."""


def shown_once(match: Match) -> Match:
    """The same match, each article in it once: as the database gives it whose entry is closest to the text.

    Two entries are of one article where they have the same address, in whatever spelling; or where two databases have
    the same headline of the same day, with the same verdict. A page may hold several claims: those that one database
    has of it all stay.

    Args:
        match: What is known about a text.

    Example:
        >>> from govpr.hoaxes.matching import Decision
        >>> one = FactCheck(cid="a:1", text="Klaim", url="https://cek.example/1", database="a")
        >>> two = FactCheck(cid="b:9", text="Klaim", url="http://www.cek.example/1/", database="b")
        >>> told = Match(Decision.SAME, 0.9, one, (), (Candidate(Decision.SAME, 0.8, two, ()),))
        >>> shown_once(told).databases, shown_once(told).others
        (('a', 'b'), ())
    """
    if match.factcheck is None:
        return match
    first = Candidate(match.decision, match.probability, match.factcheck, match.evidence)
    best, *others = _merged([first, *match.others])
    return evolve(match, databases=best.databases, others=tuple(others))


def _merged(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Those that are kept, in their order: the closest one decides whose entries of an article these are."""
    groups: list[list[Candidate]] = []
    for one in candidates:
        group = next((group for group in groups if _is_same(group[0].factcheck, one.factcheck)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    kept = {id(one): group for group in groups for one in group if _owner(one) == _owner(group[0])}
    for one in candidates:
        if id(one) in kept:
            names = dict.fromkeys(map(_owner, kept[id(one)]))
            yield evolve(one, databases=tuple(name for name in names if name))


def _owner(one: Candidate) -> str:
    return one.factcheck.database


def _is_same(one: FactCheck, other: FactCheck) -> bool:
    here, there = same_address(one.url), same_address(other.url)
    if here and here == there:
        return True
    if one.database == other.database or one.published is None or one.published != other.published:
        return False
    return one.verdict is other.verdict and bool(headline := _headline(one)) and headline == _headline(other)


def _headline(fact: FactCheck) -> str:
    words = normalise(fact.title or fact.text).split()
    return " ".join(words) if len(words) >= _TELLING else ""
