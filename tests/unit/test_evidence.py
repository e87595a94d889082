"""Evidence: what was there can be shown later, and whoever changes it is found out."""

import asyncio
import gzip
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from warcio.archiveiterator import ArchiveIterator

from govpr import AsyncWorkspace, Workspace
from govpr.errors import InputError, Misconfigured, ProtocolError, Rejected, StoreError, Unreachable
from govpr.hoaxes.evidence import parts
from govpr.http.async_client import AsyncClient
from govpr.http.client import Client
from govpr.http.retry import Policy
from govpr.models import Source
from govpr.models.evidence import Copy

URL = "https://bps.example.go.id/statistik?tahun=2026"
PAGE = b"<h1>Inflasi 2,1 persen</h1>"


class Site:
    """A site that answers with what its pages say, and a clock that goes on with each question."""

    def __init__(self) -> None:
        self.pages: dict[str, httpx.Response | Callable[[], httpx.Response]] = {URL: page(PAGE)}
        self.asked: list[httpx.Request] = []
        self.now = datetime(2026, 11, 3, 9, tzinfo=UTC)
        self.step = timedelta(hours=1)

    def clock(self) -> datetime:
        self.now += self.step
        return self.now

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        found = self.pages.get(str(request.url), httpx.Response(404))
        return found() if callable(found) else found


def page(body: bytes, **headers: str) -> Callable[[], httpx.Response]:
    return lambda: httpx.Response(200, content=body, headers={"content-type": "text/html", **headers})


def moved(to: str) -> Callable[[], httpx.Response]:
    return lambda: httpx.Response(302, headers={"location": to})


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def ws(tmp_path: Path, site: Site) -> Iterator[Workspace]:
    Workspace.init(tmp_path / "kantor", clock=site.clock).close()
    client = Client(
        transport=httpx.MockTransport(site.answer), policy=Policy(attempts=1), clock=site.clock, most=100_000
    )
    with Workspace.open(tmp_path / "kantor", clock=site.clock, client=client) as workspace:
        yield workspace


def file_of(ws: Workspace, copy: Copy) -> Path:
    return ws.folder / copy.reference


def records(path: Path) -> list[tuple[str, str, bytes]]:
    with path.open("rb") as stream:
        return [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or "", record.content_stream().read())
            for record in ArchiveIterator(stream, check_digests="raise")
        ]


def test_a_copy_is_a_warc_file_that_other_tools_read(ws: Workspace, site: Site) -> None:
    copy = ws.evidence.archive(URL)
    assert [(kind, url) for kind, url, _ in records(file_of(ws, copy))] == [
        ("warcinfo", ""),
        ("response", URL),
        ("request", URL),
    ]
    assert records(file_of(ws, copy))[1][2] == PAGE
    with gzip.open(file_of(ws, copy)) as stream:
        text = stream.read()
    assert text.count(b"WARC/1.1\r\n") == 3
    assert b"GET /statistik?tahun=2026 HTTP/1.1\r\nHost: bps.example.go.id\r\n" in text
    assert f"WARC-Payload-Digest: sha256:{copy.digest}".encode() in text
    assert site.asked[0].headers["accept-encoding"] == "identity"


def test_copies_are_found_by_address_and_time_and_read_back(ws: Workspace, site: Site) -> None:
    first = ws.evidence.archive(URL)
    site.pages[URL] = page(b"<h1>Inflasi 2,4 persen</h1>")
    second = ws.evidence.archive(URL)
    assert ws.evidence.copies(URL) == (first, second)
    assert ws.evidence.copies(URL, until=first.at) == (first,)
    assert ws.evidence.copies(URL, since=second.at) == (second,)
    assert ws.evidence.copies("https://bps.example.go.id/lain") == ()
    assert (ws.evidence.read(first), ws.evidence.read(second)) == (PAGE, b"<h1>Inflasi 2,4 persen</h1>")
    assert (first.type, first.size) == ("text/html", len(PAGE))
    assert ws.evidence.verify() == ()


def test_the_same_bytes_are_kept_once(ws: Workspace, site: Site) -> None:
    site.pages[URL] = page(PAGE * 100)
    first, second, third = (ws.evidence.archive(URL) for _ in range(3))
    assert (first.original, second.original, third.original) == (None, first.id, first.id)
    assert [kind for kind, _, _ in records(file_of(ws, second))] == ["warcinfo", "revisit", "request"]
    assert ws.evidence.read(third) == PAGE * 100
    assert ws.evidence.verify() == ()


