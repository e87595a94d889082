"""The newsroom's folder: it answers the platform's calls and builds the site."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from attrs import evolve, frozen

from govpr.errors import InputError, InvalidFile, NeedsHuman, Unreachable
from govpr.http.calls import Call, Json, Reply, Slice
from govpr.identifiers import SLUG
from govpr.models.converter import dumps, from_data, loads
from govpr.newsroom.items import MEDIA_NAME, Item, Site
from govpr.newsroom.pages import render
from govpr.newsroom.views import page_path
from govpr.text.files import write_changed

_ADDRESS = re.compile(r"newsroom://[a-z0-9-]+/(items|media)/([a-z0-9.-]+)")
_OURS = re.compile(r"(?:(?:items|media)/)?[a-z0-9-]+\.[a-z0-9]+")  # a name that leads nowhere but into the site


@frozen(kw_only=True)
class BuildSummary:
    """What a build did.

    Args:
        pages: How many files the site has.
        written: Files that are new or changed.
        removed: Files of an earlier build that the site no longer has.
    """

    pages: int
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@frozen
class NewsroomFolder:
    """A folder with the items of a newsroom and the site that is built from them.

    Items are in `items/`, their files in `media/`, the finished site in `site/`: publish that one as it is, with
    any web server. Files that somebody else put into `site/` are left alone.

    Args:
        folder: The folder.
        site: Whose newsroom it is.
    """

    folder: Path
    site: Site

    def send(self, call: Call) -> Reply:
        """Answer a call of the `newsroom` platform.

        Args:
            call: Its address begins with `newsroom:`.

        Raises:
            Unreachable: The folder cannot be read or written; trying again is harmless.
            NeedsHuman: The item is there and cannot be read.
        """
        match = _ADDRESS.fullmatch(call.url)
        if not match:
            return _refusal(404, "there is no such place in a newsroom", call)
        try:
            return self._item(call, match[2]) if match[1] == "items" else self._media(call, match[2])
        except OSError as error:
            raise Unreachable(f"the newsroom's folder: {error.strerror}", where="newsroom") from None
        except InvalidFile as error:
            raise NeedsHuman(str(error), where="newsroom") from None

    def items(self) -> tuple[Item, ...]:
        """All items, newest first.

        Raises:
            InvalidFile: A file in `items/` is no item.
        """
        found = (_read(path) for path in (self.folder / "items").glob("*.json"))
        return tuple(sorted(found, key=lambda item: (item.at, item.post), reverse=True))

    def build(self) -> BuildSummary:
        """Bring the site up to date: the same items always make the same bytes, and only changes are written.

        Raises:
            InvalidFile: A file in `items/` is no item; nothing was written.
            OSError: The folder cannot be written.
        """
        items, place = self.items(), self.folder / "site"
        files = render(items, self.site)
        names, before = {*files, *_media_of(items)}, self._before()
        self._note(names | before)  # a kill from here on leaves no file that nobody knows
        written = [name for name, text in files.items() if write_changed(place / name, text)]
        written += [name for name in _media_of(items) if self._copied(place, name)]
        removed = tuple(sorted(before - names))
        for name in removed:
            (place / name).unlink(missing_ok=True)
        self._note(names)
        return BuildSummary(pages=len(names), written=tuple(written), removed=removed)

    def _item(self, call: Call, name: str) -> Reply:
        path = self.folder / "items" / name
        if not SLUG.fullmatch(path.stem) or path.suffix != ".json":
            return _refusal(404, "an item is called by its post's id", call)
        if call.method == "PUT" and isinstance(call.body, Json):
            return self._put(call, path, call.body.value)
        if call.method not in ("GET", "DELETE"):
            return _refusal(405, "an item can be put, got and deleted", call)
        if not path.is_file():
            return _refusal(404, "there is no such item", call)
        if call.method == "GET":
            return self._reply(200, _read(path), call)
        path.unlink(missing_ok=True)
        return Reply(204, url=call.url, effect=call.effect)

    def _put(self, call: Call, path: Path, value: Any) -> Reply:
        try:
            item = from_data(value, Item)
            dumps(item).encode()
        except (InputError, UnicodeEncodeError) as error:
            return _refusal(422, f"the item cannot be used: {error}", call)
        if item.post != path.stem:
            return _refusal(422, "the item is of another post", call)
        before = _read(path) if path.is_file() else None
        write_changed(path, dumps(_renewed(item, before)) + "\n")
        return self._reply(200 if before else 201, item, call)

    def _reply(self, status: int, item: Item, call: Call) -> Reply:
        answer = {"id": item.post, "url": urljoin(self.site.url, page_path(item)), "key": item.key}
        return Reply(status, {"content-type": "application/json"}, json.dumps(answer).encode(), call.url, call.effect)

    def _media(self, call: Call, name: str) -> Reply:
        if not MEDIA_NAME.fullmatch(name):
            return _refusal(404, "a file is called by its digest", call)
        if call.method != "PUT" or not isinstance(call.body, Slice):
            return _refusal(405, "a file can be put", call)
        if not Path(call.body.path).is_file():
            return _refusal(422, "the file to be published is missing", call)
        if not _copy(Path(call.body.path), self.folder / "media" / name, digest=name.partition(".")[0]):
            return _refusal(422, "the file changed after it was approved", call)
        return Reply(201, {"content-type": "application/json"}, b"{}", call.url, call.effect)

    def _copied(self, place: Path, name: str) -> bool:
        """A file that its digest names never changes, so one that is there is right."""
        source, target = self.folder / name, place / name
        if target.is_file() or not source.is_file():
            return False
        return _copy(source, target, digest=Path(name).stem)

    def _note(self, names: set[str]) -> None:
        write_changed(self.folder / "built.json", json.dumps(sorted(names), indent=1) + "\n")

    def _before(self) -> set[str]:
        try:
            names = json.loads((self.folder / "built.json").read_bytes())
        except (OSError, ValueError, RecursionError):
            return set()
        listed = names if isinstance(names, list) else []
        return {name for name in listed if isinstance(name, str) and _OURS.fullmatch(name)}


def _copy(source: Path, target: Path, *, digest: str) -> bool:
    """Copy a file and give it its name only when the copy has this digest."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, part)
    with part.open("rb") as file:
        right = hashlib.file_digest(file, "sha256").hexdigest() == digest
    if right:
        part.replace(target)
    part.unlink(missing_ok=True)
    return right


def _media_of(items: tuple[Item, ...]) -> Iterator[str]:
    return (f"media/{name}" for name in sorted({one.file for item in items for one in item.media}))


def _renewed(item: Item, before: Item | None) -> Item:
    """A changed item keeps the day it was first published."""
    if before is None or before.key == item.key:
        return before or item
    return evolve(item, at=before.at, updated=item.at)


def _read(path: Path) -> Item:
    try:
        return loads(path.read_bytes(), Item)
    except InputError as error:
        raise InvalidFile(error.problems, path.name) from None


def _refusal(status: int, detail: str, call: Call) -> Reply:
    body = json.dumps({"status": status, "detail": detail}).encode()
    return Reply(status, {"content-type": "application/problem+json"}, body, call.url, call.effect)
