"""One fact-check, many databases that have it: it is shown once, as whoever knows most of it gives it. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve, fields, frozen

from govpr.hoaxes.addresses import same_address
from govpr.hoaxes.databases.protocol import Terms
from govpr.hoaxes.federation.answers import SourceAnswer
from govpr.models import FactCheck
from govpr.models.claims import UNKNOWN, Verdict
from govpr.settings import DatabaseSettings

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
    pages: dict[str, dict[str, list[FactCheck]]] = {}
    for answer in answers:
        for fact in answer.factchecks:
            pages.setdefault(_page(fact), {}).setdefault(answer.database, []).append(fact)
    whole = [Merged(fact, names) for held in pages.values() for fact, names in _best(held)]
    return tuple(_once(whole))


def _page(fact: FactCheck) -> str:
    return same_address(fact.url) or f"cid:{fact.cid}"


def _best(held: Mapping[str, Sequence[FactCheck]]) -> list[tuple[FactCheck, tuple[str, ...]]]:
    known = max(held, key=lambda name: max(map(_wealth, held[name])))  # of equals, max takes the first
    names = (known, *(name for name in held if name != known))
    return [(fact, names) for fact in held[known]]


def _once(whole: Iterable[Merged]) -> Iterable[Merged]:
    """Each cid once, with all who have it."""
    by_cid: dict[str, list[Merged]] = {}
    for one in whole:
        by_cid.setdefault(one.factcheck.cid, []).append(one)
    for same in by_cid.values():
        best = max(same, key=lambda one: _wealth(one.factcheck))
        names = dict.fromkeys((*best.databases, *(name for one in same for name in one.databases)))
        yield Merged(best.factcheck, tuple(names))


def _wealth(fact: FactCheck) -> int:
    """How much a fact-check says."""
    return sum(getattr(fact, field.name) not in _SAYS_NOTHING for field in fields(FactCheck))
