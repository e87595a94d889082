"""Many hoax databases asked at once: each one's answer is a value, all of them merged and ranked here."""

from govpr.hoaxes.federation.answers import Found, Result, SourceAnswer, Unasked
from govpr.hoaxes.federation.merging import Merged, merged
from govpr.hoaxes.federation.picturing import PictureFound
from govpr.hoaxes.federation.ranking import found_in

__all__ = ["Found", "Merged", "PictureFound", "Result", "SourceAnswer", "Unasked", "found_in", "merged"]
