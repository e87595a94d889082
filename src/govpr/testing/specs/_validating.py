"""One request against one operation, with openapi-core."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from openapi_core import Config, OpenAPI
from openapi_core.testing import MockRequest

from govpr.http.calls import Slice
from govpr.testing.specs._documents import Document
from govpr.testing.specs._flaws import Flaw
from govpr.testing.specs._operations import Operation, fields, followed, path
from govpr.testing.specs._sent import Sent

_CONFIG = Config(spec_validator_cls=None, extra_media_type_deserializers={"multipart/form-data": lambda value: value})
_LONGEST = 300
_ANY = "application/octet-stream"
_FORM = "multipart/form-data"
_BEARER = {"type": "http", "scheme": "bearer"}  # what the library knows of OAuth
_OAUTH = {"oauth2", "openIdConnect"}
_NO_PARAMETER = "there is no such parameter"
_NO_FIELD = "there is no such field"


def problems(sent: Sent, operation: Operation) -> Iterator[Flaw]:
    """What is wrong with a request.

    Args:
        sent: The request.
        operation: What it asks for.
    """
    source = str(operation)
    known = operation.parameters()
    wrong = [name for name in sent.query() if known is not None and name not in known]
    yield from (Flaw(f"query.{name}", _NO_PARAMETER, source) for name in wrong)
    contents = operation.contents()
    if contents is None:
        yield from [Flaw("body", "there is no body here", source)] if sent.body.strip(b"{}") else []
        kind, body = "", None
    else:
        kind, body = _body(sent, contents, operation.document)
        yield from (Flaw(f"body.{name}", _NO_FIELD, source) for name in _unknown(kind, body, contents, operation))
    address = urlsplit(sent.url)
    request = MockRequest(
        f"{address.scheme}://{address.netloc}",
        sent.call.method,
        path(sent),
        args=sent.query(),
        view_args=dict(operation.values),
        headers=dict(sent.headers),
        data=body,
        content_type=kind,
    )
    known_one = _openapi(operation.document, operation.base, operation.template, request.host_url)
    for error in known_one.iter_request_errors(request):
        yield from (Flaw(where, says[:_LONGEST], source) for where, says in _said(error))


def _body(sent: Sent, contents: Mapping[str, Any], document: Document) -> tuple[str, Any]:
    """The body as the library reads it: forms as texts, and Discord's `payload_json` in place of its form."""
    if isinstance(sent.call.body, Slice) and _ANY in contents:
        return _ANY, sent.body
    if not sent.type.startswith(_FORM):
        return sent.type, sent.body
    form = {name: value if isinstance(value, str) else value.decode("latin-1") for name, value in sent.form().items()}
    if "payload_json" in form:
        return "application/json", form["payload_json"].encode()
    schema = followed(contents.get(_FORM, {}).get("schema", {}), document) or {}
    kinds = {name: one.get("type") for name, one in schema.get("properties", {}).items()}
    return _FORM, {name: _typed(value, kinds.get(name)) for name, value in form.items()}


def _typed(value: str, kind: object) -> Any:
    """A field of a form is a text; the description may mean a number or a truth by it."""
    if kind not in {"integer", "number", "boolean"}:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _unknown(kind: str, body: Any, contents: Mapping[str, Any], operation: Operation) -> list[str]:
    """Fields that are not named: most descriptions allow them, and services ignore a misspelt one."""
    content = contents.get(kind.partition(";")[0])
    if content is None or kind == _ANY:
        return []
    known = fields(content.get("schema", {}), operation.document)
    given = _parsed(body) if "json" in kind else body
    if not known or not isinstance(given, dict):
        return []
    return sorted({re.sub(r"\[.*", "", name) for name in given} - known)


def _parsed(body: Any) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


@cache
def _openapi(document: Document, base: str, template: str, host: str) -> OpenAPI:
    """The description with one path alone: looking it up among a thousand takes most of the time."""
    known = document.content
    parts = known.get("components", {})
    schemes = {name: _bearer(one) for name, one in parts.get("securitySchemes", {}).items()}
    small = {
        **known,
        "components": {**parts, "securitySchemes": schemes},
        "servers": [{"url": host + base}],
        "paths": {template: known["paths"][template]},
    }
    return OpenAPI.from_dict(small, config=_CONFIG, base_uri=document.uri)


def _bearer(scheme: Mapping[str, Any]) -> Mapping[str, Any]:
    return _BEARER if scheme.get("type") in _OAUTH else scheme


def _said(error: BaseException) -> Iterator[tuple[str, str]]:
    """Where an error is, and what it says: the schema's own words where it has some."""
    trail = [error]
    while trail[-1].__cause__ is not None:
        trail.append(trail[-1].__cause__)
    place = f"{error.location}.{error.name}" if hasattr(error, "location") and hasattr(error, "name") else "body"
    found = [one for step in trail for one in getattr(step, "schema_errors", ())]
    for one in found:
        yield ".".join((place, *map(str, one.absolute_path))), one.message
    if not found:
        yield ("call" if "ecurity" in type(error).__name__ else place), str(trail[-1]) or type(trail[-1]).__name__
