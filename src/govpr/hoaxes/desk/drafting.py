"""A clarification from what a person wrote and what an independent fact-check says."""

from collections.abc import Iterable, Sequence

from attrs import evolve, field, frozen

from govpr.errors import InputError, Problem
from govpr.hoaxes.desk.wording import unneutral
from govpr.models import Case, Clarification, FactCheck, Source, Verdict
from govpr.models._checks import is_web_address
from govpr.models.claims import UNKNOWN

_LABELS = {Verdict.FALSE: "Hoaks", Verdict.MISLEADING: "Disinformasi"}


def _sources(given: Iterable[Source]) -> tuple[Source, ...]:
    return tuple(given)


@frozen(kw_only=True)
class Draft:
    """What a person gives for a clarification, or for its correction.

    What is empty is filled from an independent fact-check; in a correction it stays as it was.

    Args:
        claim: The claim, in neutral words.
        fact: What is so.
        conclusion: The upshot, in a sentence.
        sources: What it rests on; each gets the newest copy that `workspace.evidence` has of it.
        verdict: The normal verdict, or None.
        label: The verdict as shown, as `Hoaks`, or "".
    """

    claim: str = ""
    fact: str = ""
    conclusion: str = ""
    sources: tuple[Source, ...] = field(default=(), converter=_sources)
    verdict: Verdict | None = None
    label: str = ""


def clarification(draft: Draft, case: Case, *, agency: str, author: str, checked: FactCheck | None) -> Clarification:
    """A clarification of a case.

    Args:
        draft: What a person gave.
        case: The case.
        agency: Who answers.
        author: The officer who wrote it.
        checked: A fact-check of the same claim, or None. Only an independent one fills anything in.

    Raises:
        InputError: Lists everything that is missing, and what in the claim's words is not neutral.
    """
    fact = checked if checked is not None and checked.independent else None
    claim = draft.claim.strip() or ("" if fact is None else fact.text)
    conclusion = draft.conclusion.strip() or ("" if fact is None else fact.conclusion)
    said = draft.fact.strip() or ("" if fact is None else fact.conclusion)
    sources = _with(draft.sources, fact)
    problems = [*_missing(claim, said, conclusion, sources), *unneutral(claim)]
    if problems:
        raise InputError(problems, f"the clarification of {case.id}")
    verdict = draft.verdict or (fact.verdict if fact is not None else Verdict.FALSE)
    return Clarification(
        claim=claim,
        fact=said,
        conclusion=conclusion,
        verdict=verdict,
        label=draft.label or (fact.label if fact is not None else "") or _LABELS.get(verdict, "Klarifikasi"),
        agency=agency,
        sources=sources,
        factcheck=None if checked is None else checked.cid,
        case=case.id,
        author=author,
        language=case.claim.language,
    )


def corrected(before: Clarification, draft: Draft, *, author: str, note: str) -> Clarification:
    """The next version of a clarification; what the draft leaves empty stays.

    Args:
        before: The version that was wrong.
        draft: What is different.
        author: The officer who corrects it.
        note: What was wrong, for all to see.

    Raises:
        InputError: The note is empty, nothing is different, or the claim's words are not neutral.
    """
    after = evolve(
        before,
        claim=draft.claim.strip() or before.claim,
        fact=draft.fact.strip() or before.fact,
        conclusion=draft.conclusion.strip() or before.conclusion,
        sources=draft.sources or before.sources,
        verdict=draft.verdict or before.verdict,
        label=draft.label or before.label,
    )
    problems = list(unneutral(after.claim))
    if not note.strip():
        problems.append(Problem("note", "is empty", "say what was wrong: readers see it"))
    if after == before:
        problems.append(Problem("correction", "changes nothing", "give what is different"))
    if problems:
        raise InputError(problems, f"the correction of {before.case}")
    return evolve(after, version=before.version + 1, correction=note.strip(), author=author, published=None)


def _with(sources: Sequence[Source], fact: FactCheck | None) -> tuple[Source, ...]:
    if fact is None or not is_web_address(fact.url) or fact.url in {source.url for source in sources}:
        return tuple(sources)
    publisher = "–" if fact.publisher == UNKNOWN else fact.publisher
    return (
        *sources,
        Source(title=fact.title or fact.text, url=fact.url, publisher=publisher, published=fact.published),
    )


def _missing(claim: str, fact: str, conclusion: str, sources: Sequence[Source]) -> list[Problem]:
    wanted = (
        ("claim", claim, "say in neutral words what is claimed"),
        ("fact", fact, "say what is so"),
        ("conclusion", conclusion, "say the upshot in a sentence"),
        ("sources", sources, "name at least one source, with title, address and publisher"),
    )
    return [Problem(name, "is missing", advice) for name, value, advice in wanted if not value]
