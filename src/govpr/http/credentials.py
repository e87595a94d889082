"""Where credentials come from. Files and settings hold references; only this module sees what they refer to."""

import os
from collections.abc import Mapping
from pathlib import Path

from govpr.errors import Misconfigured


def resolve(reference: str, environ: Mapping[str, str] = os.environ) -> str:
    """The credential that a reference stands for.

    Args:
        reference: `env:NAME`, `file:PATH` (its content without the white space around it) or `keyring:SERVICE/NAME`.
        environ: The environment.

    Raises:
        Misconfigured: There is none. The message names the reference, never a value.

    Example:
        >>> resolve("env:KOMDIGI_MASTODON", {"KOMDIGI_MASTODON": "rahasia"})
        'rahasia'
    """
    kind, _, name = reference.partition(":")
    readers = {"env": lambda name: environ.get(name, ""), "file": _from_file, "keyring": _from_keyring}
    if kind not in readers:
        # It may be the credential itself, pasted in by mistake: so it is not repeated.
        raise Misconfigured("a credential is no reference; write env:NAME, file:PATH or keyring:SERVICE/NAME")
    value = readers[kind](name).strip()
    if not value:
        raise Misconfigured(f"the credential {reference} is empty or not set; {_MEND[kind]}")
    return value


_MEND = {
    "env": "set the environment variable",
    "file": "write the credential into the file, readable by this user",
    "keyring": "store it with the keyring command, as keyring set SERVICE NAME",
}


def _from_file(path: str) -> str:
    try:
        return Path(path).expanduser().read_text("utf-8")
    except (OSError, ValueError, RuntimeError):  # the last: ~name of nobody
        return ""


def _from_keyring(name: str) -> str:
    try:
        import keyring  # noqa: PLC0415  (an extra: most installations have none)
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError:
        raise Misconfigured(f"the credential keyring:{name} needs an extra; pip install govpr[keyring]") from None
    service, _, user = name.partition("/")
    try:
        return keyring.get_password(service, user) or ""
    except KeyringError:
        return ""
