"""A real Matrix homeserver, Synapse, on loopback, in a folder that is gone afterwards."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import field, frozen
from tests.live.conftest import HERE, ROOT, free_port, running, wait_for

PROGRAMS = ROOT / "py" / "synapse" / "bin"
PASSWORD = "rahasia-uji"
PLENTY = {"per_second": 1_000, "burst_count": 1_000}


@frozen
class Homeserver:
    """A homeserver, and what people do there.

    Args:
        url: Its address.
    """

    url: str
    _folder: Path = field(repr=False)

    def register(self, name: str, *, admin: bool = False) -> str:
        """A new user's token."""
        kind = "--admin" if admin else "--no-admin"
        command = [
            str(PROGRAMS / "register_new_matrix_user"),
            "-c",
            "homeserver.yaml",
            "-u",
            name,
            "-p",
            PASSWORD,
            kind,
        ]
        subprocess.run([*command, self.url], cwd=self._folder, check=True, capture_output=True)
        return self.login(name)

    def login(self, name: str) -> str:
        """The token of a new device."""
        who = {"type": "m.id.user", "user": name}
        body = {"type": "m.login.password", "identifier": who, "password": PASSWORD}
        return str(self.ask("POST", "login", body)["access_token"])

    def room(self, token: str, alias: str, **more: Any) -> str:
        """A new public room where only those with a power level of 50 speak."""
        body = {"preset": "public_chat", "room_alias_name": alias, **more}
        return str(
            self.ask("POST", "createRoom", {"power_level_content_override": {"events_default": 50}} | body, token)[
                "room_id"
            ]
        )

    def event(self, token: str, room: str, event: str) -> dict[str, Any]:
        return self.ask("GET", f"rooms/{room}/event/{event}", None, token)

    def ask(self, method: str, path: str, body: Any, token: str = "") -> dict[str, Any]:
        base = self.url if path.startswith("/") else f"{self.url}/_matrix/client/v3/"
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        reply = httpx.request(method, f"{base}{path}", json=body, headers=headers, timeout=30)
        answered: dict[str, Any] = reply.raise_for_status().json()
        return answered


@contextmanager
def synapse() -> Iterator[Homeserver]:
    """Boot one; the test is skipped where it is not installed."""
    if not (PROGRAMS / "register_new_matrix_user").exists():
        pytest.skip(f"Synapse is not installed; run {HERE / 'install.sh'}")
    folder = Path(tempfile.mkdtemp(prefix="synapse-"))
    try:
        port = free_port()
        server = [str(PROGRAMS / "python"), "-m", "synapse.app.homeserver", "--config-path", "homeserver.yaml"]
        made = ["--server-name", "localhost", "--generate-config", "--report-stats=no"]
        subprocess.run([*server, *made], cwd=folder, check=True, capture_output=True)
        (folder / "test.yaml").write_text(json.dumps(_settings(port)), "utf-8")  # JSON is YAML
        url = f"http://127.0.0.1:{port}"
        with running([*server, "--config-path", "test.yaml"], folder) as process:
            wait_for(f"{url}/_matrix/client/versions", process)
            yield Homeserver(url, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _settings(port: int) -> dict[str, Any]:
    """Only this machine is spoken to, and the limits of calls are out of the way."""
    here = {"port": port, "bind_addresses": ["127.0.0.1"], "type": "http", "resources": [{"names": ["client"]}]}
    return {
        "listeners": [here],
        "trusted_key_servers": [],
        "federation_domain_whitelist": [],
        "max_upload_size": "2M",
        "rc_message": PLENTY,
        "rc_login": {"address": PLENTY, "account": PLENTY, "failed_attempts": PLENTY},
    }
