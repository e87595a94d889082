"""Deliver: what is due goes out, is handed over, or waits; nothing is hidden."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from attrs import evolve, frozen
from sqlalchemy import Connection

from govpr.delivery.desk import Round
from govpr.delivery.fallback import step_in
from govpr.delivery.outbox import Outbox
from govpr.delivery.pacing import Keeping
from govpr.delivery.states import Change, Event, apply
from govpr.errors import DeliveryError, NotAllowed, NotFound
from govpr.http.calls import Flow
from govpr.identifiers import stable_id
from govpr.lines import outward
from govpr.logs import get_logger
from govpr.models import Account, Delivery, DeliveryState, Metrics, Receipt
from govpr.models.converter import to_data
from govpr.models.deliveries import PART
from govpr.newsroom.folder import NewsroomFolder
from govpr.newsroom.items import Site
from govpr.platforms.paces import Paced
from govpr.platforms.protocol import Measures, Platform
from govpr.storage import outbox, people, plans, records
from govpr.workspace.context import Context
from govpr.workspace.handover import refresh_kits
from govpr.workspace.mailings import journal_of

NEWSROOM = "newsroom"
log = get_logger("govpr.workspace")


@frozen(kw_only=True)
class Delivered:
    """What a round of deliveries did.

    Args:
        sent: Published, with a receipt each.
        handed_over: In the share kits of officers.
        waiting: To be tried again by themselves.
        partial: Threads of which some parts are out.
        in_doubt: Somebody, or the platform's `find`, has to look.
        refused: The platform will not have them.
        failed: Tried too often.
        withdrawn: Their owners' consent ended.
        held: Due, but live delivery is switched off.
    """

    sent: tuple[Delivery, ...] = ()
    handed_over: tuple[Delivery, ...] = ()
    waiting: tuple[Delivery, ...] = ()
    partial: tuple[Delivery, ...] = ()
    in_doubt: tuple[Delivery, ...] = ()
    refused: tuple[Delivery, ...] = ()
    failed: tuple[Delivery, ...] = ()
    withdrawn: tuple[Delivery, ...] = ()
    held: tuple[Delivery, ...] = ()

    @property
    def troubled(self) -> tuple[Delivery, ...]:
        """Everything that needs a person."""
        return (*self.in_doubt, *self.refused, *self.failed, *self.partial)


_PLACE = {
    DeliveryState.SENT: "sent",
    DeliveryState.APPROVED: "waiting",
    DeliveryState.SUBMITTED: "waiting",
    DeliveryState.PARTIAL: "partial",
    DeliveryState.IN_DOUBT: "in_doubt",
    DeliveryState.REFUSED: "refused",
    DeliveryState.FAILED: "failed",
}


def sorted_out(settled: Iterable[Delivery]) -> Mapping[str, tuple[Delivery, ...]]:
    """Settled deliveries by what became of them, under the names of `Delivered`."""
    places: dict[str, list[Delivery]] = {}
    for delivery in settled:
        places.setdefault(_PLACE[delivery.state], []).append(delivery)
    return {name: tuple(found) for name, found in places.items()}


def round_of(context: Context, worker: str) -> Round:
    """A round over the platforms that may be sent to: all of them when live, else those that stay on this machine."""
    with context.database.read() as connection:
        accounts = people.official_accounts(connection)
    platforms = context.platforms(accounts)
    allowed = {
        name: platform for name, platform in platforms.items() if context.settings.live or _stays(platform, accounts)
    }
    return Round(
        outbox=Outbox(
            database=context.database,
            clock=context.clock,
            jitter=context.jitter,
            worker=worker,
            most=context.settings.caps.attempts,
            keeping=_keeping(context, platforms, accounts),
        ),
        platforms=allowed,
        account=_account_reader(context),
        placed=context.with_files,
        journal=partial(journal_of, context),
        step_in=partial(step_in, context.database, context.clock, frozenset(allowed)),
    )


def _keeping(context: Context, platforms: Mapping[str, Platform], accounts: Iterable[Account]) -> Keeping:
    return Keeping(
        pacing=context.settings.pacing,
        paces={name: platform.pace for name, platform in platforms.items() if isinstance(platform, Paced)},
        quiet=context.settings.quiet,
        silent=frozenset(name for name, platform in platforms.items() if _stays(platform, accounts)),
        jitter=context.jitter,
    )


def _stays(platform: Platform, accounts: Iterable[Account]) -> bool:
    """Whether nothing leaves this machine: the contract kit proves that a platform calls only its hosts."""
    here = not platform.hosts and not outward(platform)
    return here and all(a.server is None for a in accounts if a.platform == platform.name)


def _account_reader(context: Context) -> Callable[[str], Account]:
    """Accounts as they are now: one may be loaded while a round goes on."""

    def read(account: str) -> Account:
        with context.database.read() as connection:
            return people.account(connection, account)

    return read


def held(context: Context, work: Round) -> tuple[Delivery, ...]:
    """What is due and stays here because live delivery is off."""
    with context.database.read() as connection:
        return outbox.held(connection, context.clock(), list(work.platforms))


def finish(
    context: Context,
    work: Round,
    settled: Iterable[Delivery],
    handed: tuple[Delivery, ...],
    withdrawn: tuple[Delivery, ...],
) -> Delivered:
    """Bring the newsroom's site up to date, and tell what a round did."""
    if NEWSROOM in work.platforms:
        newsroom_of(context).build()
    waits = held(context, work)
    return Delivered(**sorted_out(settled), handed_over=handed, withdrawn=withdrawn, held=waits)


