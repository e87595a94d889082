"""`workspace.officers`: who takes part, consent, and confirmation."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from attrs import evolve, frozen
from sqlalchemy import Connection

from govpr import plugins
from govpr.campaigns.officer_rows import Naming, Person
from govpr.campaigns.officers_csv import Problems, implausible, people_in
from govpr.campaigns.tally import Tally
from govpr.delivery.states import Change, Event, apply
from govpr.errors import NotAllowed, NotFound, Problem
from govpr.governance import confirmation
from govpr.models import Account, Consent, Delivery, DeliveryState, Finding, Officer, Receipt
from govpr.platforms.handles import Handles, Names
from govpr.storage import outbox, people, planned
from govpr.storage.loading import Kept, Spool, take_over, taken
from govpr.workspace.context import Context
from govpr.workspace.handover import renew, rewrite_kit
from govpr.workspace.progress import Progress, counted, every, silent
from govpr.workspace.strangers import homeless

_SHOWN = 20
_CAN_STOP = (DeliveryState.PLANNED, DeliveryState.APPROVED, DeliveryState.ON_HOLD, DeliveryState.HANDED_OVER)


@frozen(kw_only=True)
class OfficersLoaded:
    """What was taken over from a file.

    Args:
        officers: How many officers.
        accounts: How many accounts of theirs.
        consents: How many consents, one for each account.
        findings: What is odd but possible: the first of each kind, and how many more there are.
    """

    officers: int
    accounts: int
    consents: int
    findings: tuple[Finding, ...] = ()


@frozen(kw_only=True)
class Enrolled:
    """Somebody in the programme.

    Args:
        officer: Who.
        accounts: Their own accounts, by id.
        consents: Their consents, withdrawn ones too.
    """

    officer: Officer
    accounts: tuple[Account, ...] = ()
    consents: tuple[Consent, ...] = ()


@frozen
class Officers:
    """Officers, their accounts and consents."""

    _context: Context

    def load(self, path: Path | str, *, progress: Progress = silent) -> OfficersLoaded:
        """Take over officers from a CSV or Parquet file of any length: nothing as long as anything is wrong with it.

        It is taken over 10,000 officers at a time, so that nobody waits for long; stopped in between, load it again,
        and what is missing is taken over. Loading it again changes nothing.

        Args:
            path: The file; `govpr officers template` prints its header. Parquet needs the extra `arrow`.
            progress: Is told how many rows are read, then how many officers are taken over, and of how many.

        Raises:
            InvalidFile: Lists what is wrong with it: the first 200 problems, and how many more there are.
        """
        path, context = Path(path), self._context
        spool, tally = Spool(str(context.home.folder)), Tally(most=_SHOWN)
        with closing(spool):
            strangers = partial(_homeless, context.installed())
            people_read = people_in(path, agency=context.agency(), naming=_naming(context), also=strangers)
            for person in counted(people_read, every(1_000, progress)):
                number = person.officer.number
                digest = None if number is None else number.digest(context.key)
                spool.add(person.officer, digest, person.accounts, person.consents)
                tally.add(implausible(person))
            problems = Problems()
            for portion in spool.portions():
                with context.database.read() as connection:
                    problems.extend(_borne(connection, portion))
            problems.refuse(path.name)
            done = 0
            for portion in spool.portions():
                self._take_over(path.name, portion)
                done += len(portion)
                progress(done, spool.counts.officers)
            return OfficersLoaded(**spool.counts._asdict(), findings=tuple(tally.found()))

    def _take_over(self, name: str, portion: Sequence[Kept]) -> None:
        """One transaction, which looks again whether others came to bear these numbers meanwhile."""
        context = self._context
        with context.database.write() as connection:
            problems = Problems()
            problems.extend(_borne(connection, portion))
            problems.refuse(name)
            take_over(connection, portion)
            context.record(connection, actor="govpr", action="officers.loaded", subject="officers", count=len(portion))

    def all(self) -> tuple[Officer, ...]:
        """Every officer, by id."""
        with self._context.database.read() as connection:
            return people.all_officers(connection)

    def some(self, *, after: str = "", limit: int = 1_000) -> tuple[Enrolled, ...]:
        """The next officers with their accounts and consents, by id: for lists of any length.

        Args:
            after: The id of the last one before them, or "" to begin.
            limit: How many at most.
        """
        with self._context.database.read() as connection:
            officers = people.officers_after(connection, after, limit)
            names = [officer.id for officer in officers]
            accounts, consents = people.accounts_owned_by(connection, names), people.consents_of(connection, names)
        owned: defaultdict[str | None, list[Account]] = defaultdict(list)
        for account in accounts:
            owned[account.officer].append(account)
        given: defaultdict[str, list[Consent]] = defaultdict(list)
        for consent in consents:
            given[consent.officer].append(consent)
        return tuple(
            Enrolled(officer=one, accounts=tuple(owned[one.id]), consents=tuple(given[one.id])) for one in officers
        )

    def accounts(self) -> tuple[Account, ...]:
        """Every account, official and personal, by id."""
        with self._context.database.read() as connection:
            return people.all_accounts(connection)

    def count(self) -> int:
        """How many accounts there are, official and personal: from 20,000 on, plans are better streamed."""
        with self._context.database.read() as connection:
            return people.count_accounts(connection)

    def consents(self) -> tuple[Consent, ...]:
        """Every consent, withdrawn ones too."""
        with self._context.database.read() as connection:
            return people.all_consents(connection)

    def withdraw(self, officer: str, account: str | None = None) -> tuple[Delivery, ...]:
        """Take an officer's consent back, and withdraw at once everything that is queued for it.

        Args:
            officer: The officer.
            account: Only for this account, or None for all.

        Returns:
            The deliveries that were withdrawn.

        Raises:
            NotFound: There is no such consent.
        """
        context, now = self._context, self._context.clock()
        with context.database.write() as connection:
            held = [c for c in people.consents_of(connection, [officer]) if account in {None, c.account}]
            if not held:
                raise NotFound("consent", f"{officer}/{account}" if account else officer)
            people.replace_consents(connection, [_ended(consent, now) for consent in held])
            stopped = self._stop(connection, {consent.account for consent in held})
            context.record(
                connection, actor=officer, action="consent.withdrawn", subject=officer, deliveries=len(stopped)
            )
        rewrite_kit(context, officer)
        return stopped

    def _stop(self, connection: Connection, accounts: set[str]) -> tuple[Delivery, ...]:
        queued = outbox.find(connection, ids=planned.posts_on(connection, accounts), states=_CAN_STOP)
        change = Change(now=self._context.clock(), problem="consent was withdrawn")
        stopped = tuple(apply(delivery, Event.WITHDRAWN, change) for delivery in queued)
        outbox.save(connection, stopped)
        return stopped

    def confirm(self, code: str, *, url: str = "") -> Delivery:
        """Confirm with a one-time code that a post of a share kit went out on the officer's own account.

        Args:
            code: As on the share kit's page.
            url: The post's address, where the officer gives it.

        Raises:
            NotAllowed: The code is unknown, used, expired, or of words that were changed since.
        """
        context, now = self._context, self._context.clock()
        digest = confirmation.digest_of(context.key, code)
        with context.database.write() as connection:
            found = outbox.confirmation(connection, digest)
            delivery = None if found is None else outbox.get(connection, found.post)
            if found is None or delivery is None:
                raise NotAllowed("confirmation.unknown", "this code is not known", "copy it from the share kit")
            if delivery.state is not DeliveryState.HANDED_OVER or delivery.content_hash != found.content_hash:
                raise NotAllowed("confirmation.void", "the post was changed or withdrawn", "use the newest share kit")
            if now >= found.expires:
                raise NotAllowed(
                    "confirmation.expired", "this code has expired", "have it run anew: govpr officers renew"
                )
            if not outbox.use_confirmation(connection, digest, now):
                raise NotAllowed("confirmation.used", "this code was used already")
            receipt = Receipt(id=url or f"confirmed:{delivery.post}", url=url, at=now)
            sent = apply(delivery, Event.CONFIRMED, Change(now=now, receipt=receipt))
            outbox.save(connection, [sent])
            context.record(connection, actor=delivery.account, action="delivery.confirmed", subject=delivery.post)
            owner = people.account(connection, delivery.account).officer
        rewrite_kit(context, owner or "")
        return sent

    def renew(self, officer: str) -> tuple[Delivery, ...]:
        """Let the codes in an officer's share kit run anew, after they expired.

        Args:
            officer: The officer.

        Returns:
            The deliveries that wait for this officer.

        Raises:
            NotFound: There is no such officer.
        """
        with self._context.database.read() as connection:
            if not people.has_officer(connection, officer):
                raise NotFound("officer", officer, people.some_officers(connection, _SHOWN))
        return renew(self._context, officer)


def _naming(context: Context) -> Naming:
    """How handles are written on the platforms that there are; each adapter is asked once."""
    known = context.installed()

    @cache
    def handles(name: str) -> Handles | None:
        if name not in known:
            return None
        given: object = context.given.get(name)
        platform = given or plugins.load(plugins.PLATFORMS, name, context.settings.platforms)
        return platform.handles if isinstance(platform, Names) else None

    return handles


def _homeless(installed: Sequence[str], person: Person) -> list[Problem]:
    return [Problem(p.path, p.message, p.advice, person.line) for p in homeless(person.accounts, installed)]


def _borne(connection: Connection, portion: Sequence[Kept]) -> Iterator[Problem]:
    for officer, owner in taken(connection, portion):
        yield Problem(f"officers[{officer}].number", f"belongs to {owner!r} already", "use one id for one officer")


def _ended(consent: Consent, now: datetime) -> Consent:
    """A consent that is taken back: at once, also where it was to begin later."""
    return evolve(consent, withdrawn=consent.withdrawn or max(now, consent.given))
