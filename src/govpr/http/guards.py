"""What is looked at before a call leaves the machine: where it goes, and that no credential goes astray."""

import ipaddress
from collections.abc import Set as AbstractSet
from urllib.parse import urljoin, urlsplit

from attrs import evolve

from govpr.errors import Misconfigured
from govpr.http.calls import Call, Effect, Reply

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


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
