"""What a file is, by how it begins: a name proves nothing."""

from collections.abc import Mapping

HEAD = 4_096
"""So many bytes of a file are enough to tell."""
PICTURES: Mapping[str, str] = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
}
"""Media types of pictures, by the name that Pillow gives their format."""
_BEGINNINGS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
_BRANDS = {
    b"qt  ": "video/quicktime",
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
}
_OLD_FILMS = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_EBML = b"\x1a\x45\xdf\xa3"


def type_of(head: bytes) -> str | None:
    r"""The media type of a picture or film, or None where it is none that is known.

    Args:
        head: How the file begins: `HEAD` bytes, or all of a shorter one.

    Example:
        >>> type_of(b"GIF89a...."), type_of(b"\x00\x00\x00\x18ftypmp42"), type_of(b"<html>")
        ('image/gif', 'video/mp4', None)
    """
    for beginning, kind in _BEGINNINGS.items():
        if head.startswith(beginning):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if head[4:8] in _OLD_FILMS:
        return "video/quicktime"
    if head.startswith(_EBML):
        return "video/webm" if b"webm" in head else "video/x-matroska"
    return None
