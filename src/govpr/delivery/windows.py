"""When posts will go out, once limits and quiet hours have had their say: what a plan shows before anybody approves."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from datetime import datetime

from attrs import evolve, frozen

from govpr.delivery.pacing import Keeping
from govpr.models import Post
from govpr.models.brakes import Scope
from govpr.settings.rates import Rate
from govpr.storage.brakes import Key


@frozen(kw_only=True)
class Window:
    """When one platform's posts of a wave go out.

    Args:
        wave: The wave.
        platform: The platform.
        posts: How many.
        first: When the first one is due.
        last: When the last one is due.
        until: When the last one goes out; later than `last` where a limit holds posts back.
    """

    wave: str
    platform: str
    posts: int
    first: datetime
    last: datetime
    until: datetime


def windows(posts: Iterable[Post], keeping: Keeping) -> tuple[Window, ...]:
    """The windows of a plan, in the order of their first posts.

    Posts of personal accounts go out by their owners, and posts that stand by may never go out: both are left out.

    Args:
        posts: The posts.
        keeping: Limits and quiet hours.
    """
    shown = (one for one in posts if one.officer is None and one.instead_of is None)
    return windows_in_order(sorted(shown, key=lambda one: (one.due, one.id)), keeping)


def windows_in_order(posts: Iterable[Post], keeping: Keeping) -> tuple[Window, ...]:
    """The same for posts of official accounts that come in the order of their times; none of them is kept.

    Args:
        posts: The posts, by time and id.
        keeping: Limits and quiet hours.
    """
    begins: dict[Key, deque[datetime]] = defaultdict(deque)
    groups: dict[tuple[str, str], Window] = {}
    for post in posts:
        when, key = _begins(post, keeping, begins), (post.wave, post.platform)
        one = groups.get(key) or Window(
            wave=post.wave, platform=post.platform, posts=0, first=post.due, last=post.due, until=when
        )
        groups[key] = evolve(one, posts=one.posts + 1, last=post.due, until=max(one.until, when))
    return tuple(groups.values())


def _begins(post: Post, keeping: Keeping, begins: dict[Key, deque[datetime]]) -> datetime:
    """When a post goes out, after those that were given their time before."""
    limits = list(_limits(post, keeping))
    when = post.due
    for key, rate in limits:
        if len(begins[key]) == rate.count:
            when = max(when, begins[key][0] + rate.per)
    when = keeping.morning(post, when)
    for key, rate in limits:
        begins[key].append(when)
        if len(begins[key]) > rate.count:
            begins[key].popleft()
    return when


def _limits(post: Post, keeping: Keeping) -> Iterator[tuple[Key, Rate]]:
    names = {Scope.PLATFORM: post.platform, Scope.ACCOUNT: post.account, Scope.CAMPAIGN: post.campaign}
    for key in names.items():
        rate = keeping.rate(key, post.platform)
        if rate is not None:
            yield key, rate
