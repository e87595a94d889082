"""Each text against the database as it is, and as it would be without the claims that the text repeats."""

from collections.abc import Iterator

from attrs import frozen

from govpr.hoaxes.evaluation.pairs import Pairs
from govpr.hoaxes.matching import Decision, Lookup, Searcher, check
from govpr.hoaxes.queries import Query
from govpr.settings import Thresholds
from govpr.text import guess_language

_RANKED = 10
_WEIGHED = 5


@frozen(kw_only=True)
class Outcome:
    """What became of one text.

    Args:
        qid: The query.
        language: The text's language, given or guessed.
        sources: Who checked its claims; none where the database knows none of them.
        ranked: The cids that the search found, best first.
        known: The probability of the best claim.
        right: Whether the best claim is one that the text was judged to repeat.
        decided: What was decided.
        new: The probability of the best claim once its own are taken away.
        new_decided: What is decided then.
    """

    qid: str
    language: str
    sources: tuple[str, ...]
    ranked: tuple[str, ...]
    known: float
    right: bool
    decided: Decision
    new: float
    new_decided: Decision


def measured(pairs: Pairs, index: Searcher, lookup: Lookup, sure: Thresholds) -> Iterator[Outcome]:
    """What becomes of each text of a labelled set.

    Args:
        pairs: The labelled set.
        index: Where to search.
        lookup: Gives the stored fact-checks of some cids.
        sure: From which probability on a claim is the same or related.
    """
    for query in pairs.queries:
        yield _outcome(query, pairs.wanted[query["qid"]], index, lookup, sure)


def _outcome(query: Query, wanted: frozenset[str], index: Searcher, lookup: Lookup, sure: Thresholds) -> Outcome:
    text, language = query["text"], query.get("lang") or guess_language(query["text"])
    ranked = tuple(hit.cid for hit in index.compare(text, _RANKED, language))
    known = check(text, index, lookup, top=_WEIGHED, language=language, thresholds=sure)
    new = check(text, index, lookup, top=_WEIGHED, language=language, thresholds=sure, without=wanted)
    best = known.factcheck.cid if known.factcheck else next(iter(ranked), "")
    facts = lookup(sorted(wanted))
    return Outcome(
        qid=query["qid"],
        language=language.partition("-")[0],
        sources=tuple(sorted({fact.database or fact.publisher for fact in facts.values()})),
        ranked=ranked,
        known=known.probability,
        right=best in wanted,
        decided=known.decision,
        new=new.probability,
        new_decided=new.decision,
    )
