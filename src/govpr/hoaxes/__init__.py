"""Hoax databases: import, index, match, screen."""

from govpr.hoaxes.index import Hit, HoaxIndex
from govpr.hoaxes.matching import Candidate, Decision, Match, check
from govpr.hoaxes.readers import read_factchecks
from govpr.hoaxes.runs import match_queries, read_queries
from govpr.hoaxes.screening import screen
from govpr.hoaxes.verdicts import verdict_of

__all__ = [
    "Candidate",
    "Decision",
    "Hit",
    "HoaxIndex",
    "Match",
    "check",
    "match_queries",
    "read_factchecks",
    "read_queries",
    "screen",
    "verdict_of",
]
