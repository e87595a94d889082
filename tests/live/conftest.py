"""Servers that the live tests boot on loopback, each in a process group of its own that always ends with the tests."""

import asyncio
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from govpr.http.async_client import AsyncClient
from govpr.http.calls import Flow
from govpr.http.client import Client
from govpr.http.drivers import arun, run
from govpr.http.sessions import Session

HERE = Path(__file__).parent / "servers"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
ROOT = Path(os.environ.get("GOVPR_SERVERS", CACHE / "govpr-servers"))
PATIENCE = 90.0
Hold = Callable[[Flow[Any], Session, frozenset[str]], Any]


@pytest.fixture(scope="session")
def pds() -> Iterator[str]:
    """The address of a real Bluesky PDS."""
    with _pds() as address:
        yield address


@pytest.fixture
def strict_pds() -> Iterator[str]:
    """The address of a PDS that counts sign-ins."""
    with _pds("--limits") as address:
        yield address


@pytest.fixture(scope="session")
def mastodon() -> Iterator[str]:
    """The address of a mock that speaks Mastodon's API; its only token is `mock_token`."""
    program = ROOT / "py" / "mastodon" / "bin" / "mastodon_mock"
    if not program.exists():
        pytest.skip(f"the Mastodon mock is not installed; run {HERE / 'install.sh'}")
    port = free_port()
    command = [str(program), "serve", "--in-memory", "--host", "127.0.0.1", "--port", str(port), "--log-level", "error"]
    address = f"http://127.0.0.1:{port}"
    with running(command, ROOT) as process:
        wait_for(f"{address}/api/v2/instance", process)
        yield address


@pytest.fixture(params=["sync", "async"])
def hold(request: pytest.FixtureRequest) -> Hold:
    """Holds a conversation over the network, by each of the two drivers."""
    return _hold if request.param == "sync" else _hold_async


def _hold(flow: Flow[Any], session: Session, hosts: frozenset[str]) -> Any:
    with Client() as client:
        return run(flow, client.sender(session, hosts))


def _hold_async(flow: Flow[Any], session: Session, hosts: frozenset[str]) -> Any:
    async def held() -> Any:
        async with AsyncClient() as client:
            return await arun(flow, client.sender(session, hosts))

    return asyncio.run(held())


@contextmanager
def _pds(*options: str) -> Iterator[str]:
    folder = ROOT / "npm" / "atproto"
    node = shutil.which("node")
    if node is None or not (folder / "node_modules" / "@atproto" / "dev-env").is_dir():
        pytest.skip(f"node or the PDS is not installed; run {HERE / 'install.sh'}")
    with running([node, str(HERE / "pds.js"), *options], folder) as process:
        yield json.loads(first_line(process))["pds"]


@contextmanager
def running(
    command: Sequence[str], folder: Path, environ: Mapping[str, str] = os.environ
) -> Iterator["subprocess.Popen[bytes]"]:
    """A server, until the tests are done with it."""
    quiet = {**environ, "LOG_ENABLED": "0", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=quiet,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    for kind in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, kind)
        except ProcessLookupError:
            break
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            continue
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait(10)


def first_line(process: "subprocess.Popen[bytes]") -> str:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
    line = process.stdout.readline().decode() if ready else ""
    assert line.startswith("{"), f"the server did not start: {line!r}"
    return line


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until a server answers."""

    def answers() -> bool:
        try:
            return httpx.get(address, timeout=2).is_success
        except httpx.TransportError:
            return False

    if not wait_until(answers, process):
        pytest.fail(f"the server at {address} did not start")


def wait_until(ready: Callable[[], bool], process: "subprocess.Popen[bytes]") -> bool:
    """Whether a server became ready before it ended, and before nobody waits any longer."""
    ends = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < ends:
        if ready():
            return True
        select.select([], [], [], 0.1)
    return False


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
