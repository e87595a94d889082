"""How good matching is, measured on pairs of texts and claims that people judged."""

from govpr.hoaxes.evaluation.curves import auroc
from govpr.hoaxes.evaluation.ranks import map_at, mean_reciprocal_rank, success_at
from govpr.hoaxes.evaluation.reliability import Bin, Reliability, reliability
from govpr.hoaxes.evaluation.thresholds import Threshold, thresholds

__all__ = [
    "Bin",
    "Reliability",
    "Threshold",
    "auroc",
    "map_at",
    "mean_reciprocal_rank",
    "reliability",
    "success_at",
    "thresholds",
]
