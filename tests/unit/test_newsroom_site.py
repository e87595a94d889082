"""The site as browsers, feed readers and fact-check databases read it."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import feedparser
import html5lib
import pytest

from govpr.http.calls import Call, Json, Slice
from govpr.newsroom import NewsroomFolder, Site

DIGEST = sha256(b"picture").hexdigest()
KINDS = ("service", "clarification", "achievement", "programme")
START = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
ROOT = "https://kabar.example.go.id/berita/"


def item(number: int) -> dict[str, Any]:
    kind = KINDS[number % 4]
    sources = [{"title": "Siaran pers", "url": "https://kemensos.example.go.id/1?a=1&b=2", "publisher": "Kemensos"}]
    found: dict[str, Any] = {
        "post": f"post-{number}",
        "key": f"k{number}",
        "title": "" if number % 5 == 0 else f"Kabar <nomor> {number} & lainnya",
        "text": f'Paragraf satu {number}: https://example.go.id/a?b=1&c=2.\n\nParagraf dua "kutip" <b>tebal</b> #tagar',
        "language": "en" if number % 3 == 0 else "id",
        "kind": kind,
        "at": (START - timedelta(days=number)).isoformat(),
        "sources": sources if kind == "clarification" else [],
    }
    if kind == "clarification":
        found["claim"] = f"Bansos </script><script>alert({number})</script> cair"
    if number in (0, 1):
        found["media"] = [{"file": f"{DIGEST}.png", "alt": 'Peta "banjir"', "type": "image/png"}]
    if number == 2:
        found["media"] = [{"file": f"{DIGEST}.mp4", "alt": "Film", "type": "video/mp4"}]
    return found


def made(folder: Path, *, language: str = "id", count: int = 45) -> NewsroomFolder:
    site = Site(
        title="Kabar <Komdigi>",
        url=ROOT,
        agency="Komdigi & rekan",
        agency_url="https://example.go.id",
        language=language,
        description="Dari sumbernya.",
    )
    newsroom = NewsroomFolder(folder, site)
    folder.mkdir(parents=True)
    (folder / "source.bin").write_bytes(b"picture")
    for name in (f"{DIGEST}.png", f"{DIGEST}.mp4"):
        assert (
            newsroom.send(Call("PUT", f"newsroom://web/media/{name}", Slice(str(folder / "source.bin")))).status == 201
        )
    for number in range(count):
        body = item(number)
        assert newsroom.send(Call("PUT", f"newsroom://web/items/{body['post']}.json", Json(body))).status == 201
    return newsroom


@pytest.fixture(scope="module", params=["id", "en"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    newsroom = made(tmp_path_factory.mktemp("site") / "newsroom", language=request.param)
    newsroom.build()
    return newsroom.folder / "site"


def tree_of(path: Path) -> ET.Element:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: ET.Element = parser.parse(path.read_text(encoding="utf-8"))
    return root


def pages_of(site: Path) -> dict[str, ET.Element]:
    return {path.relative_to(site).as_posix(): tree_of(path) for path in sorted(site.rglob("*.html"))}


def texts(root: ET.Element, path: str) -> list[str]:
    return [" ".join("".join(node.itertext()).split()) for node in root.iterfind(path)]


def test_every_page_is_valid_and_has_the_landmarks_of_an_accessible_one(site: Path) -> None:
    pages = pages_of(site)
    assert len(pages) == 45 + 3 + 1
    for name, root in pages.items():
        assert len(root.findall(".//h1")) == 1, name
        assert len(root.findall(".//main")) == 1, name
        assert root.get("lang") in {"id", "en"}
        assert root.find("head/title").text, name  # type: ignore[union-attr]
        assert root.find("head/meta[@name='description']").get("content"), name  # type: ignore[union-attr]
        assert root.find(".//a[@class='skip']").get("href") == "#content", name  # type: ignore[union-attr]
        assert all(image.get("alt") for image in root.iterfind(".//img")), name
        assert all(time.get("datetime") for time in root.iterfind(".//time")), name


def test_headings_never_skip_a_level(site: Path) -> None:
    for name, root in pages_of(site).items():
        levels = [int(node.tag[1]) for node in root.iter() if node.tag in {"h1", "h2", "h3", "h4"}]
        assert all(after <= before + 1 for before, after in pairwise(levels)), (name, levels)


def test_every_link_inside_the_site_leads_somewhere(site: Path) -> None:
    pages = pages_of(site)
    for name, root in pages.items():
        ids = {node.get("id") for node in root.iter() if node.get("id")}
        for node in root.iter():
            for target in (node.get("href"), node.get("src")):
                if target is None or urlsplit(target).scheme:
                    continue
                if target.startswith("#"):
                    assert target[1:] in ids, (name, target)
                else:
                    assert (site / name).parent.joinpath(target).resolve().is_file(), (name, target)


def test_nothing_is_loaded_from_elsewhere_and_no_script_runs(site: Path) -> None:
    for name, root in pages_of(site).items():
        loads = [node.get("src") for node in root.iter() if node.get("src")]
        loads += [link.get("href") for link in root.iterfind(".//link") if link.get("rel") in {"stylesheet", "icon"}]
        assert not [address for address in loads if not address or urlsplit(address).netloc], name
        assert {script.get("type") for script in root.iterfind(".//script")} <= {"application/ld+json"}, name
        assert not [key for node in root.iter() for key in node.attrib if str(key).startswith("on")], name
    assert "http" not in (site / "site.css").read_text(encoding="utf-8").replace('href^="http"', "")


def test_an_item_is_marked_with_its_own_language(tmp_path: Path) -> None:
    newsroom = made(tmp_path / "newsroom", count=4)
    newsroom.build()
    root = tree_of(newsroom.folder / "site" / "items" / "post-3.html")
    assert root.get("lang") == "id"
    assert root.find(".//div[@class='text']").get("lang") == "en"  # type: ignore[union-attr]


def test_addresses_in_the_text_are_links_and_markup_is_text(site: Path) -> None:
    root = tree_of(site / "items" / "post-2.html")
    assert texts(root, ".//div[@class='text']/p") == [
        "Paragraf satu 2: https://example.go.id/a?b=1&c=2.",
        'Paragraf dua "kutip" <b>tebal</b> #tagar',
    ]
    (link,) = root.findall(".//div[@class='text']/p/a")
    assert (link.get("href"), link.get("rel")) == ("https://example.go.id/a?b=1&c=2", "noopener")


def test_the_index_is_cut_into_pages_that_hold_every_item_once(site: Path) -> None:
    found = []
    for name in ("index.html", "page-2.html", "page-3.html"):
        section = tree_of(site / name).find(".//section")
        assert section is not None
        found += [link.get("href") for link in section.iterfind(".//h3/a")]
    assert found == [f"items/post-{number}.html" for number in range(45)]


def test_open_graph_and_feeds_are_linked(site: Path) -> None:
    head = tree_of(site / "items" / "post-0.html").find("head")
    assert head is not None
    graph = {node.get("property"): node.get("content") for node in head.iterfind("meta") if node.get("property")}
    assert graph["og:type"] == "article"
    assert graph["og:url"] == urljoin(ROOT, "items/post-0.html")
    assert graph["og:image"] == urljoin(ROOT, f"media/{DIGEST}.png")
    assert graph["og:image:alt"] == 'Peta "banjir"'
    feeds = {node.get("type") for node in head.iterfind("link") if node.get("rel") == "alternate"}
    assert feeds == {"application/atom+xml", "application/feed+json"}


def test_the_atom_feed_reads_as_one(site: Path) -> None:
    feed = feedparser.parse((site / "feed.xml").read_bytes())
    assert not feed.bozo
    assert (feed.version, feed.feed.title, len(feed.entries)) == ("atom10", "Kabar <Komdigi>", 45)
    newest = feed.entries[0]
    assert newest.link == newest.id == urljoin(ROOT, "items/post-0.html")
    assert newest.updated == "2026-12-01T09:00:00+07:00"
    assert "&lt;b&gt;tebal&lt;/b&gt;" in newest.content[0].value


def test_the_json_feed_has_what_version_1_1_requires(site: Path) -> None:
    feed = json.loads((site / "feed.json").read_bytes())
    assert feed["language"] in {"id", "en"}
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert (feed["home_page_url"], feed["feed_url"]) == (ROOT, urljoin(ROOT, "feed.json"))
    for entry in feed["items"]:
        assert isinstance(entry["id"], str)
        assert entry["content_html"].strip()
        assert datetime.fromisoformat(entry["date_published"]).tzinfo is not None
        html5lib.HTMLParser(strict=True).parseFragment(entry["content_html"])
    assert feed["items"][0]["image"] == urljoin(ROOT, f"media/{DIGEST}.png")


def test_each_clarification_carries_claimreview_by_the_agency_without_posing_as_a_checker(site: Path) -> None:
    scripts = tree_of(site / "items" / "post-1.html").findall(".//script[@type='application/ld+json']")
    (review,) = [json.loads(script.text or "") for script in scripts]
    required = {"claimReviewed", "reviewRating", "url", "author", "datePublished", "itemReviewed"}
    assert required <= review.keys()
    assert (review["@context"], review["@type"]) == ("https://schema.org", "ClaimReview")
    assert review["claimReviewed"] == "Bansos </script><script>alert(1)</script> cair"
    assert review["author"] == {
        "@type": "GovernmentOrganization",
        "name": "Komdigi & rekan",
        "url": "https://example.go.id",
    }
    assert review["reviewRating"]["alternateName"]
    assert "ratingValue" not in review["reviewRating"]
    assert review["genre"] == "government-clarification"
    assert review["citation"][0]["url"] == "https://kemensos.example.go.id/1?a=1&b=2"
    assert any(
        review["description"] == note for note in texts(tree_of(site / "items" / "post-1.html"), ".//p[@class='note']")
    )


def test_only_clarifications_carry_claimreview_and_the_feed_collects_all(site: Path) -> None:
    with_review = [name for name, root in pages_of(site).items() if root.find(".//script") is not None]
    feed = json.loads((site / "claimreview.json").read_bytes())
    assert feed["@type"] == "DataFeed"
    collected = [urlsplit(element["item"]["url"]).path.removeprefix("/berita/") for element in feed["dataFeedElement"]]
    assert sorted(collected) == sorted(with_review)
    assert sorted(collected) == sorted(f"items/post-{number}.html" for number in range(1, 45, 4))


def test_the_sitemap_names_every_page_and_robots_names_the_sitemap(site: Path) -> None:
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    root = ET.fromstring((site / "sitemap.xml").read_text(encoding="utf-8"))
    named = {
        urlsplit(node.text or "").path.removeprefix("/berita/") or "index.html"
        for node in root.iterfind(".//s:loc", spaces)
    }
    assert named == set(pages_of(site))
    assert f"Sitemap: {ROOT}sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")


def test_the_same_items_make_the_same_bytes_and_a_second_build_writes_nothing(tmp_path: Path) -> None:
    first, second = made(tmp_path / "a", count=6), made(tmp_path / "b", count=6)
    assert first.build().written
    second.build()
    for path in (first.folder / "site").rglob("*.*"):
        assert path.read_bytes() == (second.folder / "site" / path.relative_to(first.folder / "site")).read_bytes()
    again = first.build()
    assert (again.written, again.removed) == ((), ())


def test_a_revoked_item_leaves_the_site_and_foreign_files_stay(tmp_path: Path) -> None:
    newsroom = made(tmp_path / "newsroom", count=3)
    newsroom.build()
    site = newsroom.folder / "site"
    (site / "CNAME").write_text("kabar.example.go.id", encoding="utf-8")
    for number in (0, 1):
        newsroom.send(Call("DELETE", f"newsroom://web/items/post-{number}.json"))
    summary = newsroom.build()
    assert summary.removed == ("items/post-0.html", "items/post-1.html", f"media/{DIGEST}.png")
    assert not [path for path in site.rglob("*.*") if b"post-1" in path.read_bytes()]
    assert (site / "CNAME").is_file()


def test_an_empty_newsroom_is_a_whole_site(tmp_path: Path) -> None:
    newsroom = made(tmp_path / "newsroom", count=0)
    newsroom.build()
    site = newsroom.folder / "site"
    assert set(pages_of(site)) == {"index.html", "clarifications.html"}
    assert not feedparser.parse((site / "feed.xml").read_bytes()).bozo
    assert json.loads((site / "claimreview.json").read_bytes())["dataFeedElement"] == []
