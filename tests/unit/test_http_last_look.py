"""The last look before a call goes out: what stops it there is never sent."""

import asyncio
from collections.abc import Iterator

import pytest
from attrs import evolve
from tests.little_server import LittleServer, little_server

from govpr.delivery.gating import gated
from govpr.errors import GovprError
from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Effect, Flow, Json, Reply
from govpr.http.client import Client

HERE = frozenset({"127.0.0.1"})


class TakenOver(GovprError):
    """Another worker has it."""


@pytest.fixture
def server() -> Iterator[LittleServer]:
    with little_server() as running:
        yield running


def call(server: LittleServer, looks: list[str], *, stopped: bool) -> Call:
    def still() -> None:
        looks.append("looked")
        if stopped:
            raise TakenOver("another worker has it")

    return Call("POST", f"{server.url}/api/v1/statuses", Json({"status": "Halo"}), effect=Effect.ONCE, still=still)


@pytest.mark.parametrize("stopped", [True, False])
def test_a_call_is_looked_at_once_more_as_it_goes_out(server: LittleServer, stopped: bool) -> None:
    looks: list[str] = []
    with Client() as client:
        send = client.sender(hosts=HERE)
        for _ in range(2):  # on a new connection, and on one that is open
            if stopped:
                with pytest.raises(TakenOver):
                    send(call(server, looks, stopped=True))
            else:
                send(call(server, looks, stopped=False))
    assert len(server.statuses) == (0 if stopped else 2)
    assert len(looks) == 2


@pytest.mark.parametrize("stopped", [True, False])
def test_the_asynchronous_client_does_the_same(server: LittleServer, stopped: bool) -> None:
    looks: list[str] = []

    async def main() -> None:
        async with AsyncClient() as client:
            send = client.sender(hosts=HERE)
            for _ in range(2):
                if stopped:
                    with pytest.raises(TakenOver):
                        await send(call(server, looks, stopped=True))
                else:
                    await send(call(server, looks, stopped=False))

    asyncio.run(main())
    assert len(server.statuses) == (0 if stopped else 2)
    assert len(looks) == 2


def test_what_is_stopped_between_head_and_body_is_not_taken(server: LittleServer) -> None:
    with Client() as client:
        send = client.sender(hosts=HERE)
        with pytest.raises(TakenOver):
            send(call(server, [], stopped=True))
        send(call(server, [], stopped=False))
    assert server.texts() == ["Halo"]


@pytest.mark.parametrize("stopped", [True, False])
def test_a_call_without_a_body_is_looked_at_before_its_head(server: LittleServer, stopped: bool) -> None:
    address = f"{server.url}/api/v1/accounts/verify_credentials"
    bare = evolve(call(server, [], stopped=stopped), method="GET", body=None, url=address)
    with Client() as client:
        send = client.sender(hosts=HERE)
        if stopped:
            with pytest.raises(TakenOver):
                send(bare)
        else:
            send(bare)
    assert bool(server.calls) is not stopped


def test_the_outbox_gives_the_last_look_to_calls_with_an_effect_alone() -> None:
    def flow() -> Flow[None]:
        yield Call("GET", "https://sosial.example")
        yield Call("POST", "https://sosial.example", effect=Effect.KEYED)

    def gate() -> None:
        """Let it through."""

    conversation = gated(flow(), gate, lambda _call, _reply: None)
    assert next(conversation).still is None
    assert conversation.send(Reply(200)).still is gate
    conversation.close()
