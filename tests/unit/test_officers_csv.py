"""The officers' CSV file. All numbers here are invented."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

import govpr.demo
from govpr.campaigns.agency_file import read_agency
from govpr.campaigns.officer_rows import Person
from govpr.campaigns.officers_csv import implausible, people_in
from govpr.errors import InvalidFile
from govpr.identifiers import NumberKind
from govpr.models import Account, Agency, Consent, Finding, Officer, Ownership, Unit
from govpr.platforms.handles import Handles
from govpr.platforms.mastodon import Mastodon
from govpr.platforms.matrix import Matrix

AGENCY = Agency(id="bnpb", name="BNPB", units=(Unit(id="humas", name="Humas"), Unit(id="pusat", name="Pusat")))
NUMBER, OTHER = "198609262015051901", "198701012010012902"
HEAD = "id,name,unit,number,kind,languages,region,accounts,consent,consent_version\n"


def naming(platform: str) -> Handles | None:
    return {"mastodon": Mastodon.handles, "matrix": Matrix.handles}.get(platform)


class Found(NamedTuple):
    """What a file holds."""

    officers: tuple[Officer, ...]
    accounts: tuple[Account, ...]
    consents: tuple[Consent, ...]
    findings: tuple[Finding, ...]


def found_in(people: Iterable[Person]) -> Found:
    read = list(people)
    return Found(
        tuple(person.officer for person in read),
        tuple(account for person in read for account in person.accounts),
        tuple(consent for person in read for consent in person.consents),
        tuple(finding for person in read for finding in implausible(person)),
    )


def read(folder: Path, text: str, encoding: str = "utf-8") -> Found:
    file = folder / "officers.csv"
    file.write_bytes(text.encode(encoding))
    return found_in(people_in(file, agency=AGENCY, naming=naming))


def told(folder: Path, text: str) -> str:
    """Everything that is said about a wrong file; never a number."""
    with pytest.raises(InvalidFile) as caught:
        read(folder, text)
    error = f"{caught.value} {caught.value!r} {caught.value.problems!r}"
    assert not [number for number in (NUMBER, OTHER, NUMBER[:8], OTHER[:8]) if number in error]
    assert all(problem.message and problem.advice for problem in caught.value.problems)
    return str(caught.value)


def test_an_agency_without_units_is_told_to_have_one(tmp_path: Path) -> None:
    file = tmp_path / "officers.csv"
    file.write_text("id,name,unit\nayu,Ayu,humas\n", "utf-8")
    with pytest.raises(InvalidFile, match=r"which bmkg lacks; give agency\.toml a unit"):
        list(people_in(file, agency=Agency(id="bmkg", name="BMKG"), naming=naming))


def test_an_officer_with_accounts_and_a_consent(tmp_path: Path) -> None:
    row = f'ayu,"Ayu, S.Kom.",humas,{NUMBER},nip,id en,ID-PA,'
    row += "mastodon:@ayu@Sosial.go.id bluesky:ayu.bsky.social,2026-10-05T10:12:00+09:00,2026-1\n"
    found = read(tmp_path, HEAD + row)
    (officer,) = found.officers
    assert (officer.name, officer.languages, officer.zone) == ("Ayu, S.Kom.", ("id", "en"), "Asia/Jayapura")
    assert officer.number is not None
    assert officer.number.digits == NUMBER
    mastodon, bluesky = found.accounts
    assert (mastodon.id, mastodon.server) == ("ayu-mastodon", "https://sosial.go.id")
    assert (bluesky.handle, bluesky.server, bluesky.ownership) == ("ayu.bsky.social", None, Ownership.PERSONAL)
    assert {(consent.account, consent.version, consent.purpose) for consent in found.consents} == {
        ("ayu-mastodon", "2026-1", "share-kit"),
        ("ayu-bluesky", "2026-1", "share-kit"),
    }
    assert found.consents[0].given == datetime(2026, 10, 5, 1, 12, tzinfo=UTC)
    assert found.findings == ()


def test_a_handle_names_its_server_as_the_platform_declares(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + "ayu,Ayu,humas,,,,,matrix:@ayu:Obrolan.go.id:8448 x:@ayu,,\n")
    assert [(one.platform, one.handle, one.server) for one in found.accounts] == [
        ("matrix", "@ayu:Obrolan.go.id:8448", "https://obrolan.go.id:8448"),
        ("x", "@ayu", None),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_semicolons_columns_in_any_order_and_blank_rows(tmp_path: Path, encoding: str, end: str) -> None:
    rows = ["Unit;NAME;id", "humas;Ayu;ayu", "", ";;", "pusat;Budi é;budi", ""]
    found = read(tmp_path, end.join(rows), encoding)
    assert [(officer.id, officer.unit, officer.region) for officer in found.officers] == [
        ("ayu", "humas", "ID"),
        ("budi", "pusat", "ID"),
    ]
    assert (found.accounts, found.consents) == ((), ())


def test_training_and_badge(tmp_path: Path) -> None:
    head = "id,name,unit,course,completed,badge,badge_issued,badge_expires,zone\n"
    text = head + "ayu,Ayu,humas,Humas,2026-08-14,B-1,2026-09-01,2027-08-31,Asia/Makassar\nbudi,Budi,humas,,,,,,\n"
    ayu, budi = read(tmp_path, text).officers
    assert ayu.training[0].course == "Humas"
    assert ayu.badge is not None
    assert ayu.badge.number == "B-1"
    assert ayu.zone == "Asia/Makassar"
    assert (budi.training, budi.badge) == ((), None)
    wrong = told(tmp_path, head + "ayu,Ayu,humas,Humas,,B-1,2026-09-01,2026-08-31,\n")
    assert "line 2: completed is missing" in wrong
    assert "line 2: badge_expires comes before issued" in wrong


def test_the_demos_officers_are_read() -> None:
    folder = Path(govpr.demo.__file__).parent / "data"
    agency = read_agency(folder / "agency.toml").agency
    found = found_in(people_in(folder / "officers.csv", agency=agency, naming=naming))
    assert len(found.officers) == 12
    assert {consent.account for consent in found.consents} <= {account.id for account in found.accounts}
    assert found.findings == ()


def test_an_implausible_number_is_a_warning_that_does_not_repeat_it(tmp_path: Path) -> None:
    number = "199909262005051901"
    (finding,) = read(tmp_path, HEAD + f"ayu,Ayu,humas,{number},,,,,,\n").findings
    assert finding.code == "officer.number-implausible"
    assert number[:8] not in f"{finding!r}"
    pppk = read(tmp_path, HEAD + f"ayu,Ayu,humas,{number},ni-pppk,,,,,\n")
    assert pppk.findings == ()
    assert pppk.officers[0].number is not None
    assert pppk.officers[0].number.kind is NumberKind.NI_PPPK


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Ayu,Ayu,humas,,,,,,,", "line 2: id is 'Ayu'; use 1 to 64 lower-case"),
        ("ayu,,humas,,,,,,,", "line 2: name is empty; write at least one word"),
        ("ayu,Ayu,umum,,,,,,,", "line 2: unit is 'umum', which bnpb lacks; write one of humas, pusat"),
        (f"{NUMBER},Ayu,humas,,,,,,,", "line 2: id looks like a civil servant's number; choose a short name"),
        (f"ayu,Ayu,{NUMBER},,,,,,,", "line 2: unit is '...', which bnpb lacks"),
        (f"ayu,Ayu,humas,{NUMBER}1,,,,,,", "line 2: number is not 18 digits"),
        (f"ayu,Ayu,humas,{NUMBER[:14]}3{NUMBER[15:]},,,,,,", "line 2: number has no 1 or 2 for the sex at digit 15"),
        (f"ayu,Ayu,humas,{NUMBER},pns,,,,,", "line 2: kind is 'pns'; write one of nip, ni-pppk"),
        (f"ayu,Ayu,humas,,,{NUMBER},,,,", "line 2: languages is '...'; write a language tag"),
        ("ayu,Ayu,humas,,,,ID-XX,,,", "line 2: region is 'ID-XX'; write a province such as ID-JB, or ID"),
        ("ayu,Ayu,humas,,,,,ayu,,", "line 2: accounts has 'ayu'; write platform:handle"),
        (
            "ayu,Ayu,humas,,,,,mastodon:@ayu,,",
            "line 2: accounts has '@ayu'; write the handle in full: mastodon:@name@server.go.id",
        ),
        ("ayu,Ayu,humas,,,,,matrix:@ayu@a.id,,", "'@ayu@a.id'; write the handle in full: matrix:@name:server.go.id"),
        ("ayu,Ayu,humas,,,,,bluesky:a bluesky:b,,", "line 2: accounts has two accounts on bluesky; keep one"),
        ("ayu,Ayu,humas,,,,,X:a,,", "line 2: accounts is 'X'; use 1 to 64 lower-case"),
        ("ayu,Ayu,humas,,,,,,2026-10-05T10:00:00Z,", "line 2: consent is for no account; name the account"),
        ("ayu,Ayu,humas,,,,,bluesky:a,2026-10-05T10:00:00,", "line 2: consent has no time zone; write an offset"),
        ("ayu,Ayu,humas,,,,,bluesky:a,kemarin,", "line 2: consent is 'kemarin'; write a time with its offset"),
        ("ayu,Ayu,humas", "line 2: has 3 cells, the header has 10; check its separators"),
        ('ayu,"Ayu,humas,,,,,,,', "this is no CSV"),
    ],
)
def test_a_mistake_is_named_with_line_and_column(tmp_path: Path, row: str, expected: str) -> None:
    assert expected in told(tmp_path, HEAD + row + "\n")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", "the first line is no header; begin with id,name,unit"),
        (f"ayu,Ayu,humas,{NUMBER}", "the first line is no header"),
        ("id,nama,unit", "line 1: name is missing from the header; add the column"),
        ("id,nama,unit", "line 1: nama is not a field here; did you mean name?"),
        ("id,name,unit,unit", "line 1: unit stands twice in the header; remove one"),
        ("id,name,unit,", "line 1: a column without name is not a field here"),
        (f"id,name,unit,{NUMBER}", "line 1: ... is not a field here"),
    ],
)
def test_a_wrong_header_is_told_once(tmp_path: Path, head: str, expected: str) -> None:
    assert expected in told(tmp_path, f"{head}\nayu,Ayu,humas\n")


def test_what_stands_twice_is_found_even_in_rows_with_other_mistakes(tmp_path: Path) -> None:
    rows = [
        f"ayu,Ayu,humas,{NUMBER},,,,mastodon:@a@b.id,,",
        f"ayu,Ayu,umum,{NUMBER[:8]} {NUMBER[8:]},,,,mastodon:@A@b.id,,",
        f"budi,Budi,humas,{OTHER},,,,,,",
    ]
    text = told(tmp_path, HEAD + "\n".join(rows))
    assert "4 problems, nothing was taken over" in text
    assert "line 3: id is 'ayu' as in line 2; keep one of them" in text
    assert "line 3: number is the same as in line 2" in text
    assert "line 3: accounts has 'mastodon:@A@b.id' as in line 2" in text


def test_all_mistakes_are_told_at_once_with_the_line_each_row_begins_on(tmp_path: Path) -> None:
    rows = 'ayu,"Ayu\nLestari",umum,,,,,,,\n' + "budi,,humas,,,,,,,\n"
    lines = told(tmp_path, HEAD + rows).splitlines()
    assert [line.split(":")[0].strip() for line in lines[1:]] == ["line 2", "line 4"]


def test_a_thousand_officers_are_read(tmp_path: Path) -> None:
    rows = "".join(f"petugas-{place},Petugas {place},humas,,,,,,,\n" for place in range(1000))
    assert len(read(tmp_path, HEAD + rows).officers) == 1000
