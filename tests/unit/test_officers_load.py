"""Files of officers of any length: read in little memory, taken over whole or not at all."""

import sqlite3
from contextlib import closing
from datetime import date
from itertools import product
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet
from tests.office import OFFICERS, Office

from govpr.cli import main
from govpr.errors import InvalidFile
from govpr.storage import loading

_HEAD = "id,name,unit,accounts,consent\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(loading, "AT_ONCE", 7)
    return Office(tmp_path)


def rows(count: int, prefix: str = "o") -> str:
    return "".join(
        f"{prefix}{n},Nama (contoh),daerah,bluesky:{prefix}{n}.bsky.social,2026-01-07T08:00:00+07:00\n"
        for n in range(count)
    )


def test_many_are_counted_and_loading_again_changes_nothing(office: Office) -> None:
    told: list[tuple[int, int | None]] = []
    with office.found() as ws:
        file = office.write("many.csv", _HEAD + rows(50))
        done = ws.officers.load(file, progress=lambda done, total: told.append((done, total)))
        assert (done.officers, done.accounts, done.consents, done.findings) == (50, 50, 50, ())
        assert told[-1] == (50, 50)
        before = (ws.officers.all(), ws.officers.accounts(), ws.officers.consents())
        ws.officers.load(file)
        assert (ws.officers.all(), ws.officers.accounts(), ws.officers.consents()) == before
        assert len(before[0]) == 54
        assert ws.officers.count() == 53


def test_officers_are_listed_page_after_page(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    with office.found() as ws:
        ws.officers.load(office.write("many.csv", _HEAD + rows(9)))
        ws.officers.withdraw("o3")
        everybody = ws.officers.some()
        assert [one.officer for one in everybody] == list(ws.officers.all())
        assert [account for one in everybody for account in one.accounts] == [
            account for account in ws.officers.accounts() if account.officer
        ]
        assert sorted(c.account for one in everybody for c in one.consents) == sorted(
            consent.account for consent in ws.officers.consents()
        )
        assert ws.officers.some(after="o3", limit=2) == everybody[7:9]
        assert ws.officers.some(after="z") == ()
    place = ("-w", str(office.folder / "kantor"))
    assert main(["officers", "list", "--limit", "4", *place]) == 0
    assert "There are more: govpr officers list --after" in capsys.readouterr().out
    assert main(["officers", "list", "--after", "o1", "--limit", "3", *place]) == 0
    told = capsys.readouterr().out
    assert "o3" in told
    assert "no" in told.split()
    assert "govpr officers list --after o4" in told
    assert main(["officers", "list", "--after", "o7", *place]) == 0
    assert "There are more" not in capsys.readouterr().out


def test_a_mistake_at_the_end_takes_nothing_over(office: Office) -> None:
    with office.found() as ws:
        known = ws.officers.all()
        with pytest.raises(InvalidFile, match="line 42: unit is 'umum'"):
            ws.officers.load(office.write("wrong.csv", _HEAD + rows(40) + "x,Nama,umum,,\n"))
        with pytest.raises(InvalidFile, match=r"line 42: .*'pesbuk'"):
            ws.officers.load(office.write("wrong.csv", _HEAD + rows(40) + "x,Nama,daerah,pesbuk:x,\n"))
        stolen = f"{_HEAD.strip()},number\n" + "".join(f"{row},\n" for row in rows(40).splitlines())
        with pytest.raises(InvalidFile, match=r"officers\[x\]\.number belongs to 'ani' already"):
            ws.officers.load(office.write("wrong.csv", stolen + "x,Nama,daerah,,,199003032015032003\n"))
        assert ws.officers.all() == known
        assert not [file for file in ws.folder.iterdir() if file.name.startswith("tmp")]


def test_what_was_stopped_goes_on_with_what_is_missing(office: Office) -> None:
    def stop(done: int, total: int | None) -> None:
        if total is not None and done > 20:
            raise KeyboardInterrupt

    with office.found() as ws:
        file = office.write("many.csv", _HEAD + rows(50))
        with pytest.raises(KeyboardInterrupt):
            ws.officers.load(file, progress=stop)
        known = {one.id for one in ws.officers.all()}
        assert 20 < len(known) < 54
        with closing(sqlite3.connect(ws.folder / "govpr.db")) as database:
            database.execute("CREATE TABLE written (id TEXT)")
            for event, table in product(("INSERT", "UPDATE"), ("officers", "accounts")):
                database.execute(
                    f"CREATE TRIGGER w_{table}_{event} AFTER {event} ON {table} "
                    "BEGIN INSERT INTO written VALUES (new.id); END"
                )
            database.commit()
            assert ws.officers.load(file).officers == 50
            written = {name for (name,) in database.execute("SELECT id FROM written")}
        assert len(written) == 2 * (54 - len(known))
        assert not written & known
        assert len(ws.officers.all()) == 54


def test_of_many_mistakes_the_first_are_listed_and_the_rest_is_counted(office: Office) -> None:
    wrong = "".join(f"o{n},Nama,umum,,\n" for n in range(1_000))
    with office.found() as ws, pytest.raises(InvalidFile) as caught:
        ws.officers.load(office.write("wrong.csv", _HEAD + wrong))
    assert len(caught.value.problems) == 201
    assert str(caught.value.problems[-1]) == "has 800 more problems; mend these first, then load the file again"


def test_what_stands_twice_is_found_however_far_apart(office: Office) -> None:
    again = "o3,Nama,daerah,,\nz,Nama,daerah,BLUESKY:o7.bsky.social,\n"
    with office.found() as ws, pytest.raises(InvalidFile) as caught:
        ws.officers.load(office.write("wrong.csv", _HEAD + rows(3_000) + again))
    told = [str(problem) for problem in caught.value.problems]
    assert told[0].startswith("line 3002: id is 'o3' as in line 5")
    assert any("as in line 9" in problem for problem in told)


def test_a_withdrawn_consent_stays_withdrawn(office: Office) -> None:
    with office.found() as ws:
        ws.officers.withdraw("ani")
        ws.officers.load(office.write("officers.csv", OFFICERS))
        (consent,) = (one for one in ws.officers.consents() if one.officer == "ani")
        assert consent.withdrawn is not None


def test_parquet_says_the_same_as_csv(office: Office) -> None:
    table = pa.table(
        {
            "id": ["ayu", "budi"],
            "Name": ["Ayu (contoh)", "Budi (contoh)"],
            "unit": ["daerah", "daerah"],
            "languages": [["id", "jv"], ["id"]],
            "badge": ["B-1", None],
            "badge_issued": [date(2026, 1, 6), None],
            "accounts": ["bluesky:ayu.bsky.social", None],
        }
    )
    file = office.folder / "officers.parquet"
    parquet.write_table(table, file)
    with office.found() as ws:
        assert ws.officers.load(file).officers == 2
        ayu, budi = (one for one in ws.officers.all() if one.id in {"ayu", "budi"})
        assert (ayu.languages, ayu.badge is not None, budi.badge) == (("id", "jv"), True, None)
        parquet.write_table(table.drop_columns("unit"), file)
        with pytest.raises(InvalidFile, match="unit is missing from the header"):
            ws.officers.load(file)
        file.write_bytes(b"id,name,unit\n")
        with pytest.raises(InvalidFile, match="cannot be read as Parquet"):
            ws.officers.load(file)
