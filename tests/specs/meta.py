"""Requests against what Meta publishes of its Graph: descriptions of nodes where there are some, else documented names.

Numbers in the fixtures say what they are: 1000... a Page, 17841... an Instagram account, 1790 a post, 178 a container.
"""

import json
import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, urlsplit

from tests.specs.sent import Sent

Row: TypeAlias = tuple[str, str, dict[str, str], Collection[str] | None]
"""A method, an address, parameters with their types, and the fields that may be asked for; None where any."""
_EVERYWHERE = {"fields": "string", "limit": "unsigned int", "after": "string"}
"""Of every list and node: docs/graph-api/results."""
_FORMS = {"unsigned int": r"\d+", "bool": "true|false|True|False"}
_NODES = {
    "meta-Page.json": r"graph\.facebook\.com/v26\.0/1000\d{11}",
    "meta-IGUser.json": r"graph\.facebook\.com/v26\.0/17841\d{12}",
    "meta-IGMedia.json": r"graph\.facebook\.com/v26\.0/1790",
}
_POST = ("id", "message", "permalink_url", "created_time", "reactions", "comments", "shares")
_ME = r"graph\.threads\.net/v1\.0/me"
_THREAD = ("id", "text", "permalink", "timestamp", "replied_to", "username")
_PHONE = r"graph\.facebook\.com/v26\.0/1065\d{11}"


def _texts(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "string")


_CREATE = _texts(
    "media_type", "text", "image_url", "video_url", "is_carousel_item", "children", "reply_to_id", "alt_text"
)
_DOCUMENTED: tuple[Row, ...] = (
    # docs/graph-api/reference/page-post, docs/pages-api/posts
    ("GET", r"graph\.facebook\.com/v26\.0/1000\d+_\d+", {}, _POST),
    ("POST", r"graph\.facebook\.com/v26\.0/1000\d+_\d+", _texts("message"), None),
    ("DELETE", r"graph\.facebook\.com/v26\.0/1000\d+_\d+", {}, None),
    ("GET", r"graph\.facebook\.com/v26\.0/1000\d+_\d+/insights", _texts("metric"), None),
    # docs/instagram-platform/instagram-graph-api/reference/ig-container
    ("GET", r"graph\.facebook\.com/v26\.0/178", {}, ("id", "status", "status_code")),
    # documentation/threads/reference/publishing and .../media-retrieval, and Meta's Postman collection
    ("POST", f"{_ME}/threads", _CREATE, None),
    ("POST", f"{_ME}/threads_publish", {"creation_id": "unsigned int"}, None),
    ("GET", f"{_ME}/(threads|replies)", {}, _THREAD),
    ("GET", f"{_ME}/threads_publishing_limit", {}, ("quota_usage", "config")),
    ("GET", _ME, {}, ("id", "username")),
    ("GET", r"graph\.threads\.net/v1\.0/178", {}, ("id", "status", "error_message")),
    ("GET", r"graph\.threads\.net/v1\.0/1790", {}, _THREAD),
    ("DELETE", r"graph\.threads\.net/v1\.0/1790", {}, None),
    ("GET", r"graph\.threads\.net/v1\.0/1790/insights", _texts("metric"), None),
    # facebook/openapi, business-messaging-api_v23.0.yaml: TemplateMessage and getPhoneNumberById; the callback data is
    # in documentation/business-messaging/whatsapp/reference/messages
    (
        "POST",
        f"{_PHONE}/messages",
        _texts("messaging_product", "recipient_type", "to", "type", "template", "biz_opaque_callback_data"),
        None,
    ),
    ("POST", f"{_PHONE}/media", _texts("messaging_product", "file", "type"), None),
    ("GET", _PHONE, {}, ("verified_name", "quality_rating", "name_status", "code_verification_status")),
)


def described(sent: Sent, folder: Path) -> list[str] | None:
    """What is wrong with a request, or None where nothing describes it."""
    address = urlsplit(sent.url)
    place = f"{address.hostname}{address.path}"
    for method, pattern, params, fields in (*_read(folder), *_DOCUMENTED):
        if method == sent.call.method and re.fullmatch(pattern, place):
            return [f"{sent}: {problem}" for problem in _wrong(_given(sent), {**_EVERYWHERE, **params}, fields)]
    return None


@cache
def _read(folder: Path) -> tuple[Row, ...]:
    nodes = {name: json.loads((folder / name).read_text("utf-8")) for name in _NODES}
    return tuple(row for name, node in nodes.items() for row in _rows(node, _NODES[name], nodes))


def _rows(node: Any, place: str, nodes: dict[str, Any]) -> Iterator[Row]:
    for api in node["apis"]:
        edge = api.get("endpoint", "")
        params = {one["name"]: one["type"] for one in api.get("params", ())}
        if (edge, api["method"]) == ("photos", "POST"):
            params["source"] = "file"  # a file of the form, described in the reference's text alone
        returned = nodes.get(f"meta-{api['return']}.json")
        fields = [one["name"] for one in returned["fields"]] if returned and api["method"] == "GET" else None
        yield api["method"], f"{place}/{edge}" if edge else place, params, fields


def _given(sent: Sent) -> dict[str, Any]:
    query = dict(parse_qsl(urlsplit(sent.url).query))
    if sent.type.startswith("application/json"):
        return {**query, **json.loads(sent.body)}
    return {**query, **(sent.form() if sent.type.startswith("multipart/") else dict(parse_qsl(sent.body.decode())))}


def _wrong(given: dict[str, Any], params: dict[str, str], fields: Collection[str] | None) -> Iterator[str]:
    for name, value in given.items():
        if name not in params:
            yield f"no parameter is called {name}"
        elif not re.fullmatch(_FORMS.get(params[name], r"(?s).*"), str(value)):
            yield f"{name} is no {params[name]}"
    for field in str(given.get("fields", "")).split(",") if fields else ():
        if field.partition(".")[0] not in (*(fields or ()), ""):
            yield f"no field is called {field}"
