"""How the hoax index is: what it holds, whether that is what the store holds, and whether all of it can be read."""

from datetime import UTC, datetime

from attrs import frozen

from govpr.errors import Damaged
from govpr.hoaxes.index import HoaxIndex
from govpr.storage import hoax_changes, rumours
from govpr.workspace.context import Context


@frozen(kw_only=True)
class IndexState:
    """The hoax index of a workspace.

    Args:
        claims: How many it holds, or None where it cannot be opened.
        known: How many fact-checks the store holds.
        size: Bytes on the disk.
        changed: When a file of it was last written, or None where there is none.
        current: Whether it is made of exactly what the store holds. If not, it is made again when it is used next.
        problem: What is wrong with it, or "".
    """

    claims: int | None
    known: int
    size: int
    changed: datetime | None
    current: bool
    problem: str = ""


def index_state(context: Context, *, verify: bool = False) -> IndexState:
    """How the index is. It is neither made again nor mended.

    Args:
        context: The workspace.
        verify: Whether every byte is read.
    """
    with context.database.read() as connection:
        known, current = rumours.count_factchecks(connection), hoax_changes.changes(connection)
    claims, stamp, problem = _looked(context, verify=verify)
    files = (
        [one.stat() for one in context.home.index.rglob("*") if one.is_file()] if context.home.index.is_dir() else []
    )
    newest = max((one.st_mtime for one in files), default=None)
    return IndexState(
        claims=claims,
        known=known,
        size=sum(one.st_size for one in files),
        changed=None if newest is None else datetime.fromtimestamp(newest, UTC),
        current=stamp == current and not problem,
        problem=problem,
    )


def _looked(context: Context, *, verify: bool) -> tuple[int | None, int | None, str]:
    try:
        with HoaxIndex.open(context.home.index) as index:
            if verify:
                index.verify()
            return index.count, index.stamp, ""
    except Damaged as error:
        return None, None, str(error)
