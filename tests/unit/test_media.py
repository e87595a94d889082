"""Pictures and films: what they really are, and copies of them that fit a platform."""

import io
import json
import os
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from govpr.cli import main
from govpr.content.checks import check_medium
from govpr.content.rules import Files, Length, Rules
from govpr.errors import InputError, InvalidFile
from govpr.media import films as films_module
from govpr.media.fitting import described, fit
from govpr.media.inspecting import inspect
from govpr.media.kinds import type_of
from govpr.models import Media, MediaKind

FILMS = Path(__file__).parents[1] / "films"
BOMB = 60_000


def rules(images: Files | None = None, videos: Files | None = None) -> Rules:
    return Rules(text=Length(limit=500), images=images or Files(most=4), videos=videos or Files(most=1))


def photo(path: Path, size: tuple[int, int] = (400, 100), *, noise: bool = False, **how: Any) -> Path:
    """A picture as a telephone makes it: on its side, with a place in it, red at the left."""
    image = Image.effect_noise(size, 90).convert("RGB") if noise else Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 4, size[1]))
    exif = Image.Exif()
    exif[0x0112] = how.pop("orientation", 1)
    exif[0x010F] = "Telepon Rahasia"
    exif[0x8825] = {1: "S", 2: (6.0, 10.0, 30.0)}
    image.save(path, exif=exif, **how)
    return path


@pytest.mark.parametrize(
    ("name", "kind", "across", "down"),
    [
        ("film.mp4", "video/mp4", 64, 36),
        ("film.mov", "video/quicktime", 64, 36),
        ("film.webm", "video/webm", 64, 36),
        ("turned.mp4", "video/mp4", 36, 64),
    ],
)
def test_films_are_measured_as_they_are_shown(name: str, kind: str, across: int, down: int) -> None:
    found = inspect(FILMS / name)
    assert (found.kind, found.type, found.width, found.height) == (MediaKind.VIDEO, kind, across, down)
    assert found.seconds == pytest.approx(2, abs=0.01)


@pytest.mark.parametrize(("ending", "kind"), [("jpg", "image/jpeg"), ("png", "image/png"), ("webp", "image/webp")])
def test_pictures_are_measured_as_they_are_shown(tmp_path: Path, ending: str, kind: str) -> None:
    found = inspect(photo(tmp_path / f"a.{ending}", orientation=6 if ending != "png" else 1))
    sides = (400, 100) if ending == "png" else (100, 400)
    assert (found.kind, found.type, (found.width, found.height)) == (MediaKind.IMAGE, kind, sides)


def test_a_name_proves_nothing(tmp_path: Path) -> None:
    photo(tmp_path / "a.jpg").rename(tmp_path / "a.png")
    assert inspect(tmp_path / "a.png").type == "image/jpeg"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"\x00\x00\x00\x18ftypavif", "image/avif"),
        (b"\x00\x00\x00\x08wide\x00\x00\x00\x00mdat", "video/quicktime"),
        (b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska", "video/x-matroska"),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"#EXTM3U\n", None),
        (b"", None),
    ],
)
def test_types_by_their_beginnings(head: bytes, kind: str | None) -> None:
    assert type_of(head) == kind


def _png(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "no picture or film"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture or film"),
        (b"#EXTM3U\nhttp://169.254.169.254/\n", "no picture or film"),
        (b"\x89PNG\r\n\x1a\n", "no picture that can be read"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 50, "no picture that can be read"),
        (b"GIF89a", "no picture that can be read"),
        (b"RIFF\xff\xff\xff\xffWEBPVP8 ", "no picture that can be read"),
        (_png(BOMB, BOMB) + struct.pack(">I", 0) + b"IDAT" + b"\x00" * 8, "more than 50,400,000 pixels"),
        (_png(8_000, 7_000) + struct.pack(">I", 0) + b"IDAT" + b"\x00" * 8, "more than 50,400,000 pixels"),
        (b"\x00\x00\x00\x18ftypmp42" + b"\xff" * 2_000, "no moving pictures"),
        (b"\x1a\x45\xdf\xa3" + b"\x00" * 500, "no moving pictures"),
    ],
)
def test_what_harms_is_a_typed_error(tmp_path: Path, data: bytes, what: str) -> None:
    (tmp_path / "a.png").write_bytes(data)
    with pytest.raises(InvalidFile, match=what) as caught:
        inspect(tmp_path / "a.png")
    assert caught.value.problems[0].advice


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    with pytest.raises(InvalidFile, match="is no file"):
        inspect(tmp_path / "a.png")


