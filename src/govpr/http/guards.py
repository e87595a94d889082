"""What is looked at before a call leaves the machine: where it goes, and that no credential goes astray."""

import ipaddress
import socket
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

from attrs import evolve

from govpr.errors import Misconfigured
from govpr.http.calls import Call, Effect, Reply

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_INNER = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".corp", ".home")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def host_of(address: str) -> str:
    """The host of an address, in lower case and without its port; "" where there is none.

    Args:
        address: With or without a scheme.

    Example:
        >>> host_of("https://Sosial.go.id:8443/api"), host_of("sosial.go.id")
        ('sosial.go.id', 'sosial.go.id')
    """
    try:
        return urlsplit(address if "://" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""


def check(call: Call, hosts: AbstractSet[str]) -> None:
    """Refuse a call that leaves the declared hosts, or that would carry a credential over an open line.

    Args:
        call: What is about to be sent.
        hosts: Hosts that may be called.

    Raises:
        Misconfigured: It may not be sent; nothing was.

    Example:
        >>> check(Call("GET", "https://sosial.go.id/api"), {"sosial.go.id"})
    """
    host = host_of(call.url)
    if host not in hosts:
        raise Misconfigured(
            f"a call to {host or 'an address without a host'} is not declared by this platform or account"
        )
    scheme = call.url.partition(":")[0].lower()
    if scheme != "https" and not (scheme == "http" and is_loopback(host)):
        raise Misconfigured(f"{host} is called by {scheme}: only https is used, but on this machine itself")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself.

    Args:
        host: A name or an IP address.
    """
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_private(url: str, addresses: Iterable[str] = ()) -> None:
    """Refuse an address inside a private network: a call that hostile data caused must not reach what stands there.

    Args:
        url: What is to be called.
        addresses: The IP addresses that its host stands for, where they are known.

    Raises:
        Misconfigured: It is this machine, a private network, or a name that only such networks know.

    Example:
        >>> refuse_private("https://bps.go.id/statistik", ["36.95.1.2"])
        >>> refuse_private("http://169.254.169.254/latest/meta-data")
        Traceback (most recent call last):
        ...
        govpr.errors.Misconfigured: 169.254.169.254: it is no public address, and is not called; ...
    """
    host = host_of(url).rstrip(".")
    known = [_address(host), *(_address(one.partition("%")[0]) for one in addresses)]
    if _inner(host, known[0]) or any(not _public(one) for one in known if one is not None):
        raise Misconfigured("it is no public address, and is not called", where=host)


def looked_up(url: str) -> tuple[str, ...]:
    """The IP addresses that a host stands for at this moment; none where nobody knows it.

    Args:
        url: What is to be called.
    """
    try:
        return tuple({str(found[4][0]) for found in socket.getaddrinfo(host_of(url), None)})
    except (OSError, UnicodeError):
        return ()


class Connection(Protocol):
    """What guards ask of an open connection."""

    def get_extra_info(self, info: str, /) -> Any:
        """What is known of it, as `server_addr`."""


def answered_by(connection: Connection | None) -> tuple[str, ...]:
    """The IP address at the other end of a connection; none where the connection does not know it.

    Args:
        connection: As a client opened it.
    """
    end = None if connection is None else connection.get_extra_info("server_addr")
    return (str(end[0]),) if isinstance(end, tuple) and end else ()


def _inner(host: str, address: _Address | None) -> bool:
    return address is None and ("." not in host or host.endswith(_INNER))


def _public(address: _Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is not None:
            return _public(inside)
    return address.is_global and not address.is_multicast


def _address(host: str) -> _Address | None:
    """An IP address in any spelling that a resolver takes, as 127.1 or 0x7f000001; None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        digits = host and not set(host) - set("0123456789abcdefx.")
        return ipaddress.IPv4Address(socket.inet_aton(host)) if digits else None
    except OSError:
        return None


def followed(call: Call, reply: Reply, hosts: AbstractSet[str]) -> Call | None:
    """The call that a redirect leads to, or None if it is not followed.

    Only readings without credentials are led on, and only to declared hosts.

    Args:
        call: What was asked.
        reply: What was answered.
        hosts: Hosts that may be called.
    """
    place = reply.headers.get("location")
    if (
        reply.status not in _REDIRECTS
        or not place
        or call.signed
        or call.method != "GET"
        or call.effect is not Effect.SAFE
    ):
        return None
    try:
        url = urljoin(call.url, place)
    except ValueError:  # what the service names is no address
        return None
    return evolve(call, url=url, after=0.0) if host_of(url) in hosts else None
