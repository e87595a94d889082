"""The journal of a mailing: who asked for it, from their file, and what became of each copy, in the database."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from govpr.delivery.subscribers import check, subscribers
from govpr.errors import InvalidFile, Misconfigured
from govpr.models import Account, Post
from govpr.models.mailings import MailingCounts, MailState
from govpr.storage import mailings
from govpr.storage.database import batches
from govpr.workspace.context import Context

SUBSCRIBERS = "subscribers"


@frozen
class MailJournal:
    """Where each copy of a post stands.

    Args:
        context: The workspace.
        post: The post's id.
        path: The subscribers' file.
    """

    _context: Context
    _post: str
    _path: Path

    def left(self) -> Iterator[str]:
        """Addresses that are still to be written to, each once; the file is looked through before the first."""
        today = self._context.clock().date()
        try:
            check(self._path, today)
        except InvalidFile as error:
            raise Misconfigured(f"nobody was written to: {error}") from error
        for batch in batches(subscribers(self._path, today)):
            known = {self._digest(address): address for address in batch}
            with self._context.database.read() as connection:
                done = mailings.settled(connection, self._post, list(known))
            yield from (address for digest, address in known.items() if digest not in done)

    def write(self, address: str, state: MailState, note: str = "") -> None:
        """Keep where a copy stands."""
        with self._context.database.write() as connection:
            mailings.save(connection, self._post, self._digest(address), state, self._context.clock(), note[:64])

    def counts(self) -> MailingCounts:
        """How many copies stand where."""
        with self._context.database.read() as connection:
            return mailings.counts(connection, self._post)

    def _digest(self, address: str) -> str:
        """Only who has the workspace's key can tell whose it is."""
        own = hashlib.blake2b(key=self._context.key, digest_size=32, person=b"govpr mailings")
        own.update(address.strip().casefold().encode())
        return own.hexdigest()


def journal_of(context: Context, post: Post, account: Account) -> MailJournal | None:
    """The journal of a post on an account with subscribers; None where it is no mailing."""
    name = account.options.get(SUBSCRIBERS, "")
    return MailJournal(context, post.id, context.home.folder / name) if name else None
