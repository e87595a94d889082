"""Lines to services that do not speak HTTP: each answers the calls of one platform, as a client does."""

from govpr.lines.apprise import AppriseLine

APPRISE = "apprise"
LINES = frozenset({APPRISE})
"""Platforms whose calls leave this machine, though they name no host."""

__all__ = ["APPRISE", "LINES", "AppriseLine"]
