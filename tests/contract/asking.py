"""An adapter that asks one thing, and what the checks against a description say about it."""

from typing import Any

from attrs import frozen

from govpr.content.rules import Length, Rules
from govpr.http.calls import Call, Effect, Flow, Json
from govpr.http.replies import expect, required
from govpr.models import Account, Receipt
from govpr.platforms.protocol import Outgoing
from govpr.testing import answer, spec_checks
from govpr.testing.specs import Description

HOST = "warta.example.go.id"
BASE = f"https://{HOST}/api"
ACCOUNT = Account(id="warta", platform="warta", handle="humas", agency="contoh")
ROUTES = {"* /api/*": answer({"id": "7"}, 201)}
UNKNOWN = "call: no description knows this method and path"
_RULES = Rules(text=Length(limit=500), source="https://warta.example.go.id/bantuan")


@frozen
class Warta:
    """An adapter that asks what a test says."""

    call: Call
    name: str = "warta"
    hosts: frozenset[str] = frozenset({HOST})
    rules: Rules = _RULES

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        reply = yield self.call
        return Receipt(id=required(expect(reply, 201), reply, "id"))


def get(path: str) -> Call:
    return Call("GET", f"{BASE}{path}")


def post(value: Any, path: str = "/posts", **more: Any) -> Call:
    return Call("POST", f"{BASE}{path}", Json(value), effect=Effect.KEYED, **more)


def said(call: Call, *descriptions: Description) -> str:
    """What the check about publishing says, without its first two lines; empty where all is well."""
    checks = spec_checks(Warta(call), ACCOUNT, ROUTES, *descriptions)
    assert [str(check) for check in checks] == ["publish is as described", "a description is used"]
    try:
        checks[0]()
    except AssertionError as error:
        first, called, *lines = str(error).splitlines()
        assert first == "publish: 1 of 1 requests are not as described"
        assert called == f"  {call.method} {call.url}"
        return "\n".join(line.removeprefix("    ") for line in lines)
    return ""
