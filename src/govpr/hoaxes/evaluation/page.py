"""An evaluation as files: a page for people, JSON for machines."""

from pathlib import Path

from govpr.hoaxes.evaluation.reliability import Bin
from govpr.hoaxes.evaluation.results import Evaluation
from govpr.hoaxes.evaluation.suggesting import suggestion
from govpr.hoaxes.evaluation.words import words
from govpr.models.converter import dumps
from govpr.text.files import write_changed
from govpr.text.web import templates

SIDE = 320.0
_LARGEST = 12.0


def write_evaluation(evaluation: Evaluation, folder: Path, language: str = "id") -> tuple[Path, Path]:
    """Write report.html, which needs nothing else, and report.json, which `govpr.models.converter.loads` reads again.

    Args:
        evaluation: What was measured.
        folder: Where; it is made where it is missing.
        language: Of the page: `id` or `en`.

    Returns:
        The page and the JSON document.

    Raises:
        OSError: The folder cannot be written.
    """
    page, data = folder / "report.html", folder / "report.json"
    made = templates("govpr.hoaxes.evaluation").get_template("report.html")
    context = {
        "told": evaluation,
        "words": words(language),
        "language": "en" if language.startswith("en") else "id",
        "settings": suggestion(evaluation),
        "side": SIDE,
        "points": points(evaluation.reliability.bins),
    }
    write_changed(page, made.render(**context))
    write_changed(data, dumps(evaluation) + "\n")
    return page, data


def points(bins: tuple[Bin, ...]) -> list[tuple[float, float, float]]:
    """Where the reliability plot's points stand: x, y and radius; their area goes with the number of cases.

    Args:
        bins: Of the probabilities.

    Example:
        >>> points((Bin(0, 0.5, 4, 0.25, 0.5), Bin(0.5, 1, 0, None, None)))
        [(80.0, 160.0, 12.0)]
    """
    most = max((one.count for one in bins), default=0) or 1
    return [
        (
            round(one.predicted * SIDE, 1),
            round((1 - one.observed) * SIDE, 1),
            round(_LARGEST * (one.count / most) ** 0.5, 1),
        )
        for one in bins
        if one.predicted is not None and one.observed is not None
    ]
