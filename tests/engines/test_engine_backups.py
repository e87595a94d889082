"""A backup is made while a workspace works, and what is made again of it sends nothing twice."""

import json
import shutil
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from tests.engines.hall import approve, settle
from tests.postgres import Postgres

from govpr import Workspace
from govpr.cli import main
from govpr.errors import StoreError
from govpr.models import Agency, DeliveryState
from govpr.storage import people
from govpr.storage.copying import put_back


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with two posts that are due: one is out."""
    address = ""
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        monkeypatch.setenv("PATH", f"{server.programs}:/usr/bin")
        address = server.database()
    made = settle(tmp_path, address)
    approve(made, "keluar", datetime.now(UTC) - timedelta(minutes=9))
    with Workspace.open(made) as ws:
        ws.deliver()
    approve(made, "menunggu", datetime.now(UTC) - timedelta(minutes=5))
    (made / "media" / "aa").mkdir(parents=True)
    (made / "media" / "aa" / "gambar.png").write_bytes(bytes(range(256)) * 50)
    return made


def elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another, empty database for what is made again, where it is PostgreSQL."""
    if "postgresql" in request.node.name:
        server: Postgres = request.getfixturevalue("postgres")
        monkeypatch.setenv("GOVPR_TEST_DATABASE", server.database())


def test_what_is_made_again_sends_nothing_twice(
    place: Path, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Workspace.open(place) as ws:
        before = ws.audit()
        made = ws.backup(tmp_path / "b.zip", key=tmp_path / "kunci")
        ws.deliver()  # after the backup, before the disaster
        out = {one.post: one.receipt.id for one in ws.deliveries() if one.receipt}
    assert len(out) == 2
    assert made.file.stat().st_mode & 0o777 == (tmp_path / "kunci").stat().st_mode & 0o777 == 0o600
    elsewhere(request, monkeypatch)
    done = Workspace.restore(tmp_path / "b.zip", tmp_path / "baru", key=tmp_path / "kunci")
    assert done.in_doubt == 1
    shutil.copytree(place / "sandbox", tmp_path / "baru" / "sandbox", dirs_exist_ok=True)  # what the service has
    with Workspace.open(tmp_path / "baru") as ws:
        assert ws.audit()[: len(before)] == before
        assert ws.audit()[len(before)].action == "workspace.restored"
        assert {one.state for one in ws.deliveries()} == {DeliveryState.SENT, DeliveryState.IN_DOUBT}
        ws.deliver()
        assert {one.post: one.receipt.id for one in ws.deliveries() if one.receipt} == out
        assert ws.verify() is None
    assert (tmp_path / "baru" / "media" / "aa" / "gambar.png").read_bytes() == bytes(range(256)) * 50
    assert len(list((place / "sandbox").rglob("*.json"))) == len(list((tmp_path / "baru" / "sandbox").rglob("*.json")))


def test_a_backup_is_of_one_moment_while_others_write(place: Path, tmp_path: Path) -> None:
    stop = Event()

    def write() -> None:
        with Workspace.open(place) as ws:
            while not stop.is_set():
                with ws._context.database.write() as connection:
                    for name in ("satu", "dua"):
                        people.save_agency(connection, Agency(id=name, name=str(len(ws.audit()))))
                    ws._context.record(connection, actor="ani", action="x", subject="y")

    writer = Thread(target=write)
    writer.start()
    try:
        with Workspace.open(place) as ws:
            before = len(ws.audit())
            for number in range(3):
                ws.backup(tmp_path / f"{number}.zip")
    finally:
        stop.set()
        writer.join()
    with Workspace.open(place) as ws:
        assert len(ws.audit()) > before
    for number in range(3):
        with zipfile.ZipFile(tmp_path / f"{number}.zip") as archive:
            told = json.loads(archive.read("backup.json"))
            assert archive.testzip() is None
            assert set(archive.namelist()) == {"backup.json", *told["files"]}


def test_neither_the_key_nor_the_address_is_in_a_backup(place: Path, tmp_path: Path) -> None:
    with Workspace.open(place) as ws:
        ws.backup(tmp_path / "b.zip")
    key = (place / "secret.key").read_bytes()
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    assert "secret.key" not in contents
    assert not [name for name, data in contents.items() if key in data or key.hex().encode() in data]
    assert not [name for name, data in contents.items() if b"postgresql://" in data]


def test_a_backup_that_is_damaged_or_of_another_key_makes_nothing(place: Path, tmp_path: Path) -> None:
    with Workspace.open(place) as ws:
        ws.backup(tmp_path / "b.zip")
    (tmp_path / "lain").write_bytes(b"x" * 32)
    with pytest.raises(StoreError, match="another key"):
        Workspace.restore(tmp_path / "b.zip", tmp_path / "baru", key=tmp_path / "lain")
    whole = (tmp_path / "b.zip").read_bytes()
    flipped = bytes(byte ^ 0x55 for byte in whole[2_000:2_500])
    for broken in (whole[:-400], whole[:2_000] + flipped + whole[2_500:], b"no zip", b""):
        (tmp_path / "c.zip").write_bytes(broken)
        with pytest.raises(StoreError, match="damaged"):
            Workspace.restore(tmp_path / "c.zip", tmp_path / "baru", key=place / "secret.key")
    assert not (tmp_path / "baru").exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("name", ["../keluar", "/etc/keluar", "a/../../keluar", "..\\keluar"])
def test_a_backup_writes_nowhere_else(place: Path, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr(name, "x")
        told = {"govpr": 1, "at": "2026-11-24T00:00:00+00:00", "database": "sqlite", "key": "", "files": {name: ""}}
        archive.writestr("backup.json", json.dumps(told))
    with pytest.raises(StoreError, match="is no backup"):
        Workspace.restore(tmp_path / "b.zip", tmp_path / "baru", key=place / "secret.key")
    assert not list(tmp_path.rglob("keluar"))


def test_what_is_there_is_left_alone(place: Path, tmp_path: Path) -> None:
    with Workspace.open(place) as ws:
        ws.backup(tmp_path / "b.zip")
        with pytest.raises(StoreError, match="is there already"):
            ws.backup(tmp_path / "b.zip")
        with pytest.raises(StoreError, match="lies in the workspace"):
            ws.backup(place / "b.zip")
    with pytest.raises(StoreError, match="is not empty"):
        Workspace.restore(tmp_path / "b.zip", place, key=place / "secret.key")


def test_a_database_in_use_is_left_alone(postgres: Postgres, tmp_path: Path) -> None:
    address = postgres.database()
    settle(tmp_path, address)
    with pytest.raises(StoreError, match="a workspace is in this database already") as caught:
        put_back(tmp_path / "b.dump", address)
    assert postgres.password not in str(caught.value)


def test_without_programs_of_postgresql_that_is_said(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = settle(tmp_path, postgres.database())
    monkeypatch.setenv("PATH", str(tmp_path))
    with Workspace.open(place) as ws, pytest.raises(StoreError, match="pg_dump is not installed"):
        ws.backup(tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()


def test_the_commands_back_up_and_restore(
    place: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file, key, new = (str(tmp_path / name) for name in ("b.zip", "kunci", "baru"))
    assert main(["backup", file, "--key", key, "-w", str(place)]) == 0
    assert "Its key is in" in capsys.readouterr().out
    elsewhere(request, monkeypatch)
    assert main(["restore", file, new, "--key", key, "--json"]) == 1  # a post is in doubt
    assert json.loads(capsys.readouterr().out)["in_doubt"] == 1
    assert main(["restore", file, new, "--key", key]) == 5
