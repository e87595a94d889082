"""Plug-ins by entry point: listed without importing, loaded on use, filtered by an allow-list."""

from collections.abc import Collection
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from govpr.errors import NotFound

PLATFORMS = "govpr.platforms"
HOAX_DATABASES = "govpr.hoaxes"
ENGINES = "govpr.engines"
SHORTENERS = "govpr.shorteners"


def names(group: str, allow: Collection[str] | None = None) -> tuple[str, ...]:
    """The names that are installed in a group; nothing is imported.

    Args:
        group: The entry point group, as `govpr.platforms`.
        allow: Only these, or None for all.

    Example:
        >>> "newsroom" in names("govpr.platforms")
        True
    """
    return tuple(sorted(_found(group, allow)))


def load(group: str, name: str, allow: Collection[str] | None = None) -> Any:
    """Import one plug-in and make it; an entry point names something callable without arguments.

    Raises:
        NotFound: Nothing of that name is installed and allowed.
    """
    found = _found(group, allow)
    if name not in found:
        raise NotFound(group.rpartition(".")[2].removesuffix("s"), name, sorted(found))
    return found[name].load()()


def _found(group: str, allow: Collection[str] | None) -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=group) if allow is None or point.name in allow}
