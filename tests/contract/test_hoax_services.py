"""WordPress, feeds, Cofacts and Check keep the contract of hoax databases."""

import json
from typing import Any

import pytest
from tests.contract import service_answers as said

from govpr.hoaxes.databases.check import MeedanCheck
from govpr.hoaxes.databases.cofacts import Cofacts
from govpr.hoaxes.databases.feed import FeedOf
from govpr.hoaxes.databases.protocol import HoaxDatabase
from govpr.hoaxes.databases.wordpress import WordPress
from govpr.http.calls import Call, Json, Reply
from govpr.settings import DatabaseSettings
from govpr.testing import Check, Routes, answer, converse, database_checks
from govpr.testing.database_subject import TIP


def named(kind: str, **more: Any) -> DatabaseSettings:
    return DatabaseSettings(name=f"{kind}-satu", kind=kind, url="https://cek.example/umpan", **more)


def feed(body: str) -> Routes:
    return {"GET /umpan": [Reply(200, {"content-type": "application/xml"}, body.encode()), Reply(200, {}, b"<rss/>")]}


POSTS = [answer([said.POST, {**said.POST, "id": 8}], headers={"x-wp-total": "2"})]
CASES: dict[str, tuple[HoaxDatabase, DatabaseSettings, Routes]] = {
    "wordpress": (WordPress(), named("wordpress"), {"GET /umpan/wp-json/wp/v2/posts": POSTS}),
    "RSS": (FeedOf(), named("feed"), feed(said.RSS)),
    "RDF": (FeedOf(), named("feed"), feed(said.RDF)),
    "JSON Feed": (FeedOf(), named("feed"), {"GET /umpan": answer(said.JSON_FEED)}),
}


def checks(cases: dict[str, tuple[HoaxDatabase, DatabaseSettings, Routes]]) -> list[Any]:
    return [
        pytest.param(check, id=f"{name}: {check}") for name, case in cases.items() for check in database_checks(*case)
    ]


@pytest.mark.parametrize("check", checks(CASES))
def test_the_contract_is_kept(check: Check) -> None:
    check()


GRAPHQL: dict[str, tuple[HoaxDatabase, DatabaseSettings, Routes]] = {
    "cofacts": (
        Cofacts(),
        DatabaseSettings(name="cofacts-satu", kind="cofacts"),
        {"POST /graphql": answer(said.listed(said.message(said.reply("RUMOR", "2026-06-20T00:00:00.000Z", 2))))},
    ),
    "check": (
        MeedanCheck(),
        DatabaseSettings(name="check-satu", kind="check", options={"workspace": "cek", "team": "1"}),
        {
            "GET /api/v2/feeds": answer({"data": [said.FEED_ITEM]}),
            "POST /api/graphql": [answer(said.articles(said.CHECKED)), answer(said.articles())],
        },
    ),
}
TIPS: dict[str, Any] = {
    "cofacts": {"CreateArticle": {"id": "baru"}},
    "check": {"createProjectMedia": {"project_media": {"dbid": 9, "full_url": "https://check.example/9"}}},
}


@pytest.mark.parametrize("check", [one for one in checks(GRAPHQL) if "passed on once" not in str(one.id)])
def test_the_contract_is_kept_over_graphql(check: Check) -> None:
    check()


@pytest.mark.parametrize("name", GRAPHQL)
def test_a_tip_is_one_mutation_with_the_words_as_they_are(name: str) -> None:
    adapter, database, _ = GRAPHQL[name]
    assert isinstance(adapter, Cofacts | MeedanCheck)
    talk = converse(adapter.submit(TIP, database), lambda call: mutated(call, TIPS[name]))
    (call,) = talk.effects
    assert isinstance(call.body, Json)
    assert TIP.text in json.dumps(call.body.value)
    assert TIP.name not in json.dumps(call.body.value)
    assert TIP.email not in json.dumps(call.body.value)
    assert talk.result.id in ("baru", "9")


def mutated(call: Call, data: Any) -> Reply:
    assert isinstance(call.body, Json)
    assert call.body.value["query"].lstrip().startswith("mutation")
    return answer({"data": data})
