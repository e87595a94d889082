"""Requests that are not as a service describes them are found: each planted mistake is named with its place."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.contract.asking import ACCOUNT, BASE, ROUTES, UNKNOWN, Warta, get, post, said

from govpr.errors import InputError, InvalidFile
from govpr.http.calls import Call, Effect, Form, Json, Slice
from govpr.testing import answer, spec_checks
from govpr.testing.specs import Description, Flaw, Sent, discovery, graph, openapi, telegram

TEXT = {"type": "string", "minLength": 1}
POST = {"type": "object", "required": ["text"], "properties": {"text": TEXT, "tags": {"type": "array", "items": TEXT}}}
DONE = {"responses": {"201": {"description": "done"}}}
FORM = {"properties": {"file": {"type": "string", "format": "binary"}, "width": {"type": "integer"}}}
LIMIT = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
PATHS = {
    "/posts": {
        "post": {
            "security": [{"token": []}],
            "requestBody": {"required": True, "content": {"application/json": {"schema": POST}}},
            **DONE,
        },
        "get": {"parameters": [{"$ref": "#/components/parameters/limit"}], **DONE},
    },
    "/posts/{id}": {"parameters": [{"name": "id", "in": "path", "required": True, "schema": TEXT}], "delete": DONE},
    "/files": {"post": {"requestBody": {"content": {"multipart/form-data": {"schema": FORM}}}, **DONE}},
    "/open": {"post": {"requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}}, **DONE}},
}
WARTA = {
    "openapi": "3.1.0",
    "info": {"title": "Warta", "version": "1"},
    "servers": [{"url": BASE}],
    "paths": PATHS,
    "components": {
        "parameters": {"limit": LIMIT},
        "securitySchemes": {"token": {"type": "oauth2", "flows": {}}},
    },
}


OF = "(the OpenAPI description,"
POSTS = f"{OF} POST /posts)"
FILES = f"{OF} POST /files)"


def delete(body: Json | None = None) -> Call:
    return Call("DELETE", f"{BASE}/posts/7", body, effect=Effect.KEYED)


def form(**fields: str) -> Call:
    files = {"file": Slice("posko.png", type="image/png")}
    return Call("POST", f"{BASE}/files", Form(fields, files), effect=Effect.KEYED)


MISTAKES = [
    (post({"text": "Halo"}), ""),
    (post({"text": "Halo", "tags": ["banjir"]}), ""),
    (post({"text": 7}), f"body.text: 7 is not of type 'string' {POSTS}"),
    (post({"text": "Halo", "tags": ["banjir", ""]}), f"body.tags.1: '' should be non-empty {POSTS}"),
    (post({}), f"body: 'text' is a required property {POSTS}"),
    (post({"text": "Halo", "titel": "x"}), f"body.titel: there is no such field {POSTS}"),
    (
        post({"text": 7, "titel": "x"}),
        f"body.titel: there is no such field {POSTS}\nbody.text: 7 is not of type 'string' {POSTS}",
    ),
    (Call("POST", f"{BASE}/posts", effect=Effect.KEYED), f"body: Missing required request body {POSTS}"),
    (post({"text": "Halo"}, "/posts?limit=3"), f"query.limit: there is no such parameter {POSTS}"),
    (get("/posts?limit=3"), ""),
    (
        get("/posts?limits=3"),
        f"query.limits: there is no such parameter {OF} GET /posts)",
    ),
    (delete(), ""),
    (delete(Json({"x": 1})), f"body: there is no body here {OF} DELETE /posts/{{id}})"),
    (Call("PUT", f"{BASE}/posts/7", effect=Effect.KEYED), UNKNOWN),
    (get("/post"), UNKNOWN),
    (form(width="8"), ""),
    (form(width="lebar"), f"body.width: 'lebar' is not of type 'integer' {FILES}"),
    (form(alt="Posko"), f"body.alt: there is no such field {FILES}"),
    (post({"any": 1}, "/open"), ""),
]


@pytest.mark.parametrize(("call", "expected"), MISTAKES)
def test_a_mistaken_request_is_named_with_its_place(call: Call, expected: str) -> None:
    assert said(call, openapi(WARTA)) == expected


def test_a_parameter_of_the_wrong_kind_and_a_missing_credential_are_found() -> None:
    wrong = said(get("/posts?limit=tiga"), openapi(WARTA))
    assert wrong.startswith("query.limit: ")
    assert wrong.endswith("(the OpenAPI description, GET /posts)")
    assert said(post({"text": "Halo"}, signed=False), openapi(WARTA)).startswith("call: ")


def test_the_first_description_that_knows_a_call_decides_and_one_of_your_own_fits_beside() -> None:
    def own(sent: Sent) -> list[Flaw] | None:
        return [Flaw("header.X-Warta", "is missing")] if sent.path.endswith("/post") else None

    call = get("/post")
    assert said(call, openapi(WARTA), own) == "header.X-Warta: is missing"
    assert said(post({"text": "Halo"}), own, openapi(WARTA)) == ""


def test_what_is_elsewhere_is_passed_over_but_not_everything() -> None:
    checks = spec_checks(Warta(get("/post")), ACCOUNT, ROUTES, openapi(WARTA), elsewhere=["warta.example.go.id"])
    checks[0]()
    with pytest.raises(AssertionError, match="no description is used"):
        checks[1]()
    with pytest.raises(AssertionError, match="no description is given"):
        spec_checks(Warta(post({})), ACCOUNT, ROUTES)


def test_a_conversation_that_breaks_off_is_no_proof() -> None:
    (check, _) = spec_checks(Warta(post({"text": "Halo"})), ACCOUNT, {"* /api/*": answer({}, 503)}, openapi(WARTA))
    with pytest.raises(AssertionError, match="publish does not end well"):
        check()


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_descriptions_come_from_files_and_folders(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"warta.{suffix}"
    file.write_text(json.dumps(WARTA), "utf-8")  # JSON is YAML
    for source in (file, str(file), tmp_path):
        assert (
            said(post({"text": 7}), openapi(source))
            == f"body.text: 7 is not of type 'string' (warta.{suffix}, POST /posts)"
        )


READERS: list[tuple[Callable[[Any], Description], str]] = [
    (openapi, "is no OpenAPI description"),
    (discovery, "is no discovery document"),
    (telegram, "is no description of the Bot API"),
    (lambda source: graph({"Page": (source, "x")}), "is no description of a node"),
]


@pytest.mark.parametrize(("reader", "message"), READERS)
def test_what_is_no_description_is_refused(tmp_path: Path, reader: Callable[[Any], Description], message: str) -> None:
    (tmp_path / "salah.json").write_text("{}", "utf-8")
    (tmp_path / "daftar.json").write_text("[]", "utf-8")
    sources: list[Any] = [{}, tmp_path / "salah.json", tmp_path / "daftar.json"]
    for source in sources:
        with pytest.raises(InvalidFile, match=message):
            reader(source)
    (tmp_path / "rusak.json").write_text("{", "utf-8")
    for absent in (tmp_path / "rusak.json", tmp_path / "tiada.json"):
        with pytest.raises(InvalidFile, match=f"{absent.name} cannot be read"):
            reader(absent)


def test_a_broken_yaml_file_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="is no OpenAPI description"):
        openapi(tmp_path)
    (tmp_path / "rusak.yaml").write_text("a: [", "utf-8")
    with pytest.raises(InvalidFile, match=r"rusak\.yaml cannot be read"):
        openapi(tmp_path)


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delitem(sys.modules, "govpr.testing.specs._validating", raising=False)
    monkeypatch.setitem(sys.modules, "openapi_core", None)
    with pytest.raises(InputError, match=r"pip install govpr\[testing\]"):
        openapi(WARTA)
    monkeypatch.setitem(sys.modules, "yaml", None)
    (tmp_path / "bot.yaml").write_text("methods: {}", "utf-8")
    with pytest.raises(InputError, match=r"YAML needs an extra; pip install govpr\[testing\]"):
        telegram(tmp_path / "bot.yaml")


REFERRING = {
    **WARTA,
    "paths": {
        "/posts": {
            "post": {
                "requestBody": {"content": {"application/json": {"schema": {"allOf": [{"$ref": "post.json"}]}}}},
                **DONE,
            }
        }
    },
}


def test_what_stands_in_files_beside_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "warta.yaml").write_text(json.dumps(REFERRING), "utf-8")
    (tmp_path / "post.json").write_text(json.dumps(POST), "utf-8")
    described = openapi(tmp_path / "warta.yaml")
    assert said(post({"text": "Halo"}), described) == ""
    assert said(post({"text": 7}), described) == "body.text: 7 is not of type 'string' (warta.yaml, POST /posts)"


def test_no_secret_is_in_what_a_check_says() -> None:
    call = Call("POST", BASE + "/{+key}/post", Json({}), effect=Effect.KEYED, fills="key")
    wrong, _ = spec_checks(Warta(call), ACCOUNT, ROUTES, openapi(WARTA), secret="sandi-yang-panjang")
    with pytest.raises(AssertionError, match="no description knows") as raised:
        wrong()
    assert "sandi-yang-panjang" not in str(raised.value)
