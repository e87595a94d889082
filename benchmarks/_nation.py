"""A made-up nation: a workspace of one agency, its officers as files, and one message in three variants for all."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet
from tests.office import AGENCY, CAMPAIGN

from govpr import Workspace

OFFICIAL = 100
NAME = "layanan"
_AT_ONCE = 50_000
_COLUMNS = (
    "id",
    "name",
    "number",
    "unit",
    "region",
    "course",
    "completed",
    "badge",
    "badge_issued",
    "accounts",
    "consent",
)
_ACCOUNT = """
[[accounts]]
id = "kanal-{n}"
platform = "newsroom"
handle = "kanal-{n}"
agency = "kemenag-contoh"
"""
_THIRD = """[[campaign.messages.variants]]
id = "c"
text = "{words}"

[[campaign.waves]]"""
WORDS = "Antre tanpa bolos kerja: loket melayani Anda pada Sabtu pagi di semua kantor."
OTHER_WORDS = "Antre tanpa bolos kerja: loket melayani Anda pada Sabtu pukul 8 pagi di semua kantor."


def campaign(words: str, spread: str) -> str:
    """The campaign's file.

    Args:
        words: What its third variant says.
        spread: The time over which its posts go out.
    """
    accounts = ", ".join(f'"kanal-{n}"' for n in range(OFFICIAL))
    text = CAMPAIGN.replace('accounts = ["situs"]', f"accounts = [{accounts}]")
    text = text.replace("[[campaign.waves]]", _THIRD.format(words=words))
    return text.replace('messages = ["buka"]', f'spread = "{spread}"\nmessages = ["buka"]')


def founded(place: Path) -> Path:
    """A workspace with official accounts, an author and an approver; a wording may stand on any number of accounts.

    Args:
        place: A folder for it and its files.
    """
    agency, made = place / "agency.toml", place / "ws"
    agency.write_text(AGENCY + "".join(_ACCOUNT.format(n=n) for n in range(OFFICIAL)), "utf-8")
    Workspace.init(made, agency=agency).close()
    settings = made / "govpr.toml"
    settings.write_text(settings.read_text("utf-8").replace("identical = 4", "identical = 10_000_000"), "utf-8")
    office = place / "office.csv"
    office.write_text("id,name,unit\nketua,Ketua (contoh),humas\npenulis,Penulis (contoh),humas\n", "utf-8")
    with Workspace.open(made) as ws:
        ws.officers.load(office)
    return made


def officers(count: int) -> Iterator[tuple[str, ...]]:
    """Rows of an officers' file, each with one account.

    Args:
        count: How many.
    """
    for n in range(count):
        yield (
            f"asn-{n:07}",
            f"Pegawai {n} (contoh)",
            _number(n),
            "daerah",
            ("ID-JB", "ID-BA", "ID-PA")[n % 3],
            "Dasar",
            "2026-01-05",
            f"B-{n}",
            "2026-01-06",
            f"mastodon:@asn{n}@sosial.example",
            f"2026-01-07T08:{n // 60 % 60:02}:{n % 60:02}+07:00",
        )


def _number(n: int) -> str:
    """A number of the right shape that nobody else in the nation has."""
    born = date(1970, 1, 1) + timedelta(days=n % 9_000)
    turn = n // 9_000
    return f"{born:%Y%m%d}{born.year + 25}{1 + turn % 12:02}{1 + turn // 12 % 2}{turn // 24:03}"


def written(place: Path, count: int) -> tuple[Path, Path]:
    """The officers as CSV and as Parquet.

    Args:
        place: The folder.
        count: How many.
    """
    text, table = place / "officers.csv", place / "officers.parquet"
    with text.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(_COLUMNS)
        lines.writerows(officers(count))
    rows = officers(count)
    with parquet.ParquetWriter(table, pa.schema([(name, pa.string()) for name in _COLUMNS])) as file:
        while some := list(islice(rows, _AT_ONCE)):
            columns = [pa.array(column, pa.string()) for column in zip(*some, strict=True)]
            file.write_table(pa.table(columns, names=list(_COLUMNS)))
    return text, table
