"""Many hoax databases asked at once: each one's answer is a value, all of them merged and ranked here."""

from govpr.hoaxes.federation.answers import Found, Result, SourceAnswer
from govpr.hoaxes.federation.merging import Merged, merged
from govpr.hoaxes.federation.ranking import found_in

__all__ = ["Found", "Merged", "Result", "SourceAnswer", "found_in", "merged"]
