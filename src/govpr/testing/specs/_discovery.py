"""Requests against Google's discovery documents."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from govpr.testing.specs._documents import Document, Source, documents
from govpr.testing.specs._flaws import Description, Flaw
from govpr.testing.specs._sent import Sent

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
_WRITTEN = {"integer": r"-?\d+", "number": r"-?\d+(\.\d+)?", "boolean": "true|false"}


def discovery(source: Source) -> Description:
    """What a discovery document of Google says about requests.

    Args:
        source: Its file, or the document itself; google-api-python-client ships all of them below `discovery_cache`.

    Raises:
        InvalidFile: It is not there, cannot be read, or is none.

    Source:
        https://developers.google.com/discovery/v1/reference/apis; resumable sessions:
        https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol.

    Example:
        >>> described = discovery({"name": "warta", "servicePath": "warta/v1/", "schemas": {}, "resources": {}})
    """
    (known,) = documents(source, "discovery document", "servicePath", "resources")

    def described(sent: Sent) -> list[Flaw] | None:
        if sent.call.method == "PUT" and "upload_id" in sent.query():
            whole = _RANGE.fullmatch(sent.headers.get("Content-Range", ""))
            return [] if whole else [Flaw("header.Content-Range", "a piece says its range", known.name)]
        for method in _methods(known.content):
            if method["httpMethod"] == sent.call.method and any(
                re.fullmatch(one, sent.path) for one in _paths(known, method)
            ):
                return list(_problems(sent, method, known))
        return None

    return described


def _methods(one: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from one.get("methods", {}).values()
    for resource in one.get("resources", {}).values():
        yield from _methods(resource)


def _paths(known: Document, method: Mapping[str, Any]) -> Iterator[str]:
    protocols = method.get("mediaUpload", {}).get("protocols", {}).values()
    own = method.get("flatPath", method["path"])
    for path in ("/" + known.content["servicePath"] + own, *(one["path"] for one in protocols)):
        anywhere = re.sub(r"\\\{\\\+[^}]*?\\\}", ".+", re.escape(path))  # {+name} goes on over slashes (RFC 6570)
        yield re.sub(r"\\\{[^}]*?\\\}", "[^/]+", anywhere)


def _problems(sent: Sent, method: Mapping[str, Any], known: Document) -> Iterator[Flaw]:
    source = f"{known.name}, {method.get('id', method['path'])}"
    query, parameters = sent.query(), method.get("parameters", {})
    common = {"uploadType", "upload_id", *known.content.get("parameters", {})}
    for name in query:
        if name not in parameters and name not in common:
            yield Flaw(f"query.{name}", "there is no such parameter", source)
    for name, parameter in parameters.items():
        if parameter.get("required") and parameter["location"] == "query" and name not in query:
            yield Flaw(f"query.{name}", "is missing", source)
        if name in query and "enum" in parameter and query[name] not in parameter["enum"]:
            yield Flaw(f"query.{name}", f"is none of {parameter['enum']}", source)
        elif name in query and not re.fullmatch(_WRITTEN.get(parameter.get("type", ""), r"(?s).*"), query[name]):
            yield Flaw(f"query.{name}", f"is no {parameter['type']}", source)
    if sent.body and "request" not in method and "mediaUpload" not in method:
        yield Flaw("body", "there is no body here", source)
    if sent.type.startswith("application/json") and "request" in method:
        asked = {"$ref": method["request"]["$ref"]}
        for where, says in _wrong(json.loads(sent.body), asked, known.content["schemas"], "body"):
            yield Flaw(where, says, source)


def _wrong(value: Any, schema: Mapping[str, Any], schemas: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    schema = schemas[schema["$ref"]] if "$ref" in schema else schema
    kind = str(schema.get("type"))
    if kind in _KINDS and not _is_a(value, kind):
        yield path, f"is no {kind}"
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _wrong(one, schema["items"], schemas, f"{path}.{place}")
    elif isinstance(value, dict):
        fields = schema.get("properties", {})
        for name, one in value.items():
            if name in fields or "additionalProperties" in schema:
                yield from _wrong(one, fields.get(name) or schema["additionalProperties"], schemas, f"{path}.{name}")
            else:
                yield f"{path}.{name}", "there is no such field"
    elif "enum" in schema and value not in schema["enum"]:
        yield path, f"is none of {schema['enum']}"


def _is_a(value: Any, kind: str) -> bool:
    return isinstance(value, _KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool))
