"""Requests against Google's discovery documents, which google-api-python-client ships."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.specs.sent import Sent

_PACKAGE = find_spec("googleapiclient")
DOCUMENTS = Path(str(_PACKAGE and _PACKAGE.origin)).parent / "discovery_cache" / "documents"

_RANGE = re.compile(r"bytes (\*|\d+-\d+)/\d+")
"""What the calls of a resumable session say; the document has only the call that opens one."""
_KINDS: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "array": (list,),
    "object": (dict,),
}


def described(sent: Sent, file: Path) -> list[str] | None:
    """What is wrong with a request, or None where the document knows no such method."""
    known = _read(file)
    path = urlsplit(sent.url).path
    if sent.call.method == "PUT" and "upload_id=" in urlsplit(sent.url).query:
        return [] if _RANGE.fullmatch(sent.headers.get("Content-Range", "")) else [f"{sent}: it says no range"]
    for method in _methods(known):
        if method["httpMethod"] == sent.call.method and any(re.fullmatch(one, path) for one in _paths(known, method)):
            return [f"{sent}: {problem}" for problem in _problems(sent, method, known)]
    return None


@cache
def _read(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))


def _methods(one: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from one.get("methods", {}).values()
    for resource in one.get("resources", {}).values():
        yield from _methods(resource)


def _paths(known: Mapping[str, Any], method: Mapping[str, Any]) -> Iterator[str]:
    protocols = method.get("mediaUpload", {}).get("protocols", {}).values()
    for path in ("/" + known["servicePath"] + method["path"], *(one["path"] for one in protocols)):
        yield re.sub(r"\\\{[^}]*?\\\}", "[^/]+", re.escape(path))


def _problems(sent: Sent, method: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[str]:
    query = dict(parse_qsl(urlsplit(sent.url).query, keep_blank_values=True))
    parameters = method.get("parameters", {})
    common = {"uploadType", "upload_id", *known.get("parameters", {})}
    yield from (f"no parameter is called {name}" for name in query if name not in parameters and name not in common)
    for name, parameter in parameters.items():
        if parameter.get("required") and parameter["location"] == "query" and name not in query:
            yield f"the parameter {name} is missing"
        if name in query and "enum" in parameter and query[name] not in parameter["enum"]:
            yield f"the parameter {name} is none of {parameter['enum']}"
    if sent.type.startswith("application/json") and "request" in method:
        yield from _wrong(json.loads(sent.body), {"$ref": method["request"]["$ref"]}, known, "")


def _wrong(value: Any, schema: Mapping[str, Any], known: Mapping[str, Any], path: str) -> Iterator[str]:
    schema = known["schemas"][schema["$ref"]] if "$ref" in schema else schema
    kind = str(schema.get("type"))
    if kind in _KINDS and not isinstance(value, _KINDS[kind]):
        yield f"{path or 'the body'} is no {kind}"
    elif isinstance(value, list):
        for one in value:
            yield from _wrong(one, schema["items"], known, path)
    elif isinstance(value, dict):
        fields = schema.get("properties", {})
        for name, one in value.items():
            if name in fields or "additionalProperties" in schema:
                yield from _wrong(one, fields.get(name) or schema["additionalProperties"], known, f"{path}.{name}")
            else:
                yield f"{path}.{name} is unknown"
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{path} is none of {schema['enum']}"
