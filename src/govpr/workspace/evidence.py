"""`workspace.evidence`: pages as they were when something was said about them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from attrs import evolve, frozen

from govpr.errors import DeliveryError, InputError, NotFound, Problem, StoreError
from govpr.hoaxes.evidence import Exchange, Parts, capture, capture_whole, read_archive, wayback, write_archive
from govpr.hoaxes.evidence.files import digest_of
from govpr.http.calls import Call, Reply
from govpr.http.client import Client
from govpr.http.credentials import resolve
from govpr.http.drivers import run
from govpr.http.guards import host_of
from govpr.http.sessions import Session
from govpr.models import Source
from govpr.models.evidence import Copy
from govpr.storage import evidence as stored
from govpr.storage.records import entries
from govpr.text.files import write_changed
from govpr.workspace.context import Context
from govpr.workspace.progress import Progress, silent

_ARCHIVED = "evidence.archived"
_BACKUP = "put it back from your backup"


@frozen
class Evidence:
    """Copies of pages, as WARC files in the workspace's folder `evidence`."""

    _context: Context
    _client: Client

    def archive(self, url: str, *, whole: bool = False) -> Copy:
        """Keep a copy of a page as it is now. The same bytes as before are kept once.

        Args:
            url: Its address: https, and public.
            whole: Whether the images and style sheets that the page names are kept too: 60 of them and 16 MB at most.

        Raises:
            Misconfigured: The address, or one that it leads to, is not public, or is no https.
            DeliveryError: The server does not give the page, or not all of it in time.
            InputError: The extra `evidence` is not installed.
            StoreError: The folder cannot be written.
        """
        if whole:
            return keep(self._context, url, *run(capture_whole(url), self._send))
        return keep(self._context, url, run(capture(url), self._send))

    def archive_sources(self, sources: Sequence[Source], *, whole: bool = False) -> tuple[Source, ...]:
        """Keep a copy of every source that a clarification rests on.

        Args:
            sources: The sources.
            whole: As for `archive`.

        Returns:
            Each source with its copy in `archive`. One that has a copy already stays as it is.

        Raises:
            InputError: Lists every source that cannot be archived. The copies of the others are kept.
        """
        return archived([attempt(partial(self._source, whole=whole), source) for source in sources])

    def publish(self, url: str, *, credential: str) -> str:
        """Have the Internet Archive keep a copy that the public can open; one of the last day is not made again.

        Args:
            url: The page's address: public.
            credential: A reference to the account's keys, as `env:ARCHIVE_KEYS`; they read `ACCESS_KEY:SECRET`
                (https://archive.org/account/s3.php).

        Returns:
            The address of the copy, for `Source.archive`.

        Raises:
            Misconfigured: The address is not public, or the reference leads to nothing.
            Rejected: The archive does not take this page.
            DeliveryError: The archive could not do it now; asking again is harmless.
        """
        return run(wayback.save(url), self._client.sender(wayback_session(credential), wayback.HOSTS))

    def copies(
        self, url: str | None = None, *, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[Copy, ...]:
        """Copies, oldest first.

        Args:
            url: Of this address, as it was asked for; None for all.
            since: From this moment on.
            until: To this moment.
        """
        with self._context.database.read() as connection:
            return stored.find_copies(connection, url, since=since, until=until)

    def read(self, copy: Copy) -> bytes:
        """The page's bytes.

        Raises:
            StoreError: The file is missing or was changed.
            NotFound: The copy that holds the bytes is not known.
        """
        return body_of(self._context, copy)

    def verify(self, *, progress: Progress = silent) -> tuple[Problem, ...]:
        """Whether every copy still is what was archived, by its file, its records and the audit log.

        Args:
            progress: Is told how many copies are looked at, and of how many.

        Returns:
            What is wrong; empty where nothing is.
        """
        return verified(self._context, self.copies(), progress)

    def _source(self, source: Source, *, whole: bool) -> Source:
        return source if source.archive else evolve(source, archive=self.archive(source.url, whole=whole).reference)

    def _send(self, call: Call) -> Reply:
        return self._client.sender(hosts=frozenset({host_of(call.url)}))(call)


def wayback_session(credential: str) -> Session:
    """What signs calls to the Internet Archive."""
    return Session(partial(resolve, credential), name="web.archive.org", scheme="LOW")


def keep(
    context: Context,
    url: str,
    steps: tuple[Exchange, ...],
    parts: Parts = Parts(),  # noqa: B008  (a frozen value)
) -> Copy:
    """Write what was captured: first the file, whole or not at all, then the line in the index."""
    body = steps[-1].reply.body
    with context.database.read() as connection:
        known = stored.holding(connection, digest_of(body))
    sound = known if known is not None and _sound(context, known) else None
    copy, data = write_archive(url, steps, sound, parts)
    try:
        write_changed(context.home.evidence / copy.file, data)
    except OSError as error:
        raise StoreError(f"{context.home.evidence}: the copy cannot be written ({error.strerror})") from None
    with context.database.write() as connection:
        stored.save_copy(connection, copy)
        facts = {"digest": copy.digest, "seal": copy.seal}
        context.record(connection, actor="govpr", action=_ARCHIVED, subject=copy.id, **facts)
    return copy


def attempt(archive: Callable[[Source], Source], source: Source) -> Source | DeliveryError | InputError:
    """A source with its copy, or why it has none."""
    try:
        return archive(source)
    except (DeliveryError, InputError) as error:
        return error


def archived(tried: Sequence[Source | DeliveryError | InputError]) -> tuple[Source, ...]:
    """The sources with their copies, or every problem at once."""
    problems = [
        Problem(f"sources[{place}]", f"cannot be archived: {_why(one)}", "name a page that can be read, or try again")
        for place, one in enumerate(tried)
        if not isinstance(one, Source)
    ]
    if problems:
        raise InputError(problems)
    return tuple(one for one in tried if isinstance(one, Source))


def _why(error: DeliveryError | InputError) -> str:
    return error.message if isinstance(error, DeliveryError) else str(error)


def body_of(context: Context, copy: Copy) -> bytes:
    """The bytes of a copy, from its own file or from that of the earlier copy that it refers to."""
    holder = copy
    if copy.original is not None:
        with context.database.read() as connection:
            found = stored.copy_of(connection, copy.original)
        if found is None:
            raise NotFound("copy", copy.original)
        holder = found
    try:
        body = read_archive(_file(context, holder).read_bytes())[-1].body
    except (OSError, InputError, IndexError):
        raise StoreError(f"{holder.file}: the copy cannot be read; {_BACKUP}") from None
    if digest_of(body) != copy.digest:
        raise StoreError(f"{holder.file}: the copy is not what was archived; {_BACKUP}")
    return body


def verified(context: Context, copies: Sequence[Copy], progress: Progress) -> tuple[Problem, ...]:
    """Every copy that is not what was archived, and every file that the index does not know."""
    with context.database.read() as connection:
        logged = {row["subject"]: row["detail"] for row in entries(connection) if row["action"] == _ARCHIVED}
    problems: list[Problem] = []
    for done, copy in enumerate(copies, 1):
        problems += _wrong(context, copy, logged.get(copy.id, {}))
        progress(done, len(copies))
    known = {copy.file for copy in copies}
    strangers = sorted(path.name for path in context.home.evidence.glob("*.warc.gz") if path.name not in known)
    advice = "a run was stopped while it was written: archive its address again, then delete it"
    return (*problems, *(Problem(name, "is no copy that the index knows", advice) for name in strangers))


def _wrong(context: Context, copy: Copy, logged: dict[str, str]) -> Iterator[Problem]:
    if (logged.get("digest"), logged.get("seal")) != (copy.digest, copy.seal):
        yield Problem(
            copy.file, "is not what the audit log says", "govpr audit --verify shows whether the log is whole"
        )
    try:
        data = _file(context, copy).read_bytes()
    except OSError:
        yield Problem(copy.file, "is missing", _BACKUP)
        return
    if digest_of(data) != copy.seal:
        yield Problem(copy.file, "was changed since it was written", _BACKUP)
        return
    try:
        sound = all(one.sound for one in read_archive(data)) and bool(body_of(context, copy) or copy.size == 0)
    except (InputError, StoreError, NotFound):
        sound = False
    if not sound:
        yield Problem(copy.file, "does not hold what was archived", _BACKUP)


def _sound(context: Context, copy: Copy) -> bool:
    try:
        return digest_of(body_of(context, copy)) == copy.digest
    except (StoreError, NotFound):
        return False


def _file(context: Context, copy: Copy) -> Path:
    return context.home.evidence / Path(copy.file).name  # a name in a tampered index leads nowhere else
