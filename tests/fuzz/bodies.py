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
from govpr.hoaxes.queries import checked_queries, query_lines
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


BODIES: Mapping[str, Body] = {
    "jsonl": file_reader(".jsonl"),
    "csv": file_reader(".csv"),
    "jsonld": file_reader(".jsonld"),
    "unnamed": file_reader(""),
    "queries": queries,
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
    "unnamed": (b'[{"@type": "ClaimReview", "claimReviewed": "a"}]', b'\xff\xfe{\x00"\x00', b"text\tcid\na\t1\n"),
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
