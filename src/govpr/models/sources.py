"""Where a statement comes from."""

from datetime import date

from attrs import field, frozen

from govpr.models import _checks as check


@frozen(kw_only=True)
class Source:
    """A published document that a statement rests on.

    Args:
        title: Its title.
        url: Its address.
        publisher: Who published it.
        published: When, where known.
        archive: The address or file name of an archived copy, where there is one.

    Example:
        >>> Source(title="Statistik", url="https://bps.go.id/1", publisher="BPS").publisher
        'BPS'
    """

    title: str = field(validator=check.filled)
    url: str = field(validator=check.web_address)
    publisher: str = field(validator=check.filled)
    published: date | None = None
    archive: str | None = None
