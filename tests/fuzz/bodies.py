"""What is fuzzed: each body takes any bytes, and ends well or with one of govpr's own errors about its input.

Nothing is fetched meanwhile, whatever address the bytes hold: an attempt fails the body.
"""

import io
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn
from unittest.mock import patch

from govpr.errors import InputError
from govpr.hoaxes import read_factchecks
from govpr.hoaxes.databases._articles import Article, article_row
from govpr.hoaxes.databases._feeds import read_feed
from govpr.hoaxes.queries import checked_queries, query_lines
from govpr.hoaxes.readers.html import plain
from govpr.hoaxes.readers.pages import page_rows
from govpr.models.converter import dumps

Body = Callable[[bytes], None]


def file_reader(suffix: str) -> Body:
    """Fact-checks from a file whose name ends so."""

    def body(data: bytes) -> None:
        with kept(data, suffix) as path, complaining():
            for fact in read_factchecks(path, publisher="Contoh"):
                assert fact.text.strip()
                dumps(fact).encode()

    return body


def queries(data: bytes) -> None:
    """The same texts whether a file or a stream brings them; a stream may end early."""
    found: list[Mapping[str, str]] = []
    with complaining():
        found.extend(query_lines(io.BytesIO(data)))
    with kept(data, ".jsonl") as path, complaining():
        checked = checked_queries(path)
        assert list(checked) == found
        assert checked.count == len(found)


def html(data: bytes) -> None:
    """The words of a page, and an article with this text: its parts, its pictures, its ClaimReview."""
    markup = data.decode("utf-8", "replace")
    said = plain(markup)
    assert len(said) <= len(markup) + len(data)
    assert all(row for _, row in page_rows(markup, "http://127.0.0.1/")[0])
    with complaining():
        article = article_row(Article(id="1", title=markup[:200], html=markup))
        assert isinstance(article["text"], str)


def feed(data: bytes) -> None:
    """RSS, Atom or JSON Feed; each entry as an article. Addresses may be relative to a private one."""
    with complaining():
        found = read_feed(data, "", "http://127.0.0.1/feed")
        for article in found.articles if found else ():
            article_row(article)


BODIES: Mapping[str, Body] = {
    "jsonl": file_reader(".jsonl"),
    "csv": file_reader(".csv"),
    "jsonld": file_reader(".jsonld"),
    "page": file_reader(".html"),
    "unnamed": file_reader(""),
    "queries": queries,
    "html": html,
    "feed": feed,
}

SEEDS: Mapping[str, tuple[bytes, ...]] = {
    "jsonl": (
        b'{"cid": "1", "text": "Bank tutup", "verdict": "SALAH", "date": "24/06/2026", "url": "http://127.0.0.1/a"}\n',
        b'{"@type": "ClaimReview", "claimReviewed": "Bank tutup", "reviewRating": {"ratingValue": 1}}\n',
    ),
    "csv": (b"cid;text;verdict\n1;Bank tutup;SALAH\n", b'cid,text,verdict\r\n1,"Bank ""kota""\r\ntutup",SALAH\r\n'),
    "jsonld": (
        b'{"@graph": [{"@type": "ClaimReview", "claimReviewed": "Bank tutup", "url": "http://169.254.169.254/"}]}',
        b'{"@type": "ClaimReview", "claimReviewed": "a", "reviewRating": {"ratingValue": "1", "bestRating": 5}}',
        b'{"@type": "DataFeed", "dataFeedElement": [{"item": [{"@type": ["ClaimReview"], "inLanguage": "id"}]}]}',
    ),
    "page": (
        b"<h2><a href='https://a.example/1'>[SALAH] Bank tutup</a></h2>",
        b"<h1>[HOAKS] Bank tutup</h1><p>Tidak benar.",
        b"<div itemscope itemtype='x/ClaimReview' itemref=a><b itemprop=claimReviewed>a</b></div><i id=a itemprop=url>",
        b"<p typeof=ClaimReview resource=#a><i property=claimReviewed content=a><b property=author typeof=x>",
    ),
    "unnamed": (b'[{"@type": "ClaimReview", "claimReviewed": "a"}]', b'\xff\xfe{\x00"\x00', b"text\tcid\na\t1\n"),
    "html": (
        b"<h2><a href=/1>[SALAH] Bank tutup</a></h2><a href=/2><h3>HOAKS: Air asin</h3></a><h1>[HOAX] c</h1>",
        b"<h3>Kesimpulan</h3><p>Tidak benar &amp; lama.</p><img src=http://127.0.0.1/a.png><a href='//10.0.0.1/'>b</a>",
        b'<script type="application/ld+json">{"@type": "ClaimReview", "claimReviewed": "a"}</script>&#x110000;&nbsp;',
    ),
    "feed": (
        b"<rss version='2.0'><channel><item><title>[HOAKS] Air asin</title><link>http://10.0.0.1/</link></item></channel>",
        b"<rss version='2.0'><channel><item><pubDate>Tue, 24 Jun 2026 08:00:00 +0700</pubDate><description>&lt;p&gt;a",
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><updated>2026-06-24T08:00:00Z</updated><link href="/b"/>',
        b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1, "content_html": "<p>a", "tags": [1]}]}',
    ),
    "queries": (b'{"qid": "1", "text": "a"}\n{"qid": 1, "text": "b", "lang": "id"}\n', b"\xff\xfe{\x00}\x00\n\x00"),
}


@contextmanager
def complaining() -> Iterator[None]:
    """The only error that may come says what is wrong, and what to do."""
    refused: InputError | None = None
    try:
        yield
    except InputError as error:
        refused = error
    if refused is not None:
        assert refused.problems
        assert all(problem.message and problem.advice for problem in refused.problems)
        assert str(refused).encode("utf-8", "surrogatepass")


@contextmanager
def offline() -> Iterator[None]:
    """Any use of the network is a failure."""

    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("a reader used the network")

    with patch.object(socket, "socket", refuse), patch.object(socket, "getaddrinfo", refuse):
        yield


@contextmanager
def kept(data: bytes, suffix: str) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"file{suffix}")
        path.write_bytes(data)
        yield path
