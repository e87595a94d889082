"""Officers by the million: kept aside until the whole file is known to be right, then taken over in one go."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from sqlalchemy import Connection

from govpr.models import Account, Consent, Officer
from govpr.models.converter import to_data
from govpr.storage import people
from govpr.storage.bulk import run_many

_AT_ONCE = 10_000


class Loaded(NamedTuple):
    """How much was taken over."""

    officers: int
    accounts: int
    consents: int


class Spool:
    """Rows of officers in a file without a name: it goes away by itself, whatever happens.

    It holds what the database will hold: of a number only its digest.
    """

    def __init__(self, folder: str) -> None:
        self._file: IO[str] = TemporaryFile("w+", encoding="utf-8", dir=folder)  # noqa: SIM115  (closed by close)
        self.counts = Loaded(0, 0, 0)

    def add(
        self, officer: Officer, digest: str | None, accounts: tuple[Account, ...], consents: Iterable[Consent]
    ) -> None:
        """Keep somebody aside."""
        given = [to_data(consent) for consent in consents]
        row = [to_data(officer), digest, [to_data(account) for account in accounts], given]
        self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
        done = self.counts
        self.counts = Loaded(done.officers + 1, done.accounts + len(accounts), done.consents + len(given))

    def portions(self) -> Iterator[list[Any]]:
        """What was kept aside, in portions."""
        self._file.seek(0)
        while some := list(islice(self._file, _AT_ONCE)):
            yield [json.loads(line) for line in some]

    def close(self) -> None:
        """Throw everything away."""
        self._file.close()


def taken(connection: Connection, spool: Spool) -> Iterator[tuple[str, str]]:
    """Officers whose number another officer bears already, each with that one."""
    for portion in spool.portions():
        digests = {digest: officer["id"] for officer, digest, _, _ in portion if digest}
        for digest, owner in people.owners_of(connection, list(digests)).items():
            if owner != digests[digest]:
                yield digests[digest], owner


def take_over(connection: Connection, spool: Spool, progress: Callable[[int, int | None], None]) -> None:
    """Keep everything that was kept aside.

    Args:
        connection: A connection for writing.
        spool: What was kept aside.
        progress: Is told how many officers were taken over, and of how many.
    """
    done = 0
    for portion in spool.portions():
        _keep(connection, portion)
        done += len(portion)
        progress(done, spool.counts.officers)


def _keep(connection: Connection, portion: list[Any]) -> None:
    run_many(
        connection,
        "INSERT INTO officers (id, number_digest, unit, data) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "number_digest = excluded.number_digest, unit = excluded.unit, data = excluded.data",
        [(officer["id"], digest, officer["unit"], _json(officer)) for officer, digest, _, _ in portion],
    )
    run_many(
        connection,
        "INSERT INTO accounts (id, platform, officer, data) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "platform = excluded.platform, officer = excluded.officer, data = excluded.data",
        [
            (account["id"], account["platform"], account["officer"], _json(account))
            for _, _, accounts, _ in portion
            for account in accounts
        ],
    )
    ended = {
        (consent.officer, consent.account, consent.purpose): consent
        for consent in people.consents_of(connection, [officer["id"] for officer, *_ in portion])
        if consent.withdrawn is not None
    }
    run_many(
        connection,
        "INSERT INTO consents (officer, account, purpose, data) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (officer, account, purpose) DO UPDATE SET data = excluded.data",
        [_consent(given, ended) for _, _, _, consents in portion for given in consents],
    )


def _consent(given: dict[str, Any], ended: Mapping[tuple[str, str, str], Consent]) -> tuple[str, str, str, str]:
    """A consent's row; a withdrawn one stays withdrawn until a newer one is given."""
    key = (given["officer"], given["account"], given["purpose"])
    before = ended.get(key)
    if before is not None and before.withdrawn and datetime.fromisoformat(given["given"]) <= before.withdrawn:
        given = to_data(before)  # loading an old list again must not undo a withdrawal
    return *key, _json(given)


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)
