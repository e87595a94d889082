"""The contract kit catches what it is there for: each planted bug is found by the clause that names it."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import frozen

from govpr.content.rules import Length, Rules
from govpr.errors import Misconfigured, Unreachable
from govpr.http.calls import Call, Effect, Flow, Json
from govpr.http.replies import expect, required
from govpr.models import Account, Receipt
from govpr.platforms.protocol import Outgoing
from govpr.testing import Check, answer, contract_checks

BASE = "https://warta.example.go.id/api"
ACCOUNT = Account(id="warta", platform="warta", handle="humas", agency="contoh")
ROUTES = {
    "POST /api/posts": answer({"id": "7", "url": "https://warta.example.go.id/7"}, 201),
    "GET /api/me": answer({"id": "1"}),
    "GET /api/posts/*": answer({"id": "7"}),
}
ABSENT = {"GET /api/posts/*": answer({}, 404)}
RULES = Rules(text=Length(limit=500), source="https://warta.example.go.id/bantuan")


def call(part: Outgoing, **more: Any) -> Call:
    values = {"body": Json({"text": part.text, "key": part.key}), "effect": Effect.KEYED, **more}
    return Call("POST", f"{BASE}/posts", **values)


def good(part: Outgoing) -> Flow[Receipt]:
    reply = yield call(part)
    return Receipt(id=required(expect(reply, 201), reply, "id"))


def good_find(part: Outgoing) -> Flow[Receipt | None]:
    reply = yield Call("GET", f"{BASE}/posts/{part.key}")
    return None if reply.status == 404 else Receipt(id=required(expect(reply), reply, "id"))


@frozen
class Warta:
    """A ministry's adapter, whole but for what a test breaks."""

    how: Callable[[Outgoing], Flow[Receipt]] = good
    look: Callable[[Outgoing], Flow[Receipt | None]] = good_find
    rules: Rules = RULES
    name: str = "warta"
    hosts: frozenset[str] = frozenset({"warta.example.go.id"})

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        return self.how(part)

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        return self.look(part)


def checks(platform: Warta) -> list[Check]:
    return contract_checks(platform, ACCOUNT, ROUTES, absent=ABSENT)


def broken_clauses(platform: Warta) -> set[str]:
    broken = set()
    for check in checks(platform):
        try:
            check()
        except AssertionError:
            broken.add(check.name)
    return broken


@pytest.mark.parametrize("check", checks(Warta()), ids=str)
def test_a_good_adapter_keeps_the_contract(check: Check) -> None:
    check()


def forgets_to_yield_from(part: Outgoing) -> Flow[Receipt]:
    good(part)
    yield Call("GET", f"{BASE}/me")
    return Receipt(id="7")


def publishes_twice(part: Outgoing) -> Flow[Receipt]:
    yield from good(part)
    return (yield from good(part))


def goes_elsewhere(part: Outgoing) -> Flow[Receipt]:
    yield Call("GET", "https://pelacak.example/api/me")
    return (yield from good(part))


def speaks_what_nobody_knows(part: Outgoing) -> Flow[Receipt]:
    reply = yield Call("POST", "gopher://warta.example.go.id/api/posts", call(part).body, effect=Effect.KEYED)
    return Receipt(id=required(expect(reply, 201), reply, "id"))


def counts_its_calls() -> Callable[[Outgoing], Flow[Receipt]]:
    made = []

    def publish(part: Outgoing) -> Flow[Receipt]:
        made.append(part)
        reply = yield call(part, headers={"X-Number": str(len(made))})
        return Receipt(id=required(expect(reply, 201), reply, "id"))

    return publish


def holds_on(part: Outgoing) -> Flow[Receipt]:
    try:
        return (yield from good(part))
    finally:
        yield Call("GET", f"{BASE}/me")


def reads_without_looking(part: Outgoing) -> Flow[Receipt]:
    reply = yield call(part)
    return Receipt(id=expect(reply, 201)["id"])


def trusts_a_piece(part: Outgoing) -> Flow[Receipt]:
    reply = yield call(part)
    body = expect(reply, 201)
    return Receipt(id=required(body, reply, "id"), note="moved" if body.get("url") in {"gone", "moved"} else "")


def tries_anew(part: Outgoing) -> Flow[Receipt]:
    reply = yield call(part, effect=Effect.ONCE)
    body = expect(reply, 201)
    if isinstance(body, dict) and body.get("url") == 7:
        raise Unreachable("come again")
    return Receipt(id=required(body, reply, "id"))


def takes_anything(part: Outgoing) -> Flow[Receipt]:
    yield call(part)
    return Receipt(id="7")


def renames_trouble(part: Outgoing) -> Flow[Receipt]:
    try:
        return (yield from good(part))
    except Exception as error:
        raise Misconfigured("something went wrong") from error


def signs_itself(part: Outgoing) -> Flow[Receipt]:
    reply = yield call(part, headers={"Authorization": "Bearer x"})
    return Receipt(id=required(expect(reply, 201), reply, "id"))


def cuts_the_text(part: Outgoing) -> Flow[Receipt]:
    reply = yield call(part, body=Json({"text": part.text[:10], "key": part.key}))
    return Receipt(id=required(expect(reply, 201), reply, "id"))


def has_no_key(part: Outgoing) -> Flow[Receipt]:
    reply = yield call(part, body=Json({"text": part.text}))
    return Receipt(id=required(expect(reply, 201), reply, "id"))


@pytest.mark.parametrize(
    ("bug", "clause"),
    [
        (forgets_to_yield_from, "publishing has one effect"),
        (publishes_twice, "publishing has one effect"),
        (goes_elsewhere, "calls stay on declared hosts"),
        (speaks_what_nobody_knows, "calls stay on declared hosts"),
        (counts_its_calls(), "replies alone decide"),
        (holds_on, "it closes quietly"),
        (reads_without_looking, "odd answers are typed errors"),
        (trusts_a_piece, "almost right answers are results or typed errors"),
        (tries_anew, "almost right answers are results or typed errors"),
        (takes_anything, "refusals are typed errors"),
        (renames_trouble, "lost answers come out unchanged"),
        (signs_itself, "no call carries a credential"),
        (cuts_the_text, "the exact words are sent"),
        (has_no_key, "a part keeps its key"),
    ],
)
def test_a_planted_bug_is_caught(bug: Callable[[Outgoing], Flow[Receipt]], clause: str) -> None:
    assert clause in broken_clauses(Warta(how=bug))


def never_finds(_part: Outgoing) -> Flow[Receipt | None]:
    yield Call("GET", f"{BASE}/me")
    return None


def always_finds(part: Outgoing) -> Flow[Receipt | None]:
    yield Call("GET", f"{BASE}/posts/{part.key}")
    return Receipt(id="7")


@pytest.mark.parametrize("bug", [never_finds, always_finds])
def test_a_find_that_guesses_is_caught(bug: Callable[[Outgoing], Flow[Receipt | None]]) -> None:
    assert "finding gives the receipt" in broken_clauses(Warta(look=bug))


def test_declarations_that_are_wrong_are_caught() -> None:
    assert "it declares itself" in broken_clauses(Warta(hosts=frozenset({"https://warta.example.go.id"})))
    assert "it declares itself" in broken_clauses(Warta(name="Warta!"))
    assert "its rules agree with counting" in broken_clauses(Warta(rules=Rules(text=Length(limit=5), source="x")))