def test_no_copy_refers_to_a_damaged_one(ws: Workspace) -> None:
    first = ws.evidence.archive(URL)
    file_of(ws, first).write_bytes(b"")
    second = ws.evidence.archive(URL)
    assert second.original is None
    assert ws.evidence.read(second) == PAGE


def test_redirects_are_kept_step_by_step(ws: Workspace, site: Site) -> None:
    site.pages |= {URL: moved("/baru"), "https://bps.example.go.id/baru": moved("https://data.example.go.id/x#bagian")}
    site.pages["https://data.example.go.id/x"] = page(PAGE)
    copy = ws.evidence.archive(URL)
    assert (copy.url, copy.final) == (URL, "https://data.example.go.id/x")
    assert [url for kind, url, _ in records(file_of(ws, copy)) if kind == "response"] == [
        URL,
        "https://bps.example.go.id/baru",
        "https://data.example.go.id/x",
    ]
    assert ws.evidence.read(copy) == PAGE


@pytest.mark.parametrize("place", ["https://10.0.0.1/", "https://localhost/", "http://169.254.169.254/latest"])
def test_no_private_address_is_called_not_even_by_a_redirect(ws: Workspace, site: Site, place: str) -> None:
    with pytest.raises(Misconfigured, match="no public address"):
        ws.evidence.archive(place)
    assert site.asked == []
    site.pages[URL] = moved(place)
    with pytest.raises(Misconfigured, match="no public address"):
        ws.evidence.archive(URL)
    assert len(site.asked) == 1
    assert ws.evidence.copies() == ()


@pytest.mark.parametrize("address", ["http://bps.example.go.id/statistik", "ftp://bps.example.go.id/x"])
def test_what_comes_over_an_open_line_is_no_evidence(ws: Workspace, site: Site, address: str) -> None:
    with pytest.raises(Misconfigured, match="only https is archived") as caught:
        ws.evidence.archive(address)
    assert ("Try https://bps.example.go.id/statistik" in str(caught.value)) is address.startswith("http:")
    assert site.asked == []
    site.pages[URL] = moved("http://bps.example.go.id/statistik")
    with pytest.raises(Misconfigured, match="anybody may change what comes by http"):
        ws.evidence.archive(URL)
    assert len(site.asked) == 1


SHOWN = b"""<!doctype html><title>Inflasi</title><base href="/aset/">
<link rel="stylesheet" href="gaya.css"><link rel="canonical" href="/x"><script src="hitung.js"></script>
<img src="grafik.png"><img src="grafik.png"><img srcset="kecil.png 1x, besar.png 2x">
<img src="data:image/png;base64,AA">
<img src="https://10.0.0.1/dalam.png"><img src="http://bps.example.go.id/terbuka.png"><img src="tiada.png">
<video poster="film.jpg" src="film.mp4"></video><img src="https://[rusak/x.png"><iframe src="/lain"></iframe>"""
ASSETS = "https://bps.example.go.id/aset"


def test_the_images_and_style_sheets_of_a_page_are_kept_with_it(ws: Workspace, site: Site) -> None:
    site.step = timedelta(seconds=1)
    site.pages[URL] = page(SHOWN)
    for name in ("gaya.css", "grafik.png", "kecil.png"):
        site.pages[f"{ASSETS}/{name}"] = page(name.encode())
    site.pages[f"{ASSETS}/film.jpg"] = moved("https://cdn.example.id/film.jpg")
    site.pages["https://cdn.example.id/film.jpg"] = page(b"film")
    assert ws.evidence.archive(URL).parts == ()
    copy = ws.evidence.archive(URL, whole=True)
    assert copy.parts == tuple(f"{ASSETS}/{name}" for name in ("gaya.css", "grafik.png", "kecil.png", "film.jpg"))
    assert copy.missing == (
        "https://10.0.0.1/dalam.png",
        "http://bps.example.go.id/terbuka.png",
        f"{ASSETS}/tiada.png",
    )
    assert "10.0.0.1" not in {request.url.host for request in site.asked}
    held = {url: body for kind, url, body in records(file_of(ws, copy)) if kind == "response"}
    assert held[f"{ASSETS}/grafik.png"] == b"grafik.png"
    assert held["https://cdn.example.id/film.jpg"] == b"film"
    assert ws.evidence.copies(URL)[1] == copy
    assert ws.evidence.read(copy) == SHOWN
    assert ws.evidence.verify() == ()
    file = file_of(ws, copy)
    file.write_bytes(file.read_bytes()[:-400])
    assert [one.path for one in ws.evidence.verify()] == [copy.file]


