"""What the databases gave, against the text itself: services search in their own ways, and one measure is for all."""

from collections.abc import Iterable

from govpr.hoaxes.federation.answers import Found, Result, SourceAnswer
from govpr.hoaxes.federation.merging import merged
from govpr.hoaxes.index import HoaxIndex
from govpr.hoaxes.matching import Candidate, check
from govpr.settings import Thresholds


def found_in(
    text: str,
    answers: Iterable[SourceAnswer],
    *,
    language: str | None = None,
    thresholds: Thresholds = Thresholds(),  # noqa: B008  (a frozen value)
) -> Found:
    """What many databases know about a text.

    Args:
        text: A message as it circulates.
        answers: What they answered to it.
        language: BCP 47 tag of the text, or None to guess it.
        thresholds: From which probability on a claim is the same or related.

    Example:
        >>> print(found_in("Besok jalan ditutup", [SourceAnswer(database="a")]))
        no fact-check found; that does not make it true
    """
    told = tuple(answers)
    known = {one.factcheck.cid: one for one in merged(told)}
    if not known:
        return Found(results=(), answers=told)
    facts = {cid: one.factcheck for cid, one in known.items()}
    with HoaxIndex.open(":memory:") as index:
        index.add(facts.values())
        match = check(
            text,
            index,
            lambda cids: {cid: facts[cid] for cid in cids if cid in facts},
            top=len(facts),
            language=language,
            thresholds=thresholds,
        )
    if match.factcheck is None:
        return Found(results=(), answers=told)
    best = Candidate(match.decision, match.probability, match.factcheck, match.evidence)
    results = tuple(_result(one, known[one.factcheck.cid].databases) for one in (best, *match.others))
    return Found(results=results, answers=told)


def _result(one: Candidate, databases: tuple[str, ...]) -> Result:
    return Result(
        decision=one.decision,
        probability=one.probability,
        factcheck=one.factcheck,
        evidence=one.evidence,
        databases=databases,
    )
