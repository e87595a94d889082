"""The demo's files: copied out of the package, never over what the user has edited."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from govpr.text.files import write_changed

_NAMES = (
    "README.md",
    "agency.toml",
    "officers.csv",
    "programmes.toml",
    "campaign.toml",
    "hoaxes.jsonld",
    "media/satria-1.png",
)


def unpack(folder: Path) -> tuple[str, ...]:
    """Copy the data into a folder. A file that is there already stays as it is.

    Args:
        folder: Where to.

    Returns:
        The names of files that are there already with another content: the user's own.

    Raises:
        OSError: The folder cannot be written.
    """
    return tuple(_edited(folder))


def _edited(folder: Path) -> Iterator[str]:
    source = files("govpr.demo") / "data"
    for name in _NAMES:
        content, target = source.joinpath(name).read_bytes(), folder / name
        if not target.exists():
            write_changed(target, content)
        elif target.read_bytes() != content:
            yield name
