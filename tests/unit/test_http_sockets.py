"""What really happens on a line: servers on loopback that break off, keep silent, or answer half."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from govpr.errors import DeliveryError, InDoubt, Unreachable
from govpr.http.async_client import AsyncClient
from govpr.http.calls import Call, Effect, Json, Reply
from govpr.http.client import Client
from govpr.http.retry import Policy

ONE_TRY = Policy(attempts=1)
HOSTS = frozenset({"127.0.0.1"})
Behaviour = Callable[[socket.socket], None]


def send(call: Call) -> Reply:
    with Client(timeout=0.2, policy=ONE_TRY) as client:
        return client.sender(hosts=HOSTS)(call)


def send_async(call: Call) -> Reply:
    async def sent() -> Reply:
        async with AsyncClient(timeout=0.2, policy=ONE_TRY) as client:
            return await client.sender(hosts=HOSTS)(call)

    return asyncio.run(sent())


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[str]:
    """A server for one connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65_536)
                behaviour(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            thread.join(10)


def breaks_off(_connection: socket.socket) -> None:
    """The connection is closed without a word."""


def answers_half(connection: socket.socket) -> None:
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"id": "7"')


def is_no_server(connection: socket.socket) -> None:
    connection.sendall(b"220 mail.example ESMTP\r\n")


def keeps_silent(connection: socket.socket) -> None:
    while connection.recv(65_536):  # until the other side gives up
        pass


@pytest.mark.parametrize("through", [send, send_async])
@pytest.mark.parametrize("behaviour", [breaks_off, answers_half, is_no_server, keeps_silent])
@pytest.mark.parametrize(
    ("effect", "kind"), [(Effect.SAFE, Unreachable), (Effect.KEYED, Unreachable), (Effect.ONCE, InDoubt)]
)
def test_a_lost_answer_is_what_the_effect_makes_of_it(
    through: Callable[[Call], Reply], behaviour: Behaviour, effect: Effect, kind: type[DeliveryError]
) -> None:
    with serving(behaviour) as address, pytest.raises(kind) as caught:
        through(Call("POST", address, Json({"status": "Siaga"}), effect=effect))
    assert caught.value.where == "127.0.0.1"


@pytest.mark.parametrize("through", [send, send_async])
def test_a_port_where_nobody_listens_leaves_no_doubt(through: Callable[[Call], Reply]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unreachable, match="nothing was sent"):
        through(Call("POST", f"http://127.0.0.1:{port}/", effect=Effect.ONCE))


@pytest.mark.parametrize("through", [send, send_async])
def test_a_whole_answer_is_read(through: Callable[[Call], Reply]) -> None:
    def behaviour(connection: socket.socket) -> None:
        connection.sendall(b'HTTP/1.1 201 Created\r\nX-Satu: 1\r\nContent-Length: 11\r\n\r\n{"id": "7"}')

    with serving(behaviour) as address:
        reply = through(Call("POST", f"{address}api?kunci=nilai", effect=Effect.ONCE))
    assert (reply.status, reply.body, reply.headers["x-satu"], reply.effect) == (201, b'{"id": "7"}', "1", Effect.ONCE)
    assert "nilai" not in reply.url
    assert reply.at is not None