def newsroom_of(context: Context) -> NewsroomFolder:
    """The workspace's newsroom."""
    agency, chosen = context.agency(), context.settings.newsroom
    site = Site(
        title=chosen.title,
        url=chosen.url,
        agency=agency.name,
        agency_url=agency.website or chosen.url,
        language=context.settings.language,
        description=chosen.description,
    )
    return NewsroomFolder(context.home.newsroom, site)


def resolve(context: Context, post: str, *, published: bool, by: str, url: str) -> Delivery:
    """Settle what only a person can settle: a delivery in doubt. A thread goes on after the part that was seen."""
    now = context.clock()
    receipt = Receipt(id=url or stable_id("seen", (post, by)), url=url, at=now)
    with context.database.write() as connection:
        delivery = permitted(connection, post, by, {DeliveryState.IN_DOUBT})
        if not published:
            return written(context, connection, delivery, Event.ABSENT, by, Change(now=now, due=now))
        seen = f"{PART}{delivery.parts_out}"
        delivery = evolve(delivery, handles={**delivery.handles, seen: json.dumps(to_data(receipt))})
        if delivery.parts_out < len(plans.posts_of(connection, [post])[post].parts):
            return written(context, connection, delivery, Event.ABSENT, by, Change(now=now, due=now))
        return written(context, connection, delivery, Event.PUBLISHED, by, Change(now=now, receipt=receipt))


def retry(context: Context, post: str, *, by: str) -> Delivery:
    """Order another try of what was refused or failed."""
    now = context.clock()
    with context.database.write() as connection:
        delivery = permitted(connection, post, by, {DeliveryState.REFUSED, DeliveryState.FAILED})
        return written(context, connection, delivery, Event.RETRIED, by, Change(now=now, due=now))


def withdraw(context: Context, post: str, *, by: str) -> Delivery:
    """Take back what is not out yet."""
    with context.database.write() as connection:
        delivery = permitted(connection, post, by, set(DeliveryState) - {DeliveryState.WITHDRAWN})
        if delivery.is_out:
            raise refusal(delivery)
        withdrawn = written(context, connection, delivery, Event.WITHDRAWN, by, Change(now=context.clock()))
    refresh_kits(context, [withdrawn])
    return withdrawn


def permitted(connection: Connection, post: str, by: str, states: set[DeliveryState]) -> Delivery:
    """The delivery, if it is in one of these states and the one who orders is an officer here."""
    delivery = outbox.get(connection, post)
    if delivery is None:
        raise NotFound("delivery", post)
    if not people.has_officer(connection, by):
        raise NotAllowed("officer.unknown", f"{by!r} is no officer here", "give the id of a known officer")
    if delivery.state not in states:
        raise refusal(delivery)
    return delivery


def refusal(delivery: Delivery) -> NotAllowed:
    """Why something cannot be done with a delivery."""
    what = f"{delivery.post} is {delivery.state.value}"
    return NotAllowed("delivery.state", what, "see what can be done: govpr status --post ID")


def written(
    context: Context, connection: Connection, delivery: Delivery, event: Event, by: str, change: Change
) -> Delivery:
    """The delivery after what an officer has ordered, kept and in the audit."""
    after = apply(delivery, event, change)
    outbox.save(connection, [after])
    action = f"delivery.{event.value}"
    context.record(connection, actor=by, action=action, subject=after.post, state=after.state.value)
    return after


def questions(context: Context, work: Round) -> tuple[tuple[Account, Flow[Metrics]], ...]:
    """What to ask platforms about sent posts, and with which account; of officers' own posts nothing is asked."""
    able = {name: platform for name, platform in work.platforms.items() if isinstance(platform, Measures)}
    with context.database.read() as connection:
        sent = [(d, d.receipt, work.account(d.account)) for d in outbox.sent(connection, able)]
    now = context.clock()
    return tuple(
        (a, able[d.platform].metrics(receipt, d.post, now, a)) for d, receipt, a in sent if receipt is not None
    )


def counted(
    asked: Sequence[tuple[Account, Flow[Metrics]]], ask: Callable[[Account, Flow[Metrics]], Metrics]
) -> tuple[list[Metrics], list[DeliveryError]]:
    """What platforms counted, and the troubles of those that did not answer."""
    counts: list[Metrics] = []
    troubles: list[DeliveryError] = []
    for account, flow in asked:
        try:
            counts.append(ask(account, flow))
        except DeliveryError as error:
            troubles.append(error)
    return counts, troubles


def keep_metrics(context: Context, counts: Sequence[Metrics], troubles: Sequence[DeliveryError]) -> int:
    """Keep what platforms counted, and say of how many posts.

    Raises:
        DeliveryError: Nothing was counted; the first of the troubles.
    """
    with context.database.write() as connection:
        records.save_metrics(connection, counts)
    for trouble in troubles:
        log.warning("metrics.troubled", where=trouble.where, outcome=trouble.outcome.value)
    if troubles and not counts:
        raise troubles[0]
    return len(counts)
