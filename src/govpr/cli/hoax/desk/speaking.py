"""`govpr hoax desk clarify`, `release` and `correct`."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from cyclopts import Parameter

from govpr import Workspace
from govpr.cli.hoax.desk.group import app
from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import tell
from govpr.errors import InputError, Problem
from govpr.hoaxes.desk.drafting import Draft
from govpr.models import Campaign, Source, Verdict

_PARTS = 3
_Sources = Annotated[list[str] | None, Parameter(negative=())]


@app.command(
    help_epilogue=examples(
        'govpr hoax desk clarify kasus-0123456789abcdef --by ani --claim "Bansos dibagikan lewat tautan"'
        ' --fact "Bansos disalurkan lewat kantor pos." --conclusion "Tautan itu palsu."'
        ' --source "Siaran pers | Kementerian Contoh | https://contoh.go.id/bansos"',
        "govpr hoax desk clarify kasus-0123456789abcdef --by ani --factcheck tbh-1 --archive",
    )
)
def clarify(
    case: str,
    /,
    *,
    by: str,
    claim: str = "",
    fact: str = "",
    conclusion: str = "",
    source: _Sources = None,
    verdict: Verdict | None = None,
    label: str = "",
    factcheck: str | None = None,
    account: _Sources = None,
    private: Annotated[bool, Parameter(negative=())] = False,
    override: str = "",
    archive: Annotated[bool, Parameter(negative=())] = False,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Write the clarification of a case; an independent fact-check of the claim fills in what is left out.

    Args:
        case: The case's id.
        by: Who writes it; somebody else approves.
        claim: The claim, in neutral words.
        fact: What is so.
        conclusion: The upshot, in a sentence.
        source: What it rests on, as "title | publisher | address"; may be given several times.
        verdict: The normal verdict.
        label: The verdict as shown, as Hoaks.
        factcheck: The cid of the fact-check of the claim, where it is another than the desk found.
        account: An official account that says it; all of them when left out. May be given several times.
        private: Answer those who reported it, and nobody else.
        override: Why to answer in public although few have seen the claim.
        archive: Keep copies of the sources first.
    """
    with opened(workspace) as ws:
        done = ws.desk.clarify(
            case,
            Draft(
                claim=claim,
                fact=fact,
                conclusion=conclusion,
                sources=_sources(ws, source, archive=archive),
                verdict=verdict,
                label=label,
            ),
            by=by,
            factcheck=factcheck,
            public=not private,
            override=override,
            accounts=account or (),
        )
    tell(as_json, "clarified", done, f"{case} is {done.case.state.value}.", *_next(case, done.campaign))


@app.command(help_epilogue=examples("govpr hoax desk release kasus-0123456789abcdef --by kepala-humas"))
def release(case: str, /, *, by: str, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Let a clarification that only its reporters are told be told.

    Args:
        case: The case's id.
        by: Who approves it; not its author.
    """
    with opened(workspace) as ws:
        done = ws.desk.release(case, by=by)
    tell(as_json, "case", done, f"{case} is {done.state.value}.", "Next: govpr hoax desk answers")


@app.command(
    help_epilogue=examples(
        'govpr hoax desk correct kasus-0123456789abcdef --by ani --note "Juga lewat bank"'
        ' --fact "Bansos disalurkan lewat kantor pos dan bank."'
    )
)
def correct(
    case: str,
    /,
    *,
    by: str,
    note: str,
    claim: str = "",
    fact: str = "",
    conclusion: str = "",
    source: _Sources = None,
    verdict: Verdict | None = None,
    label: str = "",
    archive: Annotated[bool, Parameter(negative=())] = False,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Correct a clarification in every place that it reached; what is left out stays as it is.

    Args:
        case: The case's id.
        by: Who corrects it; somebody else approves.
        note: What was wrong, for all to see.
        claim: The claim in other words.
        fact: What is so.
        conclusion: The upshot.
        source: What it rests on, as "title | publisher | address"; may be given several times.
        verdict: The normal verdict.
        label: The verdict as shown.
        archive: Keep copies of the sources first.
    """
    with opened(workspace) as ws:
        done = ws.desk.correct(
            case,
            Draft(
                claim=claim,
                fact=fact,
                conclusion=conclusion,
                sources=_sources(ws, source, archive=archive),
                verdict=verdict,
                label=label,
            ),
            by=by,
            note=note,
        )
    places = f"Version {done.clarification.version} goes to {len(done.published)} places where an older one is"
    told = f"{places}; {len(done.withdrawn)} were withdrawn; {len(done.answered)} reporters are told again."
    tell(as_json, "corrected", done, told, *_next(case, done.campaign))


def _next(case: str, campaign: Campaign | None) -> Iterator[str]:
    if campaign is None:
        yield f"Next, by somebody else: govpr hoax desk release {case} --by OFFICER"
    else:
        yield f"Next: govpr plan {campaign.id}, then govpr approve {campaign.id} --by OFFICER, then govpr deliver"


def _sources(ws: Workspace, given: Sequence[str] | None, *, archive: bool) -> tuple[Source, ...]:
    problems = [
        Problem(f"--source {text}", "is no source", 'write "title | publisher | address"')
        for text in given or ()
        if len(text.split("|")) != _PARTS
    ]
    if problems:
        raise InputError(problems)
    parts = ([part.strip() for part in text.split("|")] for text in given or ())
    sources = tuple(Source(title=title, publisher=publisher, url=url) for title, publisher, url in parts)
    return ws.evidence.archive_sources(sources) if archive else sources
