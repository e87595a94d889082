"""The folder of a workspace: what lies where in it, and how it is made."""

import secrets
from pathlib import Path

from attrs import frozen

from govpr.errors import StoreError
from govpr.settings import FILE

_KEY_BYTES = 32
_TEMPLATE = """\
govpr = 1                    # the version of this file's format
agency = "{agency}"
language = "{language}"              # of the newsroom, the share kits and the report: id or en
live = false                 # true lets posts leave this machine

[labels.official]            # who speaks, on accounts of the agency
id = "Akun resmi {{agency}}"
en = "Official account of {{agency}}"

[labels.personal]            # who speaks, on accounts of officers
id = "Saya pegawai {{agency}}, ini akun pribadi"
en = "I work for {{agency}}, this is my own account"

[quiet]                      # when nothing is posted, in the zone of each account
start = "21:00"
end = "06:00"
holidays = true              # a post on a public holiday is a warning

[caps]
identical = 4                # on how many accounts of a platform one wording may stand
gap = 15                     # minutes between two posts of one account

[newsroom]
title = "{title}"
url = "https://example.go.id/newsroom"

[desk]                       # the hoax desk
within = "3h"                # how soon a report is to be answered
reach = 1000                 # from how many who have seen a claim on, a public answer is right
reports = 3                  # or from how many reporters on
keep_contacts = "180d"       # then the contacts of reporters are deleted who wait for nothing

[desk.officers]              # who works there, and how many cases each can have at once

# [databases.contoh]         # a hoax database that `govpr hoax search` asks and `govpr hoax sync` reads through
# kind = "wordpress"         # the adapter
# url = "https://example.id"
# credential = "env:NAME"    # a reference to its key, never the key
"""


@frozen
class Home:
    """Where things lie.

    Args:
        folder: The workspace's folder.
    """

    folder: Path

    @property
    def settings(self) -> Path:
        """What its owners choose."""
        return self.folder / FILE

    @property
    def database(self) -> Path:
        """Everything that is known."""
        return self.folder / "govpr.db"

    @property
    def index(self) -> Path:
        """The hoax index: can be deleted, it is made again from the database."""
        return self.folder / "hoaxes.index"

    @property
    def key(self) -> Path:
        """The secret that numbers and codes are hidden with. Back it up apart from the database."""
        return self.folder / "secret.key"

    @property
    def sessions(self) -> Path:
        """Tokens of platforms, readable by the owner alone."""
        return self.folder / "sessions"

    @property
    def media(self) -> Path:
        """Pictures and films of campaigns, by digest."""
        return self.folder / "media"

    @property
    def evidence(self) -> Path:
        """Copies of pages, one WARC file each."""
        return self.folder / "evidence"

    @property
    def desk(self) -> Path:
        """The index of the hoax desk's claims: can be deleted, it is made again from the database."""
        return self.folder / "desk.index"

    @property
    def pictures(self) -> Path:
        """Hashes of pictures: can be deleted, it is made again from the database."""
        return self.folder / "pictures.index"

    @property
    def newsroom(self) -> Path:
        """The newsroom: items, and the site made of them."""
        return self.folder / "newsroom"

    @property
    def sandbox(self) -> Path:
        """What was published on the `sandbox` platform."""
        return self.folder / "sandbox"

    @property
    def sharekits(self) -> Path:
        """One folder for each officer."""
        return self.folder / "sharekits"

    @property
    def reports(self) -> Path:
        """One folder for each campaign."""
        return self.folder / "reports"


def make(home: Home, *, agency: str, title: str, language: str) -> None:
    """Make the folder, its settings and its key. What is there already is left as it is.

    Raises:
        StoreError: The folder cannot be made or written.
    """
    try:
        home.folder.mkdir(parents=True, exist_ok=True)
        if not home.settings.exists():
            quoted = title.replace("\\", "").replace('"', "'")
            text = _TEMPLATE.format(agency=agency, title=quoted, language=language)
            home.settings.write_text(text, encoding="utf-8")
        if not home.key.exists():
            home.key.touch(mode=0o600)
            home.key.write_bytes(secrets.token_bytes(_KEY_BYTES))
    except OSError as error:
        raise StoreError(f"{home.folder}: the workspace cannot be made ({error.strerror})") from None


def read_key(home: Home) -> bytes:
    """The workspace's secret key.

    Raises:
        StoreError: It is missing: without it officers and codes cannot be recognised.
    """
    try:
        key = home.key.read_bytes()
    except OSError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise StoreError(f"{home.key}: the workspace's key is missing or damaged; put it back from your backup")
    return key
