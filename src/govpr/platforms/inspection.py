"""How an account stands, judged before anything is posted: what stops it, and what will stop it soon. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from attrs import frozen

from govpr.errors import DeliveryError
from govpr.models import Account
from govpr.platforms.oauth import CLIENT_ID, CLIENT_SECRET, Connects
from govpr.platforms.protocol import Asks, Option, Platform, Standing, Versioned

_DAYS = 14
_VERSION_DAYS = 90
_APP = (
    Option(name=CLIENT_ID, help="the id of the app that the account is connected with, for govpr account connect"),
    Option(name=CLIENT_SECRET, help="a reference to the app's secret", example="env:APP_SECRET", secret=True),
)


@frozen(kw_only=True)
class AccountCheck:
    """How one account stands.

    Args:
        account: Its id.
        platform: Its platform.
        handle: As the workspace knows it.
        can_post: Whether nothing is known that stops it.
        name: Who the service says this is, or "" where it was not asked.
        scopes: What the credential may do, in the service's words.
        expires: When the credential ends, where that is known.
        used: How many posts of its quota are used, or None.
        quota: How many posts it takes in its period, or None.
        problems: What stops it, each with what to do.
        warnings: What will stop it, or should be known.
    """

    account: str
    platform: str
    handle: str
    can_post: bool
    name: str = ""
    scopes: tuple[str, ...] = ()
    expires: datetime | None = None
    used: int | None = None
    quota: int | None = None
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def options_of(platform: Platform) -> tuple[Option, ...]:
    """Everything that an account on a platform may write into its `options`.

    Args:
        platform: The platform.
    """
    own = platform.options if isinstance(platform, Asks) else ()
    return (*own, *(_APP if isinstance(platform, Connects) else ()))


def problems_of(platform: Platform, account: Account) -> tuple[str, ...]:
    """What is wrong with how an account is written down, without asking anybody.

    Args:
        platform: Its platform.
        account: The account.
    """
    return tuple(_problems(platform, account))


def _problems(platform: Platform, account: Account) -> Iterator[str]:
    known = {option.name: option for option in options_of(platform)}
    for option in known.values():
        value = account.options.get(option.name, "")
        if option.required and not value:
            example = f"; write options = {{ {option.name} = {option.example!r} }}" if option.example else ""
            yield f"the option {option.name} is missing: {option.help}{example}"
        if value and option.secret and value.partition(":")[0] not in {"env", "file", "keyring"}:
            yield f"the option {option.name} is no reference; write env:NAME, file:PATH or keyring:SERVICE/NAME"
    for name in account.options:
        if name not in known:
            choices = f"use {', '.join(known)}" if known else "it has none"
            yield f"{platform.name} knows no option {name}; {choices}"


def judged(
    platform: Platform,
    account: Account,
    now: datetime,
    *,
    standing: Standing | DeliveryError | None,
    expires: datetime | None = None,
) -> AccountCheck:
    """How an account stands, from what is written down, kept and answered.

    Args:
        platform: Its platform.
        account: The account.
        now: The time.
        standing: What the service says, the trouble there was, or None where nobody was asked.
        expires: When the kept token ends, where the service does not say.
    """
    said = standing if isinstance(standing, Standing) else None
    problems = [*problems_of(platform, account), *([str(standing)] if isinstance(standing, DeliveryError) else ())]
    if said is not None and not said.can_post:
        problems.append("the service takes no posts of this account: see its notes")
    end = said.expires if said is not None and said.expires else expires
    warnings = [*_ending(platform, end, now), *_version(platform, now.date()), *(said.notes if said else ())]
    return AccountCheck(
        account=account.id,
        platform=account.platform,
        handle=account.handle,
        can_post=not problems,
        name=said.name if said else "",
        scopes=said.scopes if said else (),
        expires=end,
        used=said.used if said else None,
        quota=said.quota if said else None,
        problems=tuple(problems),
        warnings=tuple(warnings),
    )


def _ending(platform: Platform, end: datetime | None, now: datetime) -> Iterator[str]:
    days = platform.oauth.warns if isinstance(platform, Connects) else _DAYS
    by_itself = isinstance(platform, Connects) and end is not None and end - now < timedelta(days=1)
    if end is None or end - now > timedelta(days=days) or by_itself:  # a token of hours is renewed all the time
        return
    left = max(0, (end - now).days)
    yield f"its credential ends in {left} days, on {end:%Y-%m-%d}: renew it, or run govpr account connect again"


def _version(platform: Platform, today: date) -> Iterator[str]:
    if not isinstance(platform, Versioned) or platform.version.ends is None:
        return
    version, left = platform.version, (platform.version.ends - today).days
    if left < 0:
        yield f"the service switched version {version.name} of its API off on {version.ends}: update govpr"
    elif left <= _VERSION_DAYS:
        yield f"the service switches version {version.name} of its API off on {version.ends}: update govpr before that"
