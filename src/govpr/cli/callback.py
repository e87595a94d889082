"""Where a consent page sends its answer: a door on this machine that opens once (RFC 8252, 7.3), or what is pasted."""

import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

from govpr.errors import InputError, Problem
from govpr.http.guards import is_loopback

_DONE = "Selesai. Anda boleh menutup halaman ini. / Done. You may close this page."


def answered(page: str, redirect: str, *, open_page: Callable[[str], object]) -> tuple[str, str]:
    """Show a consent page, and wait on this machine for the code and the state that it sends back.

    Args:
        page: The page.
        redirect: An address of this machine, with a port.
        open_page: Opens a browser.

    Raises:
        InputError: The redirect is no address of this machine, or the owner said no.
    """
    address = urlsplit(redirect)
    if address.hostname is None or not is_loopback(address.hostname) or address.port is None:
        advice = "use http://127.0.0.1:PORT/, or --paste for another one"
        raise InputError((Problem("redirect", "is no address of this machine with a port", advice),))
    caught: list[str] = []
    with HTTPServer((address.hostname, address.port), _door(address.path, caught)) as server:
        _show(page, open_page)
        while not caught:
            server.handle_request()
    return _read(caught[0])


def pasted(page: str, redirect: str, *, open_page: Callable[[str], object]) -> tuple[str, str]:  # noqa: ARG001  (as the other)
    """Show a consent page, and ask for the address that the browser ends at.

    Args:
        page: The page.
        redirect: Where the browser is sent.
        open_page: Is not used: the page may be opened on another machine.

    Raises:
        InputError: What is pasted has no code, or the owner said no.
    """
    _show(page, lambda _page: None)
    sys.stderr.write("Paste the address that the browser ends at:\n")
    return _read(sys.stdin.readline().strip())


def _show(page: str, open_page: Callable[[str], object]) -> None:
    sys.stderr.write(f"Open this page, signed in as the account's owner:\n{page}\n")
    open_page(page)


def _read(address: str) -> tuple[str, str]:
    try:
        query = parse_qs(urlsplit(address).query)
    except ValueError:
        query = {}
    if "error" in query:
        words = " ".join((query.get("error_description") or query["error"])[0].split())[:200]
        raise InputError((Problem("consent", f"was not given: {words}", "begin again when the owner agrees"),))
    code, state = query.get("code", [""])[0], query.get("state", [""])[0]
    if not code or not state:
        advice = "paste the whole address, with its code and state"
        raise InputError((Problem("address", "has no code and state", advice),))
    return code, state


def _door(path: str, caught: list[str]) -> type[BaseHTTPRequestHandler]:
    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            right = urlsplit(self.path).path == (path or "/")  # a browser also asks for an icon
            if right and not caught:
                caught.append(self.path)
            self.send_response(200 if right else 404)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.end_headers()
            self.wfile.write((_DONE if right else "").encode())

        def log_message(self, *_args: object) -> None:
            """Nothing: the address has the code in it."""

    return Door
