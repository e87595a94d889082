"""`workspace.tips`: rumours passed on to fact-checkers elsewhere, once a person has seen what that says of whom."""

import hmac
from contextlib import suppress

from attrs import frozen
from sqlalchemy import Connection

from govpr.errors import DeliveryError, InDoubt, NotAllowed, StoreError
from govpr.governance import confirmation
from govpr.hoaxes.databases import access
from govpr.hoaxes.databases.protocol import HoaxDatabase, TakesTips, Tip, TipReceipt
from govpr.hoaxes.tips import PassedOn, preview, taker
from govpr.http.client import Client
from govpr.http.drivers import run
from govpr.http.sessions import Session
from govpr.settings import DatabaseSettings
from govpr.storage.records import entries
from govpr.workspace.context import Context
from govpr.workspace.sources import chosen

_SENDING, _SENT, _NOT_SENT, _IN_DOUBT = "tip.sending", "tip.sent", "tip.not-sent", "tip.in-doubt"
_ACTIONS = frozenset({_SENDING, _SENT, _NOT_SENT, _IN_DOUBT})


@frozen(kw_only=True)
class TipPreview:
    """What a tip would pass on, and the code that confirms exactly that.

    Args:
        passed: What would be sent, and where.
        code: Another tip, or another place, has another code.
    """

    passed: PassedOn
    code: str


@frozen
class Tips:
    """Tips to the hoax databases that take them and are switched on for that: `options = { tips = "on" }`."""

    _context: Context
    _client: Client

    def preview(self, database: str, tip: Tip) -> TipPreview:
        """Exactly what a tip would pass on, and to whom. Nothing is sent.

        Args:
            database: The database's name in `govpr.toml`.
            tip: The tip.

        Raises:
            NotFound: There is no such database.
            NotAllowed: Tips to it are switched off.
            InputError: It takes no tips, or a file cannot be read.
        """
        return Sending.of(self._context, database, tip).preview

    def submit(self, database: str, tip: Tip, code: str) -> TipReceipt:
        """Pass on one tip, once. **What the preview shows leaves this machine**, the name as well.

        These services cannot recognise a tip that comes twice. So the attempt is written down first, as a digest, and a
        tip whose answer was lost is never sent again by itself.

        Args:
            database: The database's name in `govpr.toml`.
            tip: The tip, exactly as in the preview.
            code: The code of the preview.

        Raises:
            NotAllowed: Tips are switched off, the code is that of something else, or it was passed on before.
            InDoubt: It may have been passed on: ask the fact-checkers.
            DeliveryError: It was not passed on, and why.
        """
        sending = Sending.of(self._context, database, tip)
        sending.begin(code)
        send = self._client.sender(sending.session, sending.hosts)
        try:
            receipt = run(sending.adapter.submit(tip, sending.database), send)
        except Exception as error:
            sending.failed(error)
            raise
        return sending.done(receipt)


@frozen(kw_only=True)
class Sending:
    """One tip on its way, for both workspaces.

    Args:
        context: The workspace.
        adapter: How the database is spoken to.
        database: Which one.
        preview: What is passed on.
        hosts: Where calls may go.
        session: What signs them.
    """

    context: Context
    adapter: TakesTips
    database: DatabaseSettings
    preview: TipPreview
    hosts: frozenset[str]
    session: Session | None

    @classmethod
    def of(cls, context: Context, name: str, tip: Tip) -> "Sending":
        """The tip, ready to be shown or sent."""
        (database,) = chosen(context, (name,))
        known: HoaxDatabase = context.adapter(database.kind)
        adapter = taker(known, database)
        passed = preview(adapter, tip, database)
        code = confirmation.code_for(context.key, f"tip:{name}", passed.digest)
        return cls(
            context=context,
            adapter=adapter,
            database=database,
            preview=TipPreview(passed=passed, code=code),
            hosts=access.hosts(known, database),
            session=access.session(known, database),
        )

    def begin(self, code: str) -> None:
        """Write the attempt down, before anything leaves.

        Raises:
            NotAllowed: The code is that of something else, or it was passed on before.
        """
        if not hmac.compare_digest(self._mark(code), self._mark(self.preview.code)):
            advice = "look at what would be passed on, and give the code that stands below it"
            raise NotAllowed("tips.unconfirmed", "nobody has confirmed exactly this tip", advice)
        mark = self._mark(code)
        with self.context.database.write() as connection:
            log = (row["action"] for row in entries(connection) if row["subject"] == mark)
            last = [action for action in log if action in _ACTIONS][-1:]
            if last and last[0] != _NOT_SENT:
                advice = "ask its fact-checkers; to pass it on again, say why in the note"
                raise NotAllowed("tips.again", "this tip was passed on before, or may have been", advice)
            self._record(connection, _SENDING)

    def failed(self, error: Exception) -> None:
        """Write down that it was not sent, or that nobody knows; of a defect nobody does."""
        known = isinstance(error, DeliveryError) and not isinstance(error, InDoubt)
        with self.context.database.write() as connection:
            self._record(connection, _NOT_SENT if known else _IN_DOUBT)

    def done(self, receipt: TipReceipt) -> TipReceipt:
        """Write down that it was sent."""
        # where this fails, the attempt stays written down: it is not sent again
        with suppress(StoreError), self.context.database.write() as connection:
            self._record(connection, _SENT)
        return receipt

    def _mark(self, code: str) -> str:
        """What the log knows a tip by: it tells nothing of what was said."""
        return confirmation.digest_of(self.context.key, code)[:32]

    def _record(self, connection: Connection, action: str) -> None:
        name, subject = self.database.name, self._mark(self.preview.code)
        self.context.record(connection, actor="govpr", action=action, subject=subject, database=name)
