"""What may stop a workspace from working, looked for before it does. Nothing is changed, but tables that are old."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from attrs import frozen
from sqlalchemy import select, text

from govpr.errors import DeliveryError, GovprError
from govpr.http.calls import Call
from govpr.http.client import Client
from govpr.http.guards import host_of
from govpr.models import Finding, Severity
from govpr.storage import records
from govpr.storage.tables import deliveries
from govpr.workspace.accounts import Accounts
from govpr.workspace.context import Context
from govpr.workspace.home import Home
from govpr.workspace.indexing import index_state

_SKEW = timedelta(seconds=5)
_LOW, _FULL = 1_000_000_000, 100_000_000
_LATE = timedelta(minutes=15)
_OTHERS = 0o077


@frozen(kw_only=True)
class Checkup:
    """What was looked at, and what was found.

    Args:
        findings: What is wrong, or will be; none means that all is well.
        looked: What was looked at: `store`, `index`, `clock`, `accounts`, `disk`, `key`, `queue`.
    """

    findings: tuple[Finding, ...]
    looked: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        """Whether nothing is an error."""
        return all(one.severity is not Severity.ERROR for one in self.findings)


def examine(context: Context, client: Client, against: str = "") -> Checkup:
    """Look at everything.

    Args:
        context: The workspace.
        client: Asks for the time.
        against: The address of a server whose clock this machine's is held against, or "" for none.
    """
    parts = {"store": _store, "index": _index, "accounts": _accounts, "disk": _disk, "key": _key, "queue": _queue}
    found = [finding for part in parts.values() for finding in part(context, client)]
    found += _clock(context, client, against)
    return Checkup(findings=tuple(found), looked=tuple(sorted((*parts, "clock"))))


def unopened(error: GovprError) -> Checkup:
    """What is wrong with a workspace that cannot even be opened.

    Args:
        error: What stopped it; it says what to do.
    """
    finding = Finding(code="store.unusable", message=str(error), advice="mend that, then look again")
    return Checkup(findings=(finding,), looked=("store",))


def _store(context: Context, client: Client) -> Iterator[Finding]:
    del client
    if context.database.kind != "sqlite":
        return
    with context.database.engine.connect() as connection:
        said = connection.execute(text("PRAGMA quick_check(1)")).scalar()
    if said != "ok":
        yield Finding(
            code="store.damaged", message=f"the database is damaged: {said}", advice="restore the last good backup"
        )


def _index(context: Context, client: Client) -> Iterator[Finding]:
    del client
    state = index_state(context, verify=True)
    if state.problem:
        yield Finding(
            code="index.damaged",
            severity=Severity.WARNING,
            message=f"the hoax index is damaged: {state.problem}",
            advice="govpr hoax index --rebuild; it is also made again by itself when it is used next",
        )


def _accounts(context: Context, client: Client) -> Iterator[Finding]:
    """Where nothing may leave this machine, an account that is not ready stops nobody."""
    grave = Severity.ERROR if context.settings.live else Severity.WARNING
    for one in Accounts(context, client).check(ask=False):
        for problem in one.problems:
            yield _about(one.account, problem, "account.not-ready", grave)
        for warning in one.warnings:
            yield _about(one.account, warning, "account.warned", Severity.WARNING)


def _about(account: str, what: str, code: str, severity: Severity) -> Finding:
    advice = "mend it, then: govpr account check"
    return Finding(code=code, severity=severity, message=f"{account}: {what}", advice=advice)


def _disk(context: Context, client: Client) -> Iterator[Finding]:
    del client
    free = shutil.disk_usage(context.home.folder).free
    if free < _LOW:
        yield Finding(
            code="disk.low",
            severity=Severity.ERROR if free < _FULL else Severity.WARNING,
            message=f"{free / 1_000_000:,.0f} MB are free where the workspace lies",
            advice="make room; nothing is lost when the disk is full, but nothing goes out either",
        )


def _key(context: Context, client: Client) -> Iterator[Finding]:
    del client
    for path in open_to_others(context.home):
        mode = "go-rwx" if path.is_dir() else "600"
        yield Finding(
            code="key.open",
            message=f"{path} can be read by other users of this machine",
            advice=f"chmod {mode} {path}",
            path=path.name,
        )


def open_to_others(home: Home) -> Iterator[Path]:
    """What others than its owner may read, and must not: the key, and the tokens of accounts.

    Args:
        home: The workspace's folder.
    """
    for path in (home.key, home.sessions):
        if path.exists() and path.stat().st_mode & _OTHERS:
            yield path


def _queue(context: Context, client: Client) -> Iterator[Finding]:
    del client
    if not context.settings.live:
        return
    before = context.clock() - _LATE
    late = select(deliveries.c.due).where(deliveries.c.state == "approved", deliveries.c.due < before)
    with context.database.read() as connection:
        oldest = connection.execute(late.order_by(deliveries.c.due).limit(1)).scalar()
    if oldest is not None:
        yield Finding(
            code="queue.late",
            severity=Severity.WARNING,
            message=f"a post has been due since {oldest:%Y-%m-%d %H:%M} UTC and did not go out",
            advice="is a worker running? govpr worker, or govpr deliver says why it waits",
        )


def _clock(context: Context, client: Client, against: str) -> Iterator[Finding]:
    now = context.clock()
    with context.database.read() as connection:
        last = records.last_moment(connection)
        told = None if context.database.kind == "sqlite" else connection.execute(select(text("clock_timestamp()")))
        server = None if told is None else told.scalar_one()
    if last is not None and last > now + _SKEW:
        yield _skewed("the audit log", last - now)
    if server is not None and abs(server - now) > _SKEW:
        yield _skewed("the database", server - now)
    if against:
        yield from _compared(context, client, against)


def _compared(context: Context, client: Client, against: str) -> Iterator[Finding]:
    host = host_of(against)
    try:
        reply = client.sender(hosts=frozenset({host}))(Call("HEAD", against, signed=False, within=10.0))
    except DeliveryError as error:
        yield Finding(
            code="clock.unknown",
            severity=Severity.WARNING,
            message=f"{host} did not say what time it is: {error.message}",
            advice="name another server",
        )
        return
    now, there = context.clock(), None
    with suppress(ValueError):
        there = parsedate_to_datetime(reply.headers.get("date", ""))
    if there is not None and abs(there.astimezone(UTC) - now) > _SKEW:
        yield _skewed(host, there.astimezone(UTC) - now)


def _skewed(other: str, ahead: timedelta) -> Finding:
    seconds = round(abs(ahead.total_seconds()))
    way = "behind" if ahead > timedelta(0) else "before"
    return Finding(
        code="clock.skewed",
        message=f"this machine's clock is {seconds} seconds {way} that of {other}",
        advice="let it be set by itself: timedatectl set-ntp true; posts go out by this clock, and leases end by it",
    )
