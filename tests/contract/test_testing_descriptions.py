"""Google's, Telegram's and Meta's descriptions are understood: each planted mistake is named with its place."""

from typing import Any

import pytest
from tests.contract.asking import BASE, UNKNOWN, get, post, said

from govpr.http.calls import Call, Effect, Json
from govpr.testing.specs import Edge, discovery, graph, telegram

TEXT = {"type": "string"}
FIELDS = {
    "text": TEXT,
    "count": {"type": "integer"},
    "kind": {**TEXT, "enum": ["a", "b"]},
    "tags": {"type": "array", "items": TEXT},
}
METHOD = {
    "id": "warta.posts.insert",
    "path": "{user}/posts",
    "httpMethod": "POST",
    "request": {"$ref": "Post"},
    "parameters": {
        "user": {"location": "path", "required": True},
        "part": {"location": "query", "required": True, "enum": ["a", "b"]},
        "most": {"location": "query", "type": "integer"},
    },
}
NAMED = {"id": "warta.posts.get", "path": "v1/{+name}", "httpMethod": "GET"}
GOOGLE = {
    "name": "warta",
    "servicePath": "api/",
    "parameters": {"alt": {}},
    "schemas": {"Post": {"type": "object", "properties": FIELDS}},
    "resources": {"posts": {"methods": {"insert": METHOD, "get": NAMED}}},
}
INSERT = "(the discovery document, warta.posts.insert)"
PIECE = {"Content-Range": "bytes 0-2/3"}
OF_GOOGLE = [
    (post({"text": "Halo", "tags": ["a"]}, "/me/posts?part=a&alt=json"), ""),
    (post({"text": "Halo"}, "/me/posts"), f"query.part: is missing {INSERT}"),
    (post({"text": "Halo"}, "/me/posts?part=c"), f"query.part: is none of ['a', 'b'] {INSERT}"),
    (post({"text": "Halo"}, "/me/posts?part=a&x=1"), f"query.x: there is no such parameter {INSERT}"),
    (post({"text": "Halo"}, "/me/posts?part=a&most=10"), ""),
    (post({"text": "Halo"}, "/me/posts?part=a&most=banyak"), f"query.most: is no integer {INSERT}"),
    (get("/v1/users/7/posts/9"), ""),
    (
        Call("GET", f"{BASE}/v1/users/7", Json({"text": "Halo"})),
        "body: there is no body here (the discovery document, warta.posts.get)",
    ),
    (post({"text": 7}, "/me/posts?part=a"), f"body.text: is no string {INSERT}"),
    (post({"count": True}, "/me/posts?part=a"), f"body.count: is no integer {INSERT}"),
    (post({"kind": "c"}, "/me/posts?part=a"), f"body.kind: is none of ['a', 'b'] {INSERT}"),
    (post({"tags": ["a", 1]}, "/me/posts?part=a"), f"body.tags.1: is no string {INSERT}"),
    (post({"titel": "x"}, "/me/posts?part=a"), f"body.titel: there is no such field {INSERT}"),
    (Call("PUT", f"{BASE}/me/posts?upload_id=1", headers=PIECE, effect=Effect.KEYED), ""),
    (
        Call("PUT", f"{BASE}/me/posts?upload_id=1", effect=Effect.KEYED),
        "header.Content-Range: a piece says its range (the discovery document)",
    ),
    (get("/me/posts"), UNKNOWN),
]


@pytest.mark.parametrize(("call", "expected"), OF_GOOGLE)
def test_discovery_documents_are_understood(call: Call, expected: str) -> None:
    assert said(call, discovery(GOOGLE)) == expected


BOT = {
    "methods": {
        "sendMessage": {
            "name": "sendMessage",
            "fields": [
                {"name": "chat_id", "types": ["Integer", "String"], "required": True},
                {"name": "album", "types": ["Array of InputMedia"], "required": False},
                {"name": "quiet", "types": ["Boolean"], "required": False},
            ],
        }
    },
    "types": {
        "InputMedia": {"name": "InputMedia", "subtypes": ["Photo"]},
        "Photo": {"name": "Photo", "fields": [{"name": "media", "types": ["String"], "required": True}]},
    },
}
SEND = "(the description of the Bot API, sendMessage)"
OF_TELEGRAM = [
    ({"chat_id": "@a", "album": [{"media": "x"}], "quiet": True}, ""),
    ({}, f"body.chat_id: is missing {SEND}"),
    ({"chat_id": 1.5}, f"body.chat_id: is no Integer or String {SEND}"),
    ({"chat_id": True}, f"body.chat_id: is no Integer or String {SEND}"),
    ({"chat_id": 1, "quiet": 1}, f"body.quiet: is no Boolean {SEND}"),
    ({"chat_id": 1, "album": [{"medium": "x"}]}, f"body.album: is no Array of InputMedia {SEND}"),
    ({"chat_id": 1, "text": "x"}, f"body.text: there is no such field {SEND}"),
]


@pytest.mark.parametrize(("value", "expected"), OF_TELEGRAM)
def test_the_bot_api_is_understood(value: Any, expected: str) -> None:
    assert said(post(value, "/botkunci/sendMessage"), telegram(BOT)) == expected


def test_a_method_that_the_bot_api_does_not_have_is_none() -> None:
    assert said(post({}, "/botkunci/sendFilm"), telegram(BOT)) == UNKNOWN


PAGE = {
    "apis": [
        {
            "method": "POST",
            "endpoint": "feed",
            "return": "Post",
            "params": [{"name": "message", "type": "string"}, {"name": "published", "type": "bool"}],
        },
        {"method": "GET", "endpoint": "", "return": "Page"},
    ],
    "fields": [{"name": "id", "type": "string"}, {"name": "name", "type": "string"}],
}
NODE = "(the description of a node,"
PLACE = r"warta\.example\.go\.id/api/\d+"
OF_META = [
    (post({"message": "Halo", "published": "true"}, "/10/feed?fields=id"), ""),
    (
        post({"pesan": "Halo"}, "/10/feed"),
        f"body.pesan: there is no such parameter {NODE} POST /feed)",
    ),
    (post({"published": "ya"}, "/10/feed"), f"body.published: is no bool {NODE} POST /feed)"),
    (get("/10?fields=id,name"), ""),
    (
        get("/10?fields=id,nama"),
        f"query.fields.nama: there is no such field {NODE} GET /)",
    ),
    (get("/10_20?fields=nama"), "query.fields.nama: there is no such field (bantuan/posts)"),
    (get("/10/likes"), UNKNOWN),
]


@pytest.mark.parametrize(("call", "expected"), OF_META)
def test_nodes_of_meta_are_understood(call: Call, expected: str) -> None:
    edge = Edge(method="GET", place=rf"{PLACE}_\d+", fields=["id"], source="bantuan/posts")
    assert said(call, graph({"Page": (PAGE, PLACE)}, [edge])) == expected
