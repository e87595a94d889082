"""A picture made to fit a platform: turned the right way up, scaled, padded with white, without what stands beside it.

What cameras write into a file (where, when, with what) is left out, GPS first of all. Only the colour profile stays.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from attrs import evolve, frozen

from govpr.content.rules import Files
from govpr.errors import InvalidFile
from govpr.hoaxes.images.reading import library, opened
from govpr.media.inspecting import unfit
from govpr.media.kinds import PICTURES
from govpr.media.sizes import Layout, layout

_QUALITIES = (90, 80, 70, 60)
_SHRINK = 0.8
_LEAST = 200
_PROFILE = 65_536
_WRITTEN = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}
"""How the names of files end that are made here."""


@frozen(kw_only=True)
class Fitted:
    """A picture as it was made.

    Args:
        data: Its bytes.
        type: Its media type.
        width: Pixels across.
        height: Pixels from top to bottom.
    """

    data: bytes
    type: str
    width: int
    height: int


def fit_picture(data: bytes, name: str, files: Files) -> Fitted:
    """Make a picture that a platform takes.

    The type stays where the platform takes it, else it is JPEG, PNG or WebP, in that order. Transparency becomes white.
    Quality is lowered first, and then the size, until it is small enough.

    Args:
        data: The picture.
        name: The file's name, for errors.
        files: What the platform accepts.

    Raises:
        InvalidFile: It cannot be read, it moves, or nothing that the platform takes can be made of it.
        InputError: The extra `images` is not installed.
    """
    _refuse_moving(data, name)
    with opened(data, name) as image:
        kind, profile = _type(PICTURES.get(image.info["govpr-type"], ""), files), _profile(image)
        if kind is None:
            raise unfit(name, f"cannot be made into {', '.join(files.types)}", "use another picture")
        picture = image if image.mode in ("RGB", "L") else image.convert("RGB")
        for canvas in _layouts(picture.size, files, name):
            drawn = _drawn(picture, canvas)
            for made in _encoded(drawn, kind, profile):
                if files.bytes is None or len(made) <= files.bytes:
                    return Fitted(data=made, type=kind, width=canvas.width, height=canvas.height)
    raise _impossible(name)


def _refuse_moving(data: bytes, name: str) -> None:
    pil = library("PIL.Image")
    try:
        with pil.open(BytesIO(data), formats=["GIF", "PNG", "WEBP"]) as image:
            moves = bool(getattr(image, "is_animated", False))
    except Exception:  # noqa: BLE001  (of another format, or broken, which is told when it is opened)
        return
    if moves:
        raise unfit(name, "moves: only its first picture would be left", "post it as a film, or choose a still picture")


def _type(own: str, files: Files) -> str | None:
    allowed = files.types or tuple(_WRITTEN)
    return next((kind for kind in (own, *_WRITTEN) if kind in allowed and kind in _WRITTEN), None)


def _profile(image: Any) -> bytes | None:
    profile = image.info.get("icc_profile")
    fits = isinstance(profile, bytes) and len(profile) <= _PROFILE and image.mode in ("RGB", "L")
    return profile if fits else None


def _layouts(size: tuple[int, int], files: Files, name: str) -> Iterator[Layout]:
    """The nearest layout first, then smaller ones."""
    first = layout(size, files)
    if first is None:
        raise _impossible(name)
    yield first
    pixels = first.width * first.height
    while pixels * _SHRINK > _LEAST * _LEAST:
        pixels = int(pixels * _SHRINK)
        smaller = layout(size, evolve(files, pixels=pixels))
        if smaller is None:
            return
        yield smaller


def _drawn(picture: Any, canvas: Layout) -> Any:
    """A new picture: nothing that stood beside the old one comes along."""
    pil = library("PIL.Image")
    scaled = picture.resize(canvas.inner, pil.Resampling.LANCZOS)
    drawn = pil.new(picture.mode, (canvas.width, canvas.height), "white")
    drawn.paste(scaled, ((canvas.width - canvas.inner[0]) // 2, (canvas.height - canvas.inner[1]) // 2))
    return drawn


def _encoded(drawn: Any, kind: str, profile: bytes | None) -> Iterator[bytes]:
    for quality in _QUALITIES if kind != "image/png" else (100,):
        file = BytesIO()
        how: dict[str, Any] = {"optimize": True} if kind == "image/png" else {"quality": quality}
        drawn.save(file, _WRITTEN[kind], **how, **({"icc_profile": profile} if profile else {}))
        yield file.getvalue()


def _impossible(name: str) -> InvalidFile:
    return unfit(name, "cannot be made to fit this platform", "use a picture of another shape or size")
