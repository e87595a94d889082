"""Pictures: one that was checked before is known again; broken and hostile files end in clear errors."""

import asyncio
import io
import sqlite3
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
from benchmarks._pictures import VARIANTS, chat, poster, scene, texture
from PIL import Image

from govpr import AsyncWorkspace, Workspace
from govpr.errors import InvalidFile, NotFound, StoreError
from govpr.hoaxes.images import lookup
from govpr.hoaxes.images.marks import HASHES, marks_of, packed, unpacked
from govpr.hoaxes.images.matching import PictureDecision, PictureMatch
from govpr.hoaxes.images.reading import picture_of
from govpr.http.async_client import AsyncClient
from govpr.http.client import Client
from govpr.http.retry import Policy
from govpr.models import FactCheck, HoaxReport
from govpr.models.converter import dumps
from govpr.storage import rumours
from govpr.workspace import picture_store

FACT = FactCheck(
    cid="tbh-1",
    text="Foto banjir ini terjadi kemarin",
    label="SALAH",
    publisher="TurnBackHoax",
    url="https://turnbackhoax.example/1",
    images=("https://turnbackhoax.example/1.jpg", "https://10.0.0.1/dalam.jpg"),
)
KINDS = {"texture": texture, "scene": scene, "poster": poster, "chat": chat}


def make(kind: str, seed: int) -> Image.Image:
    made = KINDS[kind](np.random.default_rng(seed))
    made.thumbnail((600, 600))
    return made


def saved(folder: Path, name: str, picture: Image.Image) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path)
    return path


def picture_bytes(picture: Image.Image, kind: str = "PNG") -> bytes:
    kept = io.BytesIO()
    picture.save(kept, kind)
    return kept.getvalue()


