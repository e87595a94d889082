"""Copies as WARC 1.1 files, one file a copy, through warcio: any archive's tools read them.

Warcio is an extra: `pip install govpr[evidence]`.
"""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from importlib import import_module
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from attrs import field, frozen

from govpr.errors import InputError, Problem
from govpr.hoaxes.evidence.capture import Exchange
from govpr.hoaxes.evidence.parts import Parts
from govpr.identifiers import stable_id
from govpr.models.evidence import Copy

_VERSION = "WARC/1.1"
_ALGORITHM = "sha256:"
_UNPACKED = frozenset({"content-encoding", "content-length", "transfer-encoding"})
"""Headers that say how the bytes travelled; what is kept are the bytes of the page itself."""


@frozen
class Archived:
    """A response as a WARC file has it.

    Args:
        id: The record's name.
        url: The address.
        digest: SHA-256 of the page's bytes, as the record says.
        headers: The answer's headers, names in lower case.
        body: The bytes; empty where the file only refers to an earlier copy.
        refers: Whether the bytes are in an earlier copy.
        sound: Whether the digests of the record fit what it holds.
    """

    id: str
    url: str
    digest: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    refers: bool
    sound: bool


def write_archive(
    url: str,
    steps: tuple[Exchange, ...],
    known: Copy | None = None,
    parts: Parts = Parts(),  # noqa: B008  (a frozen value)
) -> tuple[Copy, bytes]:
    """A copy, and the bytes of its file.

    Args:
        url: The address that was asked for.
        steps: What `capture` gave.
        known: An earlier copy of the same bytes that holds them itself: the new one then only refers to it.
        parts: What the page shows besides. Their records stand before the page, which stays the last one.

    Raises:
        InputError: Warcio is not installed.
    """
    last = steps[-1]
    at, body = last.reply.at, last.reply.body
    if at is None:
        raise InputError((Problem("the answer", "does not say when it came", "send it through a govpr client"),))
    digest = digest_of(body)
    name = stable_id("copy", (url, at.isoformat(), digest))
    file = f"{at:%Y%m%dT%H%M%S}-{name.removeprefix('copy-')}.warc.gz"
    data = _records(name, file, [step for part in parts.kept for step in part], steps, known)
    copy = Copy(
        id=name,
        url=url,
        at=at,
        digest=digest,
        size=len(body),
        type=last.reply.headers.get("content-type", ""),
        final=last.call.url,
        file=file,
        seal=digest_of(data),
        original=None if known is None else known.id,
        parts=tuple(part[0].call.url for part in parts.kept),
        missing=parts.missing,
    )
    return copy, data


def read_archive(data: bytes) -> tuple[Archived, ...]:
    """The responses of a WARC file, in order.

    Args:
        data: The file's bytes.

    Raises:
        InputError: Warcio is not installed, or the bytes are no WARC file.
    """
    iterator = _warcio("archiveiterator").ArchiveIterator
    try:
        return tuple(
            _archived(record)
            for record in iterator(BytesIO(data), check_digests=True)
            if record.rec_type in ("response", "revisit")
        )
    except InputError:
        raise
    except Exception as error:  # warcio's errors share no class, and gzip's and text's are among them
        what = f"is no whole WARC file ({type(error).__name__})"
        raise InputError((Problem("the copy", what, "put the file back from your backup"),)) from error


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal digits.

    Example:
        >>> digest_of(b"Halo")[:12]
        '4e86512d9a0a'
    """
    return hashlib.sha256(data).hexdigest()


def _records(name: str, file: str, parts: Sequence[Exchange], steps: tuple[Exchange, ...], known: Copy | None) -> bytes:
    out = BytesIO()
    writer = _warcio("warcwriter").WARCWriter(out, gzip=True, warc_version=_VERSION)
    info = writer.create_warcinfo_record(file, {"software": "govpr", "format": "WARC File Format 1.1"})
    info.rec_headers.replace_header("WARC-Record-ID", _urn(name, "info"))
    info.rec_headers.replace_header("WARC-Date", _moment(steps[0].reply.at))
    writer.write_record(info)
    for number, step in enumerate((*parts, *steps)):
        last = step is steps[-1]
        writer.write_request_response_pair(
            _request(writer, step, _urn(name, f"request {number}")),
            _response(writer, step, _urn(name, f"response {number}"), known if last else None),
        )
    return out.getvalue()


def _request(writer: Any, step: Exchange, urn: str) -> Any:
    parts = urlsplit(step.call.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = [("Host", parts.netloc.rpartition("@")[2]), *step.call.headers.items()]
    http = _http(f"GET {target} HTTP/1.1", headers, is_http_request=True)
    return _record(writer, "request", step, urn, http, b"")


def _response(writer: Any, step: Exchange, urn: str, known: Copy | None) -> Any:
    reply = step.reply
    headers = [(f"x-archive-orig-{key}" if key in _UNPACKED else key, value) for key, value in reply.headers.items()]
    http = _http(_status(reply.status), [*headers, ("content-length", str(len(reply.body)))], protocol="HTTP/1.1")
    if known is None:
        return _record(writer, "response", step, urn, http, reply.body)
    about = {"WARC-Record-ID": urn, "WARC-Date": _moment(reply.at), "WARC-Block-Digest": _labelled(http.headers_buff)}
    digest = _labelled(reply.body)
    return writer.create_revisit_record(step.call.url, digest, known.final, _moment(known.at), http, about)


def _record(writer: Any, kind: str, step: Exchange, urn: str, http: Any, body: bytes) -> Any:
    about = {
        "WARC-Record-ID": urn,
        "WARC-Date": _moment(step.reply.at),
        "WARC-Block-Digest": _labelled(http.headers_buff + body),
        "WARC-Payload-Digest": _labelled(body),
    }
    return writer.create_warc_record(
        step.call.url, kind, BytesIO(body), len(body), http_headers=http, warc_headers_dict=about
    )


def _http(first: str, headers: list[tuple[str, str]], **more: Any) -> Any:
    made = _warcio("statusandheaders").StatusAndHeaders(first, headers, **more)
    made.compute_headers_buffer()
    return made


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} "


def _labelled(data: bytes) -> str:
    return _ALGORITHM + digest_of(data)


def _moment(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _urn(name: str, part: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{name} {part}')}>"


def _archived(record: Any) -> Archived:
    body: bytes = record.raw_stream.read()
    headers = {name.lower(): value for name, value in record.http_headers.headers} if record.http_headers else {}
    about = record.rec_headers
    return Archived(
        id=about.get_header("WARC-Record-ID", ""),
        url=about.get_header("WARC-Target-URI", ""),
        digest=about.get_header("WARC-Payload-Digest", "").removeprefix(_ALGORITHM),
        headers=headers,
        body=body,
        refers=record.rec_type == "revisit",
        sound=record.digest_checker.passed is not False,
    )


def _warcio(name: str) -> Any:
    try:
        return import_module(f"warcio.{name}")
    except ImportError:
        raise InputError((Problem("evidence", "needs an extra", "pip install govpr[evidence]"),)) from None
