"""Words in pictures: with Tesseract where it is installed, a clear error where it is not."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from govpr import Workspace
from govpr.errors import InputError, InvalidFile
from govpr.hoaxes.images.ocr import read_text
from govpr.hoaxes.matching import Decision

CLAIM = "Bantuan sosial tujuh juta rupiah dibagikan lewat tautan pendaftaran"
Work = Callable[[Workspace, Path], object]
FACTS = f'{{"cid": "tbh-1", "text": "{CLAIM}", "verdict": "SALAH", "publisher": "MAFINDO"}}\n'


@pytest.fixture
def tesseract() -> None:
    """Tesseract with Indonesian and English, else the test is skipped."""
    pytesseract = pytest.importorskip("pytesseract")
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed; apt-get install tesseract-ocr tesseract-ocr-ind")
    if not {"ind", "eng"} <= set(pytesseract.get_languages()):
        pytest.skip("tesseract does not know Indonesian; apt-get install tesseract-ocr-ind")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A picture with the claim on it."""
    made = Image.new("RGB", (900, 320), (20, 40, 90))
    draw = ImageDraw.Draw(made)
    for place, line in enumerate(("Bantuan sosial tujuh juta rupiah", "dibagikan lewat tautan pendaftaran")):
        draw.text((40, 60 + place * 90), line, "white", ImageFont.load_default(44))
    made.save(tmp_path / "kiriman.png")
    return tmp_path / "kiriman.png"


@pytest.mark.usefixtures("tesseract")
def test_the_words_in_a_picture_are_checked_as_text(tmp_path: Path, picture: Path) -> None:
    (tmp_path / "facts.jsonl").write_text(FACTS, encoding="utf-8")
    with Workspace.init(tmp_path / "kantor") as workspace:
        workspace.hoaxes.load(tmp_path / "facts.jsonl")
        words = workspace.pictures.text(picture).lower()
        assert {"bantuan", "sosial", "tautan", "pendaftaran"} <= set(words.split())
        match = workspace.pictures.check_text(picture)
        assert match.decision is Decision.SAME
        assert match.factcheck is not None
        assert match.factcheck.cid == "tbh-1"


@pytest.mark.usefixtures("tesseract")
def test_a_picture_without_words_has_none(tmp_path: Path) -> None:
    Image.new("RGB", (300, 200), "white").save(tmp_path / "kosong.png")
    assert read_text(tmp_path / "kosong.png") == ""


@pytest.mark.usefixtures("tesseract")
def test_a_language_that_is_missing_is_named(picture: Path) -> None:
    with pytest.raises(InputError, match="does not know the language 'xyz'; install it"):
        read_text(picture, "eng+xyz")
    (picture.parent / "rusak.png").write_bytes(b"rusak")
    with pytest.raises(InvalidFile, match="no picture that can be read"):
        read_text(picture.parent / "rusak.png")


def test_a_machine_without_tesseract_says_what_to_install(picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pytesseract")
    monkeypatch.setenv("PATH", str(picture.parent))
    with pytest.raises(InputError, match="need the program tesseract; install it"):
        read_text(picture)


@pytest.mark.parametrize(
    ("module", "extra", "work"),
    [
        ("pytesseract", "ocr", lambda ws, picture: ws.pictures.text(picture)),
        ("PIL.Image", "images", lambda ws, picture: ws.pictures.check(picture)),
        ("imagehash", "images", lambda ws, picture: ws.pictures.add(picture)),
    ],
)
def test_a_missing_extra_says_how_to_get_it(
    tmp_path: Path, picture: Path, monkeypatch: pytest.MonkeyPatch, module: str, extra: str, work: Work
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with Workspace.init(tmp_path / "kantor") as workspace, pytest.raises(InputError, match=rf"govpr\[{extra}\]"):
        work(workspace, picture)
