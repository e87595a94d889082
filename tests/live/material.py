"""What the live tests publish."""

import struct
import uuid
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from govpr.models import Media, MediaKind
from govpr.platforms.protocol import Attachment, Outgoing


def part(text: str, **more: object) -> Outgoing:
    """A part that was never published before."""
    values = {"post": "post-0123456789abcdef", "key": uuid.uuid4().hex, "text": text, "at": datetime.now(UTC), **more}
    return Outgoing(**values)  # type: ignore[arg-type]


def picture(folder: Path, shade: int) -> Media:
    """A small picture of one grey, as a PNG file."""
    file = folder / f"grey-{shade}.png"
    rows = b"".join(b"\0" + bytes([shade]) * 8 for _ in range(8))
    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    data = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)
    file.write_bytes(data)
    return Media(file=str(file), alt=f"Bidang abu-abu {shade}", type="image/png", size=len(data))


def film(folder: Path) -> Media:
    """The head of an MP4 file: no server here plays it."""
    file = folder / "film.mp4"
    data = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(64)
    file.write_bytes(data)
    kind = MediaKind.VIDEO
    return Media(
        file=str(file),
        alt="Posko",
        kind=kind,
        type="video/mp4",
        size=len(data),
        width=720,
        height=1280,
        digest="ab" * 32,
    )


def attached(handles: Sequence[str], media: Sequence[Media]) -> tuple[Attachment, ...]:
    """What a post is given of the files that were taken in."""
    pairs = zip(handles, media, strict=True)
    return tuple(Attachment(handle=handle, alt=one.alt, type=one.type) for handle, one in pairs)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
