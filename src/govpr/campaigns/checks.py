"""Everything that is checked about the posts of a plan."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from attrs import evolve, frozen

from govpr.content.checks import check as check_content
from govpr.content.entities import extract
from govpr.content.rules import Rules
from govpr.content.tagging import untagged, untagged_address
from govpr.governance import disclosure, sameness
from govpr.models import Finding, MessageKind, Post, Severity
from govpr.settings import Settings

Screen = Callable[[str, str | None], Finding | None]
"""Compares a text with the hoax database; the second argument is the cid of a fact-check that it answers."""

_NEEDS_SOURCES = frozenset({MessageKind.CLARIFICATION, MessageKind.PROGRAMME, MessageKind.ACHIEVEMENT})


@frozen(kw_only=True)
class Surroundings:
    """What a plan is checked against.

    Args:
        rules: The rules of each platform, by name.
        settings: Caps and labels.
        screen: Compares a text with the hoax database.
        others: Posts of other campaigns that are planned, approved or sent, and what this one sent and says no longer.
        hoax_urls: Addresses where hoaxes were seen.
    """

    rules: Mapping[str, Rules]
    settings: Settings
    screen: Screen
    others: Sequence[Post] = ()
    hoax_urls: Collection[str] = ()


def check(posts: Sequence[Post], around: Surroundings) -> Iterator[Finding]:
    """All findings about posts, in the order of the posts.

    Args:
        posts: All posts of one plan.
        around: What they are checked against.
    """
    screened = _screened(posts, around.screen)
    hoaxes = frozenset(_place(address) for address in around.hoax_urls)
    for post in posts:
        yield from check_content(
            post.parts, post.media, around.rules[post.platform], title=post.title, path=_path(post), post=post.id
        )
        yield from _found(disclosure.check(post, _path(post)), _sources(post), _amplifies(post, hoaxes))
        yield from _found(screened.get(post.id))
    yield from sameness.check(posts, around.settings.caps)
    yield from _repeats(posts, around.others)
    yield from _crowds(posts, around.others, timedelta(minutes=around.settings.caps.gap))


def _path(post: Post) -> str:
    return f"messages[{post.message}].variants[{post.variant}]"


def _found(*findings: Finding | None) -> Iterator[Finding]:
    return (finding for finding in findings if finding is not None)


def _screened(posts: Sequence[Post], screen: Screen) -> dict[str, Finding]:
    """What screening found, by post. A hoax in one wording stops all wordings: they are one message."""
    wordings: dict[tuple[str, str | None], Finding | None] = {}
    found: dict[str, Finding] = {}
    for post in posts:
        words = untagged(post.text)
        wording = (words.replace(post.disclosure, "").strip() if post.disclosure else words, post.factcheck)
        if wording not in wordings:  # each is compared once, however many accounts say it
            wordings[wording] = screen(*wording)
        finding = wordings[wording]
        if finding is not None:
            found[post.id] = evolve(finding, path=_path(post), post=post.id)
    stops = {post.message: found[post.id] for post in posts if post.id in found and _stops(found[post.id])}
    for post in posts:
        if post.message in stops and not (post.id in found and _stops(found[post.id])):
            found[post.id] = evolve(stops[post.message], post=post.id)
    return found


def _stops(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR


def _sources(post: Post) -> Finding | None:
    if post.sources or post.kind not in _NEEDS_SOURCES:
        return None
    return Finding(
        code="source.missing",
        message=f"a message of kind {post.kind.value} says nothing without a source",
        advice="add [[campaign.messages.sources]] with title, url and publisher",
        path=f"messages[{post.message}].sources",
        post=post.id,
    )


def _place(address: str) -> str:
    """Where an address leads: scheme, `www.`, the host's case, UTM, a fragment and a last slash do not matter."""
    address = untagged_address(address)
    host, _, path = (address.partition("://")[2] or address).partition("#")[0].partition("/")
    return f"{host.casefold().removeprefix('www.')}/{path.rstrip('/')}"


def _amplifies(post: Post, hoaxes: Collection[str]) -> Finding | None:
    if not hoaxes or not any(_place(link.text) in hoaxes for link in extract(post.text).links):
        return None
    return Finding(
        code="hoax.linked",
        message="the post links an address where a hoax was seen",
        advice="remove the link: a link spreads what it points to",
        path=_path(post),
        post=post.id,
    )


def _repeats(posts: Sequence[Post], others: Iterable[Post]) -> Iterator[Finding]:
    """The same words twice on one account: platforms refuse them, readers mistrust them."""
    seen = {(other.account, untagged(other.text)): other.campaign for other in others}
    for post in posts:
        words = (post.account, untagged(post.text))
        before = seen.get(words)
        seen.setdefault(words, f"wave {post.wave}")
        if before is not None:
            yield Finding(
                code="text.repeated",
                message=f"{post.account} says the same words already in {before}",
                advice="word this post anew, or leave it out",
                path=_path(post),
                post=post.id,
            )


def _crowds(posts: Sequence[Post], others: Sequence[Post], gap: timedelta) -> Iterator[Finding]:
    """Posts of one account that come too close after another."""
    mine = {post.id for post in posts}
    by_account: defaultdict[str, list[Post]] = defaultdict(list)
    for post in (*posts, *others):
        by_account[post.account].append(post)
    for timeline in by_account.values():
        timeline.sort(key=lambda post: (post.due, post.id))
        for before, after in pairwise(timeline):
            late = after if after.id in mine else before
            if after.due - before.due < gap and late.id in mine:
                yield Finding(
                    code="time.crowded",
                    severity=Severity.WARNING,
                    message=f"{late.account} posts twice within {gap.seconds // 60} minutes",
                    advice="move the wave, or spread it",
                    path=f"waves[{late.wave}].at",
                    post=late.id,
                )
