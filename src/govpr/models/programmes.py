"""What the government does, and the shared story about it. Nothing is said without a source."""

from datetime import date, datetime

from attrs import field, frozen

from govpr.models import _checks as check
from govpr.models.sources import Source


@frozen(kw_only=True)
class Programme:
    """Something that a government does.

    Args:
        id: A short name.
        agency: Who runs it.
        title: Its name.
        summary: What it is, in a sentence or two.
        sources: At least one.
    """

    id: str = field(validator=check.slug)
    agency: str = field(validator=check.slug)
    title: str = field(validator=check.filled)
    summary: str = field(validator=check.filled)
    sources: tuple[Source, ...] = field(validator=check.some)


@frozen(kw_only=True)
class Achievement:
    """Something that a programme achieved.

    Args:
        id: A short name.
        programme: The programme's id.
        statement: What was achieved, with its figure.
        on: The day for which it holds.
        sources: At least one.
    """

    id: str = field(validator=check.slug)
    programme: str = field(validator=check.slug)
    statement: str = field(validator=check.filled)
    on: date
    sources: tuple[Source, ...] = field(validator=check.some)


@frozen(kw_only=True)
class Narrative:
    """The versioned story that a lead agency issues (*narasi tunggal*, Inpres 9/2015).

    Args:
        id: A short name, the same through all versions.
        agency: The lead agency.
        version: Counted from 1.
        title: Its title.
        key_messages: What is to come across.
        sources: What supports it.
        valid_from: From when it may be used.
        valid_until: Until when, or None.
        derived_from: `id@version` of the narrative that it adapts, or None.
    """

    id: str = field(validator=check.slug)
    agency: str = field(validator=check.slug)
    version: int = field(default=1, validator=check.not_negative)
    title: str = field(validator=check.filled)
    key_messages: tuple[str, ...] = field(validator=check.some)
    sources: tuple[Source, ...] = field(validator=check.some)
    valid_from: datetime = field(validator=check.aware)
    valid_until: datetime | None = field(default=None, validator=check.ordered("valid_from", "valid_until"))
    derived_from: str | None = None
