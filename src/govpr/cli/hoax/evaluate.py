"""`govpr hoax evaluate`: how good matching is on your own texts."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter, validators
from rich.console import RenderableType

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.cli.progress import moving
from govpr.hoaxes.evaluation import ALARMS, Evaluation, Group, Threshold
from govpr.hoaxes.evaluation.suggesting import suggestion

app = App(
    name="evaluate",
    help_epilogue=examples(
        "govpr hoax evaluate --queries queries.jsonl --qrels qrels.jsonl",
        "govpr hoax evaluate --queries pairs.csv --out evaluation --alarms-same 0.01",
    ),
)

_Rate = Annotated[float, Parameter(validator=validators.Number(gte=0, lte=1))]


@app.default
def evaluate(
    *,
    queries: Path,
    qrels: Path | None = None,
    out: Path | None = None,
    alarms_same: _Rate = ALARMS[0],
    alarms_related: _Rate = ALARMS[1],
    seed: int = 0,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Measure matching on texts whose claims people judged, and suggest thresholds.

    Args:
        queries: JSON lines with qid and text; without --qrels a table with text and cid.
        qrels: JSON lines with qid and cid, and rel where it is 0.
        out: A folder for report.html and report.json.
        alarms_same: The share of new texts that may be called the same at most.
        alarms_related: The share of new texts that may be called related at most.
        seed: Of the chance in the intervals.
    """
    alarms = (alarms_same, alarms_related)
    with opened(workspace) as ws, moving("Measuring") as progress:
        told = ws.hoaxes.evaluate(queries, qrels, out=out, alarms=alarms, seed=seed, progress=progress)
    blocks = [_ranks(told), _thresholds(told), *_rest(told, out)]
    tell(as_json, "evaluation", told, *blocks)


def _ranks(told: Evaluation) -> RenderableType:
    rows = [
        (_name(one), one.queries, *map(_share, (one.map5, one.mrr, *one.success.values(), one.auroc)))
        for one in told.groups
    ]
    return table(("", "texts", "MAP@5", "MRR", "S@1", "S@5", "S@10", "AUROC"), rows, title="Ranks")


def _thresholds(told: Evaluation) -> RenderableType:
    rows = [(_name(group), *_bar(group.same), *_bar(group.related)) for group in told.groups]
    return table(("", "same from", "caught", "related from", "caught"), rows, title="Suggested thresholds")


def _rest(told: Evaluation, out: Path | None) -> list[RenderableType]:
    sure = told.reliability
    blocks: list[RenderableType] = [f"Calibration error {sure.error:.3f}, Brier {sure.brier:.3f}, {sure.count} cases."]
    if told.unjudged or told.unknown:
        blocks.append(f"Not judged: {told.unjudged}. Claim not in the database: {told.unknown}.")
    if lines := suggestion(told):
        blocks.append(f"For govpr.toml:\n\n{lines}")
    return [*blocks, f"The report is in {out / 'report.html'}."] if out else blocks


def _bar(one: Threshold | None) -> tuple[str, str]:
    if one is None:
        return "", ""
    return f"{one.at:.2f} ({one.low:.2f}-{one.high:.2f})", f"{one.caught:.0%}"


def _name(group: Group) -> str:
    return f"{group.kind} {group.name}".strip()


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
