"""Posts of personal accounts are handed over: their owners post them, and confirm."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from govpr.delivery.gating import approved
from govpr.delivery.states import Change, Event, apply
from govpr.governance import confirmation
from govpr.governance.consent import eligibility
from govpr.models import Account, Agency, Consent, Delivery, DeliveryState, Officer, Post
from govpr.platforms.protocol import Platform, Shares
from govpr.sharekit.kit import KitEntry, ShareKit
from govpr.sharekit.write import write_kit
from govpr.storage import outbox, people, planned, plans
from govpr.workspace.context import Context

_AT_ONCE = 10_000


def hand_over(context: Context) -> tuple[tuple[Delivery, ...], tuple[Delivery, ...]]:
    """Hand over what is due on personal accounts: 10,000 posts at most, the oldest first; the next round goes on.

    A kit is written before its deliveries are marked: after a crash in between, the same kit is written again.

    Returns:
        The deliveries that were handed over, and those that were withdrawn for want of consent.
    """
    now = context.clock()
    with context.database.read() as connection:
        found = outbox.find(connection, ids=planned.to_hand_over(connection, now, _AT_ONCE))
        fine = approved(connection, found)
        due = [d for d in found if d.post in fine]
        accounts = people.accounts_named(connection, [d.account for d in due])
        officers = people.officers_named(connection, [account.officer or "" for account in accounts.values()])
        consents: defaultdict[str, list[Consent]] = defaultdict(list)
        for consent in people.consents_of(connection, officers):
            consents[consent.account].append(consent)
    if not due:
        return (), ()
    barred = {
        d.post for d in due if eligibility(accounts[d.account], _owner(d, accounts, officers), consents[d.account], now)
    }
    willing = [delivery for delivery in due if delivery.post not in barred]
    kits: defaultdict[str, list[Delivery]] = defaultdict(list)
    for delivery in willing:
        kits[accounts[delivery.account].officer or ""].append(delivery)
    for officer, mine in sorted(kits.items()):
        _write(context, officers[officer], mine)
    with context.database.write() as connection:
        handed = tuple(_hand(context, connection, delivery.post) for delivery in willing)
        dropped = tuple(_drop(context, connection, post) for post in sorted(barred))
    # What was edited or withdrawn while the kits were written must not stay in them.
    refresh_kits(context, [d for d, marked in zip(willing, handed, strict=True) if marked is None])
    return tuple(d for d in handed if d is not None), tuple(d for d in dropped if d is not None)


def rewrite_kit(context: Context, officer: str) -> None:
    """Bring one officer's kit up to date, after something was withdrawn or confirmed."""
    with context.database.read() as connection:
        known = people.officers_named(connection, [officer])
    if officer in known and (context.home.sharekits / officer).exists():
        _write(context, known[officer], ())


def renew(context: Context, officer: str) -> tuple[Delivery, ...]:
    """Let the codes of everything that waits for an officer run anew, and write the kit with them."""
    ends = context.clock() + confirmation.VALID_FOR
    with context.database.write() as connection:
        waiting = outbox.handed_over_to(connection, officer)
        for post in plans.posts_of(connection, [delivery.post for delivery in waiting]).values():
            outbox.renew_confirmation(connection, _digest(context, post), ends)
        if waiting:
            context.record(connection, actor=officer, action="codes.renewed", subject=officer, posts=len(waiting))
    rewrite_kit(context, officer)
    return waiting


def refresh_kits(context: Context, touched: Iterable[Delivery]) -> None:
    """Bring the kits up to date that show some of these deliveries."""
    names = {delivery.account for delivery in touched}
    if not names:
        return
    with context.database.read() as connection:
        owners = {account.officer for account in people.accounts_named(connection, names).values()}
    for officer in sorted(owner for owner in owners if owner is not None):
        rewrite_kit(context, officer)


def _owner(delivery: Delivery, accounts: Mapping[str, Account], officers: Mapping[str, Officer]) -> Officer | None:
    return officers.get(accounts[delivery.account].officer or "")


def _write(context: Context, officer: Officer, new: Collection[Delivery]) -> None:
    """Write a kit with everything that waits for this officer, and what is handed over now."""
    with context.database.read() as connection:
        accounts = {account.id: account for account in people.accounts_of(connection, officer.id)}
        waiting = outbox.handed_over_to(connection, officer.id)
        posts = plans.posts_of(connection, {d.post for d in (*waiting, *new)})
        fresh = {delivery.post for delivery in new}
        expires = {post.id: _expiry(context, connection, post, fresh) for post in posts.values()}
    platforms = context.platforms(tuple(accounts.values()))
    chosen = sorted(posts.values(), key=lambda post: (post.due, post.id))
    entries = tuple(_entry(context, post, accounts[post.account], platforms, expires[post.id]) for post in chosen)
    write_kit(context.home.sharekits / officer.id, _kit(context, officer, context.agency(), entries))


def _expiry(context: Context, connection: Connection, post: Post, fresh: Collection[str]) -> datetime:
    """When a post's code ends: as told before, else some days from now. What is handed over anew runs anew."""
    told = None if post.id in fresh else outbox.confirmation(connection, _digest(context, post))
    return context.clock() + confirmation.VALID_FOR if told is None else told.expires


def _digest(context: Context, post: Post) -> str:
    return confirmation.digest_of(context.key, confirmation.code_for(context.key, post.id, post.content_hash))


def _kit(context: Context, officer: Officer, agency: Agency, entries: tuple[KitEntry, ...]) -> ShareKit:
    return ShareKit(
        officer=officer.id,
        officer_name=officer.name,
        agency_name=agency.name_on(context.clock().date()),
        language=context.settings.language,
        entries=entries,
        zone=officer.zone,
    )


def _entry(
    context: Context, post: Post, account: Account, platforms: Mapping[str, Platform], expires: datetime
) -> KitEntry:
    return KitEntry(
        post=context.with_files(post),
        account_handle=account.handle,
        platform=post.platform.capitalize(),
        share_link=_share_link(platforms.get(post.platform), post, account),
        code=confirmation.code_for(context.key, post.id, post.content_hash),
        expires=expires,
    )


def _share_link(platform: object, post: Post, account: Account) -> str:
    """The link with the first part: an editor takes no thread."""
    return platform.share_link(post.parts[0], account) if isinstance(platform, Shares) else ""


def _hand(context: Context, connection: Connection, post_id: str) -> Delivery | None:
    """Mark one delivery, unless something changed since it was read."""
    delivery, post = outbox.get(connection, post_id), plans.posts_of(connection, [post_id])[post_id]
    if delivery is None or delivery.state is not DeliveryState.APPROVED or delivery.content_hash != post.content_hash:
        return None
    handed = apply(delivery, Event.HANDED_OVER, Change(now=context.clock()))
    outbox.save(connection, [handed])
    ends = context.clock() + confirmation.VALID_FOR
    outbox.save_confirmation(connection, _digest(context, post), post.id, post.content_hash, ends)
    context.record(connection, actor="govpr", action="delivery.handed_over", subject=post.id, content=post.content_hash)
    return handed


def _drop(context: Context, connection: Connection, post_id: str) -> Delivery | None:
    delivery = outbox.get(connection, post_id)
    if delivery is None or delivery.state is not DeliveryState.APPROVED:
        return None
    dropped = apply(delivery, Event.WITHDRAWN, Change(now=context.clock(), problem="there is no consent any more"))
    outbox.save(connection, [dropped])
    context.record(connection, actor="govpr", action="delivery.withdrawn", subject=post_id, reason="consent")
    return dropped
