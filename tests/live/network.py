"""A whole Bluesky on loopback: a PDS, and the AppView that reads it and counts."""

import json
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from attrs import frozen
from tests.live.conftest import HERE, ROOT, first_line, free_port, running, wait_until

PLACES = os.pathsep.join((os.environ.get("PATH", ""), *map(str, Path("/usr/lib/postgresql").glob("*/bin"))))


@frozen
class Network:
    """Where it is.

    Args:
        pds: The accounts' server.
        view: What counts.
    """

    pds: str
    view: str


@contextmanager
def bluesky() -> Iterator[Network]:
    """Boot one; the test is skipped where something of it is not installed."""
    node, redis, initdb, postgres = (_program(name) for name in ("node", "redis-server", "initdb", "postgres"))
    packages = ROOT / "npm" / "atproto"
    if not (node and redis and initdb and postgres and (packages / "node_modules" / "@atproto" / "dev-env").is_dir()):
        pytest.skip(f"node, the AppView, PostgreSQL or Redis is not installed; run {HERE / 'install.sh'}")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="view-")))
        database, cache = free_port(), free_port()
        _booted(stack, [redis, "--port", str(cache), "--bind", "127.0.0.1", "--save", ""], folder, cache)
        _prepare(initdb, folder)
        listening = ["-h", "127.0.0.1", "-p", str(database), "-k", "", "-F"]
        _booted(stack, [*_as_owner(), postgres, "-D", str(folder / "data"), *listening], folder, database)
        environ = {**os.environ, "DB_POSTGRES_URL": f"postgres://postgres@127.0.0.1:{database}/postgres"}
        environ["REDIS_HOST"] = f"127.0.0.1:{cache}"
        process = stack.enter_context(running([node, str(HERE / "pds.js"), "--view"], packages, environ))
        known = json.loads(first_line(process))
        yield Network(known["pds"], known["view"])


def _program(name: str) -> str:
    return shutil.which(name, path=PLACES) or ""


def _as_owner() -> list[str]:
    """PostgreSQL does not run as root."""
    user = ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
    return ["setpriv", *user] if os.getuid() == 0 else []


def _prepare(initdb: str, folder: Path) -> None:
    if _as_owner():
        shutil.chown(folder, "postgres", "postgres")
    command = [*_as_owner(), initdb, "-D", str(folder / "data"), "-A", "trust", "-U", "postgres", "--no-sync"]
    with running(command, folder) as process:
        assert process.wait(60) == 0


def _booted(stack: ExitStack, command: list[str], folder: Path, port: int) -> None:
    process = stack.enter_context(running(command, folder))

    def answers() -> bool:
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", port)) == 0

    assert wait_until(answers, process), f"{command[0]} did not start"
