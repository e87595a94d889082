"""Posts of personal accounts are handed over: their owners post them, and confirm."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from govpr.delivery.states import Change, Event, apply
from govpr.governance import confirmation
from govpr.governance.consent import eligibility
from govpr.models import Account, Agency, Delivery, DeliveryState, Officer, Post
from govpr.platforms.protocol import Platform, Shares
from govpr.sharekit.kit import KitEntry, ShareKit
from govpr.sharekit.write import write_kit
from govpr.storage import outbox, people, plans
from govpr.workspace.context import Context


def hand_over(context: Context) -> tuple[tuple[Delivery, ...], tuple[Delivery, ...]]:
    """Hand over what is due on personal accounts.

    A kit is written before its deliveries are marked: after a crash in between, the same kit is written again.

    Returns:
        The deliveries that were handed over, and those that were withdrawn for want of consent.
    """
    now = context.clock()
    with context.database.read() as connection:
        due = outbox.to_hand_over(connection, now)
        officers = {officer.id: officer for officer in people.all_officers(connection)}
        accounts = {account.id: account for account in people.all_accounts(connection)}
        consents = people.all_consents(connection)
    if not due:
        return (), ()
    barred = {d.post for d in due if eligibility(accounts[d.account], _owner(d, accounts, officers), consents, now)}
    willing = [delivery for delivery in due if delivery.post not in barred]
    for officer in sorted({accounts[delivery.account].officer or "" for delivery in willing}):
        mine = [delivery for delivery in willing if accounts[delivery.account].officer == officer]
        _write(context, officers[officer], mine)
    with context.database.write() as connection:
        handed = tuple(_hand(context, connection, delivery.post) for delivery in willing)
        dropped = tuple(_drop(context, connection, post) for post in sorted(barred))
    return tuple(d for d in handed if d is not None), tuple(d for d in dropped if d is not None)


def rewrite_kit(context: Context, officer: str) -> None:
    """Bring one officer's kit up to date, after something was withdrawn."""
    with context.database.read() as connection:
        known = {one.id: one for one in people.all_officers(connection)}
    if officer in known and (context.home.sharekits / officer).exists():
        _write(context, known[officer], ())


def _owner(delivery: Delivery, accounts: Mapping[str, Account], officers: Mapping[str, Officer]) -> Officer | None:
    return officers.get(accounts[delivery.account].officer or "")


def _write(context: Context, officer: Officer, new: Iterable[Delivery]) -> None:
    """Write a kit with everything that waits for this officer, and what is handed over now."""
    with context.database.read() as connection:
        accounts = {account.id: account for account in people.all_accounts(connection) if account.officer == officer.id}
        waiting = outbox.find(connection, states=[DeliveryState.HANDED_OVER])
        ids = {d.post for d in (*waiting, *new) if d.account in accounts}
        posts = plans.posts_of(connection, ids)
    agency, platforms = context.agency(), context.platforms(tuple(accounts.values()))
    chosen = sorted(posts.values(), key=lambda post: (post.due, post.id))
    entries = tuple(_entry(context, post, accounts[post.account], platforms) for post in chosen)
    write_kit(context.home.sharekits / officer.id, _kit(context, officer, agency, entries))


def _kit(context: Context, officer: Officer, agency: Agency, entries: tuple[KitEntry, ...]) -> ShareKit:
    return ShareKit(
        officer=officer.id,
        officer_name=officer.name,
        agency_name=agency.name_on(context.clock().date()),
        language=context.settings.language,
        entries=entries,
        zone=officer.zone,
    )


def _entry(context: Context, post: Post, account: Account, platforms: Mapping[str, Platform]) -> KitEntry:
    platform = platforms[post.platform]
    return KitEntry(
        post=context.with_files(post),
        account_handle=account.handle,
        platform=post.platform,
        share_link=platform.share_link(post.text, account) if isinstance(platform, Shares) else "",
        code=confirmation.code_for(context.key, post.id, post.content_hash),
        expires=post.due + confirmation.VALID_FOR,
    )


def _hand(context: Context, connection: Connection, post_id: str) -> Delivery | None:
    """Mark one delivery, unless something changed since it was read."""
    delivery, post = outbox.get(connection, post_id), plans.posts_of(connection, [post_id])[post_id]
    if delivery is None or delivery.state is not DeliveryState.APPROVED or delivery.content_hash != post.content_hash:
        return None
    handed = apply(delivery, Event.HANDED_OVER, Change(now=context.clock()))
    code = confirmation.code_for(context.key, post.id, post.content_hash)
    digest = confirmation.digest_of(context.key, code)
    outbox.save(connection, [handed])
    outbox.save_confirmation(connection, digest, post.id, post.content_hash, post.due + confirmation.VALID_FOR)
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
