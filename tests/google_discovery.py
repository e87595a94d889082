"""Requests to Google Fact Check Tools, held against the discovery document that google-api-python-client ships."""

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, urlsplit


def check_request(method: str, url: str, body: Any = None) -> None:
    """Fail where a request is none that the service describes.

    Args:
        method: The HTTP method.
        url: The whole address.
        body: What its JSON says, or None.
    """
    known = _document()
    assert f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/" == known["baseUrl"]
    described = _method(method, urlsplit(url).path.lstrip("/"), known)
    parameters = {name: one for name, one in described.get("parameters", {}).items() if one["location"] == "query"}
    for name, value in parse_qsl(urlsplit(url).query, strict_parsing=True) if "?" in url else ():
        assert name in parameters, name
        assert parameters[name]["type"] != "integer" or int(value) > 0
    if "request" in described:
        _fits(body, described["request"], known["schemas"])
    else:
        assert body is None


@cache
def _document() -> dict[str, Any]:
    folder = files("googleapiclient") / "discovery_cache" / "documents"
    document: dict[str, Any] = json.loads((folder / "factchecktools.v1alpha1.json").read_text("utf-8"))
    return document


def _method(method: str, path: str, known: dict[str, Any]) -> dict[str, Any]:
    methods = [one for resource in known["resources"].values() for one in resource["methods"].values()]
    fitting = [one for one in methods if one["httpMethod"] == method and re.fullmatch(_pattern(one["flatPath"]), path)]
    assert len(fitting) == 1, f"{method} {path} is no method of the service"
    found: dict[str, Any] = fitting[0]
    return found


def _pattern(path: str) -> str:
    return re.sub(r"\\{.*?\\}", "[^/]+", re.escape(path))


def _fits(value: Any, schema: dict[str, Any], schemas: dict[str, Any], path: str = "") -> None:
    schema = schemas[schema["$ref"]] if "$ref" in schema else schema
    kinds = {"string": str, "integer": int, "object": dict, "array": list}
    assert isinstance(value, kinds[schema["type"]]), path
    if isinstance(value, dict):
        unknown = set(value) - set(schema["properties"])
        assert not unknown, f"{path}: {unknown}"
        for name, one in value.items():
            _fits(one, schema["properties"][name], schemas, f"{path}.{name}")
    if isinstance(value, list):
        for one in value:
            _fits(one, schema["items"], schemas, path)
