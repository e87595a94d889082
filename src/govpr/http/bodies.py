"""Bodies as bytes: opened anew for each try, files read 64 kB at a time, secrets put in only here."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from attrs import field, frozen

from govpr.errors import Misconfigured, Rejected
from govpr.http.calls import Body, Form, Json, Secret, Slice

_CHUNK = 64 * 1024


@frozen(kw_only=True)
class Encoded:
    """A body that is ready to be sent.

    Args:
        type: Its media type.
        length: Its bytes.
        open: Gives its bytes from the start; may be called again.
        whole: All of it where it is in memory anyway, else empty.
    """

    type: str
    length: int
    open: Callable[[], Iterator[bytes]] = field(repr=False)
    whole: bytes = field(default=b"", repr=False)


def encode(body: Body, secrets: Mapping[str, str], boundary: Callable[[], str]) -> Encoded | None:
    """Make a body ready to be sent.

    Args:
        body: Its description.
        secrets: What stands for each `Secret`.
        boundary: Gives what separates the parts of a multipart form; must not stand in its files.

    Raises:
        Rejected: A file cannot be read.
        Misconfigured: A secret is not known to the session.

    Example:
        >>> body = encode(Json({"password": Secret("password")}), {"password": "rahasia"}, str)
        >>> b"".join(body.open())
        b'{"password":"rahasia"}'
    """
    if body is None:
        return None
    if isinstance(body, Slice):
        return Encoded(type=body.type, length=_size(body), open=lambda: _read(body))
    if isinstance(body, Json):
        text = json.dumps(_filled(body.value, secrets), ensure_ascii=False, separators=(",", ":"))
        return _whole("application/json", text)
    fields = {name: str(_filled(value, secrets)) for name, value in body.fields.items()}
    if not body.files and not body.multipart:
        return _whole("application/x-www-form-urlencoded", urlencode(fields))
    return _multipart(fields, body, boundary())


def _whole(kind: str, text: str) -> Encoded:
    data = text.encode()
    return Encoded(type=kind, length=len(data), open=lambda: iter((data,)), whole=data)


def _filled(value: Any, secrets: Mapping[str, str]) -> Any:
    if isinstance(value, Secret):
        if value.name not in secrets:
            raise Misconfigured(f"the session has no {value.name!r} for this call")
        return secrets[value.name]
    if isinstance(value, Mapping):
        return {key: _filled(one, secrets) for key, one in value.items()}
    return [_filled(one, secrets) for one in value] if isinstance(value, list | tuple) else value


def _multipart(fields: Mapping[str, str], form: Form, boundary: str) -> Encoded:
    pieces: list[bytes | Slice] = []
    for name, value in fields.items():
        pieces.append(_head(boundary, f'name="{_quoted(name)}"') + b"\r\n" + value.encode() + b"\r\n")
    for name, part in form.files.items():
        file = _quoted(Path(part.path).name)
        head = _head(boundary, f'name="{_quoted(name)}"; filename="{file}"')
        pieces += [head + f"Content-Type: {part.type}\r\n\r\n".encode(), part, b"\r\n"]
    pieces.append(f"--{boundary}--\r\n".encode())
    length = sum(_size(piece) if isinstance(piece, Slice) else len(piece) for piece in pieces)
    return Encoded(type=f"multipart/form-data; boundary={boundary}", length=length, open=lambda: _joined(pieces))


def _head(boundary: str, names: str) -> bytes:
    return f"--{boundary}\r\nContent-Disposition: form-data; {names}\r\n".encode()


def _quoted(text: str) -> str:
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _joined(pieces: list[bytes | Slice]) -> Iterator[bytes]:
    for piece in pieces:
        if isinstance(piece, Slice):
            yield from _read(piece)
        else:
            yield piece


def _size(part: Slice) -> int:
    try:
        end = Path(part.path).stat().st_size
    except OSError as error:
        raise _unreadable(part) from error
    return max(0, min(end, end if part.stop is None else part.stop) - part.start)


def _read(part: Slice) -> Iterator[bytes]:
    left = _size(part)
    try:
        with Path(part.path).open("rb") as file:
            file.seek(part.start)
            while left > 0 and (chunk := file.read(min(_CHUNK, left))):
                left -= len(chunk)
                yield chunk
    except OSError as error:
        raise _unreadable(part) from error


def _unreadable(part: Slice) -> Rejected:
    return Rejected(f"the file {part.path} cannot be read; put it back")
