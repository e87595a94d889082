"""What is checked about posts: first their words, each wording once; then the posts of one account together."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from attrs import define, evolve, field

from govpr.content.checks import check as check_content
from govpr.content.entities import extract
from govpr.content.rules import Rules
from govpr.content.tagging import untagged, untagged_address
from govpr.governance import disclosure
from govpr.models import Finding, MessageKind, Post, Severity

Screen = Callable[[str, str | None], Finding | None]
"""Compares a text with the hoax database; the second argument is the cid of a fact-check that it answers."""

_NEEDS_SOURCES = frozenset({MessageKind.CLARIFICATION, MessageKind.PROGRAMME, MessageKind.ACHIEVEMENT})


class Said(NamedTuple):
    """A post among others of its account.

    Args:
        id: Its id.
        campaign: Its campaign.
        wave: Its wave.
        path: Where its words stand.
        account: Its account.
        text: Its words.
        due: When it goes out.
        mine: Whether it belongs to the plan.
    """

    id: str
    campaign: str
    wave: str
    path: str
    account: str
    text: str
    due: datetime
    mine: bool


@define(eq=False)
class Checker:
    """Looks at words, each wording once however many accounts say it.

    Args:
        rules: The rules of each platform, by name.
        screen: Compares a text with the hoax database.
        hoax_urls: Addresses where hoaxes were seen.
        limits: The rules of official accounts whose own servers allow more or less, by account.
    """

    rules: Mapping[str, Rules]
    screen: Screen
    hoax_urls: Collection[str] = ()
    limits: Mapping[str, Rules] = field(factory=dict)
    stops: dict[str, Finding] = field(factory=dict, init=False)
    _hoaxes: frozenset[str] = field(init=False)
    _screened: dict[tuple[str, str | None], Finding | None] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self._hoaxes = frozenset(_place(address) for address in self.hoax_urls)

    def look(self, post: Post) -> tuple[Finding, ...]:
        """What is found about the words of a post.

        A hoax in one wording stops all wordings of its message: see `stops`.

        Args:
            post: The post.
        """
        path, rules = path_of(post), self.limits.get(post.account) or self.rules[post.platform]
        found = check_content(post.parts, post.media, rules, title=post.title, path=path, post=post.id)
        others = (disclosure.check(post, path), _sources(post), self._amplifies(post), self._repeats_hoax(post))
        return (*found, *(finding for finding in others if finding is not None))

    def stop_of(self, post: Post, findings: Sequence[Finding]) -> Finding | None:
        """The hoax in another wording of a post's message, where there is one and its own words have none."""
        stop = self.stops.get(post.message)
        if stop is None or any(finding.code == stop.code for finding in findings):
            return None
        return stop

    def _repeats_hoax(self, post: Post) -> Finding | None:
        words = untagged(post.text)
        wording = (words.replace(post.disclosure, "").strip() if post.disclosure else words, post.factcheck)
        if wording not in self._screened:
            self._screened[wording] = self.screen(*wording)
        finding = self._screened[wording]
        if finding is None:
            return None
        finding = evolve(finding, path=path_of(post), post=post.id)
        if finding.severity is Severity.ERROR:
            self.stops.setdefault(post.message, finding)
        return finding

    def _amplifies(self, post: Post) -> Finding | None:
        if not self._hoaxes or not any(_place(link.text) in self._hoaxes for link in extract(post.text).links):
            return None
        return Finding(
            code="hoax.linked",
            message="the post links an address where a hoax was seen",
            advice="remove the link: a link spreads what it points to",
            path=path_of(post),
            post=post.id,
        )


def path_of(post: Post) -> str:
    """Where the words of a post stand in its campaign."""
    return f"messages[{post.message}].variants[{post.variant}]"


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


def together(said: Sequence[Said], gap: timedelta) -> Iterator[Finding]:
    """What is found about the posts of one account: the same words twice, or too close after another.

    Args:
        said: All of them; what is no part of the plan too.
        gap: From which time between two posts on they are no crowd.
    """
    timeline = sorted(said, key=lambda one: (one.due, one.id))
    yield from _repeated(timeline)
    for before, after in pairwise(timeline):
        late = after if after.mine else before
        if after.due - before.due < gap and late.mine:
            yield Finding(
                code="time.crowded",
                severity=Severity.WARNING,
                message=f"{late.account} posts twice within {gap.seconds // 60} minutes",
                advice="move the wave, or spread it",
                path=f"waves[{late.wave}].at",
                post=late.id,
            )


def _repeated(timeline: Sequence[Said]) -> Iterator[Finding]:
    """The same words twice on one account: platforms refuse them, readers mistrust them."""
    seen = {untagged(one.text): one.campaign for one in timeline if not one.mine}
    for one in timeline:
        if not one.mine:
            continue
        words = untagged(one.text)
        before = seen.get(words)
        seen.setdefault(words, f"wave {one.wave}")
        if before is not None:
            yield Finding(
                code="text.repeated",
                message=f"{one.account} says the same words already in {before}",
                advice="word this post anew, or leave it out",
                path=one.path,
                post=one.id,
            )
