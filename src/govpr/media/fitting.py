"""A copy of a picture or film that fits a platform, made when somebody asks for it; the file itself stays."""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import evolve

from govpr.content.checks import check_medium
from govpr.content.rules import Rules
from govpr.hoaxes.images.reading import read_bytes
from govpr.media.filming import film_ending, fit_film
from govpr.media.inspecting import Facts, inspect, unfit
from govpr.media.pictures import ENDINGS, fit_picture
from govpr.models import Media, MediaKind
from govpr.text.files import write_pieces

_REMEDIED = frozenset({"media.type", "media.too-large", "media.width", "media.height", "media.pixels", "media.ratio"})


def described(media: Media, folder: Path) -> Media:
    """A medium with what its file is: kind, type, bytes, digest, and what of its size can be told.

    Args:
        media: The medium.
        folder: Where its file is.

    Raises:
        InvalidFile: It is no picture or film, or a broken one.
        OSError: It cannot be read.
    """
    path = folder / media.file
    seen = inspect(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return evolve(
        media,
        kind=seen.kind,
        type=seen.type,
        digest=digest,
        size=path.stat().st_size,
        width=seen.width,
        height=seen.height,
        seconds=seen.seconds,
    )


def fit(media: Media, rules: Rules, folder: Path, out: Path) -> Media:
    """A medium that a platform takes. One that it takes already comes back as it is.

    Pictures are turned the right way up, scaled and padded with white, never cropped; what cameras write into a file is
    left out. Films are encoded anew, never shortened. The alt text stays; a public address does not, since the new
    file is not there.

    Args:
        media: The medium.
        rules: What the platform accepts.
        folder: Where its file is.
        out: The folder for the new file.

    Returns:
        The medium; the file of a new one is named by its whole path.

    Raises:
        InvalidFile: Nothing that the platform takes can be made of it.
        InputError: The extra `images`, or the program `ffmpeg`, is not installed.
        OSError: A file cannot be read or written.
    """
    now = described(media, folder)
    wrong = {finding.code for finding in check_medium(now, rules)}
    if not wrong & _REMEDIED:
        return now
    source = folder / media.file
    made = _picture(source, rules, out) if now.kind is MediaKind.IMAGE else _film(source, now, rules, out)
    fitted = described(evolve(now, file=str(made), url=None), Path())
    left = next((one for one in check_medium(fitted, rules) if one.code in _REMEDIED), None)
    if left is not None:
        made.unlink()
        raise unfit(media.file, f"was converted, and still {left.message}", "convert it elsewhere")
    return fitted


def _picture(source: Path, rules: Rules, out: Path) -> Path:
    fitted = fit_picture(read_bytes(source), source.name, rules.images)
    path = _named(source, hashlib.sha256(fitted.data).hexdigest(), ENDINGS[fitted.type], out)
    write_pieces(path, (fitted.data,))
    return path


def _film(source: Path, now: Media, rules: Rules, out: Path) -> Path:
    ending = film_ending(rules.videos)
    if ending is None:
        raise unfit(source.name, f"cannot be made into {', '.join(rules.videos.types)}", "convert it elsewhere")
    seen = Facts(kind=now.kind, type=now.type, width=now.width, height=now.height, seconds=now.seconds)
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out) as beside:  # so that the name of the film is there when all of it is
        made = Path(beside) / f"film{ending}"
        fit_film(source, seen, rules.videos, made)
        with made.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        path = _named(source, digest, ending, out)
        made.replace(path)
    return path


def _named(source: Path, digest: str, ending: str, out: Path) -> Path:
    return out / f"{source.stem}-{digest[:8]}{ending}"
