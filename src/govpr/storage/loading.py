"""Officers by the million: kept aside until the whole file is known to be right, then taken over portion by portion."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from sqlalchemy import Connection, select

from govpr.models import Account, Consent, Officer
from govpr.models.converter import from_data, to_data
from govpr.storage import people
from govpr.storage.bulk import run_many
from govpr.storage.database import batches
from govpr.storage.tables import consents as consents_table

AT_ONCE = 10_000
_CELL, _ROW, _KIND = "\x1f", "\x1e", "\x1d"
"""What parts cells, rows and kinds of rows in the spool: JSON never has them, it writes them as escapes."""

Cells = tuple[str, ...]


class Loaded(NamedTuple):
    """How much was taken over."""

    officers: int
    accounts: int
    consents: int


class Kept(NamedTuple):
    """An officer as the database will hold them.

    Args:
        officer: Id, digest of the number or "", unit, JSON.
        accounts: Id, platform, officer, JSON of each account.
        consents: Officer, account, purpose, JSON of each consent.
    """

    officer: Cells
    accounts: tuple[Cells, ...]
    consents: tuple[Cells, ...]


class Spool:
    """Rows of officers in a file without a name: it goes away by itself, whatever happens.

    It holds what the database will hold: of a number only its digest.
    """

    def __init__(self, folder: str) -> None:
        self._file: IO[str] = TemporaryFile("w+", encoding="utf-8", newline="\n", dir=folder)  # noqa: SIM115  (see close)
        self.counts = Loaded(0, 0, 0)

    def add(
        self, officer: Officer, digest: str | None, accounts: Iterable[Account], consents: Iterable[Consent]
    ) -> None:
        """Keep somebody aside."""
        mine = [(one.id, one.platform, one.officer or "", _json(one)) for one in accounts]
        given = [(one.officer, one.account, one.purpose, _json(one)) for one in consents]
        kinds = ([(officer.id, digest or "", officer.unit, _json(officer))], mine, given)
        self._file.write(_KIND.join(_ROW.join(map(_CELL.join, rows)) for rows in kinds) + "\n")
        done = self.counts
        self.counts = Loaded(done.officers + 1, done.accounts + len(mine), done.consents + len(given))

    def portions(self) -> Iterator[list[Kept]]:
        """What was kept aside, in portions."""
        self._file.seek(0)
        while some := list(islice(self._file, AT_ONCE)):
            yield [_kept(line) for line in some]

    def close(self) -> None:
        """Throw everything away."""
        self._file.close()


def _kept(line: str) -> Kept:
    officer, accounts, consents = line.rstrip("\n").split(_KIND)
    return Kept(tuple(officer.split(_CELL)), _rows(accounts), _rows(consents))


def _rows(text: str) -> tuple[Cells, ...]:
    return tuple(tuple(row.split(_CELL)) for row in text.split(_ROW)) if text else ()


def taken(connection: Connection, some: Iterable[Kept]) -> Iterator[tuple[str, str]]:
    """Officers whose number another officer bears already, each with that one.

    Args:
        connection: A connection for reading.
        some: The officers.
    """
    digests = {kept.officer[1]: kept.officer[0] for kept in some if kept.officer[1]}
    for digest, owner in people.owners_of(connection, list(digests)).items():
        if owner != digests[digest]:
            yield digests[digest], owner


def take_over(connection: Connection, some: Iterable[Kept]) -> None:
    """Keep a portion. What is there already just like that is not written again.

    Args:
        connection: A connection for writing.
        some: The officers.
    """
    kept = list(some)
    run_many(
        connection,
        "INSERT INTO officers (id, number_digest, unit, data) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "number_digest = excluded.number_digest, unit = excluded.unit, data = excluded.data "
        "WHERE COALESCE(officers.number_digest, '') <> COALESCE(excluded.number_digest, '') OR "
        "CAST(officers.data AS TEXT) <> CAST(excluded.data AS TEXT)",
        [(name, digest or None, unit, data) for (name, digest, unit, data), _, _ in kept],
    )
    run_many(
        connection,
        "INSERT INTO accounts (id, platform, officer, data) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "platform = excluded.platform, officer = excluded.officer, data = excluded.data "
        "WHERE CAST(accounts.data AS TEXT) <> CAST(excluded.data AS TEXT)",
        [account for one in kept for account in one.accounts],
    )
    ended = _ended(connection, [one.officer[0] for one in kept])
    run_many(
        connection,
        "INSERT INTO consents (officer, account, purpose, data) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (officer, account, purpose) DO UPDATE SET data = excluded.data "
        "WHERE CAST(consents.data AS TEXT) <> CAST(excluded.data AS TEXT)",
        [consent for one in kept for consent in one.consents if _counts(consent, ended)],
    )


def _ended(connection: Connection, officers: Iterable[str]) -> dict[Cells, datetime]:
    """When consents were withdrawn."""
    withdrawn = consents_table.c.data["withdrawn"].as_string().is_not(None)
    found: dict[Cells, datetime] = {}
    for batch in batches(officers):
        query = select(consents_table.c.data).where(consents_table.c.officer.in_(batch), withdrawn)
        for consent in (from_data(data, Consent) for data in connection.execute(query).scalars()):
            if consent.withdrawn is not None:
                found[consent.officer, consent.account, consent.purpose] = consent.withdrawn
    return found


def _counts(consent: Cells, ended: Mapping[Cells, datetime]) -> bool:
    """Whether a consent is newer than a withdrawal: loading an old list again must not undo one."""
    end = ended.get(consent[:3])
    return end is None or datetime.fromisoformat(json.loads(consent[3])["given"]) > end


def _json(value: Any) -> str:
    return json.dumps(to_data(value), ensure_ascii=False)
