"""Lines to services that do not speak HTTP: each answers the calls of one platform, as a client does."""

from govpr.lines.apprise import AppriseLine
from govpr.lines.mail import MailLine

APPRISE, NEWSLETTER = "apprise", "newsletter"
LINES = frozenset({APPRISE, NEWSLETTER})
"""Platforms whose calls leave this machine, though they name no host."""

__all__ = ["APPRISE", "LINES", "NEWSLETTER", "AppriseLine", "MailLine"]
