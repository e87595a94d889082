"""How large and how long a film is: told by MediaInfo (extra `films`) or by `ffprobe`, in a process of its own.

A film may come from anywhere and be made to harm the program that reads it. So another process reads it, with little
memory and little time; whatever happens to it there, the answer here is a value or an error of ours.
"""

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from attrs import frozen

from govpr.errors import InvalidFile, Problem

_SECONDS = 30
_TURNS = 180


@frozen
class Film:
    """What is known of a film.

    Args:
        width: Pixels across as it is shown, or None where it shows nothing.
        height: Pixels from top to bottom as it is shown, or None.
        seconds: How long it is, or None.
    """

    width: int | None
    height: int | None
    seconds: float | None


def film(path: Path) -> Film | None:
    """Look at a film; None where nothing on this machine can.

    Args:
        path: MP4, QuickTime, WebM or Matroska.

    Raises:
        InvalidFile: It cannot be read as a film.
    """
    if find_spec("pymediainfo") is not None:
        return _of_mediainfo(_asked([sys.executable, "-m", "govpr.media._mediainfo", str(path.resolve())], path))
    program = shutil.which("ffprobe")
    return None if program is None else _of_ffprobe(_asked(_probing(program, path), path))


def _probing(program: str, path: Path) -> list[str]:
    shown = "stream=codec_type,width,height:stream_side_data=rotation:stream_tags=rotate:format=duration"
    # A file can name others, and addresses: it is read alone.
    return [
        program,
        "-v",
        "error",
        "-protocol_whitelist",
        "file",
        "-show_entries",
        shown,
        "-of",
        "json",
        str(path.resolve()),
    ]


def _asked(command: list[str], path: Path) -> Any:
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603  (ours)
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        what = f"is no film that can be read ({type(error).__name__})"
        raise InvalidFile((Problem("", what, "save it anew as MP4"),), path.name) from None


def _of_mediainfo(tracks: Any) -> Film:
    shown: Any = next((track for track in tracks if track.get("track_type") == "Video"), {})
    whole: Any = next((track for track in tracks if track.get("track_type") == "General"), {})
    length = _number(shown.get("duration")) or _number(whole.get("duration"))
    return _film(shown, _number(shown.get("rotation")), None if length is None else length / 1000)


def _of_ffprobe(said: Any) -> Film:
    streams = said.get("streams", ())
    shown: Any = next((stream for stream in streams if stream.get("codec_type") == "video"), {})
    turns = [side.get("rotation") for side in shown.get("side_data_list", ())] or [shown.get("tags", {}).get("rotate")]
    return _film(shown, _number(turns[0]), _number(said.get("format", {}).get("duration")))


def _film(shown: Any, turn: float | None, seconds: float | None) -> Film:
    width, height = _number(shown.get("width")), _number(shown.get("height"))
    if not width or not height:
        return Film(None, None, None)
    sides = (int(width), int(height))
    across, down = reversed(sides) if (turn or 0) % _TURNS else sides
    return Film(across, down, None if seconds is None else round(seconds, 3))


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