def _program(folder: Path, name: str, body: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!{sys.executable}\n{body}", "utf-8")
    (folder / name).chmod(0o755)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without MediaInfo; programs in this folder are found."""
    monkeypatch.setattr(films_module, "find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path / "bin"


def test_without_anything_that_knows_films_nothing_is_claimed(bare: Path) -> None:
    found = inspect(FILMS / "film.mp4")
    assert (found.type, found.width, found.height, found.seconds) == ("video/mp4", None, None, None)


def test_ffprobe_is_asked_where_mediainfo_is_not_there(bare: Path) -> None:
    said = {
        "streams": [
            {"codec_type": "audio"},
            {"codec_type": "video", "width": 64, "height": 36, "side_data_list": [{"rotation": -90}]},
        ],
        "format": {"duration": "2.000000"},
    }
    _program(bare, "ffprobe", f"import sys, json\nassert 'file' in sys.argv\nprint(json.dumps({said!r}))")
    found = inspect(FILMS / "film.mp4")
    assert (found.width, found.height, found.seconds) == (36, 64, 2.0)
    _program(bare, "ffprobe", "raise SystemExit(1)")
    with pytest.raises(InvalidFile, match="is no film that can be read"):
        inspect(FILMS / "film.mp4")


def test_without_pillow_a_pictures_size_is_not_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = photo(tmp_path / "a.jpg")
    monkeypatch.setitem(sys.modules, "PIL.Image", None)
    assert (inspect(path).type, inspect(path).width) == ("image/jpeg", None)


def test_a_picture_is_made_to_fit_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    source = photo(tmp_path / "Peta Banjir.jpg", orientation=6)
    before = source.read_bytes()
    own = rules(Files(most=1, types=("image/jpeg",), ratio=(0.8, 1.91), width=(320, 1440)))
    media = Media(file="Peta Banjir.jpg", alt="Peta banjir di hilir", url="https://contoh.go.id/peta.jpg")
    fitted = fit(media, own, tmp_path, tmp_path / "siap")
    assert source.read_bytes() == before
    assert check_medium(fitted, own) == ()
    assert (fitted.alt, fitted.url, fitted.type) == ("Peta banjir di hilir", None, "image/jpeg")
    with Image.open(fitted.file) as image:
        assert (image.width, image.height) == (fitted.width, fitted.height) == (320, 400)
        assert not image.getexif()
        assert b"Telepon" not in Path(fitted.file).read_bytes()
        corner, top, bottom = image.getpixel((2, 200)), image.getpixel((160, 20)), image.getpixel((160, 380))
    assert isinstance(corner, tuple)
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert all(tone > 240 for tone in corner)  # padded with white
    assert top[0] > 200 > bottom[0]  # the red that was at the left is above
    assert bottom[2] > 200
    again = fit(fitted, own, Path(), tmp_path / "lagi")
    assert (again.file, (tmp_path / "lagi").exists()) == (fitted.file, False)


def test_what_fits_is_left_alone(tmp_path: Path) -> None:
    photo(tmp_path / "a.jpg")
    media = Media(file="a.jpg", alt="A", url="https://contoh.go.id/a.jpg")
    fitted = fit(media, rules(), tmp_path, tmp_path / "siap")
    assert (fitted.file, fitted.url, fitted.width) == ("a.jpg", "https://contoh.go.id/a.jpg", 400)
    assert not (tmp_path / "siap").exists()


@pytest.mark.parametrize("ending", ["jpg", "png", "webp"])
def test_it_is_made_small_enough(tmp_path: Path, ending: str) -> None:
    photo(tmp_path / f"a.{ending}", (1200, 900), noise=True)
    own = rules(Files(most=1, bytes=60_000))
    fitted = fit(Media(file=f"a.{ending}", alt="A"), own, tmp_path, tmp_path)
    assert fitted.size is not None
    assert fitted.size <= 60_000
    assert fitted.type == inspect(tmp_path / f"a.{ending}").type
    assert fitted.width is not None
    assert fitted.height is not None
    assert fitted.width / fitted.height == pytest.approx(4 / 3, rel=0.02)


def test_transparency_becomes_white_and_other_types_are_made(tmp_path: Path) -> None:
    Image.new("RGBA", (50, 50), (255, 0, 0, 0)).save(tmp_path / "a.png")
    fitted = fit(Media(file="a.png", alt="A"), rules(Files(most=1, types=("image/jpeg",))), tmp_path, tmp_path)
    with Image.open(fitted.file) as image:
        assert image.format == "JPEG"
        assert image.getpixel((10, 10)) == (255, 255, 255)


def test_the_colour_profile_stays(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo(tmp_path / "a.jpg", icc_profile=profile)
    fitted = fit(Media(file="a.jpg", alt="A"), rules(Files(most=1, width=(10, 50))), tmp_path, tmp_path)
    with Image.open(fitted.file) as image:
        assert image.info["icc_profile"] == profile


@pytest.mark.parametrize(
    ("own", "what"),
    [
        (Files(most=1, types=("image/svg+xml",)), "cannot be made into image/svg"),
        (Files(most=1, bytes=100), "cannot be made to fit"),
        (Files(most=1, width=(500, 600), height=(10, 20), ratio=(0.9, 1.1)), "cannot be made to fit"),
    ],
)
def test_what_cannot_be_made_to_fit_is_said(tmp_path: Path, own: Files, what: str) -> None:
    photo(tmp_path / "a.png")
    with pytest.raises(InvalidFile, match=what):
        fit(Media(file="a.png", alt="A"), rules(own), tmp_path, tmp_path / "siap")
    assert not list((tmp_path).glob("siap/*"))


def test_a_moving_picture_is_not_stilled(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (40, 40), tone) for tone in ("red", "blue")]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    with pytest.raises(InvalidFile, match="moves"):
        fit(Media(file="a.gif", alt="A"), rules(Files(most=1, types=("image/png",))), tmp_path, tmp_path)


def test_a_film_without_ffmpeg_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    own = rules(videos=Files(most=1, types=("video/mp4",)))
    with pytest.raises(InputError, match="apt-get install ffmpeg"):
        fit(Media(file="film.webm", alt="Film"), own, FILMS, tmp_path)
    with pytest.raises(InvalidFile, match="cannot be made into video/webm"):
        fit(Media(file="film.mp4", alt="Film"), rules(videos=Files(most=1, types=("video/webm",))), FILMS, tmp_path)


COPIES = "import sys, shutil\nopen({log!r}, 'w').write(repr(sys.argv))\nshutil.copy({film!r}, sys.argv[-1])"


def test_a_film_is_converted_by_ffmpeg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    _program(tmp_path / "bin", "ffmpeg", COPIES.format(log=str(tmp_path / "log"), film=str(FILMS / "film.mp4")))
    own = rules(videos=Files(most=1, types=("video/mp4",), bytes=4_000_000, seconds=(1, 60)))
    fitted = fit(Media(file="film.webm", alt="Film banjir"), own, FILMS, tmp_path / "siap")
    assert (fitted.type, fitted.alt, Path(fitted.file).parent) == ("video/mp4", "Film banjir", tmp_path / "siap")
    assert [path.suffix for path in (tmp_path / "siap").iterdir()] == [".mp4"]
    asked = (tmp_path / "log").read_text("utf-8")
    assert "'-map_metadata', '-1'" in asked
    assert "'-protocol_whitelist', 'file'" in asked
    _program(tmp_path / "bin", "ffmpeg", "raise SystemExit(1)")
    with pytest.raises(InputError, match="could not be converted"):
        fit(Media(file="film.webm", alt="Film"), own, FILMS, tmp_path / "siap")
    assert len(list((tmp_path / "siap").iterdir())) == 1


@pytest.mark.parametrize(
    ("own", "what"),
    [
        (Files(most=1, types=("video/mp4",), seconds=(3, 60)), "has 2 seconds"),
        (Files(most=1, types=("video/mp4",), bytes=1_000), "too coarse"),
        (Files(most=1, types=("video/mp4",), width=(100, 200), height=(10, 20), ratio=(1, 2)), "cannot be made to fit"),
    ],
)
def test_a_film_is_neither_cut_nor_spoilt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: Files, what: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    _program(tmp_path / "bin", "ffmpeg", "raise SystemExit(1)")
    with pytest.raises(InvalidFile, match=what):
        fit(Media(file="film.webm", alt="Film"), rules(videos=own), FILMS, tmp_path)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
def test_ffmpeg_itself_makes_what_fits(tmp_path: Path) -> None:
    own = rules(videos=Files(most=1, types=("video/mp4",), bytes=2_000_000, ratio=(0.9, 1.1), width=(100, 200)))
    fitted = fit(Media(file="film.webm", alt="Film"), own, FILMS, tmp_path)
    assert check_medium(fitted, own) == ()
    assert (fitted.width, fitted.height, fitted.seconds) == (100, 92, 2.0)


def test_the_command_converts_on_request_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = photo(tmp_path / "a.jpg", (3000, 500))
    line = ["platforms", "check", "telegram", "Peta", "--media", str(source), "--json"]
    assert main([*line]) == 0
    (seen,) = json.loads(capsys.readouterr().out)["media"]
    assert (seen["width"], seen["height"]) == (3000, 500)
    line[2] = "instagram"
    assert main(line) == 1
    assert "media.ratio" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["a.jpg"]
    main([*line, "--convert", str(tmp_path / "siap")])
    found = json.loads(capsys.readouterr().out)
    assert [finding["code"] for finding in found["findings"]] == ["media.no-address"]
    (made,) = found["media"]
    assert Path(made["file"]).parent == tmp_path / "siap"
    assert made["width"] / made["height"] == pytest.approx(1.91, abs=0.01)


def test_lines_have_their_media_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    source = photo(tmp_path / "a.jpg", (3000, 500))
    line = json.dumps({"text": "Peta", "media": [{"file": str(source), "alt": "Peta banjir"}]}).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line), "utf-8"))
    assert main(["platforms", "check", "bluesky", "--json"]) == 0
    (seen,) = json.loads(capsys.readouterr().out)["media"]
    assert (seen["alt"], seen["width"]) == ("Peta banjir", 3000)


def test_a_process_of_its_own_reads_films_in_little_memory() -> None:
    command = [sys.executable, "-m", "govpr.media._mediainfo", str(FILMS / "film.mp4")]
    done = subprocess.run(command, capture_output=True, check=True)
    assert {track["track_type"] for track in json.loads(done.stdout)} >= {"General", "Video"}


def test_described_media_have_their_digest(tmp_path: Path) -> None:
    photo(tmp_path / "a.jpg")
    found = described(Media(file="a.jpg", alt="A"), tmp_path)
    assert found.digest is not None
    assert (len(found.digest), found.size) == (64, (tmp_path / "a.jpg").stat().st_size)
