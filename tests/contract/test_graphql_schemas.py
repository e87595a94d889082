"""What is asked over GraphQL fits the services' own schemas: every document, and every value that goes with it."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLSchema, OperationDefinitionNode, build_schema, parse, validate
from graphql.execution.values import get_variable_values
from tests.contract import service_answers as said

from govpr.hoaxes.databases.check import MeedanCheck
from govpr.hoaxes.databases.cofacts import Cofacts
from govpr.hoaxes.databases.protocol import Query, Tip
from govpr.http.calls import Call, Flow, Json
from govpr.settings import DatabaseSettings
from govpr.testing import answer, converse

SHARED = Path(os.environ.get("GOVPR_SHARED", Path(__file__).parents[2].parent / "shared"))
PUBLISHED = SHARED / "data" / "specs" / "meedan-check.graphql"
OPTIONS = {"workspace": "cek", "team": "1", "feed": "2"}
TIPS = (
    Tip(key="a", text="Bansos cair", name="Budi"),
    Tip(key="b", text="Bansos cair", name="Budi", email="b@example.org", note="Viral", url="https://medsos.example/1"),
)


def cofacts_flows() -> Iterator[Flow[Any]]:
    database = DatabaseSettings(name="cofacts", kind="cofacts")
    for since in (None, date(2026, 1, 1)):
        yield Cofacts().search(Query(text="喝鹽水", since=since), database)
        yield Cofacts().changes(since, None, database)
        yield Cofacts().changes(since, "c", database)
    for tip in TIPS:
        yield Cofacts().submit(tip, database)


def check_flows() -> Iterator[Flow[Any]]:
    database = DatabaseSettings(name="check", kind="check", options=OPTIONS)
    for cursor in (None, "kept:50", "trash:0"):
        yield MeedanCheck().changes(date(2026, 1, 1), cursor, database)
    for tip in TIPS:
        yield MeedanCheck().submit(tip, database)


def asked(flows: Iterator[Flow[Any]]) -> Iterator[Json]:
    for flow in flows:
        calls: list[Call] = list(converse(flow, lambda _call: answer(said.listed())).calls)
        for call in calls:
            assert isinstance(call.body, Json)
            yield call.body


def wrong(schema: GraphQLSchema, body: Json) -> list[str]:
    document = parse(body.value["query"])
    problems = [error.message for error in validate(schema, document)]
    (operation,) = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    values = get_variable_values(schema, operation.variable_definitions or (), body.value["variables"])
    return [*problems, *(error.message for error in values)] if isinstance(values, list) else problems


def test_cofacts_is_asked_what_it_knows() -> None:
    schema = build_schema((Path(__file__).parent / "cofacts.graphql").read_text("utf-8"))
    bodies = list(asked(cofacts_flows()))
    assert len(bodies) == 8
    assert [problem for body in bodies for problem in wrong(schema, body)] == []


def test_check_is_asked_what_it_knows() -> None:
    if not PUBLISHED.is_file():
        pytest.skip(f"the published schema is not at {PUBLISHED}")
    schema = build_schema(PUBLISHED.read_text("utf-8"))
    bodies = list(asked(check_flows()))
    assert len(bodies) == 5
    assert [problem for body in bodies for problem in wrong(schema, body)] == []


def test_a_question_that_does_not_fit_is_found() -> None:
    schema = build_schema("type Query { a(b: Int!): Int }")
    assert wrong(schema, Json({"query": "query Q($b: Int!) { c(b: $b) }", "variables": {"b": 1}}))
    assert wrong(schema, Json({"query": "query Q($b: Int!) { a(b: $b) }", "variables": {"b": "x"}}))
