"""The fault matrix of the kit catches what it is there for."""

from collections.abc import Callable

import pytest
from attrs import evolve, frozen

from govpr.content.rules import Length, Rules
from govpr.errors import DeliveryError, Outcome, Rejected
from govpr.http.calls import Call, Effect, Flow, Json
from govpr.http.replies import expect, required
from govpr.models import Account, Receipt
from govpr.platforms.newsletter import Newsletter
from govpr.platforms.protocol import Outgoing
from govpr.testing import Check, answer, fault_checks

BASE = "https://warta.example.go.id/api/posts"
ACCOUNT = Account(id="warta", platform="warta", handle="humas", agency="contoh")
ROUTES = {"POST /api/posts": answer({"id": "7"}, 201), "GET /api/posts/*": answer({"id": "7"})}
RULES = Rules(text=Length(limit=500), source="https://warta.example.go.id/bantuan")
ABSENT = {"GET /api/posts/*": answer({}, 404)}


def post(part: Outgoing) -> Call:
    return Call("POST", BASE, Json({"text": part.text}), effect=Effect.ONCE)


def good(part: Outgoing) -> Flow[Receipt]:
    reply = yield post(part)
    return Receipt(id=required(expect(reply, 201), reply, "id"))


def tries_again_itself(part: Outgoing) -> Flow[Receipt]:
    try:
        return (yield from good(part))
    except DeliveryError:
        return (yield from good(part))


def takes_each_refusal_for_good(part: Outgoing) -> Flow[Receipt]:
    reply = yield post(part)
    if reply.status != 201:
        raise Rejected("no")
    return Receipt(id=required(expect(reply, 201), reply, "id"))


def takes_what_cannot_be_read_for_a_refusal(part: Outgoing) -> Flow[Receipt]:
    reply = yield post(part)
    if b'"id"' not in reply.body:
        raise Rejected("no")
    return Receipt(id=required(expect(reply, 201), reply, "id"))


def looks(part: Outgoing) -> Flow[Receipt | None]:
    reply = yield Call("GET", f"{BASE}/{part.key}")
    return None if reply.status == 404 else Receipt(id=required(expect(reply), reply, "id"))


def never_finds(part: Outgoing) -> Flow[Receipt | None]:
    yield Call("GET", f"{BASE}/{part.key}")
    return None


@frozen
class Warta:
    """A ministry's adapter, whole but for what a test breaks."""

    how: Callable[[Outgoing], Flow[Receipt]] = good
    look: Callable[[Outgoing], Flow[Receipt | None]] = looks
    rules: Rules = RULES
    name: str = "warta"
    hosts: frozenset[str] = frozenset({"warta.example.go.id"})

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        return self.how(part)

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        return self.look(part)


def checks(platform: Warta) -> list[Check]:
    return fault_checks(platform, ACCOUNT, ROUTES, absent=ABSENT)


def wrong(platform: Warta) -> set[str]:
    found = set()
    for check in checks(platform):
        try:
            check()
        except AssertionError:
            found.add(check.name)
    return found


@pytest.mark.parametrize("check", checks(Warta()), ids=str)
def test_a_good_adapter_stands_every_fault(check: Check) -> None:
    check()


@pytest.mark.parametrize(
    ("bug", "faults"),
    [
        (tries_again_itself, {"timeout after the body", "half an answer", "truncated JSON"}),
        (takes_each_refusal_for_good, {"500", "429, retry-after in seconds", "503 with retry-after"}),
        (takes_what_cannot_be_read_for_a_refusal, {"a page in place of JSON"}),
    ],
)
def test_a_planted_bug_is_caught(bug: Callable[[Outgoing], Flow[Receipt]], faults: set[str]) -> None:
    assert faults <= wrong(Warta(how=bug))


def test_a_find_that_finds_nothing_publishes_twice_and_is_caught() -> None:
    assert "timeout after the body" in wrong(Warta(look=never_finds))


def test_what_a_service_means_by_a_status_of_its_own_is_said_by_the_faults_name() -> None:
    told = {check.name: check for check in fault_checks(Warta(), ACCOUNT, ROUTES, absent=ABSENT, own={"409": None})}
    with pytest.raises(AssertionError, match="409: understood as permanent, not as a success"):
        told["409"]()
    with pytest.raises(AssertionError, match="no fault is called 418; known: refused connection"):
        fault_checks(Warta(), ACCOUNT, ROUTES, absent=ABSENT, own={"418": Outcome.WAIT})


def test_there_is_no_matrix_where_nothing_is_asked_over_http() -> None:
    mail = evolve(ACCOUNT, server="smtps://surel.example", handle="humas@contoh.example", options={"to": "a@b.example"})
    routes = {"SEND /messages": answer({"code": "2.0.0", "message": "queued"}, 250)}
    assert fault_checks(Newsletter(), mail, routes) == []
