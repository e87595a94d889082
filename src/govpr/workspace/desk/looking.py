"""What the picture that came with a report says about where the report belongs."""

from collections.abc import Iterator

from attrs import frozen
from sqlalchemy import Connection

from govpr.errors import InputError, Problem
from govpr.hoaxes.desk.grouping import Seen
from govpr.hoaxes.desk.intake import NewReport
from govpr.hoaxes.images.matching import PictureCandidate, PictureDecision, PictureMatch
from govpr.hoaxes.images.reading import Picture, read_picture
from govpr.storage import desk as stored
from govpr.workspace.context import Context
from govpr.workspace.picture_store import Row, repeated, resembling, row_of

_TOP = 5


@frozen
class Shot:
    """A picture that came with a report.

    Args:
        picture: The picture, where it could be read.
        row: What is kept of it.
        problem: Why it could not be read: the report is taken in all the same.
    """

    picture: Picture | None = None
    row: Row | None = None
    problem: Problem | None = None


def shot_of(new: NewReport) -> Shot:
    """The picture of a report; whoever sends a broken one is heard all the same."""
    if new.image is None:
        return Shot()
    try:
        picture = read_picture(new.image)
        return Shot(picture, row_of(new.image.name, picture))
    except InputError as error:
        first = error.problems[0]
        return Shot(problem=Problem(new.image.name, f"was not compared: {first.message}", first.advice))


def looked_at(context: Context, connection: Connection, new: NewReport, shot: Shot) -> PictureMatch | None:
    """Which known pictures a report's picture repeats; None where it has none that can be compared."""
    if shot.picture is not None:
        return resembling(context, connection, shot.picture, _TOP)
    known = repeated(connection, new.picture) if new.picture else None
    return known if known is not None and known.found else None


def seen_in(connection: Connection, match: PictureMatch) -> Iterator[Seen]:
    """The cases whose reports or fact-checks have these pictures, likeliest first."""
    for one in match.found:
        same = one.decision is PictureDecision.SAME
        for name in one.reports:
            report = stored.report_of(connection, name)
            if report is not None and report.claim is not None:
                yield Seen(report.claim, same, _why(one, f"report {name}"))
        for fact in one.factchecks:
            for case in stored.cases_on(connection, fact.cid):
                yield Seen(case, same, _why(one, f"the fact-check {fact.cid}"))


def told_of(match: PictureMatch) -> Iterator[str]:
    """The fact-checks that have these pictures, each in a sentence."""
    for one in match.found:
        for fact in one.factchecks:
            label = fact.label or "no verdict recorded"
            yield f"{_why(one, f'the fact-check {fact.cid}')}: {fact.text} [{label}] {fact.url}".rstrip()


def _why(one: PictureCandidate, whose: str) -> str:
    verb = "is" if one.decision is PictureDecision.SAME else "resembles"
    how = "exactly" if one.exact else f"likeness {one.likeness:.0%}{', mirrored' if one.mirrored else ''}"
    return f"its picture {verb} that of {whose} ({how})"
