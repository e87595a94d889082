"""A real WordPress is searched, and read through to its end while editors work on it; its feed tells the same."""

import base64
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from tests.live.conftest import Hold
from tests.live.wordpress import Site, wordpress

from govpr.errors import Unauthorized
from govpr.hoaxes.databases.access import hosts, session
from govpr.hoaxes.databases.feed import FeedOf
from govpr.hoaxes.databases.protocol import HoaxDatabase, Page, Query
from govpr.hoaxes.databases.wordpress import WordPress
from govpr.http.sessions import Session
from govpr.models import FactCheck, Verdict
from govpr.settings import DatabaseSettings

pytestmark = pytest.mark.live
ADAPTER = WordPress()
WHOLE = """
<p>Hasil Periksa Fakta Tim Contoh. Tidak ada bantuan &ldquo;Rp600&nbsp;ribu&rdquo; seperti itu.</p>
<p>===</p><p><strong>Kategori</strong>: Konten Palsu</p>
<p>Sumber: <a href="https://medsos.example/unggahan/1?a=1&amp;b=2">Facebook</a> (<a href="https://arsip.example/1">arsip</a>)</p>
<h3>Kesimpulan</h3><p>Tautan itu <em>penipuan</em>: kementerian tidak membagikan bantuan lewat tautan.</p>
<h3>Rujukan</h3><ul><li><a href="https://kementerian.example/siaran">siaran pers</a></li></ul>
"""
# the smallest PNG: one grey pixel
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with wordpress() as one:
        yield one


def named(site: Site, **options: str) -> DatabaseSettings:
    return DatabaseSettings(name="cek", kind="wordpress", url=site.url, options=options)


def asked(hold: Hold, adapter: HoaxDatabase, flow: Any, database: DatabaseSettings, key: str = "") -> Page:
    own = session(adapter, database, find=lambda _reference: key)
    page: Page = hold(flow, own or Session(lambda: ""), hosts(adapter, database))
    return page


def read_through(hold: Hold, adapter: WordPress, database: DatabaseSettings, since: date | None = None) -> list[Page]:
    pages: list[Page] = []
    cursor: str | None = None
    while True:
        pages.append(asked(hold, adapter, adapter.changes(since, cursor, database), database))
        cursor = pages[-1].cursor
        assert not pages[-1].problems
        if cursor is None:
            return pages


def entries(pages: list[Page]) -> dict[str, FactCheck]:
    return {fact.cid: fact for page in pages for fact in page.factchecks}


def test_a_post_is_read_with_all_that_it_says(site: Site, hold: Hold) -> None:
    site.seed([])
    picture = site.picture(PIXEL)
    title = "[PENIPUAN] Bansos Rp600 ribu “cair” lewat tautan Kementerian Contoh & daftar"
    made = site.post(title=title, content=WHOLE, featured_media=picture["id"], tags=[_tag(site, "bansos")])
    message = "SEBARKAN!! Bansos Rp600 ribu cair hari ini lewat tautan resmi Kementerian Contoh https://jahat.example"
    page = asked(hold, ADAPTER, ADAPTER.search(Query(text=message), named(site)), named(site))
    (fact,) = [one for one in page.factchecks if one.cid == f"cek:{made['id']}"]
    assert fact.text == "Bansos Rp600 ribu “cair” lewat tautan Kementerian Contoh & daftar"
    assert (fact.label, fact.verdict, fact.url) == ("PENIPUAN", Verdict.FALSE, made["link"])
    assert fact.conclusion == "Tautan itu penipuan: kementerian tidak membagikan bantuan lewat tautan."
    assert fact.appearances == ("https://medsos.example/unggahan/1?a=1&b=2", "https://arsip.example/1")
    assert fact.images == (picture["source_url"],)
    assert "bansos" in fact.topic
    assert str(fact.published) == made["date"][:10]


def _tag(site: Site, name: str) -> int:
    known = {one["name"]: one["id"] for one in site.tags()}
    return known[name] if name in known else site.tag(name)


