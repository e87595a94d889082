"""Every post of a campaign, portion after portion: all accounts are read twice, and few are held at a time."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import NamedTuple

from sqlalchemy import Connection

from govpr.campaigns.casting import Cast, Casting, mark
from govpr.campaigns.checks import Checker, Said, Screen, path_of
from govpr.campaigns.cues import cues_of
from govpr.campaigns.fallbacks import pairs_of
from govpr.campaigns.forms import Forms
from govpr.campaigns.planning import Line, Planner
from govpr.campaigns.tally import Tally
from govpr.campaigns.voices import Crew
from govpr.campaigns.wordings import Wordings
from govpr.errors import StoreError
from govpr.hoaxes.screening import screen
from govpr.hoaxes.searching import searcher
from govpr.models import Campaign, FactCheck, Finding, Post
from govpr.models.converter import from_data
from govpr.storage import adjustments, people, planned, rumours
from govpr.storage.members import members, owned_ids
from govpr.storage.planned import Old, Span
from govpr.workspace.context import Context
from govpr.workspace.limits import kept_limits
from govpr.workspace.progress import Progress

Reach = Callable[[], AbstractContextManager[Connection]]
"""Opens a transaction: one that writes, or one that only looks."""


class Portion(NamedTuple):
    """The posts of some accounts.

    Args:
        connection: The transaction in which they were made.
        span: The accounts.
        old: What was planned for them before, by post id.
        lines: What is planned for them now.
        after: What is to be done once the transaction is over.
    """

    connection: Connection
    span: Span
    old: Mapping[str, Old]
    lines: list[Line]
    after: list[Callable[[], None]]


def drafted(context: Context, campaign: Campaign, tally: Tally, reach: Reach, progress: Progress) -> Iterator[Portion]:
    """Every post of a campaign, with its findings; each portion in a transaction of its own.

    Args:
        context: The workspace.
        campaign: The campaign.
        tally: Gathers what is found about accounts for which nothing is planned.
        reach: Opens a transaction.
        progress: Is told how many posts are made, and of how many.

    Raises:
        InputError: A template names a variable that does not exist.
        StoreError: Accounts came or went meanwhile.
    """
    with context.database.read() as connection:
        again = planned.has_posts(connection, campaign=campaign.id)
        others = planned.has_posts(connection, besides=campaign.id)
    crew = _crew(context, campaign)
    cast = _cast(context, crew, tally, again=again)
    with ExitStack() as stack:
        planner = _planner(context, stack, crew, cast)
        total, done, last = sum(cast.talking) + sum(map(len, cast.standing)), 0, ""
        for number, accounts in enumerate(owned_ids(context.database)):
            if number >= len(cast.marks) or mark(account for account, _ in accounts) != cast.marks[number]:
                raise StoreError("accounts came or went while the plan was made; plan again")
            span, last = Span(last, accounts[-1][0]), accounts[-1][0]
            with reach() as connection:
                old = planned.kept(connection, campaign.id, span) if again else {}
                around = _around(connection, campaign.id, span, old, others=others)
                lines = list(planner.lines(accounts, around))
                done += len(lines)
                after: list[Callable[[], None]] = []
                yield Portion(connection, span, old, lines, after)
            for task in after:
                task()
            progress(done, total)


def _crew(context: Context, campaign: Campaign) -> Crew:
    with context.database.read() as connection:
        used = people.one_of_each_platform(connection)
        pairs = pairs_of(campaign, people.official_accounts(connection)) if campaign.fallbacks else ()
    rules = {name: platform.rules for name, platform in context.platforms(used).items()}
    return Crew(campaign, context.agency(), rules, context.settings, pairs)


def _cast(context: Context, crew: Crew, tally: Tally, *, again: bool) -> Cast:
    casting, last = Casting(crew, cues_of(crew.campaign), tally), ""
    for portion in members(context.database):
        span, last = Span(last, portion[-1].account), portion[-1].account
        casting.add(portion, _settled(context, crew.campaign.id, span) if again else {})
    return casting.deal()


def _settled(context: Context, campaign: str, span: Span) -> dict[tuple[str, str, str], str]:
    with context.database.read() as connection:
        old = planned.kept(connection, campaign, span)
    posts = (json.loads(one.data) for one in old.values() if one.is_settled)
    return {(post["account"], post["wave"], post["message"]): post["variant"] for post in posts}


def _planner(context: Context, stack: ExitStack, crew: Crew, cast: Cast) -> Planner:
    with context.database.read() as connection:
        hoax_urls = rumours.seen_urls(connection)
        adjusted = adjustments.of_campaign(connection, crew.campaign.id)
        limits = kept_limits(context, connection, crew.campaign.participants.accounts)
    checker = Checker(crew.rules, screener(context, stack), hoax_urls, limits)
    forms, wordings = Forms(crew, checker.look), Wordings(crew.settings.caps)
    wordings.count(cast, forms)
    return Planner(crew, cast, forms, checker, wordings, adjusted)


def screener(context: Context, stack: ExitStack) -> Screen:
    """Compares texts with the hoax database, which stays open as long as the stack does."""
    index = stack.enter_context(context.index())

    bars = context.settings.matching

    def factchecks(cids: Sequence[str]) -> Mapping[str, FactCheck]:
        with context.database.read() as connection:
            return rumours.factchecks_of(connection, cids)

    search = searcher(index, context.home.index, factchecks, bars)

    def compare(text: str, factcheck: str | None) -> Finding | None:
        exempt = () if factcheck is None else (factcheck,)
        return screen(text, search, factchecks, exempt=exempt, thresholds=bars)

    return compare


def _around(
    connection: Connection, campaign: str, span: Span, old: Mapping[str, Old], *, others: bool
) -> dict[str, list[Said]]:
    """What the accounts of a span say besides: in other campaigns, and what is out of this one."""
    found: defaultdict[str, list[Said]] = defaultdict(list)
    for one in old.values():
        if one.is_out:
            post = from_data(json.loads(one.data), Post)
            found[one.account].append(said(post))
    for post in planned.alive(connection, campaign, span) if others else ():
        found[post.account].append(said(post))
    return found


def said(post: Post) -> Said:
    """A post that is no part of the plan."""
    return Said(post.id, post.campaign, post.wave, path_of(post), post.account, post.text, post.due, mine=False)
