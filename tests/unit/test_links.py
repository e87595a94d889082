"""Links that are opened before a post goes out, previews of pages, and files fetched from anywhere."""

from collections.abc import Generator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

import httpx
import pytest

from govpr.errors import DeliveryError, Misconfigured, ProtocolError, Rejected, Unreachable
from govpr.http.calls import Call, Reply
from govpr.http.client import Client
from govpr.http.drivers import run
from govpr.http.guards import host_of
from govpr.links.checking import check_link, links_of
from govpr.links.preview import preview, read_preview
from govpr.media.remote import fetch
from govpr.models import Campaign, Message, Severity, Variant, Wave

T = TypeVar("T")
Answer = httpx.Response | Exception
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def served(pages: Mapping[str, Answer], flow: Generator[Call, Reply, T]) -> tuple[T, list[str]]:
    """Run a flow against a few pages; gives what came of it, and which addresses were called."""
    called: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        called.append(str(request.url))
        found = pages.get(str(request.url), httpx.Response(404))
        if isinstance(found, Exception):
            raise found
        return found

    with Client(transport=httpx.MockTransport(answer), sleep=lambda _seconds: None) as client:
        return run(flow, lambda call: client.sender(hosts={host_of(call.url)})(call)), called


def moved(place: str, status: int = 301) -> httpx.Response:
    return httpx.Response(status, headers={"location": place})


PAGES: dict[str, Answer] = {
    "https://bmkg.go.id/peta": httpx.Response(200, html="ok"),
    "https://bmkg.go.id/lama": moved("/peta"),
    "https://bmkg.go.id/jahat": moved("http://169.254.169.254/latest/meta-data"),
    "https://bmkg.go.id/dalam": moved("https://10.0.0.7/admin", 302),
    "https://bmkg.go.id/terbuka": moved("http://bmkg.go.id/peta", 302),
    "https://bmkg.go.id/pergi": httpx.Response(410),
    "https://bmkg.go.id/tutup": httpx.Response(403),
    "https://bmkg.go.id/sakit": httpx.Response(503),
    "https://bmkg.go.id/putar": moved("/putar2"),
    "https://bmkg.go.id/putar2": moved("/putar"),
    "https://tak-ada.go.id/": httpx.ConnectError("name unknown"),
}


@pytest.mark.parametrize(
    ("url", "code", "severity", "said"),
    [
        ("https://bmkg.go.id/lama", "link.redirects", Severity.INFO, "leads on to https://bmkg.go.id/peta"),
        ("https://bmkg.go.id/jahat", "link.private", Severity.ERROR, "leads on to 169.254.169.254"),
        ("https://bmkg.go.id/dalam", "link.private", Severity.ERROR, "leads on to 10.0.0.7"),
        ("https://10.0.0.7/", "link.private", Severity.ERROR, "is no public address"),
        ("https://intranet/berita", "link.private", Severity.ERROR, "is no public address"),
        ("https://localhost/", "link.private", Severity.ERROR, "is no public address"),
        ("http://bmkg.go.id/peta", "link.http", Severity.WARNING, "open to change"),
        ("https://bmkg.go.id/tak-ada", "link.dead", Severity.ERROR, "answers 404"),
        ("https://bmkg.go.id/pergi", "link.dead", Severity.ERROR, "answers 410"),
        ("https://bmkg.go.id/tutup", "link.unreachable", Severity.WARNING, "answers 403"),
        ("https://bmkg.go.id/sakit", "link.unreachable", Severity.WARNING, "answers 503"),
        ("https://bmkg.go.id/putar", "link.unreachable", Severity.WARNING, "leads on more than"),
        ("https://tak-ada.go.id/", "link.unreachable", Severity.WARNING, "cannot be reached"),
    ],
)
def test_what_a_reader_would_meet(url: str, code: str, severity: Severity, said: str) -> None:
    found, called = served(PAGES, check_link(url, "messages[a].links"))
    assert found is not None
    assert (found.code, found.severity, found.path) == (code, severity, "messages[a].links")
    assert said in found.message
    assert found.advice
    assert not [one for one in called if not one.startswith(("https://bmkg.go.id/", "https://tak-ada.go.id/"))]


@pytest.mark.parametrize("url", ["https://bmkg.go.id/peta", "https://bmkg.go.id/peta#utara"])
def test_a_link_that_opens_is_no_finding(url: str) -> None:
    assert served(PAGES, check_link(url)) == (None, ["https://bmkg.go.id/peta"])


def test_a_redirect_over_an_open_line_is_told_apart() -> None:
    found, called = served(PAGES, check_link("https://bmkg.go.id/terbuka"))
    assert found is not None
    assert (found.code, len(called)) == ("link.http", 1)


def test_every_call_is_guarded_and_unsigned_of_no_effect() -> None:
    flow = check_link("https://bmkg.go.id/lama")
    call = next(flow)
    assert (call.method, call.public, call.effect.value) == ("GET", True, "safe")
    call = flow.send(Reply(301, headers={"location": "/peta"}))
    assert (call.url, call.public) == ("https://bmkg.go.id/peta", True)
    flow.close()


