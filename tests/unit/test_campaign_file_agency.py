"""The agency's and the programmes' files."""

from pathlib import Path

import pytest

import govpr.demo
from govpr.campaigns.agency_file import read_agency
from govpr.campaigns.programmes_file import read_programmes
from govpr.errors import InvalidFile

DEMO = Path(govpr.demo.__file__).parent / "data"
AGENCY = """\
govpr = 1
[agency]
id = "bnpb"
name = "Badan Nasional Penanggulangan Bencana"
units = [
  { id = "humas", name = "Humas" },
  { id = "pusat", name = "Pusat", parent = "humas" },
]
[[accounts]]
id = "bnpb-situs"
platform = "newsroom"
handle = "bnpb"
agency = "bnpb"
"""
PROGRAMMES = """\
govpr = 1
[[programmes]]
id = "desa-tangguh"
agency = "bnpb"
title = "Desa Tangguh"
summary = "Desa yang siap"
sources = [{ title = "Laporan", url = "https://bnpb.go.id", publisher = "BNPB" }]
[[achievements]]
id = "desa-2025"
programme = "desa-tangguh"
statement = "100 desa"
on = 2025-12-31
sources = [{ title = "Laporan", url = "https://bnpb.go.id", publisher = "BNPB" }]
[[narratives]]
id = "siap"
agency = "bnpb"
title = "Siap"
key_messages = ["Siap sebelum bencana"]
valid_from = 2025-01-01T00:00:00+07:00
sources = [{ title = "Laporan", url = "https://bnpb.go.id", publisher = "BNPB" }]
"""


def told(read: object, folder: Path, text: str) -> str:
    """Everything that is said about a wrong file."""
    file = folder / "file.toml"
    file.write_text(text, encoding="utf-8")
    assert callable(read)
    with pytest.raises(InvalidFile) as caught:
        read(file)
    return str(caught.value)


def test_the_demos_files_are_read() -> None:
    found = read_agency(DEMO / "agency.toml")
    assert {account.agency for account in found.accounts} == {found.agency.id}
    programmes = read_programmes(DEMO / "programmes.toml")
    assert programmes.achievements
    assert len(programmes.programmes) == 9


def test_an_agency_may_have_no_account_and_programmes_no_achievement(tmp_path: Path) -> None:
    (tmp_path / "agency.toml").write_text(AGENCY.partition("[[accounts]]")[0])
    assert read_agency(tmp_path / "agency.toml").accounts == ()
    (tmp_path / "programmes.toml").write_text(PROGRAMMES.partition("[[achievements]]")[0])
    assert read_programmes(tmp_path / "programmes.toml").narratives == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[agency]", "[agensi]", "agency is missing; add the table [agency]"),
        ('parent = "humas"', 'parent = "puast"', "line 7: agency.units[1].parent leads to 'puast', which is no unit"),
        ('id = "pusat"', 'id = "humas"', "line 7: agency.units[1].id is 'humas' a second time"),
        ('handle = "bnpb"\n', "", "line 9: accounts[0].handle is missing"),
        ('agency = "bnpb"', 'agency = "komdigi"', "line 13: accounts[0].agency is 'komdigi'; write bnpb, this file's"),
        ('handle = "bnpb"', 'handle = "b"\ncredential = "x"', "line 13: accounts[0].credential is not a reference"),
        ('handle = "bnpb"', 'handle = "b"\nownership = "personal"\nofficer = "a"', "load personal accounts with the"),
        ("[[accounts]]", "[accounts]", "line 9: accounts is a table; write a list"),
    ],
)
def test_mistakes_in_an_agencys_file(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert expected in told(read_agency, tmp_path, AGENCY.replace(old, new, 1))


def test_an_account_stands_once(tmp_path: Path) -> None:
    again = AGENCY + AGENCY[AGENCY.index("[[accounts]]") :]
    assert "line 15: accounts[1].id is 'bnpb-situs' a second time" in told(read_agency, tmp_path, again)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'programme = "desa-tangguh"',
            'programme = "desa"',
            "line 10: achievements[0].programme is 'desa', which is no",
        ),
        ("[[programmes]]", "[[programes]]", "programmes is missing; add the table [programmes]"),
        ("on = 2025-12-31\n", "", "line 8: achievements[0].on is missing; add it: a date"),
        ("T00:00:00+07:00", "T00:00:00", "line 19: narratives[0].valid_from has no time zone; write an offset"),
        (
            '[{ title = "Laporan", url = "https://bnpb.go.id", publisher = "BNPB" }]',
            "[]",
            "line 7: programmes[0].sources is",
        ),
    ],
)
def test_mistakes_in_a_programmes_file(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert expected in told(read_programmes, tmp_path, PROGRAMMES.replace(old, new, 1))


def test_programmes_and_versions_of_narratives_stand_once(tmp_path: Path) -> None:
    again = PROGRAMMES + PROGRAMMES.partition("\n")[2]
    text = told(read_programmes, tmp_path, again)
    assert "3 problems" in text
    assert "line 22: programmes[1].id is 'desa-tangguh' a second time" in text
    newer = PROGRAMMES + PROGRAMMES[PROGRAMMES.index("[[narratives]]") :].replace(
        'id = "siap"', 'id = "siap"\nversion = 2'
    )
    (tmp_path / "programmes.toml").write_text(newer)
    assert [story.version for story in read_programmes(tmp_path / "programmes.toml").narratives] == [1, 2]
