"""The sandbox's folder: one file a post, to be read by people and by tests."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from attrs import frozen

from govpr.errors import InDoubt, NeedsHuman, Unreachable
from govpr.http.calls import Call, Json, Reply
from govpr.text.files import write_changed

_ADDRESS = re.compile(r"sandbox://[a-z0-9-]+/(posts|media|accounts)/([^/?#]+)")
_NAME = re.compile(r"[0-9a-f]{1,64}")
_REFUSALS = {
    "refused": (422, "the sandbox refuses this text, as it was ordered"),
    "unauthorized": (401, "the sandbox's credential has ended, as it was ordered"),
    "misconfigured": (403, "the sandbox's account lacks a permission, as it was ordered"),
}
_PASSING = {"throttled": (429, "slow down"), "unreachable": (503, "busy")}
_LOST = frozenset({"in-doubt", "unknown"})


@frozen
class SandboxFolder:
    """A folder that plays a platform: `posts/KEY.json` is what was published.

    Args:
        folder: Made when the first post comes.
    """

    folder: Path

    def send(self, call: Call) -> Reply:
        """Answer a call of the `sandbox` platform.

        Args:
            call: Its address begins with `sandbox:`.

        Raises:
            DeliveryError: What the scenario orders, where no status says it; or the folder cannot be used.
        """
        match = _ADDRESS.fullmatch(call.url)
        if not match:
            return _said(404, "there is no such place in the sandbox", call)
        kind, name = match[1], unquote(match[2])
        if kind == "accounts":
            return self._account(name, call)
        if not _NAME.fullmatch(name):
            return _said(404, "posts and files are called by hexadecimal digits", call)
        if kind == "media":
            return _reply(201, {"id": name}, call)
        try:
            return self._post(name, call)
        except OSError as error:
            raise Unreachable(f"the sandbox's folder: {error.strerror}", where="sandbox") from None

    def _account(self, handle: str, call: Call) -> Reply:
        ordered = _REFUSALS.get(handle.removeprefix("@")) if handle.removeprefix("@") != "refused" else None
        return _said(*ordered, call) if ordered else _reply(200, {"name": f"{handle} in the sandbox"}, call)

    def _post(self, key: str, call: Call) -> Reply:
        path = self.folder / "posts" / f"{key}.json"
        if call.method == "POST" and isinstance(call.body, Json):
            return self._publish(path, dict(call.body.value), call)
        kept = _kept(path)
        if kept is None:
            return _said(404, "there is no such post", call)
        if call.method == "GET":
            if kept["scenario"] == "unknown":
                raise NeedsHuman("the sandbox cannot look this post up, as it was ordered", where="sandbox")
            return _reply(200, kept, call)
        if call.method == "PATCH" and isinstance(call.body, Json):
            _write(path, {**kept, "text": call.body.value["text"]})
            return _reply(200, kept, call)
        path.unlink(missing_ok=True)
        return Reply(204, url=call.url, effect=call.effect)

    def _publish(self, path: Path, post: dict[str, Any], call: Call) -> Reply:
        ordered = post["scenario"]
        if ordered in _REFUSALS or (ordered == "partial" and post["after"]):
            return _said(*_REFUSALS.get(ordered, _REFUSALS["refused"]), call)
        if ordered in _PASSING and self._first(path):
            return _said(*_PASSING[ordered], call, {"retry-after": "1"})
        there = _kept(path)
        count = 1 if there is None else there["published"] + 1  # a test can see what went out twice
        url = f"https://sandbox.invalid/{path.stem}"
        _write(path, {"id": path.stem, "url": url, "published": count, **post})
        if ordered in _LOST:
            raise InDoubt("the sandbox lost its answer, as it was ordered", where="sandbox")
        if ordered == "submitted":
            return _reply(202, {"id": path.stem}, call)
        if ordered == "duplicate":
            return _reply(409, {"error": "duplicate", "id": path.stem}, call)
        return _reply(201, {"id": path.stem, "url": url}, call)

    def _first(self, path: Path) -> bool:
        """Whether this is the first try of a post; a mark is left."""
        mark = self.folder / "tried" / path.name
        seen = mark.exists()
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
        return not seen


def _kept(path: Path) -> dict[str, Any] | None:
    try:
        kept: dict[str, Any] = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError:
        raise NeedsHuman(f"{path.name} is no post of the sandbox: delete it", where="sandbox") from None
    return kept


def _write(path: Path, post: dict[str, Any]) -> None:
    write_changed(path, json.dumps(post, ensure_ascii=False, indent=1) + "\n")


def _said(status: int, detail: str, call: Call, headers: dict[str, str] | None = None) -> Reply:
    return _reply(status, {"detail": detail}, call, headers)


def _reply(status: int, body: dict[str, Any], call: Call, headers: dict[str, str] | None = None) -> Reply:
    known = {"content-type": "application/json", **(headers or {})}
    return Reply(status, known, json.dumps(body).encode(), call.url, call.effect)