def seeded(site: Site, count: int) -> list[int]:
    """Posts that all changed in the same second, as after a move to another server."""
    same = {"date": "2026-01-01 10:00:00", "modified": "2026-02-01 10:00:00"}
    return site.seed([{"title": f"[SALAH] Klaim nomor {n}", **same} for n in range(count)])


def test_a_site_is_read_to_its_end_though_all_posts_changed_in_one_second(site: Site, hold: Hold) -> None:
    numbers = seeded(site, 260)
    pages = read_through(hold, ADAPTER, named(site))
    assert len(pages) == 3
    assert set(entries(pages)) == {f"cek:{number}" for number in numbers}


def test_a_later_reading_gives_only_what_changed(site: Site, hold: Hold) -> None:
    numbers = seeded(site, 120)
    assert entries(read_through(hold, ADAPTER, named(site), date(2026, 2, 3))) == {}
    site.edit(numbers[7], title="[SALAH] Diperbaiki")
    found = entries(read_through(hold, ADAPTER, named(site, embed="off"), date(2026, 2, 3)))
    assert {cid: fact.text for cid, fact in found.items()} == {f"cek:{numbers[7]}": "Diperbaiki"}


def test_posts_that_are_taken_back_while_it_is_read_make_none_be_left_out(site: Site, hold: Hold) -> None:
    numbers = seeded(site, 240)
    first = asked(hold, ADAPTER, ADAPTER.changes(None, None, named(site)), named(site))
    for number in numbers[10:15]:
        site.trash(number)
    pages, cursor = [first], first.cursor
    while cursor:
        pages.append(asked(hold, ADAPTER, ADAPTER.changes(None, cursor, named(site)), named(site)))
        cursor = pages[-1].cursor
    assert set(entries(pages)) == {f"cek:{number}" for number in numbers}
    left = entries(read_through(hold, ADAPTER, named(site)))
    assert not set(left) & {f"cek:{number}" for number in numbers[10:15]}


def test_what_editors_take_back_is_gone_for_those_who_may_look_into_the_trash(site: Site, hold: Hold) -> None:
    site.seed([])
    made = site.post(title="[SALAH] Ditarik kembali")
    site.trash(made["id"])
    database = DatabaseSettings(
        name="cek", kind="wordpress", url=site.url, credential="env:REDAKSI", options={"trash": "on"}
    )
    key = base64.b64encode(":".join(site.key).encode()).decode()
    page = asked(hold, ADAPTER, ADAPTER.changes(None, None, database), database, key)
    assert page.gone == (f"cek:{made['id']}",)
    with pytest.raises(Unauthorized) as caught:
        asked(hold, ADAPTER, ADAPTER.changes(None, None, database), database, base64.b64encode(b"redaksi:x").decode())
    assert "redaksi" not in str(caught.value)


def test_its_feed_tells_the_same(site: Site, hold: Hold) -> None:
    site.seed([])
    noon = "2026-11-20T12:00:00"  # a feed tells times in UTC: at night the day is another one there
    made = site.post(title="[SALAH] Air laut surut karena “kutukan”", content=WHOLE, date=noon)
    database = DatabaseSettings(name="umpan", kind="feed", url=f"{site.url}/feed/")
    adapter = FeedOf()
    page = asked(hold, adapter, adapter.search(Query(text="air laut surut"), database), database)
    read = asked(hold, adapter, adapter.changes(None, None, database), database)
    rest = asked(hold, ADAPTER, ADAPTER.search(Query(text="laut surut kutukan"), named(site)), named(site))
    (fact,) = [one for one in page.factchecks if one.url == made["link"]]
    (same,) = [one for one in rest.factchecks if one.url == made["link"]]
    assert fact in read.factchecks
    for name in ("text", "label", "verdict", "conclusion", "appearances", "published"):
        assert getattr(fact, name) == getattr(same, name)
    assert fact.publisher == "Cek Contoh"
