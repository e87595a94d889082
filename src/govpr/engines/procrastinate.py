"""Procrastinate on PostgreSQL: tasks are enqueued in the caller's transaction, and workers hear of them at once.

See https://procrastinate.readthedocs.io. Its tables lie beside ours. A task holds nothing but the wish that somebody
looks at the outbox: one that is lost or run twice does no harm, and within a minute somebody looks anyway.
"""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from sqlalchemy import Connection, text

from govpr.engines.loop import measure
from govpr.engines.protocol import Work
from govpr.errors import StoreError
from govpr.logs import get_logger
from govpr.storage.database import Database
from govpr.storage.waking import next_due

QUEUE = "govpr"
DELIVER = "govpr:deliver"
_MANY = 20
"""A worker that settled so many at one go calls another for help."""
_POLL = 0.5  # seconds: tasks for later are found by looking, those for now by a notification
_GONE = 60.0  # seconds without a sign of life after which a worker is taken for gone
_AWAY = 5.0
log = get_logger("govpr.delivery")


class Procrastinate:
    """Wakes workers on any number of machines."""

    def __init__(self) -> None:
        self._queue = App(connector=SyncPsycopgConnector())  # never opened: it only writes on connections of ours

    def prepare(self, database: Database) -> None:
        """Make Procrastinate's tables, unless they are there."""
        if database.kind != "postgresql":
            needed = 'set [store] url in govpr.toml, or engine = "loop"'
            raise StoreError(f"the engine procrastinate works on PostgreSQL only: {needed}")
        with database.read() as connection:
            if _is_ready(connection):
                return
        with database.write() as connection:
            if not _is_ready(connection):
                _raw(connection).execute(self._queue.schema_manager.get_schema())

    def wake(self, connection: Connection, moment: datetime) -> None:
        """Enqueue a task in the transaction of `connection`; one that waits for that second already is enough."""
        now = datetime.now(UTC)
        later = moment if moment > now else None
        name = "now" if later is None else later.astimezone(UTC).isoformat(timespec="seconds")
        self._enqueue(_raw(connection), f"{DELIVER}:{name}", later)

    def _enqueue(self, raw: Any, lock: str, at: datetime | None) -> None:
        task = self._queue.configure_task(
            DELIVER, queue=QUEUE, queueing_lock=lock, schedule_at=at, connection=raw, allow_unknown=True
        )
        with suppress(AlreadyEnqueued), raw.transaction():
            task.defer()

    def run(self, work: Work) -> None:
        """Take tasks until told to stop; where the database is away for a while, it is waited for."""
        while not work.stop.is_set():
            try:
                asyncio.run(self._serve(work))
            except (ConnectorException, StoreError) as error:
                log.error("worker.store_away", reason=type(error).__name__)  # noqa: TRY400  (a trace tells nothing more)
                work.stop.wait(_AWAY)

    async def _serve(self, work: Work) -> None:
        app = self._tasks(work)
        async with app.open_async():
            serving = asyncio.create_task(
                app.run_worker_async(
                    queues=[QUEUE],
                    fetch_job_polling_interval=_POLL,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                )
            )
            try:
                while not serving.done() and not work.stop.is_set():
                    await asyncio.wait({serving}, timeout=_POLL / 2)
            finally:
                serving.cancel()  # it ends the conversation that it is in, and takes no other
            with suppress(asyncio.CancelledError):
                await serving

    def _tasks(self, work: Work) -> App:
        address = work.database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        app = App(connector=PsycopgConnector(conninfo=address, min_size=1, max_size=4))

        @app.task(name=DELIVER, queue=QUEUE)
        def deliver() -> None:
            self._deliver(work)

        @app.periodic(cron="* * * * *")
        @app.task(name="govpr:reconcile", queue=QUEUE, queueing_lock="govpr:reconcile")
        def reconcile(timestamp: int) -> None:  # noqa: ARG001  (when it should have run)
            self._deliver(work)

        @app.periodic(cron="17 * * * *")
        @app.task(name="govpr:measure", queue=QUEUE, queueing_lock="govpr:measure")
        def count(timestamp: int) -> None:  # noqa: ARG001
            measure(work)

        @app.periodic(cron="* * * * *")
        @app.task(name="govpr:take-over", queue=QUEUE, queueing_lock="govpr:take-over")
        async def take_over(timestamp: int) -> None:  # noqa: ARG001
            for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=_GONE):
                await app.job_manager.retry_job(job)

        return app

    def _deliver(self, work: Work) -> None:
        """Deliver what is due, call for help where that is much, and see to it that somebody looks when more is due."""
        for count, delivery in enumerate(work.deliver(), start=1):
            work.settled(delivery)
            if work.stop.is_set():
                break
            if count == _MANY:
                self._call(work, "more", None)
        with work.database.read() as connection:
            due = next_due(connection, work.clock())
        if due is not None:
            self._call(work, due.astimezone(UTC).isoformat(timespec="seconds"), due)

    def _call(self, work: Work, name: str, at: datetime | None) -> None:
        with work.database.engine.begin() as connection:
            self._enqueue(_raw(connection), f"{DELIVER}:{name}", at)


def _is_ready(connection: Connection) -> bool:
    return connection.execute(text("SELECT to_regclass('procrastinate_jobs')")).scalar() is not None


def _raw(connection: Connection) -> Any:
    """The driver's own connection, in the transaction that SQLAlchemy began."""
    return connection.connection.driver_connection
