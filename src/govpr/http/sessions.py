"""Credentials: where they come from, how they are renewed, and how a call is signed."""

from datetime import datetime

from attrs import field, frozen


@frozen(kw_only=True)
class Tokens:
    """What a sign-in gave. Never in a repr.

    Args:
        access: Signs ordinary calls.
        refresh: Signs the call that renews, or "".
        identity: Who the service says this is, as a DID, or "".
        expires: When `access` ends, where known.
    """

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    identity: str = ""
    expires: datetime | None = None
