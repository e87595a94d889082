"""Share kits as an officer finds them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import html5lib
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from govpr.errors import InputError, InvalidValue
from govpr.models import Media, Post
from govpr.sharekit import KitEntry, ShareKit, write_kit
from govpr.text.web import printable

DUE = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
POST = Post(
    campaign="siaga",
    wave="pembuka",
    message="tas",
    variant="a",
    account="ayu-mastodon",
    platform="mastodon",
    officer="ayu",
    due=DUE,
    parts=("Siapkan <b>tas</b> & senter.\n\nSaya ASN Komdigi (contoh).",),
    disclosure="Saya ASN Komdigi (contoh).",
)
ENTRY = KitEntry(
    post=POST,
    account_handle="@ayu@contoh.example",
    platform="Mastodon",
    share_link="https://contoh.example/share?text=Siapkan&a=1",
    code="K7Q2-M9XD",
    expires=DUE + timedelta(days=2),
)
KIT = ShareKit(officer="ayu", officer_name="Ayu (contoh)", agency_name="Komdigi (contoh)", entries=(ENTRY,))


def tree_of(path: Path) -> ET.Element:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: ET.Element = parser.parse(path.read_text(encoding="utf-8"))
    return root


def words_of(root: ET.Element) -> str:
    return " ".join("".join(root.itertext()).split())


@pytest.mark.parametrize(("language", "word"), [("id", "Langkah"), ("en", "Steps")])
def test_a_kit_has_all_that_posting_by_hand_needs(tmp_path: Path, language: str, word: str) -> None:
    index = write_kit(tmp_path, evolve(KIT, language=language))
    root = tree_of(index.parent / f"{POST.id}.html")
    (area,) = root.findall(".//textarea")
    assert (area.text, area.get("readonly") is not None) == (POST.parts[0], True)
    assert (index.parent / f"{POST.id}.txt").read_bytes() == POST.text.encode()
    assert ENTRY.share_link in [link.get("href") for link in root.iterfind(".//a")]
    text = words_of(root)
    assert f"govpr officers confirm {ENTRY.code} --url ADDRESS" in text
    assert word in text
    assert POST.disclosure in text
    assert ENTRY.account_handle in text


def test_every_page_is_valid_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"picture")
    post = evolve(POST, media=(Media(file=str(tmp_path / "a.png"), alt='Peta "banjir"'),))
    index = write_kit(tmp_path / "kits", evolve(KIT, entries=(evolve(ENTRY, post=post),)))
    for page in index.parent.glob("*.html"):
        root = tree_of(page)
        assert len(root.findall(".//h1")) == len(root.findall(".//main")) == 1
        assert root.findall(".//script") == root.findall(".//link") == []
        for node in root.iter():
            target = node.get("src") or node.get("href") or "#"
            if node.tag != "a":
                assert not urlsplit(target).scheme
            if not urlsplit(target).scheme and not target.startswith("#"):
                assert (page.parent / target).is_file()
    (image,) = tree_of(index.parent / f"{post.id}.html").findall(".//img")
    assert image.get("alt") == 'Peta "banjir"'
    assert (index.parent / str(image.get("src"))).read_bytes() == b"picture"


def test_a_thread_has_one_field_for_each_part(tmp_path: Path) -> None:
    post = evolve(POST, parts=("Satu", "Dua"))
    index = write_kit(tmp_path, evolve(KIT, entries=(evolve(ENTRY, post=post, share_link=""),)))
    root = tree_of(index.parent / f"{post.id}.html")
    assert [area.text for area in root.iterfind(".//textarea")] == ["Satu", "Dua"]
    assert {label.get("for") for label in root.iterfind(".//label")} == {"part-1", "part-2"}
    assert "Mastodon tidak punya tautan berbagi" in words_of(root)


def test_names_of_files_hold_nothing_personal_but_the_officers_id(tmp_path: Path) -> None:
    picture = tmp_path / "Foto Ayu Lestari.PNG"
    picture.write_bytes(b"picture")
    entry = evolve(ENTRY, post=evolve(POST, media=(Media(file=str(picture), alt="Foto"),)))
    index = write_kit(tmp_path / "kits", evolve(KIT, entries=(entry,)))
    names = {path.name for path in (tmp_path / "kits").rglob("*")}
    assert len(names) == 5
    assert not [name for name in names if "Ayu" in name or "lestari" in name.lower() or "contoh" in name]
    assert all(path.stat().st_mode & 0o077 == 0 for path in index.parent.iterdir())


def test_writing_again_changes_nothing_and_withdrawn_posts_go(tmp_path: Path) -> None:
    other = evolve(ENTRY, post=evolve(POST, message="senter"))
    index = write_kit(tmp_path, evolve(KIT, entries=(ENTRY, other)))
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in index.parent.iterdir()}
    write_kit(tmp_path, evolve(KIT, entries=(ENTRY, other)))
    assert before == {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in index.parent.iterdir()}
    (index.parent / "catatan.txt").write_text("milik sendiri", encoding="utf-8")
    write_kit(tmp_path, evolve(KIT, entries=()))
    assert {path.name for path in index.parent.iterdir()} == {"index.html", ".kit.json", "catatan.txt"}
    assert "Tidak ada unggahan yang menunggu" in words_of(tree_of(index))


def test_missing_media_are_all_named_and_nothing_is_written(tmp_path: Path) -> None:
    media = tuple(Media(file=str(tmp_path / name), alt="Peta") for name in ("a.png", "b.png"))
    with pytest.raises(InputError) as caught:
        write_kit(tmp_path / "kits", evolve(KIT, entries=(evolve(ENTRY, post=evolve(POST, media=media)),)))
    assert [Path(problem.path).name for problem in caught.value.problems] == ["a.png", "b.png"]
    assert not (tmp_path / "kits").exists()


def test_a_kit_holds_nobody_elses_post_and_no_dangerous_link() -> None:
    with pytest.raises(InvalidValue, match="somebody else"):
        evolve(KIT, officer="budi")
    with pytest.raises(InvalidValue, match="share_link"):
        evolve(ENTRY, share_link="javascript:alert(1)")


def test_no_repr_shows_a_name_a_handle_or_a_code() -> None:
    assert not [word for word in ("Ayu", "contoh.example", "K7Q2") if word in repr(KIT)]


@given(st.text(min_size=1).filter(str.strip))
@settings(deadline=None, max_examples=40)
def test_the_text_file_is_exact_and_the_field_shows_the_same_words(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    post = evolve(POST, parts=(text,))
    index = write_kit(tmp_path_factory.mktemp("kits"), evolve(KIT, entries=(evolve(ENTRY, post=post),)))
    assert (index.parent / f"{post.id}.txt").read_bytes() == text.encode()
    (area,) = tree_of(index.parent / f"{post.id}.html").findall(".//textarea")
    assert (area.text or "") == printable(text)
