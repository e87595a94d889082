"""Accounts on platforms, and the consent of those who own them."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import Attribute, field, frozen

from govpr.errors import InvalidValue
from govpr.models import _checks as check


class Ownership(StrEnum):
    """Who owns an account: it decides the rules."""

    OFFICIAL = "official"
    PERSONAL = "personal"


@frozen(kw_only=True)
class Account:
    """A handle on a platform.

    Args:
        id: A short name inside the workspace.
        platform: The platform's name, as `mastodon`.
        handle: As the platform writes it.
        ownership: `official` (an agency's) or `personal` (an officer's).
        agency: The agency that it speaks for.
        officer: Its owner, for a personal account.
        server: The address of the server, where the platform has many.
        credential: A reference such as `env:KOMDIGI_MASTODON`; never the secret itself.
        options: What its platform needs besides, by the names that the platform declares, as `page`.

    Raises:
        InvalidValue: A personal account without an officer, or an official one with one.
    """

    id: str = field(validator=check.slug)
    platform: str = field(validator=check.slug)
    handle: str = field(validator=check.filled)
    ownership: Ownership = Ownership.OFFICIAL
    agency: str = field(validator=check.slug)
    officer: str | None = field(default=None)
    server: str | None = field(default=None, validator=check.maybe_server)
    credential: str | None = field(default=None)
    options: Mapping[str, str] = field(factory=dict)

    @officer.validator
    def _owner(self, _attribute: "Attribute[Any]", officer: str | None) -> None:
        if (self.ownership is Ownership.PERSONAL) != (officer is not None):
            raise InvalidValue(
                "Account.officer",
                "does not fit its ownership",
                "name the officer of a personal account, and only there",
            )

    @server.validator
    def _bare(self, _attribute: "Attribute[Any]", server: str | None) -> None:
        if server is not None and set("@?#") & set(server):  # it may hold a password, so it is not repeated
            advice = "write its bare address, such as https://sosial.go.id, and name the secret in credential"
            raise InvalidValue("Account.server", "has a user, a query or a fragment in it", advice)

    @credential.validator
    def _reference(self, _attribute: "Attribute[Any]", credential: str | None) -> None:
        if credential is not None and credential.partition(":")[0] not in {"env", "file", "keyring"}:
            raise InvalidValue(
                "Account.credential", "is not a reference", "write env:NAME, file:PATH or keyring:SERVICE/NAME"
            )


@frozen(kw_only=True)
class Consent:
    """An officer's opt-in for one account and one purpose.

    Args:
        officer: Who consents.
        account: For which account.
        purpose: For what, as `share-kit`.
        version: The version of the text that was agreed to.
        given: When.
        expires: When it ends by itself, or None.
        withdrawn: When it was taken back, or None.
    """

    officer: str = field(validator=check.slug)
    account: str = field(validator=check.slug)
    purpose: str = field(default="share-kit", validator=check.slug)
    version: str = field(default="1", validator=check.filled)
    given: datetime = field(validator=check.aware)
    expires: datetime | None = field(default=None, validator=check.ordered("given", "expires"))
    withdrawn: datetime | None = field(default=None, validator=check.ordered("given", "withdrawn"))

    def holds_at(self, moment: datetime) -> bool:
        """Whether it stands at that moment."""
        ended = [end for end in (self.expires, self.withdrawn) if end is not None]
        return self.given <= moment and all(moment < end for end in ended)
