"""No post repeats a hoax: the hoax database as a check on what goes out."""

from collections.abc import Collection, Mapping, Sequence

from govpr.hoaxes.matching import Decision, Lookup, Match, Searcher, check
from govpr.models import FactCheck, Finding, Severity, Verdict
from govpr.models.claims import UNKNOWN
from govpr.settings import Thresholds

_COMPARED = 5
_REFUTED = frozenset({Verdict.FALSE, Verdict.MISLEADING})


def screen(
    text: str,
    index: Searcher,
    lookup: Lookup,
    *,
    exempt: Collection[str] = (),
    path: str = "",
    post: str | None = None,
    thresholds: Thresholds = Thresholds(),  # noqa: B008  (a frozen value)
) -> Finding | None:
    """Whether a text repeats a claim that a fact-check refutes.

    A fact-check without any verdict counts as refuting: in a hoax database that is the safe side, and recording the
    verdict settles it. A text that answers a fact-check has to name the claim, and the claim's twins with it, so for
    it everything else is a warning.

    Args:
        text: What is to be said.
        index: Where to search.
        lookup: Gives the stored fact-checks of some cids.
        exempt: The cids of fact-checks that this text answers.
        path: Where the text stands, for the finding.
        post: The post's id, for the finding.
        thresholds: From which probability on a claim is the same or related.

    Returns:
        An error `hoax.repeats`, a warning `hoax.related`, or None.

    Example:
        >>> from govpr.hoaxes.index import HoaxIndex
        >>> fact = FactCheck(cid="a1", text="Minum air garam menyembuhkan demam", verdict=Verdict.FALSE, label="SALAH")
        >>> with HoaxIndex.open(":memory:") as index:
        ...     _ = index.add([fact])
        ...     screen("Minum air garam menyembuhkan demam", index, lambda cids: {"a1": fact}).code
        'hoax.repeats'
    """

    def others(cids: Sequence[str]) -> Mapping[str, FactCheck]:
        return {cid: fact for cid, fact in lookup(cids).items() if _doubtful(fact)}

    match = check(text, index, others, top=_COMPARED, without=exempt, thresholds=thresholds)
    if match.factcheck is None:
        return None
    repeats = match.decision is Decision.SAME and _refuted(match.factcheck) and not exempt
    return Finding(
        code="hoax.repeats" if repeats else "hoax.related",
        severity=Severity.ERROR if repeats else Severity.WARNING,
        message=_message(match, match.factcheck),
        advice=_advice(match.factcheck, repeats=repeats),
        path=path,
        post=post,
    )


def _doubtful(fact: FactCheck) -> bool:
    return fact.verdict is not Verdict.TRUE


def _refuted(fact: FactCheck) -> bool:
    return fact.verdict in _REFUTED or (fact.verdict is Verdict.OTHER and not fact.label)


def _message(match: Match, fact: FactCheck) -> str:
    verb = "repeats" if match.decision is Decision.SAME else "comes close to"
    label = fact.label or "without a recorded verdict"
    words = f"; shared words: {', '.join(match.evidence)}" if match.evidence else ""
    checked = "was checked" if fact.publisher == UNKNOWN else f"{fact.publisher} checked"
    return f"{verb} a claim that {checked} ({label}): {fact.text!r}{words}"


def _advice(fact: FactCheck, *, repeats: bool) -> str:
    read = f"read {fact.url}" if fact.url else f"read fact-check {fact.cid}"
    if repeats:
        return f"{read}, then take the claim out, or make it a clarification that answers {fact.cid}"
    return f"{read}, and make sure that the text does not spread the claim"
