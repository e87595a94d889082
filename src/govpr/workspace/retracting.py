"""Take back what is out: the platform deletes it where it can, else a person is told what to do there."""

from attrs import evolve, frozen

from govpr.delivery.desk import Round
from govpr.delivery.dispatch import receipts
from govpr.delivery.states import Change, Event
from govpr.errors import DeliveryError, NotAllowed
from govpr.http.calls import Flow
from govpr.models import Account, Delivery, DeliveryState, Receipt
from govpr.platforms.protocol import Edits, Revokes
from govpr.storage import outbox
from govpr.workspace.context import Context
from govpr.workspace.delivering import NEWSROOM, newsroom_of, permitted, refusal, round_of, written

_RETRACTABLE = {
    DeliveryState.SENT,
    DeliveryState.PARTIAL,
    DeliveryState.REFUSED,
    DeliveryState.FAILED,
    DeliveryState.RETRACTED,
}
_BEGUN = "it is being taken back; where this stays, order it again: govpr retract POST --by OFFICER"


@frozen(kw_only=True)
class Retraction:
    """A retraction that is ordered, and written down.

    Args:
        delivery: As it is now.
        account: The account that it is on.
        flow: Deletes it, or None where only a person can.
        work: What it was ordered with.
    """

    delivery: Delivery
    account: Account
    flow: Flow[None] | None
    work: Round


def begin(context: Context, post: str, *, by: str, reason: str, done: bool) -> Retraction:
    """Write a retraction down before anything is deleted: a crash in between leaves it in plain sight.

    Raises:
        NotFound: There is no such delivery.
        NotAllowed: Nothing of it is out, it is in doubt, or live delivery is off.
    """
    work = round_of(context, "retract")
    with context.database.write() as connection:
        before = permitted(connection, post, by, _RETRACTABLE)
        if before.state in {DeliveryState.REFUSED, DeliveryState.FAILED} and not before.parts_out:
            raise refusal(before)
        account = work.account(before.account)
        flow = None if done else _deleting(context, work, before, account)
        problem = "" if done else _BEGUN.replace("POST", post) if flow is not None else _by_hand(work, before, account)
        change = Change(now=context.clock(), problem=problem)
        after = written(context, connection, before, Event.RETRACTED, by, change)
        context.record(connection, actor=by, action="post.retracted", subject=post, reason=reason, done=done)
    return Retraction(delivery=after, account=account, flow=flow, work=work)


def end(context: Context, begun: Retraction, trouble: DeliveryError | None) -> Delivery:
    """Write down what became of it.

    Args:
        context: The workspace.
        begun: What was ordered.
        trouble: Why it is still there, or None.
    """
    with context.database.write() as connection:
        current = outbox.get(connection, begun.delivery.post) or begun.delivery
        after = evolve(current, problem="" if trouble is None else f"still there: {trouble}")
        outbox.save(connection, [after])
        outcome = "deleted" if trouble is None else trouble.outcome.value
        context.record(connection, actor="govpr", action="post.deleted", subject=after.post, outcome=outcome)
    if after.platform == NEWSROOM:
        newsroom_of(context).build()
    return after


def _deleting(context: Context, work: Round, delivery: Delivery, account: Account) -> Flow[None] | None:
    """The conversation that deletes it, where there is one."""
    platform: object = context.platforms((account,)).get(delivery.platform)
    if account.officer is not None or not isinstance(platform, Revokes):
        return None
    if delivery.platform not in work.platforms:
        advice = "write live = true in govpr.toml; or delete it there, then: govpr retract POST --done --by OFFICER"
        raise NotAllowed("delivery.not-live", "live delivery is off, so nothing can be deleted there", advice)
    out = receipts(delivery.handles) or ([] if delivery.receipt is None else [delivery.receipt])
    if not out:
        return None
    return platform.revoke(_whole(delivery, out), account)


def _whole(delivery: Delivery, out: list[Receipt]) -> Receipt:
    if delivery.receipt is not None:
        return delivery.receipt
    return evolve(out[0], parts=tuple(one.id for one in out))


def _by_hand(work: Round, delivery: Delivery, account: Account) -> str:
    """What a person has to do, where no program can."""
    known = receipts(delivery.handles) or ([] if delivery.receipt is None else [delivery.receipt])
    places = ", ".join(one.url or one.id for one in known)
    who = "its owner has" if account.officer is not None else "somebody has"
    done = f"then: govpr retract {delivery.post} --done --by OFFICER"
    more = "; or correct it" if isinstance(work.platforms.get(delivery.platform), Edits) else ""
    return f"{who} to delete it on {delivery.platform} by hand ({places or 'look there'}){more}; {done}"
