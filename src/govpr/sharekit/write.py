"""A share kit as files: pages to read, texts to copy, media to upload."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment

from govpr.errors import InputError, Problem
from govpr.models import Media
from govpr.sharekit.kit import KitEntry, ShareKit
from govpr.sharekit.words import words
from govpr.text.files import write_changed
from govpr.text.web import long_time, shortened, templates

_LIST = ".kit.json"
_PRIVATE = 0o600  # it holds a name and codes
_OURS = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9]+)?")  # a name that leads nowhere but into the kit
_ENDING = re.compile(r"\.[a-z0-9]{2,5}")


def write_kit(folder: Path, kit: ShareKit) -> Path:
    """Write an officer's kit, and take away what an earlier one had and this has not.

    Writing the same kit again changes nothing. Texts are written byte for byte.

    Args:
        folder: The folder of this officer's kit alone; files in it that somebody else made are left alone.
        kit: What the officer gets.

    Returns:
        The page to open.

    Raises:
        InputError: Media files are missing; nothing was written.
        OSError: The folder cannot be written.
    """
    media = dict(_media(kit))
    files = {**_pages(kit, media), **{name: path.read_bytes() for name, path in media.values()}}
    for name in _before(folder) - set(files):
        (folder / name).unlink(missing_ok=True)
    write_changed(folder / _LIST, json.dumps(sorted(files), indent=1) + "\n", mode=_PRIVATE)
    for name, content in files.items():
        write_changed(folder / name, content, mode=_PRIVATE)
    return folder / "index.html"


def _media(kit: ShareKit) -> Iterator[tuple[str, tuple[str, Path]]]:
    """For each media file its name in the kit, which its content gives, and where it is."""
    paths = {media.file: Path(media.file) for entry in kit.entries for media in entry.post.media}
    missing = [name for name, path in paths.items() if not path.is_file()]
    if missing:
        raise InputError(
            [Problem(name, "is missing", "put the file back, then write the kit again") for name in missing]
        )
    for file, path in paths.items():
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        ending = _ENDING.fullmatch(path.suffix.lower())
        yield file, (f"{digest[:16]}{ending[0] if ending else ''}", path)


def _pages(kit: ShareKit, media: dict[str, tuple[str, Path]]) -> dict[str, bytes]:
    env = templates("govpr.sharekit")
    env.globals.update(kit=kit, words=words(kit.language))
    shown = [_shown(kit, entry, media) for entry in kit.entries]
    pages = {"index.html": _page(env, "index.html", entries=shown)}
    for entry, seen in zip(kit.entries, shown, strict=True):
        pages[f"{entry.post.id}.html"] = _page(env, "post.html", **seen)
        pages[f"{entry.post.id}.txt"] = entry.post.text.encode()
    return pages


def _page(env: Environment, template: str, **context: object) -> bytes:
    return env.get_template(template).render(**context).encode()


def _shown(kit: ShareKit, entry: KitEntry, media: dict[str, tuple[str, Path]]) -> dict[str, object]:
    post = entry.post
    attached: list[tuple[str, Media]] = [(media[one.file][0], one) for one in post.media]
    return {
        "entry": entry,
        "post": post,
        "headline": post.title or shortened(post.text, 80),
        "due": long_time(post.due, kit.language, kit.zone),
        "expires": long_time(entry.expires, kit.language, kit.zone),
        "media": attached,
    }


def _before(folder: Path) -> set[str]:
    try:
        names = json.loads((folder / _LIST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return set()
    listed = names if isinstance(names, list) else []
    return {name for name in listed if isinstance(name, str) and _OURS.fullmatch(name)}
