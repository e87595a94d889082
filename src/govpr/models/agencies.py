"""Public bodies and their parts."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from attrs import Attribute, field, frozen

from govpr.errors import InvalidValue, NotFound
from govpr.models import _checks as check


@frozen(kw_only=True)
class Alias:
    """A name that an agency bears or bore.

    Args:
        name: The name, as `Kominfo`.
        since: First day, or None for "always".
        until: Last day, or None for "still".
    """

    name: str = field(validator=check.filled)
    since: date | None = None
    until: date | None = field(default=None, validator=check.ordered("since", "until"))

    def holds_on(self, day: date) -> bool:
        """Whether the name was in use on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@frozen(kw_only=True)
class Unit:
    """A part of an agency.

    Args:
        id: A short name, unique in the agency.
        name: Its full name.
        parent: The unit above it, or None when it stands directly under the agency.
    """

    id: str = field(validator=check.slug)
    name: str = field(validator=check.filled)
    parent: str | None = None


@frozen(kw_only=True)
class Agency:
    """A public body, with its units and its names through time.

    Args:
        id: A short name.
        name: Its full name today.
        aliases: Other names, each with its validity.
        website: Its site.
        units: All its units; each names its parent.

    Raises:
        InvalidValue: A unit's parent is missing, or units stand in a circle.

    Example:
        >>> komdigi = Agency(
        ...     id="komdigi",
        ...     name="Kementerian Komunikasi dan Digital",
        ...     aliases=(
        ...         Alias(name="Kominfo", until=date(2024, 10, 20)),
        ...         Alias(name="Komdigi", since=date(2024, 10, 21)),
        ...     ),
        ... )
        >>> komdigi.name_on(date(2019, 11, 27)), komdigi.name_on(date(2026, 1, 1))
        ('Kominfo', 'Komdigi')
    """

    id: str = field(validator=check.slug)
    name: str = field(validator=check.filled)
    aliases: tuple[Alias, ...] = ()
    website: str | None = field(default=None, validator=check.maybe_web_address)
    units: tuple[Unit, ...] = field(default=(), validator=check.unique)

    @units.validator
    def _hierarchy(self, _attribute: "Attribute[Any]", units: tuple[Unit, ...]) -> None:
        parents = {unit.id: unit.parent for unit in units}
        for index, (start, above) in enumerate(parents.items()):
            seen, here = {start}, above
            path = f"Agency.units[{index}].parent"
            while here is not None:
                if here not in parents:
                    raise InvalidValue(path, f"leads to {here!r}, which is no unit here", "add that unit")
                if here in seen:
                    raise InvalidValue(path, f"puts {here!r} under itself", "break the circle")
                seen.add(here)
                here = parents[here]

    def name_on(self, day: date) -> str:
        """The short name it bore on a day, else its full name."""
        return next((alias.name for alias in self.aliases if alias.holds_on(day)), self.name)

    def unit(self, unit_id: str) -> Unit:
        """The unit of that id.

        Raises:
            NotFound: The agency has no such unit.
        """
        for unit in self.units:
            if unit.id == unit_id:
                return unit
        raise NotFound("unit", unit_id, [unit.id for unit in self.units])

    def within(self, unit_id: str) -> frozenset[str]:
        """The ids of a unit and of every unit below it."""
        return frozenset(self._below(unit_id))

    def _below(self, unit_id: str) -> Iterator[str]:
        yield unit_id
        for unit in self.units:
            if unit.parent == unit_id:
                yield from self._below(unit.id)