CARD = """<html><head><title>Judul biasa</title>
<meta property="og:title" content="Peringatan   dini&#10;banjir"><meta name="description" content="Pendek">
<meta property="og:image" content="/gambar/peta.png"><meta property="og:site_name" content="BMKG">
<meta property="og:url" content="https://jahat.example/"></head><body></body></html>"""


def test_a_page_says_what_it_is() -> None:
    pages = {"https://bmkg.go.id/a": moved("/b"), "https://bmkg.go.id/b": httpx.Response(200, html=CARD)}
    seen, _ = served(pages, preview("https://bmkg.go.id/a"))
    assert (seen.url, seen.title, seen.description, seen.site) == (
        "https://bmkg.go.id/b",
        "Peringatan dini banjir",
        "Pendek",
        "BMKG",
    )
    assert seen.image == "https://bmkg.go.id/gambar/peta.png"


@pytest.mark.parametrize(
    ("markup", "title", "image"),
    [
        ("", "", ""),
        ("<title> Siaga </title>", "Siaga", ""),
        ("<meta property=og:title content=''><title>Siaga</title>", "Siaga", ""),
        ('<meta property="og:image" content="javascript:alert(1)">', "", ""),
        ('<meta property="og:image" content="http://a.example/x.png">', "", ""),
        ('<meta property="og:image" content="https://[">', "", ""),
        (f'<meta property="og:title" content="{"kata " * 90}">', None, ""),
        ("<title>" * 20_000, None, ""),
    ],
)
def test_odd_pages_say_little(markup: str, title: str | None, image: str) -> None:
    seen = read_preview(markup, "https://bmkg.go.id/")
    assert seen.image == image
    assert len(seen.title) <= 200
    assert title is None or seen.title == title


def test_what_is_no_page_and_other_encodings() -> None:
    latin = "<meta charset='latin-1'><title>Café</title>".encode("latin-1")
    pages: dict[str, Answer] = {
        "https://a.go.id/": httpx.Response(200, content=b"%PDF", headers={"content-type": "application/pdf"}),
        "https://b.go.id/": httpx.Response(200, content=latin, headers={"content-type": "text/html"}),
        "https://c.go.id/": httpx.Response(
            200, content=b"<title>a</title>", headers={"content-type": "text/html; charset=x-no"}
        ),
    }
    with pytest.raises(Rejected, match="no page"):
        served(pages, preview("https://a.go.id/"))
    assert served(pages, preview("https://b.go.id/"))[0].title == "Café"
    assert served(pages, preview("https://c.go.id/"))[0].title == "a"


def picture(content: bytes = PNG, kind: str = "image/png") -> httpx.Response:
    return httpx.Response(200, content=content, headers={"content-type": kind})


def test_a_picture_from_elsewhere() -> None:
    pages: dict[str, Answer] = {"https://a.go.id/x": moved("/y.png"), "https://a.go.id/y.png": picture()}
    found, _ = served(pages, fetch("https://a.go.id/x"))
    assert (found.data, found.type, found.url) == (PNG, "image/png", "https://a.go.id/y.png")
    assert "x00" not in repr(found)


@pytest.mark.parametrize(
    ("answer", "how", "error"),
    [
        (picture(b"<html>"), {}, Rejected),
        (picture(PNG, "text/html"), {}, Rejected),
        (picture(), {"types": ("image/jpeg",)}, Rejected),
        (picture(), {"most": 10}, Rejected),
        (moved("https://192.168.1.1/a.png"), {}, Misconfigured),
        (moved("file:///etc/passwd"), {}, ProtocolError),
        (httpx.Response(500), {}, Unreachable),
    ],
)
def test_what_is_no_such_file_is_refused(
    answer: httpx.Response, how: dict[str, Any], error: type[DeliveryError]
) -> None:
    with pytest.raises(error):
        served({"https://a.go.id/x": answer}, fetch("https://a.go.id/x", **how))


def test_more_than_a_client_reads_is_not_taken() -> None:
    def answer(_request: httpx.Request) -> httpx.Response:
        return picture(PNG + b"\x00" * 2_000)

    with Client(transport=httpx.MockTransport(answer), most=1_000) as client, pytest.raises(DeliveryError):
        run(fetch("https://a.go.id/x"), client.sender(hosts={"a.go.id"}))


def test_a_campaigns_links_are_found_wherever_they_stand() -> None:
    found = links_of(campaign())
    assert found["https://contoh.go.id/loket"] == ("messages[buka].links",)
    assert "https://bmkg.go.id" in found
    assert not [url for url in found if "{" in url]


def campaign() -> Campaign:
    message = Message(
        id="buka",
        title="Loket",
        variants=(Variant(id="a", text="Lihat bmkg.go.id dan https://contoh.go.id/{{ kota }}"),),
        links=("https://contoh.go.id/loket",),
    )
    return Campaign(
        id="c",
        title="C",
        agency="a",
        goal="g",
        audience="w",
        author="p",
        starts=date(2026, 1, 1),
        ends=date(2026, 1, 2),
        messages=(message,),
        waves=(Wave(id="w", at=datetime(2026, 1, 1, 9), messages=("buka",)),),  # noqa: DTZ001
    )
