"""One fact-check, many databases that have it: it is shown once, as whoever knows most of it gives it. Pure."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from attrs import evolve, fields, frozen

from govpr.hoaxes.addresses import same_address
from govpr.hoaxes.databases.protocol import Terms
from govpr.hoaxes.federation.answers import SourceAnswer
from govpr.models import FactCheck
from govpr.models.claims import UNKNOWN, Verdict
from govpr.settings import DatabaseSettings

_Told: TypeAlias = tuple[str, FactCheck]
_SAYS_NOTHING = ("", (), None, UNKNOWN, Verdict.OTHER)


@frozen
class Merged:
    """One fact-check.

    Args:
        factcheck: As the database that knows most of it gives it.
        databases: Who has it; the first gave it.
    """

    factcheck: FactCheck
    databases: tuple[str, ...]


def labelled(fact: FactCheck, terms: Terms, database: DatabaseSettings) -> FactCheck:
    """A fact-check with where it came from, and on what terms. What it says itself stands.

    Args:
        fact: As the adapter gave it.
        terms: Of the adapter.
        database: What the workspace says; over the adapter's terms.
    """
    publisher = database.publisher if fact.publisher in ("", UNKNOWN) else fact.publisher
    return evolve(
        fact,
        database=database.name,
        publisher=publisher or fact.publisher,
        licence=fact.licence or database.licence or terms.licence,
        attribution=fact.attribution or database.attribution or terms.attribution,
        independent=fact.independent and terms.independent and database.independent,
    )


def merged(answers: Iterable[SourceAnswer]) -> tuple[Merged, ...]:
    """All fact-checks once: two are one where they have the same address or the same cid.

    A page may hold several claims: of one address, all entries of the database that knows most of it stay.

    Args:
        answers: What the databases answered; of two that know as much, the first counts.

    Example:
        >>> short = FactCheck(cid="a-1", text="Klaim", url="https://cek.example/1")
        >>> full = evolve(short, cid="b-1", label="SALAH", publisher="Cek")
        >>> one, = merged([SourceAnswer(database=n, factchecks=(f,)) for n, f in (("a", short), ("b", full))])
        >>> one.factcheck.cid, one.databases
        ('b-1', ('b', 'a'))
    """
    told = [(answer.database, fact) for answer in answers for fact in answer.factchecks]
    return tuple(one for group in _groups(told) for one in _best(group))


def _groups(told: Iterable[_Told]) -> Iterable[list[_Told]]:
    """What hangs together by addresses and cids, in the order of the first of each."""
    groups: dict[str, list[_Told]] = {}
    for one in told:
        keys = _keys(one[1])
        met = {id(groups[key]): groups[key] for key in keys if key in groups}
        whole = [*(known for group in met.values() for known in group), one]
        groups.update((key, whole) for known in whole for key in _keys(known[1]))
    return {id(group): group for group in groups.values()}.values()


def _keys(fact: FactCheck) -> tuple[str, ...]:
    place = same_address(fact.url)
    return (f"cid {fact.cid}", f"at {place}") if place else (f"cid {fact.cid}",)


def _best(group: Sequence[_Told]) -> Iterable[Merged]:
    """The entries of the database that knows most, each cid once; of equals the first counts."""
    known = max(group, key=lambda one: _wealth(one[1]))[0]
    names = tuple(dict.fromkeys((known, *(name for name, _ in group))))
    own = sorted((fact for name, fact in group if name == known), key=_wealth)  # the wealthiest of a cid comes last
    return [Merged(fact, names) for fact in {fact.cid: fact for fact in own}.values()]


def _wealth(fact: FactCheck) -> int:
    """How much a fact-check says."""
    return sum(getattr(fact, field.name) not in _SAYS_NOTHING for field in fields(FactCheck))
