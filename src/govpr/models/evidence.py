"""An archived copy of a page."""

from datetime import datetime

from attrs import field, frozen

from govpr.models import _checks as check


@frozen(kw_only=True)
class Copy:
    """A page as it was at a moment, kept in a WARC file.

    Args:
        id: Names this copy.
        url: The address that was asked for.
        at: When it answered.
        digest: SHA-256 of the page's bytes, in hexadecimal digits.
        size: How many bytes the page has.
        type: Its media type, as the server said, or "".
        final: The address that answered, after redirects.
        file: The WARC file, by its name in the workspace's folder of evidence.
        seal: SHA-256 of that file.
        parts: The addresses of images and style sheets that were kept with it.
        missing: Those that the page names and that could not be kept.
        original: The id of the earlier copy that holds the same bytes, or None where this one holds them itself.
    """

    id: str = field(validator=check.filled)
    url: str = field(validator=check.web_address)
    at: datetime = field(validator=check.aware)
    digest: str = field(validator=check.filled)
    size: int
    type: str = ""
    final: str = field(validator=check.web_address)
    file: str = field(validator=check.filled)
    seal: str = field(validator=check.filled)
    original: str | None = None
    parts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """What `Source.archive` says: the file, from the workspace's folder on."""
        return f"evidence/{self.file}"
