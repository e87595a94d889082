"""`govpr demo`: the whole of it with example data, on public API only."""

from govpr.demo.played import Played
from govpr.demo.run import play
from govpr.demo.tale import tale

__all__ = ["Played", "play", "tale"]
