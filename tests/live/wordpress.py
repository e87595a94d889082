"""A real WordPress with its own MariaDB, on loopback, in a folder that is gone afterwards."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import field, frozen
from tests.live.conftest import HERE, free_port, running, wait_for, wait_until

SOURCE = Path("/usr/share/wordpress")
OWN = HERE / "wordpress"


@frozen
class Site:
    """A site, and what its editor does there.

    Args:
        url: Its address.
        password: The editor's application password.
    """

    url: str
    password: str = field(repr=False)
    _root: Path
    _environ: Mapping[str, str] = field(repr=False)

    @property
    def key(self) -> tuple[str, str]:
        return ("redaksi", self.password)

    def seed(self, posts: Sequence[Mapping[str, Any]]) -> list[int]:
        """The site's posts are these, with times of their own."""
        ids: list[int] = json.loads(_php(OWN / "seed.php", self._root, self._environ, json.dumps(posts)))
        return ids

    def post(self, **fields: Any) -> dict[str, Any]:
        return self._editing("POST", "posts", {"status": "publish", **fields})

    def edit(self, number: int, **fields: Any) -> dict[str, Any]:
        return self._editing("POST", f"posts/{number}", fields)

    def trash(self, number: int) -> None:
        self._editing("DELETE", f"posts/{number}", None)

    def tags(self) -> list[dict[str, Any]]:
        known: list[dict[str, Any]] = httpx.get(f"{self.url}/wp-json/wp/v2/tags").raise_for_status().json()
        return known

    def tag(self, name: str) -> int:
        return int(self._editing("POST", "tags", {"name": name})["id"])

    def picture(self, data: bytes) -> dict[str, Any]:
        headers = {"Content-Type": "image/png", "Content-Disposition": 'attachment; filename="hoaks.png"'}
        reply = httpx.post(f"{self.url}/wp-json/wp/v2/media", content=data, headers=headers, auth=self.key)
        made: dict[str, Any] = reply.raise_for_status().json()
        return made

    def _editing(self, method: str, path: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
        reply = httpx.request(method, f"{self.url}/wp-json/wp/v2/{path}", json=body, auth=self.key, timeout=30)
        done: dict[str, Any] = reply.raise_for_status().json()
        return done


@contextmanager
def wordpress() -> Iterator[Site]:
    """Boot one; the test is skipped where it is not installed."""
    missing = [name for name in ("mariadbd", "mariadb-install-db", "mariadb-admin", "php") if not _program(name)]
    if missing or not SOURCE.is_dir():
        pytest.skip(f"WordPress, MariaDB or PHP is not installed; run {HERE / 'install.sh'}")
    folder = Path(tempfile.mkdtemp(prefix="wp-"))  # short: a socket's path has at most 107 letters
    try:
        folder.chmod(0o755)  # MariaDB does not run as root, and has to get here
        with _database(folder) as socket, _site(folder, socket) as site:
            yield site
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _database(folder: Path) -> Iterator[Path]:
    data = folder / "data"
    data.mkdir()
    user = []
    if os.geteuid() == 0:
        shutil.chown(data, "mysql", "mysql")
        user = ["--user=mysql"]
    made = ["--no-defaults", *user, f"--datadir={data}"]
    quiet = ["--skip-test-db", "--auth-root-authentication-method=normal"]
    subprocess.run([_program("mariadb-install-db"), *made, *quiet], check=True, capture_output=True)
    socket = data / "m.sock"
    server = [
        _program("mariadbd"),
        *made,
        "--skip-networking",
        f"--socket={socket}",
        "--innodb-buffer-pool-size=32M",
        "--innodb-flush-log-at-trx-commit=0",
    ]
    with running(server, folder) as process:
        admin = [_program("mariadb-admin"), "--no-defaults", "-uroot", f"--socket={socket}"]
        up = wait_until(
            lambda: subprocess.run([*admin, "ping"], capture_output=True, check=False).returncode == 0, process
        )
        assert up, "MariaDB did not start"
        subprocess.run([*admin, "create", "wordpress"], check=True, capture_output=True)
        yield socket


@contextmanager
def _site(folder: Path, socket: Path) -> Iterator[Site]:
    root, address = folder / "www", f"http://127.0.0.1:{free_port()}"
    shutil.copytree(SOURCE, root, ignore_dangling_symlinks=True)
    (root / "wp-content" / "uploads").mkdir(parents=True, exist_ok=True)
    shutil.copy(OWN / "wp-config.php", root)
    environ = {**os.environ, "SITE_URL": address, "SITE_SOCKET": str(socket), "PHP_CLI_SERVER_WORKERS": "2"}
    password = _php(OWN / "install.php", root, environ)
    host = address.removeprefix("http://")
    with running([_program("php"), "-S", host, "-t", str(root), str(OWN / "router.php")], root, environ) as process:
        wait_for(f"{address}/wp-json/", process)
        yield Site(address, password, root, environ)


def _php(script: Path, root: Path, environ: Mapping[str, str], said: str = "") -> str:
    command = [_program("php"), "-d", "display_errors=stderr", str(script)]
    done = subprocess.run(command, cwd=root, env=environ, input=said, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def _program(name: str) -> str:
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin") or ""
