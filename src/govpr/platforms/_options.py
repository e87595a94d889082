"""Options of an account that are one of a few words."""

from govpr.errors import Misconfigured
from govpr.models import Account
from govpr.platforms.access import option


def choice(account: Account, name: str, *allowed: str) -> str:
    """What an account chose.

    Args:
        account: The account.
        name: Which option.
        allowed: What it may say; the first holds where it says nothing.

    Raises:
        Misconfigured: It says something else.

    Example:
        >>> humas = Account(id="a", platform="b", handle="c", agency="komdigi", options={"privacy": "unlisted"})
        >>> choice(humas, "privacy", "public", "unlisted"), choice(humas, "license", "youtube", "creativeCommon")
        ('unlisted', 'youtube')
    """
    said = option(account, name, allowed[0])
    if said not in allowed:
        raise Misconfigured(f"account {account.id} has an option {name} that is none of {', '.join(allowed)}")
    return said


def says_yes(account: Account, name: str) -> bool:
    """Whether an account says yes; without a word it says no.

    Args:
        account: The account.
        name: Which option.

    Raises:
        Misconfigured: It says neither yes nor no.
    """
    return choice(account, name, "no", "yes") == "yes"
