"""What is too much to be read is said, never left out in silence: of files, of pages, of entries."""

import json
from pathlib import Path

import pytest

from govpr.errors import InvalidFile, Problem
from govpr.hoaxes import read_factchecks
from govpr.hoaxes.databases.claimreview import ClaimReview
from govpr.hoaxes.databases.feed import FeedOf
from govpr.hoaxes.databases.protocol import Page
from govpr.hoaxes.databases.wordpress import WordPress
from govpr.http.calls import Reply
from govpr.settings import DatabaseSettings
from govpr.testing import answer, converse

HEADLINES = "".join(f"<h2><a href='https://cek.example/{n}'>[SALAH] Kabar {n}</a></h2>" for n in range(501))
REVIEW = '<script type="application/ld+json">{"@type": "ClaimReview", "claimReviewed": "Bansos cair"}</script>'
LONG = "<p>Isi.</p>" * 5_001
ARTICLE = f"<article><h1>[SALAH] Bansos cair</h1>{LONG}</article>"
PICTURES = "<article><h1>[SALAH] Bansos cair</h1><p>Isi.</p>" + "<img src=a.png>" * 201 + "</article>"
DEEP = REVIEW + "<div>" * 10_001 + "dalam"
SITE = DatabaseSettings(name="cek", kind="x", url="https://cek.example")


def told(markup: str, folder: Path) -> list[str]:
    """What importing the page says; nothing of it is taken over then."""
    file = folder / "halaman.html"
    file.write_text(markup, "utf-8")
    with pytest.raises(InvalidFile) as caught:
        read_factchecks(file, publisher="Cek Contoh")
    assert all(problem.advice for problem in caught.value.problems)
    return [problem.message for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        (HEADLINES, "lists too many headlines"),
        ("<h2><a href=/x>Bukan putusan</a></h2>" * 2_001 + HEADLINES, "lists too many headlines"),
        (ARTICLE, "has too many paragraphs"),
        (PICTURES, "has 201 pictures"),
        (REVIEW * 201, "has 201 scripts of data"),
        (REVIEW + "x" * 4_000_000, "is too long a page"),
        (DEEP, "is nested too deeply"),
    ],
    ids=["listed", "looked at", "paragraphs", "pictures", "scripts", "length", "depth"],
)
def test_a_file_of_which_only_a_part_would_be_read_is_not_taken_over(tmp_path: Path, markup: str, message: str) -> None:
    assert message in told(markup, tmp_path)


@pytest.mark.parametrize(
    "markup",
    [
        HEADLINES.replace("/500'", "/499'").removesuffix("</h2>").rpartition("<h2>")[0],
        ARTICLE.replace("<p>Isi.</p>", "", 9),
    ],
    ids=["listed", "paragraphs"],
)
def test_what_just_fits_is_read(tmp_path: Path, markup: str) -> None:
    file = tmp_path / "halaman.html"
    file.write_text(markup, "utf-8")
    assert read_factchecks(file, publisher="Cek Contoh")


def test_a_database_lists_it_beside_what_it_gave() -> None:
    page = converse(ClaimReview().changes(None, None, SITE), lambda _call: Reply(200, body=HEADLINES.encode())).result
    assert isinstance(page, Page)
    assert (len(page.factchecks), [one.message for one in page.problems]) == (500, ["lists too many headlines"])


def test_an_entry_of_a_site_or_feed_says_where_it_stands() -> None:
    post = {"id": 7, "title": {"rendered": "[SALAH] Bansos cair"}, "content": {"rendered": LONG}}
    posts = converse(
        WordPress().changes(None, None, SITE), lambda _call: answer([{**post, "id": 6, "content": {}}, post])
    )
    assert wrong(posts.result) == (2, "posts[1]", "has too many paragraphs")
    item = {"id": "7", "title": "[SALAH] Bansos cair", "content_html": LONG}
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]}).encode()
    feed = converse(FeedOf().changes(None, None, SITE), lambda _call: Reply(200, body=body))
    assert wrong(feed.result) == (1, "entries[0]", "has too many paragraphs")


def wrong(page: Page) -> tuple[int, str, str]:
    (problem,) = page.problems
    assert isinstance(problem, Problem)
    return len(page.factchecks), problem.path, problem.message
