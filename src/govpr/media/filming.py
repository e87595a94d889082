"""A film made to fit a platform, by the program `ffmpeg`: scaled, padded, encoded anew; never shortened."""

import shutil
import subprocess
from pathlib import Path

from govpr.content.rules import Files
from govpr.errors import InputError, Problem
from govpr.media.inspecting import Facts, unfit
from govpr.media.sizes import Layout, layout

_WITHIN = 3_600
_SOUND = 128_000
_LEAST = 150_000
_SHARE = 0.92
_TYPES = {"video/mp4": ".mp4", "video/quicktime": ".mov"}


def film_ending(files: Files) -> str | None:
    """How the name of the film ends that would be made, or None where none that a platform takes can be.

    Args:
        files: What the platform accepts.
    """
    return next((ending for kind, ending in _TYPES.items() if not files.types or kind in files.types), None)


def fit_film(path: Path, seen: Facts, files: Files, out: Path) -> None:
    """Make a film that a platform takes: H.264 and AAC, with nothing of what cameras write beside it.

    Args:
        path: The film.
        seen: What it is.
        files: What the platform accepts.
        out: Where the new one goes.

    Raises:
        InputError: `ffmpeg` is not installed, or fails.
        InvalidFile: Nothing that the platform takes can be made of it without cutting it.
    """
    program = shutil.which("ffmpeg")
    if program is None:
        advice = "install it from your system, as apt-get install ffmpeg, or convert the film elsewhere"
        raise InputError((Problem(path.name, "can only be converted by the program ffmpeg", advice),))
    if seen.width is None or seen.height is None:
        advice = "pip install govpr[films], or install ffprobe"
        raise InputError((Problem(path.name, "cannot be measured on this machine", advice),))
    canvas = layout((seen.width, seen.height), files, step=2)
    if canvas is None:
        raise unfit(path.name, "cannot be made to fit this platform", "use a film of another shape or size")
    command = [program, "-nostdin", "-v", "error", "-y", "-protocol_whitelist", "file", "-i", str(path.resolve())]
    command += [*_how(canvas), *_rate(path.name, seen.seconds, files), str(out.resolve())]
    try:
        subprocess.run(command, capture_output=True, timeout=_WITHIN, check=True)  # noqa: S603  (ours)
    except (subprocess.SubprocessError, OSError) as error:
        what = f"could not be converted by ffmpeg ({type(error).__name__})"
        raise InputError((Problem(path.name, what, "look whether it plays, and convert it elsewhere"),)) from None


def _how(canvas: Layout) -> list[str]:
    across, down = canvas.inner
    scaled = f"scale={across}:{down},pad={canvas.width}:{canvas.height}:(ow-iw)/2:(oh-ih)/2:color=white,setsar=1"
    return [
        *("-map", "0:v:0", "-map", "0:a:0?", "-map_metadata", "-1", "-map_chapters", "-1"),
        *("-vf", scaled, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", str(_SOUND)),
        *("-movflags", "+faststart"),
    ]


def _rate(name: str, seconds: float | None, files: Files) -> list[str]:
    """Bits a second, so that the whole film is small enough."""
    if seconds is not None and files.seconds is not None and not files.seconds[0] <= seconds <= files.seconds[1]:
        what = f"has {seconds:.6g} seconds; allowed are {files.seconds[0]:.6g} to {files.seconds[1]:.6g}"
        raise unfit(name, what, "cut it yourself: what is left out is for a person to decide")
    if files.bytes is None or not seconds:
        return ["-crf", "23"]
    rate = int(files.bytes * 8 * _SHARE / seconds) - _SOUND
    if rate < _LEAST:
        raise unfit(name, f"would be too coarse in {files.bytes} bytes", "shorten it, or post a link to it")
    return ["-crf", "23", "-maxrate", str(rate), "-bufsize", str(rate)]
