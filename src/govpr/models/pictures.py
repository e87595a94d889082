"""A picture that is known: from a fact-check, or from a report."""

from attrs import field, frozen

from govpr.models import _checks as check


@frozen(kw_only=True)
class KnownPicture:
    """What is kept of a picture besides its marks; the picture itself is not kept.

    Args:
        digest: SHA-256 of its file's bytes.
        pixels: SHA-256 of its decoded pixels.
        width: In pixels.
        height: In pixels.
        type: Its format, as `JPEG`.
        name: Its file's name.
    """

    digest: str = field(validator=check.filled)
    pixels: str = field(validator=check.filled)
    width: int
    height: int
    type: str
    name: str = ""
