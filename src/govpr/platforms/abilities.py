"""What a platform can do besides publishing, asked of it once and not for each post."""

from datetime import timedelta

from attrs import frozen

from govpr.platforms.protocol import Finds, Mails, Platform, Remembers, Stages


@frozen(kw_only=True)
class Abilities:
    """What a platform can do, as far as each post has to know it.

    Args:
        stages: The platform, if it prepares posts where nobody sees them.
        finds: The platform, if it can be asked whether a post is there.
        mails: The platform, if it writes to subscribers.
        memory: For how long a platform that nobody can ask knows a repeat by its key, or None where that does not
            matter.
    """

    stages: Stages | None
    finds: Finds | None
    mails: Mails | None
    memory: timedelta | None


def abilities(platform: Platform) -> Abilities:
    """What a platform can do.

    Args:
        platform: The platform.
    """
    finds = platform if isinstance(platform, Finds) else None
    return Abilities(
        stages=platform if isinstance(platform, Stages) else None,
        finds=finds,
        mails=platform if isinstance(platform, Mails) else None,
        memory=platform.remembers if finds is None and isinstance(platform, Remembers) else None,
    )