def site(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/1.jpg":
        return httpx.Response(200, content=picture_bytes(make("scene", 1)))
    return httpx.Response(404)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    Workspace.init(tmp_path / "kantor").close()
    client = Client(transport=httpx.MockTransport(site), policy=Policy(attempts=1))
    with Workspace.open(tmp_path / "kantor", client=client) as workspace:
        with workspace.hoaxes._context.database.write() as connection:
            rumours.save_factchecks(connection, [FACT])
        yield workspace


def test_an_empty_workspace_knows_nothing_and_does_not_say_true(ws: Workspace, tmp_path: Path) -> None:
    match = ws.pictures.check(saved(tmp_path, "a.png", make("scene", 1)))
    assert match == PictureMatch(decision=PictureDecision.NOTHING)
    assert "does not make it true" in str(match)


def test_the_same_file_and_the_same_pixels_are_known_exactly(ws: Workspace, tmp_path: Path) -> None:
    picture = make("scene", 1)
    ws.pictures.add(saved(tmp_path, "a.png", picture), factcheck="tbh-1")
    again = ws.pictures.check(tmp_path / "a.png")
    assert (again.decision, again.found[0].exact, again.factchecks) == (PictureDecision.SAME, True, (FACT,))
    picture.save(tmp_path / "b.png", compress_level=1)
    assert (tmp_path / "a.png").read_bytes() != (tmp_path / "b.png").read_bytes()
    assert ws.pictures.check(tmp_path / "b.png").found[0].exact
    assert "SALAH" in str(again)
    assert "TurnBackHoax" in str(again)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace that knows a few pictures of each kind; for reading only."""
    folder = tmp_path_factory.mktemp("banyak")
    with Workspace.init(folder / "kantor") as workspace:
        for kind in ("texture", "scene", "poster", "chat"):
            for seed in range(4):
                workspace.pictures.add(saved(folder, f"{kind}-{seed}.png", make(kind, seed)))
        yield workspace


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("kind", ["texture", "scene"])
def test_what_happens_on_the_way_does_not_hide_a_picture(many: Workspace, tmp_path: Path, kind: str, name: str) -> None:
    changed = VARIANTS[name](make(kind, 2), np.random.default_rng(7))
    match = many.pictures.check(saved(tmp_path, "kiriman.bmp", changed))
    assert match.decision is PictureDecision.SAME
    assert [one.picture.name for one in match.found] == [f"{kind}-2.png"]
    assert match.found[0].mirrored is (name == "mirrored")


@pytest.mark.parametrize("kind", ["texture", "scene", "poster", "chat"])
def test_other_pictures_of_the_same_kind_are_not_the_same(many: Workspace, tmp_path: Path, kind: str) -> None:
    for seed in range(50, 54):
        match = many.pictures.check(saved(tmp_path, "lain.bmp", make(kind, seed)))
        assert match.decision is not PictureDecision.SAME


def test_a_picture_without_anything_on_it_resembles_none(ws: Workspace, tmp_path: Path) -> None:
    ws.pictures.add(saved(tmp_path, "putih.png", Image.new("RGB", (300, 300), "white")))
    match = ws.pictures.check(saved(tmp_path, "abu.png", Image.new("RGB", (200, 400), "grey")))
    assert match.decision is PictureDecision.NOTHING


def test_pictures_belong_to_factchecks_and_reports_that_exist(ws: Workspace, tmp_path: Path) -> None:
    path = saved(tmp_path, "a.png", make("scene", 3))
    with pytest.raises(NotFound, match="fact-check"):
        ws.pictures.add(path, factcheck="tidak-ada")
    with pytest.raises(NotFound, match="report"):
        ws.pictures.add(path, report="tidak-ada")
    assert ws.pictures.count() == 0
    from datetime import UTC, datetime  # noqa: PLC0415

    ws.hoaxes.report(HoaxReport(id="lap-1", channel="whatsapp", text="banjir", at=datetime(2026, 11, 3, tzinfo=UTC)))
    ws.pictures.add(path, report="lap-1")
    ws.pictures.add(path, factcheck="tbh-1")
    found = ws.pictures.check(path).found[0]
    assert (found.reports, [fact.cid for fact in found.factchecks], ws.pictures.count()) == (("lap-1",), ["tbh-1"], 1)


def test_a_folder_is_taken_over_and_what_cannot_be_read_is_listed(ws: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "gambar"
    for seed in range(3):
        saved(folder, f"bulan/{seed}.jpg", make("scene", seed))
    saved(folder, "tbh-1.png", make("texture", 1))
    (folder / "rusak.png").write_bytes(b"\x89PNG\r\n\x1a\nrusak")
    (folder / "catatan.txt").write_text("bukan gambar", encoding="utf-8")
    told: list[tuple[int, int | None]] = []
    loaded = ws.pictures.load(folder, progress=lambda done, total: told.append((done, total)))
    assert (loaded.count, [problem.path for problem in loaded.problems], told) == (4, ["rusak.png"], [(5, 5)])
    assert ws.pictures.check(folder / "tbh-1.png").factchecks == (FACT,)


def test_a_csv_file_says_what_pictures_belong_to(ws: Workspace, tmp_path: Path) -> None:
    saved(tmp_path, "a.png", make("scene", 1))
    saved(tmp_path, "b.png", make("scene", 2))
    table = tmp_path / "gambar.csv"
    table.write_text("file,factcheck\na.png,tbh-1\nb.png,\nb.png,asing\nc.png,\n", encoding="utf-8")
    loaded = ws.pictures.load(table)
    assert (loaded.count, [(one.path, one.line) for one in loaded.problems]) == (2, [("b.png", 4), ("c.png", 5)])
    assert ws.pictures.check(tmp_path / "a.png").factchecks == (FACT,)
    table.write_text("gambar\na.png\n", encoding="utf-8")
    with pytest.raises(InvalidFile, match="file is no column"):
        ws.pictures.load(table)
    with pytest.raises(InvalidFile, match="cannot be read"):
        ws.pictures.load(tmp_path / "tidak-ada.csv")


def test_pictures_that_factchecks_name_are_fetched_but_none_from_inside(ws: Workspace, tmp_path: Path) -> None:
    loaded = ws.pictures.fetch()
    assert (loaded.count, [one.path for one in loaded.problems]) == (1, ["https://10.0.0.1/dalam.jpg"])
    assert "no public address" in loaded.problems[0].message
    assert ws.pictures.check(saved(tmp_path, "a.png", make("scene", 1))).factchecks == (FACT,)
    assert ws.pictures.fetch().count == 0


def test_awaited_it_is_the_same(ws: Workspace, tmp_path: Path) -> None:
    path = saved(tmp_path, "a.png", make("scene", 1))

    async def work() -> None:
        client = AsyncClient(transport=httpx.MockTransport(site), policy=Policy(attempts=1))
        async with await AsyncWorkspace.open(ws.folder, client=client) as workspace:
            assert (await workspace.pictures.fetch()).count == 1
            assert (await workspace.pictures.check(path)).factchecks == (FACT,)
            await workspace.pictures.add(saved(tmp_path, "b.png", make("scene", 2)))
            assert (await workspace.pictures.load(tmp_path / "kantor")).count == 0
            assert await workspace.pictures.count() == 2

    asyncio.run(work())


def test_the_file_of_hashes_follows_the_database(
    ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_store, "_TAIL", 2)
    paths = [saved(tmp_path, f"{seed}.png", make("scene", seed)) for seed in range(8)]
    blurred = [saved(tmp_path, f"kecil-{path.stem}.png", Image.open(path).resize((200, 200))) for path in paths]

    pairs = list(zip(blurred, paths, strict=True))

    def every_one_is_found() -> bool:
        return all(ws.pictures.check(one).found[0].picture.name == path.name for one, path in pairs)

    for path in paths[:4]:
        ws.pictures.add(path)
    ws.pictures.check(paths[0])
    index = ws.folder / "pictures.index"
    first = index.read_bytes()
    for path in paths[4:]:
        ws.pictures.add(path)
    assert every_one_is_found()
    assert len(index.read_bytes()) > len(first)
    for damaged in (first[:-9], b"rusak", first[:16] + b"\xff" * 8, b""):
        index.write_bytes(damaged)
        assert every_one_is_found()
        assert len(index.read_bytes()) > len(first)
    index.unlink()
    assert every_one_is_found()
    own = index.read_bytes()
    with Workspace.init(tmp_path / "lain") as other:
        for seed in range(20, 28):
            other.pictures.add(saved(tmp_path, f"{seed}.png", make("scene", seed)))
        other.pictures.check(tmp_path / "20.png")
        index.write_bytes((tmp_path / "lain" / "pictures.index").read_bytes())
    assert every_one_is_found()
    assert index.read_bytes() == own


def test_lookup_finds_exactly_what_is_near() -> None:
    rng = np.random.default_rng(5)
    values = np.frombuffer(rng.bytes(300 * HASHES * 8), dtype="<u8")
    known = lookup.gathered((n + 1, values[n * HASHES :][:HASHES].tobytes()) for n in range(300))
    asked = [int(values[7]) ^ 0b1011, int(rng.integers(0, 2**63))]
    for radius in (2, 3, 20):
        wanted = sorted(
            ((int(one) ^ question).bit_count(), place, number // HASHES + 1, number % HASHES)
            for place, question in enumerate(asked)
            for number, one in enumerate(values)
            if (int(one) ^ question).bit_count() <= radius
        )
        assert [(hit.distance, hit.asked, hit.picture, hit.part) for hit in known.near(asked, radius)] == wanted
    assert known.near(asked, 3)[0].picture == 1


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(wide: int, high: int) -> bytes:
    """A PNG of a few kilobytes that says it is huge."""
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no picture that can be read"),
        (b"bukan gambar", "no picture that can be read"),
        (picture_bytes(make("scene", 1), "JPEG")[:5000], "no picture that can be read"),
        (picture_bytes(make("scene", 1))[:5000], "no picture that can be read"),
        (b"GIF89a\xff\xff\xff\xff", "no picture that can be read"),
        (bomb(8_000, 7_000), "more than 50,400,000 pixels"),
        (bomb(12_000, 9_000), "more than 50,400,000 pixels"),
        (bomb(65_000, 65_000), "more than 50,400,000 pixels"),
        (b"\0" * (33 * 1024 * 1024), "more than 33,554,432"),
    ],
)
def test_broken_and_huge_files_are_refused(ws: Workspace, tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "kiriman.jpg"
    path.write_bytes(data)
    with pytest.raises(InvalidFile, match=said) as caught:
        ws.pictures.check(path)
    assert caught.value.subject == "kiriman.jpg"


def test_places_without_a_picture_are_refused(ws: Workspace, tmp_path: Path) -> None:
    for place, said in ((tmp_path / "tidak-ada.png", "cannot be read"), (tmp_path, "is no file")):
        with pytest.raises(InvalidFile, match=said):
            ws.pictures.add(place)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "1", "I;16"])
def test_pictures_of_every_mode_are_read(ws: Workspace, tmp_path: Path, mode: str) -> None:
    kept = make("scene", 4)
    changed = (
        kept.convert("I").point(lambda value: value * 200).convert("I;16") if mode == "I;16" else kept.convert(mode)
    )
    kind = "JPEG" if mode == "CMYK" else "PNG"
    path = tmp_path / f"a.{kind.lower()}"
    changed.save(path, kind)
    assert ws.pictures.add(path).type == kind


def test_a_picture_is_turned_as_its_camera_says(ws: Workspace, tmp_path: Path) -> None:
    picture = make("scene", 9)
    ws.pictures.add(saved(tmp_path, "a.png", picture))
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "b.jpg", quality=90, exif=exif)
    assert ws.pictures.check(tmp_path / "b.jpg").decision is PictureDecision.SAME


def test_a_match_is_data(ws: Workspace, tmp_path: Path) -> None:
    path = saved(tmp_path, "a.png", make("scene", 1))
    ws.pictures.add(path, factcheck="tbh-1")
    assert '"decision":"same"' in dumps(ws.pictures.check(path)).replace(" ", "")


@pytest.mark.parametrize("keep", [0, 40, HASHES * 8 + 4, HASHES * 8 + 20])
@pytest.mark.parametrize("noise", [b"", b"rusak"])
def test_a_damaged_row_is_named(ws: Workspace, tmp_path: Path, keep: int, noise: bytes) -> None:
    path = saved(tmp_path, "a.png", make("scene", 1))
    ws.pictures.add(path)
    ws.pictures.add(saved(tmp_path, "b.png", make("texture", 1)))
    with sqlite3.connect(ws.folder / "govpr.db") as base:
        (marks,) = base.execute("SELECT marks FROM pictures WHERE seq = 1").fetchone()
        base.execute("UPDATE pictures SET marks = ? WHERE seq = 1", (marks[:keep] + noise,))
    base.close()
    with pytest.raises(StoreError, match=r"what is kept of picture 1 is damaged; put govpr\.db back from your backup"):
        ws.pictures.check(path)


def test_a_bomb_in_a_damaged_row_does_not_fill_the_memory() -> None:
    good = packed(marks_of(picture_of(picture_bytes(make("scene", 1)))))
    with pytest.raises(ValueError, match="not what was packed"):
        unpacked(good[: HASHES * 8 + 4] + zlib.compress(b"\0" * 50_000_000, 9))
