"""Many texts decided about at once: the same claim, a related one, or nothing found."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from attrs import field, frozen

from govpr.hoaxes.index import HoaxIndex
from govpr.hoaxes.matching import Match, check
from govpr.hoaxes.queries import Query
from govpr.hoaxes.runs import DIGITS, Answer, Row
from govpr.hoaxes.searching import searcher
from govpr.models import FactCheck
from govpr.settings import Thresholds
from govpr.storage import rumours
from govpr.storage.database import Database


@frozen
class Deciding:
    """Opens an index and the database behind it, to decide about each text as `check` does, or to rank with a model.

    Args:
        index: Where the index is.
        database: The SQLite file, or the database's address.
        top: How many for each query at most.
        thresholds: From which probability on a claim is the same or related, and which model ranks too.
        decide: Whether rows say what was decided; else they rank.
    """

    index: Path
    database: Path | str = field(repr=False)
    top: int
    thresholds: Thresholds = field(hash=False)
    decide: bool = True

    @contextmanager
    def __call__(self) -> Iterator[Answer]:
        """Open both, and close them in the end."""
        database = Database.open(self.database)
        try:
            with HoaxIndex.open(self.index) as index:
                yield lambda query: self._rows(query, index, database)
        finally:
            database.close()

    def _rows(self, query: Query, index: HoaxIndex, database: Database) -> list[Row]:
        def stored(cids: Sequence[str]) -> Mapping[str, FactCheck]:
            with database.read() as connection:
                return rumours.factchecks_of(connection, cids)

        qid, text, language = query["qid"], query["text"], query.get("lang") or None
        search = searcher(index, self.index, stored, self.thresholds)
        if self.decide:
            found = check(text, search, stored, top=self.top, language=language, thresholds=self.thresholds)
            return decided(qid, found, self.top)
        ranked = enumerate(search.compare(text, self.top, language), start=1)
        return [{"qid": qid, "cid": one.cid, "rank": rank, "score": round(one.score, DIGITS)} for rank, one in ranked]


def decided(qid: str, match: Match, top: int) -> list[Row]:
    """What was decided about a text, as rows: one a claim that is the same or related, or one that says nothing.

    Args:
        qid: The query.
        match: What is known about its text.
        top: How many rows at most.

    Example:
        >>> from govpr.hoaxes.matching import Decision
        >>> decided("q", Match(Decision.NOTHING, 0.125), 10)[0]["decision"]
        'nothing'
    """
    if match.factcheck is None:
        return [_decided(qid, None, 1, match.decision, match.probability)]
    best = _decided(qid, match.factcheck.cid, 1, match.decision, match.probability)
    others = enumerate(match.others[: top - 1], start=2)
    return [best, *(_decided(qid, o.factcheck.cid, rank, o.decision, o.probability) for rank, o in others)]


def _decided(qid: str, cid: str | None, rank: int, decision: str, probability: float) -> Row:
    chance = round(probability, DIGITS)
    return {"qid": qid, "cid": cid, "rank": rank, "score": chance, "decision": str(decision), "probability": chance}
