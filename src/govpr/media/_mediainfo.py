"""Prints what MediaInfo says of a film as JSON; `govpr.media.films` runs this in a process of its own."""

import json
import sys
from importlib import import_module

_MEMORY = 1024 * 1024 * 1024
_WANTED = ("track_type", "width", "height", "rotation", "duration")


def main(path: str) -> None:
    """Look at one film.

    Args:
        path: The file.
    """
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  (Windows has none)

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    found = import_module("pymediainfo").MediaInfo.parse(path)
    tracks = [{name: getattr(track, name) for name in _WANTED} for track in found.tracks]
    sys.stdout.write(json.dumps(tracks))


if __name__ == "__main__":
    main(sys.argv[1])
