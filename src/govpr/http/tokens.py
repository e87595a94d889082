"""Tokens kept between runs, so that a second run does not sign in again."""

import json
import os
import secrets
from datetime import datetime
from pathlib import Path

from attrs import frozen

from govpr.errors import StoreError
from govpr.http.sessions import Tokens


@frozen
class FileTokens:
    """A folder with one file per account, readable by its owner alone (mode 0600).

    Args:
        folder: Made when the first tokens are kept.

    Example:
        >>> FileTokens(Path("/nowhere")).load("komdigi-bluesky") is None
        True
    """

    folder: Path

    def load(self, name: str) -> Tokens | None:
        """The tokens kept under a name; None if there are none that can be read.

        Args:
            name: A file name without its ending.
        """
        try:
            kept = json.loads(self._path(name).read_text("utf-8"))
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
            _write(self._path(name), json.dumps(kept))
        except OSError as error:
            raise StoreError(f"{self.folder}: tokens cannot be kept there; make the folder writable") from error

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.json"


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
