"""Hoax databases in a file: a table, JSON lines or ClaimReview, at an address or on this machine."""

from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from attrs import frozen

from govpr.hoaxes.databases.access import base
from govpr.hoaxes.databases.entries import Source, best, read
from govpr.hoaxes.databases.protocol import Page, Query, Terms
from govpr.hoaxes.readers.encoded import read_text
from govpr.hoaxes.readers.files import file_rows
from govpr.http.calls import Call, Flow
from govpr.settings import DatabaseSettings


@frozen
class Files:
    """The adapter. The file is at `url`, or the option `path` names one on this machine: no call is made."""

    name: str = "files"
    hosts: frozenset[str] = frozenset()
    terms: Terms = Terms()  # noqa: RUF009  (frozen: it may be shared)
    pace: float = 1.0

    def search(self, query: Query, database: DatabaseSettings) -> Flow[Page]:
        """The rows that share words with the message."""
        return best((yield from self.changes(None, None, database)), query)

    def changes(self, since: date | None, cursor: str | None, database: DatabaseSettings) -> Flow[Page]:  # noqa: ARG002
        """All rows: a file does not say what changed. A row that cannot be read stops no other.

        Raises:
            InvalidFile: The file on this machine cannot be read.
        """
        path = database.options.get("path", "")
        if path:
            name, text = path, read_text(Path(path))
        else:
            base(database)
            name = PurePosixPath(urlsplit(database.url).path).name
            text = read((yield Call("GET", database.url, headers={"Accept": "*/*"})))
        rows, problems = file_rows(name, text)
        return Source(database=database, terms=self.terms).page(rows, problems=problems)
