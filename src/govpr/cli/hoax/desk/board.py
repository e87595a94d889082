"""`govpr hoax desk list` and `show`."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Annotated

from cyclopts import Parameter
from rich.console import RenderableType

from govpr.cli.hoax.desk.group import app
from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.cli.show import when
from govpr.models import CaseState
from govpr.text.web import shortened
from govpr.workspace.desk.board import Card, CaseFile

_WIDTH = 70
_States = Annotated[list[CaseState] | None, Parameter(negative=())]


@app.command(
    name="list",
    help_epilogue=examples("govpr hoax desk list", "govpr hoax desk list --state not-clarified --officer ani --json"),
)
def list_(
    *,
    state: _States = None,
    officer: str | None = None,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> int:
    """List the cases on the desk, the most urgent first, with their clocks. Exit code 1: some are overdue.

    Args:
        state: Only in this state; may be given several times.
        officer: Only those of this officer.
    """
    with opened(workspace) as ws:
        cards = ws.desk.cases(*(state or ()), officer=officer)
    tell(as_json, "cases", {"cases": cards}, _board(cards))
    return NEEDS_A_PERSON if any(card.left is not None and card.left < timedelta() for card in cards) else 0


@app.command(help_epilogue=examples("govpr hoax desk show kasus-0123456789abcdef"))
def show(case: str, /, *, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Show everything about one case: why it is urgent, its reports, what happened to it.

    Args:
        case: The case's id.
    """
    with opened(workspace) as ws:
        found = ws.desk.show(case)
    tell(as_json, "case", found, *_case(found))


def clock(left: timedelta | None) -> str:
    """How much time there is, as a clock shows it.

    Example:
        >>> clock(timedelta(hours=2, minutes=5)), clock(timedelta(minutes=-90)), clock(None)
        ('2:05', '-1:30', '')
    """
    if left is None:
        return ""
    minutes = abs(left) // timedelta(minutes=1)
    return f"{'-' if left < timedelta() else ''}{minutes // 60}:{minutes % 60:02}"


def _board(cards: Sequence[Card]) -> RenderableType:
    rows = [
        (
            card.triage.score,
            clock(card.left),
            card.case.id,
            card.case.state.value,
            card.case.officer,
            card.reports,
            card.reach,
            card.checked.publisher if card.checked else "",
            shortened(card.case.claim.text, _WIDTH),
        )
        for card in cards
    ]
    return table(("urgent", "left", "id", "state", "officer", "reports", "reach", "checked by", "claim"), rows)


def _case(found: CaseFile) -> Iterator[RenderableType]:
    card = found.card
    yield f"{card.case.id}: {card.case.state.value}" + (f", {card.case.reason.value}" if card.case.reason else "")
    yield card.case.claim.text
    yield table(("points", "why"), [(one.points, one.why) for one in card.triage.reasons], title=_title(card))
    yield f"{'Answer in public' if card.advice.public else 'Do not answer in public'}: {card.advice.why}"
    if card.checked is not None:
        yield f"Checked by {card.checked.publisher} [{card.checked.label}]: {card.checked.url}"
    rows = [
        (
            one.id,
            when(one.at),
            one.channel,
            one.state.value,
            one.reason,
            one.region,
            shortened(one.text, _WIDTH),
            one.grouped,
        )
        for one in found.reports
    ]
    yield table(("id", "came in", "channel", "state", "reason", "region", "text", "why here"), rows, title="Reports")
    steps = [(when(one.at), one.by, one.event, one.state.value, one.reason, one.note) for one in found.steps]
    yield table(("when", "by", "what", "state", "reason", "note"), steps, title="What happened")
    if found.related:
        others = [(one.id, one.state.value, shortened(one.claim.text, _WIDTH)) for one in found.related]
        yield table(("id", "state", "claim"), others, title="May be the same")
    for said in found.clarifications:
        yield f"Version {said.version}: {said.claim} [{said.label}] {said.conclusion}"


def _title(card: Card) -> str:
    left = "" if card.left is None else f", {clock(card.left)} left"
    return f"Urgency {card.triage.score} of 100{left}"
