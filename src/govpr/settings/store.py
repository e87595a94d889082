"""Where a workspace keeps what it knows, and what wakes its workers."""

from attrs import frozen


@frozen(kw_only=True)
class StoreSettings:
    """The database and its workers.

    Args:
        url: A reference to the address of a PostgreSQL database, as `env:GOVPR_DATABASE`, never the address itself: it
            holds a password. "" keeps everything in `govpr.db`.
        engine: What wakes workers: `loop`, or `procrastinate` on PostgreSQL; or one of your own, an entry point in
            `govpr.engines`.
    """

    url: str = ""
    engine: str = "loop"
