"""How well a number tells two kinds apart. Pure."""

from collections.abc import Sequence

import numpy as np


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """The area under the ROC curve: the chance that a true case scores above another; ties count half.

    It is the Mann-Whitney statistic divided by the number of pairs (https://doi.org/10.1148/radiology.143.1.7063747).

    Args:
        scores: A number for each case, higher for the true kind.
        labels: Whether each case is of the true kind.

    Returns:
        0 to 1; 0.5 tells nothing apart. Not a number where one of the kinds has no case.

    Example:
        >>> auroc([0.9, 0.8, 0.3, 0.3], [True, False, True, False])
        0.625
    """
    truths = np.asarray(labels, dtype=bool)
    positives = int(truths.sum())
    negatives = truths.size - positives
    if len(scores) != truths.size or not positives or not negatives:
        return float("nan")
    _, place, counts = np.unique(np.asarray(scores, dtype=float), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return float((ranks[truths].sum() - positives * (positives + 1) / 2) / (positives * negatives))
