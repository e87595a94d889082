"""Tokens kept between runs, encrypted, so that a second run does not sign in again."""

import hashlib
import json
import os
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

from govpr.errors import StoreError
from govpr.http.sessions import Tokens

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


@frozen
class FileTokens:
    """A folder with one file per account, encrypted, and readable by its owner alone (mode 0600).

    The cipher is Fernet's (https://cryptography.io/en/latest/fernet/): a copy of the folder without the key says
    nothing, and a file that was changed does not count.

    Args:
        folder: Made when the first tokens are kept.
        key: 32 secret bytes, of which the cipher's own key is made.

    Example:
        >>> FileTokens(Path("/nowhere"), bytes(32)).load("komdigi-bluesky") is None
        True
    """

    folder: Path
    key: bytes = field(repr=False)

    def load(self, name: str) -> Tokens | None:
        """The tokens kept under a name; None if there are none that can be read.

        Args:
            name: A file name without its ending.
        """
        try:
            kept = json.loads(self._decrypted(self._path(name).read_bytes()))
            expires = kept["expires"] and datetime.fromisoformat(kept["expires"])
            return Tokens(access=kept["access"], refresh=kept["refresh"], identity=kept["identity"], expires=expires)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None  # signing in again mends it

    def save(self, name: str, tokens: Tokens) -> None:
        """Keep tokens; the file is whole or not there at all.

        Args:
            name: A file name without its ending.
            tokens: What to keep.

        Raises:
            StoreError: The folder cannot be written.
        """
        kept = {
            "access": tokens.access,
            "refresh": tokens.refresh,
            "identity": tokens.identity,
            "expires": tokens.expires and tokens.expires.isoformat(),
        }
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(self._path(name), self._cipher().encrypt(json.dumps(kept).encode()))
        except OSError as error:
            raise StoreError(f"{self.folder}: tokens cannot be kept there; make the folder writable") from error

    def forget(self, name: str) -> None:
        """Keep no tokens under a name any more.

        Args:
            name: A file name without its ending.

        Raises:
            StoreError: The file cannot be removed.
        """
        try:
            self._path(name).unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"{self.folder}: tokens cannot be forgotten; make the folder writable") from error

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.token"

    def _decrypted(self, data: bytes) -> bytes:
        from cryptography.fernet import InvalidToken  # noqa: PLC0415

        try:
            return self._cipher().decrypt(data)
        except InvalidToken as error:  # another key, or other bytes
            raise ValueError from error

    def _cipher(self) -> "Fernet":
        from cryptography.fernet import Fernet  # noqa: PLC0415  (only those who keep sessions pay for loading it)

        own = hashlib.blake2b(self.key, digest_size=32, person=b"govpr sessions").digest()
        return Fernet(urlsafe_b64encode(own))


def _write(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
