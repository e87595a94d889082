"""The folder that answers the newsroom's calls."""

import json
from pathlib import Path
from typing import Any

import pytest

from govpr.errors import InvalidFile, InvalidValue, NeedsHuman, Unreachable
from govpr.http.calls import Call, Json, Reply, Slice
from govpr.newsroom import NewsroomFolder, Site

ITEM = {"post": "post-1", "key": "k1", "title": "Siaga", "text": "Siapkan tas.", "at": "2026-12-01T02:00:00+00:00"}
URL = "newsroom://web/items/post-1.json"


@pytest.fixture
def folder(tmp_path: Path) -> NewsroomFolder:
    site = Site(title="Kabar", url="https://kabar.example.go.id", agency="Komdigi", agency_url="https://example.go.id")
    return NewsroomFolder(tmp_path / "newsroom", site)


def put(folder: NewsroomFolder, url: str = URL, **changes: Any) -> Reply:
    return folder.send(Call("PUT", url, Json(ITEM | changes)))


def test_a_new_item_is_created_then_kept(folder: NewsroomFolder) -> None:
    assert put(folder).status == 201
    content = (folder.folder / "items" / "post-1.json").read_bytes()
    assert put(folder, at="2026-12-02T02:00:00+00:00").status == 200
    assert (folder.folder / "items" / "post-1.json").read_bytes() == content


def test_a_changed_item_keeps_its_first_day_and_says_when_it_changed(folder: NewsroomFolder) -> None:
    put(folder)
    put(folder, key="k2", text="Siapkan dua tas.", at="2026-12-03T02:00:00+00:00")
    (item,) = folder.items()
    assert (item.text, item.at.day, item.changed.day) == ("Siapkan dua tas.", 1, 3)
    folder.build()
    page = (folder.folder / "site" / "items" / "post-1.html").read_text(encoding="utf-8")
    assert "Diperbarui" in page


def test_what_is_there_can_be_got_and_what_is_not_is_404(folder: NewsroomFolder) -> None:
    assert folder.send(Call("GET", URL)).status == 404
    assert folder.send(Call("DELETE", URL)).status == 404
    put(folder)
    reply = folder.send(Call("GET", URL))
    assert json.loads(reply.body) == {
        "id": "post-1",
        "url": "https://kabar.example.go.id/items/post-1.html",
        "key": "k1",
    }
    assert folder.send(Call("DELETE", URL)).status == 204


@pytest.mark.parametrize(
    "url",
    [
        "newsroom://web/items/../../secret.json",
        "newsroom://web/items/..json",
        "newsroom://web/items/post-1.html",
        "newsroom://web/items/post-1.json/more",
        "newsroom://web/media/../items/post-1.json",
        "newsroom://web/media/photo.png",
        "newsroom://web/other/post-1.json",
        "https://web/items/post-1.json",
    ],
)
def test_no_address_leads_out_of_the_folder(folder: NewsroomFolder, url: str) -> None:
    assert put(folder, url).status == 404
    assert not folder.folder.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"post": "post-2"},
        {"text": " "},
        {"at": "2026-12-01T02:00:00"},
        {"kind": "rumour"},
        {"language": "<id>"},
        {"text": "\ud800"},
        {"media": [{"file": "../built.json", "alt": "", "type": "image/png"}]},
        {"surprise": 1},
    ],
)
def test_an_item_that_cannot_be_shown_is_refused_with_a_reason(folder: NewsroomFolder, changes: dict[str, Any]) -> None:
    reply = put(folder, **changes)
    assert reply.status == 422
    assert json.loads(reply.body)["detail"]
    assert folder.items() == ()


def test_other_methods_and_bodies_are_405(folder: NewsroomFolder) -> None:
    media = f"newsroom://web/media/{'0' * 64}.png"
    assert folder.send(Call("POST", URL, Json(ITEM))).status == 405
    assert folder.send(Call("PUT", URL)).status == 405
    assert folder.send(Call("GET", media)).status == 405
    assert folder.send(Call("PUT", media, Slice("nowhere.png"))).status == 422


def test_a_folder_that_cannot_be_written_is_tried_again(folder: NewsroomFolder) -> None:
    folder.folder.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(Unreachable, match="newsroom's folder"):
        put(folder)


def test_a_broken_item_is_named_and_nothing_is_built(folder: NewsroomFolder) -> None:
    put(folder)
    (folder.folder / "items" / "post-2.json").write_text("{", encoding="utf-8")
    with pytest.raises(InvalidFile, match=r"post-2\.json"):
        folder.build()
    assert not (folder.folder / "site").exists()


def test_an_item_that_cannot_be_read_is_left_to_a_person(folder: NewsroomFolder) -> None:
    put(folder)
    (folder.folder / "items" / "post-1.json").write_text("{", encoding="utf-8")
    for call in (Call("GET", URL), Call("PUT", URL, Json(ITEM))):
        with pytest.raises(NeedsHuman, match=r"post-1\.json"):
            folder.send(call)


def test_a_build_that_breaks_off_leaves_no_page_behind(folder: NewsroomFolder) -> None:
    put(folder)
    site = folder.folder / "site"
    (site / "feed.xml").mkdir(parents=True)
    with pytest.raises(OSError, match=r"feed\.xml"):
        folder.build()
    assert (site / "items" / "post-1.html").is_file()
    (site / "feed.xml").rmdir()
    folder.send(Call("DELETE", URL))
    assert folder.build().removed == ("items/post-1.html",)
    assert not (site / "items" / "post-1.html").exists()
    assert not [path for path in site.rglob("*") if path.suffix == ".part"]


def test_a_site_needs_a_full_address() -> None:
    with pytest.raises(InvalidValue, match=r"Site\.url"):
        Site(title="Kabar", url="kabar.example.go.id", agency="Komdigi", agency_url="https://example.go.id")
