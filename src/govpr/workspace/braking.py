"""The kill switch: a person stops deliveries, of all or of some, and lets them go on."""

from collections.abc import Iterator

from attrs import evolve
from sqlalchemy import Connection

from govpr.errors import InputError, NotAllowed, NotFound, Problem
from govpr.models.brakes import Brake, Scope
from govpr.storage import brakes, people, plans
from govpr.storage.brakes import Key
from govpr.workspace.context import Context

_SHOWN = 20


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
    wanted = name if colon else what
    fitting = [scope for scope in _scopes(context, connection, wanted) if not colon or scope.value == kind]
    if not fitting:
        raise NotFound("platform, account or campaign", what, _some(context, connection))
    if len(fitting) > 1:
        choices = " or ".join(f"{scope.value}:{wanted}" for scope in fitting)
        raise InputError((Problem(what, "is the name of several things", f"write {choices}"),))
    return fitting[0], wanted


def _scopes(context: Context, connection: Connection, name: str) -> Iterator[Scope]:
    """What there is of a name."""
    if name in _platforms(context, connection):
        yield Scope.PLATFORM
    if people.has_account(connection, name):
        yield Scope.ACCOUNT
    if plans.author_of(connection, name) is not None:
        yield Scope.CAMPAIGN


def _platforms(context: Context, connection: Connection) -> set[str]:
    return {*people.platforms(connection), *context.installed()}


def _some(context: Context, connection: Connection) -> list[str]:
    """Names that there are: all platforms and campaigns, and the first accounts."""
    campaigns = (campaign.id for campaign in plans.all_campaigns(connection))
    return sorted({*_platforms(context, connection), *people.some_accounts(connection, _SHOWN), *campaigns})
