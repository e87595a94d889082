"""Requests against OpenAPI descriptions: only the operation that is asked for is read and validated."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import yaml
from attrs import frozen
from openapi_core import Config, OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest

from govpr.http.calls import Slice
from tests.specs.sent import Sent

_CONFIG = Config(spec_validator_cls=None, extra_media_type_deserializers={"multipart/form-data": lambda value: value})
_LONGEST = 300
_ANY = "application/octet-stream"
_BEARER = {"type": "http", "scheme": "bearer"}  # what the library knows of OAuth
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@frozen
class Operation:
    """What a description says about one method at one path."""

    file: Path
    base: str
    template: str
    item: Mapping[str, Any]
    described: Mapping[str, Any]


def described(sent: Sent, file: Path) -> list[str] | None:
    """What is wrong with a request, or None where the description knows no such path.

    Args:
        sent: The request.
        file: A description, or a folder of them.
    """
    for one in sorted(file.glob("*.yaml")) if file.is_dir() else [file]:
        operation = _operation(sent, one)
        if operation is not None:
            return list(_problems(sent, operation))
    return None


@cache
def _read(file: Path) -> Any:
    text = file.read_text("utf-8")
    return json.loads(text) if file.suffix == ".json" else yaml.load(text, Loader=_LOADER)


@cache
def _templates(file: Path) -> list[tuple[int, str, str, "re.Pattern[str]"]]:
    known = _read(file)
    rows = []
    for base in _bases(known):
        for template in known.get("paths", {}):
            names = re.findall(r"\{[^}]*\}", template)
            pattern = re.sub(r"\\\{[^}]*?\\\}", "[^/]+", re.escape(template))
            rows.append((len(names), base, template, re.compile(re.escape(base) + pattern)))
    return sorted(rows, key=lambda row: row[0])


def _bases(known: Mapping[str, Any]) -> Iterator[str]:
    for one in known.get("servers", [{"url": ""}]):
        url = one["url"]
        for name, variable in one.get("variables", {}).items():
            url = url.replace("{" + name + "}", variable["default"])
        yield urlsplit(url).path.rstrip("/")


def _operation(sent: Sent, file: Path) -> Operation | None:
    path, method = _path(sent), sent.call.method.lower()
    for _, base, template, pattern in _templates(file):
        item = _read(file)["paths"][template]
        if pattern.fullmatch(path) and method in item:
            return Operation(file, base, template, item, _read(file))
    return None


def _path(sent: Sent) -> str:
    """The path, with a stand-in for a last parameter that is empty: Matrix has such names of states."""
    path = urlsplit(sent.url).path
    return f"{path}-" if path.endswith("/") else path


def _problems(sent: Sent, operation: Operation) -> Iterator[str]:
    address = urlsplit(sent.url)
    query = parse_qsl(address.query, keep_blank_values=True)
    yield from (
        f"{sent}: no parameter is called {name}" for name, _ in query if name not in _parameters(sent, operation)
    )
    values = re.fullmatch(_named(operation), _path(sent))
    kind, body = _body(sent, operation)
    yield from (f"{sent}: no field is called {name}" for name in sorted(_unknown(kind, body, sent, operation)))
    request = MockRequest(
        f"{address.scheme}://{address.netloc}",
        sent.call.method,
        _path(sent),
        args=dict(query),
        view_args={name: unquote(value) for name, value in (values.groupdict() if values else {}).items()},
        headers=dict(sent.headers),
        data=body,
        content_type=kind,
    )
    try:
        _openapi(operation.file, operation.base, operation.template, request.host_url).validate_request(request)
    except OpenAPIError as error:
        yield f"{sent}: {'; '.join(_said(error))}"


def _body(sent: Sent, operation: Operation) -> tuple[str, Any]:
    """The body as the library reads it: forms as texts, and Discord's `payload_json` in place of its form."""
    if isinstance(sent.call.body, Slice) and _ANY in _contents(sent, operation):
        return _ANY, sent.body
    if not sent.type.startswith("multipart/form-data"):
        return sent.type, sent.body
    form = {name: value if isinstance(value, str) else value.decode("latin-1") for name, value in sent.form().items()}
    if "payload_json" in form:
        return "application/json", form["payload_json"].encode()
    return "multipart/form-data", {name: _typed(name, value, sent, operation) for name, value in form.items()}


def _typed(name: str, value: str, sent: Sent, operation: Operation) -> str | int:
    """A field of a form is a text; the description may mean a number by it."""
    schema = _followed(_contents(sent, operation).get("multipart/form-data", {}).get("schema", {}), operation)
    kind = schema.get("properties", {}).get(name, {}).get("type")
    return int(value) if kind == "integer" and value.isdigit() else value


def _contents(sent: Sent, operation: Operation) -> Mapping[str, Any]:
    body = _followed(operation.item[sent.call.method.lower()].get("requestBody", {}), operation)
    return dict(body.get("content", {}))


def _unknown(kind: str, body: Any, sent: Sent, operation: Operation) -> set[str]:
    """Fields that the description does not name: most descriptions allow them, and services ignore a misspelt one."""
    content = _contents(sent, operation).get(kind.partition(";")[0])
    if content is None or kind == _ANY:
        return set()
    given = json.loads(body) if isinstance(body, bytes) and "json" in kind else body
    known = _fields(content.get("schema", {}), operation)
    return {re.sub(r"\[.*", "", name) for name in given} - known if known and isinstance(given, dict) else set()


def _fields(schema: Mapping[str, Any], operation: Operation) -> set[str]:
    schema = _followed(schema, operation) if str(schema.get("$ref", "#")).startswith("#") else {}
    below = [one for word in ("allOf", "anyOf", "oneOf") for one in schema.get(word, ())]
    return {*schema.get("properties", {}), *(name for one in below for name in _fields(one, operation))}


def _named(operation: Operation) -> str:
    return re.escape(operation.base) + re.sub(r"\\\{([^}]*?)\\\}", r"(?P<\1>[^/]+)", re.escape(operation.template))


def _parameters(sent: Sent, operation: Operation) -> set[str]:
    rows = [*operation.item.get("parameters", []), *operation.item[sent.call.method.lower()].get("parameters", [])]
    return {str(_followed(row, operation)["name"]) for row in rows}


def _followed(row: Mapping[str, Any], operation: Operation) -> Mapping[str, Any]:
    found: Any = operation.described
    if "$ref" not in row:
        return row
    for key in row["$ref"].removeprefix("#/").split("/"):
        found = found[key]
    return dict(found)


@cache
def _openapi(file: Path, base: str, template: str, host: str) -> OpenAPI:
    """The description with one path alone: looking it up among a thousand takes most of the time."""
    known = _read(file)
    schemes = known.get("components", {}).get("securitySchemes", {})
    bearer = {name: _BEARER if one.get("type") == "oauth2" else one for name, one in schemes.items()}
    known = {**known, "components": {**known.get("components", {}), "securitySchemes": bearer}}
    small = {**known, "servers": [{"url": host + base}], "paths": {template: known["paths"][template]}}
    return OpenAPI.from_dict(small, config=_CONFIG, base_uri=file.as_uri())


def _said(error: BaseException | None) -> Iterator[str]:
    trail = []
    while error is not None:
        trail.append(error)
        error = error.__cause__
    found = [one for step in trail for one in getattr(step, "schema_errors", ())]
    yield from (f"{'.'.join(map(str, one.absolute_path))}: {one.message[:_LONGEST]}" for one in found)
    if not found:
        yield str(trail[0])
