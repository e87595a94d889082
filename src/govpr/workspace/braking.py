"""The kill switch: a person stops deliveries, of all or of some, and lets them go on."""

from attrs import evolve
from sqlalchemy import Connection

from govpr.errors import InputError, NotAllowed, NotFound, Problem
from govpr.models.brakes import Brake, Scope
from govpr.storage import brakes, people, plans
from govpr.storage.brakes import Key
from govpr.workspace.context import Context


def pause(context: Context, what: str, *, by: str) -> Brake:
    """Stop deliveries; every worker heeds it before its next call that publishes."""
    now = context.clock()
    with context.database.write() as connection:
        before = _ordered(context, connection, what, by)
        after = before if before.stopped else evolve(before, stopped=now, stopped_by=by)
        return _keep(context, connection, after, "delivery.paused", by)


def resume(context: Context, what: str, *, by: str) -> Brake:
    """Let deliveries go on, also where a service was left alone because it could not be reached."""
    with context.database.write() as connection:
        before = _ordered(context, connection, what, by)
        after = evolve(before, stopped=None, stopped_by="", opened=None, failures=0)
        return _keep(context, connection, after, "delivery.resumed", by)


def holding(context: Context) -> tuple[Brake, ...]:
    """Everything that keeps posts back now."""
    now = context.clock()
    with context.database.read() as connection:
        return tuple(brake for brake in brakes.all_of(connection) if brake.holds(now))


def _ordered(context: Context, connection: Connection, what: str, by: str) -> Brake:
    if not people.has_officer(connection, by):
        raise NotAllowed("officer.unknown", f"{by!r} is no officer here", "give the id of a known officer")
    key = _meant(context, connection, what)
    return brakes.held(connection, [key])[key]


def _keep(context: Context, connection: Connection, after: Brake, action: str, by: str) -> Brake:
    brakes.save(connection, [after])
    subject = f"{after.scope.value}:{after.name}" if after.name else after.scope.value
    context.record(connection, actor=by, action=action, subject=subject)
    return after


def _meant(context: Context, connection: Connection, what: str) -> Key:
    """Which brake somebody means: everything, `platform:NAME` and the like, or a name that only one thing has."""
    if what == "":
        return Scope.ALL, ""
    kind, colon, name = what.partition(":")
    known = _known(context, connection)
    fitting = [key for key in known if key[1] == (name if colon else what) and (not colon or key[0].value == kind)]
    if not fitting:
        raise NotFound("platform, account or campaign", what, sorted({known_name for _, known_name in known}))
    if len(fitting) > 1:
        choices = " or ".join(f"{scope.value}:{found}" for scope, found in fitting)
        raise InputError((Problem(what, "is the name of several things", f"write {choices}"),))
    return fitting[0]


def _known(context: Context, connection: Connection) -> list[Key]:
    accounts = people.all_accounts(connection)
    platforms = sorted({account.platform for account in accounts} | set(context.installed()))
    return [
        *((Scope.PLATFORM, name) for name in platforms),
        *((Scope.ACCOUNT, account.id) for account in accounts),
        *((Scope.CAMPAIGN, campaign.id) for campaign in plans.all_campaigns(connection)),
    ]
