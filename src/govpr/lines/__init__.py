"""Lines to services that do not speak HTTP: each answers calls of one scheme, as a client does."""

from govpr.lines.apprise import AppriseLine
from govpr.lines.mail import MailLine
from govpr.platforms.protocol import Platform, Speaks

APPRISE = "apprise"
MAIL = frozenset({"smtp", "smtps"})
OUTWARD = MAIL | {APPRISE}
"""Schemes of calls that leave this machine, though their platform names no host."""


def outward(platform: Platform) -> bool:
    """Whether a platform's calls leave this machine by a line of another kind.

    Args:
        platform: What declares its schemes.

    Example:
        >>> from govpr.platforms.newsletter import Newsletter
        >>> from govpr.platforms.newsroom import Newsroom
        >>> outward(Newsletter()), outward(Newsroom())
        (True, False)
    """
    return isinstance(platform, Speaks) and bool(platform.schemes & OUTWARD)


__all__ = ["APPRISE", "MAIL", "OUTWARD", "AppriseLine", "MailLine", "outward"]
