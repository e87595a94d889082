"""How good matching is, measured on pairs of texts and claims that people judged."""

from govpr.hoaxes.evaluation.curves import auroc
from govpr.hoaxes.evaluation.measuring import Outcome, measured
from govpr.hoaxes.evaluation.pairs import Pairs, read_pairs
from govpr.hoaxes.evaluation.ranks import map_at, mean_reciprocal_rank, success_at
from govpr.hoaxes.evaluation.reliability import Bin, Reliability, reliability
from govpr.hoaxes.evaluation.results import ALARMS, Evaluation, Group, summed
from govpr.hoaxes.evaluation.thresholds import Threshold, thresholds

__all__ = [
    "ALARMS",
    "Bin",
    "Evaluation",
    "Group",
    "Outcome",
    "Pairs",
    "Reliability",
    "Threshold",
    "auroc",
    "map_at",
    "mean_reciprocal_rank",
    "measured",
    "read_pairs",
    "reliability",
    "success_at",
    "summed",
    "thresholds",
]