def test_of_a_page_of_a_thousand_images_some_are_kept(
    ws: Workspace, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    images = "".join(f'<img src="/{number}.png">' for number in range(1000)).encode()
    site.pages[URL] = page(images)
    for number in range(1000):
        site.pages[f"https://bps.example.go.id/{number}.png"] = page(b"x" * 90_000)
    slow = ws.evidence.archive(URL, whole=True)  # an hour passes with each answer
    assert (len(slow.parts), len(slow.missing)) == (1, 999)
    site.step = timedelta(milliseconds=1)
    many = ws.evidence.archive(URL, whole=True)
    assert (len(many.parts), len(many.missing)) == (60, 940)
    monkeypatch.setattr(parts, "MOST_BYTES", 250_000)
    large = ws.evidence.archive(URL, whole=True)
    assert (len(large.parts), len(large.missing)) == (2, 998)
    assert ws.evidence.verify() == ()


def test_what_is_no_page_has_no_parts(ws: Workspace, site: Site) -> None:
    site.pages[URL] = page(SHOWN, **{"content-type": "application/pdf"})
    assert ws.evidence.archive(URL, whole=True).parts == ()
    assert len(site.asked) == 1


def test_endless_redirects_end(ws: Workspace, site: Site) -> None:
    site.pages[URL] = moved(f"{URL}&lagi")
    site.pages[f"{URL}&lagi"] = moved(URL)
    with pytest.raises(ProtocolError, match="leads on"):
        ws.evidence.archive(URL)
    site.pages[URL] = moved("ftp://bps.example.go.id/")
    with pytest.raises(ProtocolError, match="leads nowhere"):
        ws.evidence.archive(URL)


def test_error_pages_and_endless_pages_are_no_evidence(ws: Workspace, site: Site) -> None:
    with pytest.raises(Rejected):
        ws.evidence.archive("https://bps.example.go.id/tidak-ada")
    site.pages[URL] = page(b"x" * 200_000)
    with pytest.raises(ProtocolError, match="longer than 100000 bytes"):
        ws.evidence.archive(URL)
    site.pages[URL] = lambda: httpx.Response(503)
    with pytest.raises(Unreachable):
        ws.evidence.archive(URL)
    assert list(ws.folder.glob("evidence/*")) == []


def test_what_travelled_packed_is_kept_unpacked(ws: Workspace, site: Site) -> None:
    site.pages[URL] = page(gzip.compress(PAGE), **{"content-encoding": "gzip"})
    copy = ws.evidence.archive(URL)
    assert ws.evidence.read(copy) == PAGE
    assert records(file_of(ws, copy))[1][2] == PAGE
    assert ws.evidence.verify() == ()


def test_every_source_of_a_clarification_gets_a_copy(ws: Workspace) -> None:
    kept = Source(title="Arsip", url="https://lain.example/", publisher="Lain", archive="https://arsip.example/1")
    sources = ws.evidence.archive_sources([Source(title="Statistik", url=URL, publisher="BPS"), kept])
    (copy,) = ws.evidence.copies(URL)
    assert [source.archive for source in sources] == [copy.reference, "https://arsip.example/1"]
    assert (ws.folder / copy.reference).is_file()


def test_sources_that_cannot_be_archived_are_all_named(ws: Workspace) -> None:
    missing = [Source(title="x", url=f"https://bps.example.go.id/{name}", publisher="BPS") for name in ("a", "b")]
    with pytest.raises(InputError) as caught:
        ws.evidence.archive_sources([missing[0], Source(title="ada", url=URL, publisher="BPS"), missing[1]])
    assert [problem.path for problem in caught.value.problems] == ["sources[0]", "sources[2]"]
    assert len(ws.evidence.copies(URL)) == 1


def rewritten(data: bytes) -> bytes:
    """The same records with another figure in them, packed record by record as before."""
    text = gzip.decompress(data).replace(b"2,1 persen", b"9,9 persen")
    parts = [b"WARC/1.1\r\n" + part for part in text.split(b"WARC/1.1\r\n")[1:]]
    return b"".join(gzip.compress(part) for part in parts)


def test_a_changed_page_is_found(ws: Workspace) -> None:
    copy = ws.evidence.archive(URL)
    file = file_of(ws, copy)
    file.write_bytes(rewritten(file.read_bytes()))
    assert [(one.path, one.message) for one in ws.evidence.verify()] == [
        (copy.file, "was changed since it was written")
    ]
    with pytest.raises(StoreError, match="not what was archived"):
        ws.evidence.read(copy)
    with pytest.raises(Exception, match="digest failed"):
        records(file)


def test_a_changed_index_is_found_by_the_audit_log(ws: Workspace) -> None:
    copy = ws.evidence.archive(URL)
    file = file_of(ws, copy)
    data = rewritten(file.read_bytes())
    file.write_bytes(data)
    from govpr.hoaxes.evidence.files import digest_of  # noqa: PLC0415  (what somebody who tampers would use)

    base = sqlite3.connect(ws.folder / "govpr.db")
    base.execute("UPDATE copies SET data = replace(data, ?, ?)", (copy.seal, digest_of(data)))
    base.commit()
    base.close()
    assert [one.message for one in ws.evidence.verify()] == [
        "is not what the audit log says",
        "does not hold what was archived",
    ]


def test_missing_and_unknown_files_are_found(ws: Workspace) -> None:
    first = ws.evidence.archive(URL)
    second = ws.evidence.archive(URL)
    file_of(ws, first).rename(ws.folder / "evidence" / "lain.warc.gz")
    assert [(one.path, one.message) for one in ws.evidence.verify()] == [
        (first.file, "is missing"),
        (second.file, "does not hold what was archived"),
        ("lain.warc.gz", "is no copy that the index knows"),
    ]


def test_a_file_name_in_a_tampered_index_leads_nowhere_else(ws: Workspace) -> None:
    copy = ws.evidence.archive(URL)
    base = sqlite3.connect(ws.folder / "govpr.db")
    base.execute("UPDATE copies SET data = replace(data, ?, ?)", (copy.file, "../govpr.db"))
    base.commit()
    base.close()
    with pytest.raises(StoreError, match="cannot be read"):
        ws.evidence.read(ws.evidence.copies(URL)[0])


def test_garbage_is_no_warc_file() -> None:
    from govpr.hoaxes.evidence import read_archive  # noqa: PLC0415

    for data in (b"this is no archive", gzip.compress(b"WARC/9.9\r\nrubbish"), b"\x1f\x8b\x08" + b"\0" * 40):
        with pytest.raises(InputError, match="no whole WARC file"):
            read_archive(data)
    assert read_archive(BytesIO().getvalue()) == ()


def test_awaited_it_is_the_same(tmp_path: Path, site: Site) -> None:
    second = "https://data.example.go.id/x"
    site.pages[second] = page(PAGE)

    async def work() -> None:
        await (await AsyncWorkspace.init(tmp_path / "kantor", clock=site.clock)).close()
        client = AsyncClient(transport=httpx.MockTransport(site.answer), policy=Policy(attempts=1), clock=site.clock)
        async with await AsyncWorkspace.open(tmp_path / "kantor", clock=site.clock, client=client) as workspace:
            sources = [Source(title="x", url=url, publisher="BPS") for url in (URL, second)]
            kept = await workspace.evidence.archive_sources(sources)
            (copy,) = await workspace.evidence.copies(URL)
            assert kept[0].archive == copy.reference
            assert await workspace.evidence.read(copy) == PAGE
            assert (await workspace.evidence.archive(second, whole=True)).parts == ()
            assert await workspace.evidence.verify() == ()
            gone = Source(title="x", url="https://bps.example.go.id/a", publisher="BPS")
            with pytest.raises(InputError, match=r"sources\[0\]"):
                await workspace.evidence.archive_sources([gone])

    asyncio.run(work())


def test_killed_in_the_middle_older_copies_stay(tmp_path: Path, site: Site) -> None:
    """Killed as `kill -9` does, once before and once after the file has its name."""
    Workspace.init(tmp_path / "kantor", clock=site.clock).close()
    for moment in ("never", "unnamed", "named"):
        done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "kantor"), moment], check=False)
        assert done.returncode == (0 if moment == "never" else -signal.SIGKILL)
    with Workspace.open(tmp_path / "kantor", clock=site.clock) as workspace:
        (copy,) = workspace.evidence.copies()
        assert workspace.evidence.read(copy) == b"never"
        assert [one.message for one in workspace.evidence.verify()] == ["is no copy that the index knows"]


KILLED = """
import os, pathlib, signal, sys
import httpx
from govpr import Workspace
from govpr.http.async_client import AsyncClient
from govpr.http.client import Client

folder, moment = sys.argv[1:]
real = pathlib.Path.replace

def replace(self, target):
    if moment == "unnamed":
        os.kill(os.getpid(), signal.SIGKILL)
    real(self, target)
    if moment == "named":
        os.kill(os.getpid(), signal.SIGKILL)

pathlib.Path.replace = replace
transport = httpx.MockTransport(lambda request: httpx.Response(200, content=moment.encode()))
with Workspace.open(folder, client=Client(transport=transport)) as workspace:
    workspace.evidence.archive("https://bps.example.go.id/")
"""
