"""Reading the descriptions that services publish."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from attrs import field, frozen

from govpr.errors import InputError, InvalidFile, Problem

Source: TypeAlias = str | Path | Mapping[str, Any]
"""A file, or what stands in it."""
_YAML = {".yaml", ".yml"}


@frozen(eq=False)
class Document:
    """A description that was read.

    Args:
        name: What it is called in messages.
        content: What it says.
        uri: Where it stands, for what refers to files beside it.
    """

    name: str
    content: Mapping[str, Any] = field(repr=False)
    uri: str = ""


def documents(source: Source, kind: str, *needed: str) -> list[Document]:
    """The descriptions of a source: one, or those of a folder's YAML and JSON files.

    Args:
        source: A file, a folder, or a description itself.
        kind: What it should be, in a few words.
        needed: Names that it has.

    Raises:
        InvalidFile: It is not there, cannot be read, or is something else.
    """
    if isinstance(source, Mapping):
        found = [Document(f"the {kind}", source)]
    else:
        path = Path(source).resolve()
        inside = sorted(one for one in path.glob("*") if one.suffix in {*_YAML, ".json"}) if path.is_dir() else [path]
        found = [_read(one) for one in inside]
    missing = [one.name for one in found if not set(needed) <= one.content.keys()]
    if missing or not found:
        what = f"is no {kind}: it has no {' and '.join(needed)}"
        raise InvalidFile((Problem(missing[0] if missing else str(source), what, "look which file it is"),))
    return found


@cache
def _read(path: Path) -> Document:
    try:
        text = path.read_text("utf-8")
        content = _loaded(text) if path.suffix in _YAML else json.loads(text)
    except (OSError, ValueError) as error:
        raise InvalidFile(
            (Problem(path.name, f"cannot be read: {error}", "give the file as it was published"),)
        ) from None
    return Document(path.name, content if isinstance(content, dict) else {}, path.as_uri())


def _loaded(text: str) -> Any:
    try:
        import yaml  # noqa: PLC0415  (an extra)
    except ImportError:
        raise missing_extra("YAML") from None
    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  (both are safe)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


def missing_extra(what: str) -> InputError:
    """The error that says which extra is missing.

    Args:
        what: What needs it.
    """
    return InputError((Problem(what, "needs an extra", "pip install govpr[testing]"),))
