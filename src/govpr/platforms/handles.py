"""Handles that name their account's server, on platforms that are many servers."""

import re
from typing import Protocol, runtime_checkable

from attrs import frozen


@frozen(kw_only=True)
class Handles:
    r"""How handles are written out on a platform of many servers: each names its account's server.

    Args:
        form: A regular expression of a whole handle; its group `server` is the server's host, with a port or without.
        example: One that fits; nothing real.

    Example:
        >>> Handles(form=r"@\w+@(?P<server>[\w.]+)", example="@humas@sosial.example").server("@ayu@Sosial.go.id")
        'https://sosial.go.id'
    """

    form: str
    example: str

    def server(self, handle: str) -> str | None:
        """The address of the server that a handle names, or None where it names none.

        Args:
            handle: As somebody wrote it.
        """
        named = re.fullmatch(self.form, handle, re.ASCII)
        return None if named is None else f"https://{named['server'].lower()}"


@runtime_checkable
class Names(Protocol):
    """Its handles are written in full, and name the account's server."""

    @property
    def handles(self) -> Handles:
        """How."""
