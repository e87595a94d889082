"""No address that hostile data names reaches a private network."""

import socket
from typing import Any

import pytest
from tests.unit.test_http_clients import Wire

from govpr.errors import Misconfigured
from govpr.http.calls import Call
from govpr.http.client import Client
from govpr.http.guards import answered_by, refuse_private


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://10.1.2.3/",
        "https://192.168.0.1:8443/",
        "https://169.254.169.254/latest/meta-data",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[2002:a00:1::]/",
        "https://[fd00::1]/",
        "https://localhost/",
        "https://localhost./",
        "https://intranet/",
        "https://printer.local/",
        "https://db.internal/",
        "https:///without-a-host",
    ],
)
def test_private_addresses_are_refused_however_they_are_written(url: str) -> None:
    with pytest.raises(Misconfigured, match="no public address"):
        refuse_private(url)


@pytest.mark.parametrize("url", ["https://bps.go.id/", "https://36.95.1.2/", "https://[2001:4860:4860::8888]/"])
def test_public_addresses_are_not(url: str) -> None:
    refuse_private(url, ["36.95.1.2"])


def test_a_public_name_for_a_private_address_is_refused() -> None:
    with pytest.raises(Misconfigured, match="no public address"):
        refuse_private("https://bps.go.id/", ["36.95.1.2", "10.0.0.1"])
    with pytest.raises(Misconfigured, match="no public address"):
        refuse_private("https://bps.go.id/", ["fe80::1%eth0"])


class _Line:
    def get_extra_info(self, info: str, /) -> Any:
        return {"server_addr": ("10.0.0.1", 443)}.get(info)


def test_who_answered_is_asked_of_the_connection() -> None:
    assert answered_by(_Line()) == ("10.0.0.1",)
    assert answered_by(None) == ()


def test_names_are_looked_up_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govpr.http.transports.getproxies", dict)
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.1.1", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: answer)
    with Client() as client, pytest.raises(Misconfigured, match="no public address"):
        client.sender(hosts={"sosial.example"})(Call("GET", "https://sosial.example/", public=True))


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_both_clients_refuse(kind: str) -> None:
    call = Call("GET", "https://10.0.0.1/", public=True)
    with pytest.raises(Misconfigured, match="no public address"):
        Wire(kind).send(call, lambda _request: pytest.fail("it was called"), hosts=frozenset({"10.0.0.1"}))
