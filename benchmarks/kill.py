"""Workers killed at random instants as by `kill -9`: what was lost, what went out twice, what waits for a person.

500 rounds for each kind of server and each store, over real sockets, several workers at once. `mastodon`: Mastodon's
API with keys. `find`: a board that publishes repeats again, can be looked through, and drops 30% of its answers.
`webhook`: one that does neither, and drops 20%. `bluesky`: a PDS that runs at `--at`. With `--stop` the workers are
stopped for longer than their leases instead, and go on after others have done their work. With `--sweep 1` single
workers are killed at each step of their work, one after the other. `--quick`: 20 rounds.
"""

import argparse
import os
import random
import secrets
import ssl
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import httpx
import psycopg
from attrs import asdict, fields
from tests.postgres import running

from benchmarks._hall import Hall
from benchmarks._killing import Told, Trial
from benchmarks._queue import HANDLES, SECRET
from benchmarks._server import serving

_KINDS = {"mastodon": "mastodon", "find": "papan", "webhook": "webhook"}
_DROPS = {"papan": 0.3, "webhook": 0.2}
_STORES = ("sqlite", "postgresql")
_SLOW = 0.03
_ROUNDS, _QUICK = 500, 20


def options() -> argparse.ArgumentParser:
    """What may be chosen."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--store", choices=_STORES, action="append", help="only this one; may be repeated")
    parser.add_argument("--platform", choices=(*_KINDS, "bluesky"), action="append", help="only this one; as above")
    parser.add_argument("--rounds", type=int, help="how often workers are killed")
    parser.add_argument("--workers", type=int, default=3, help="how many work at once")
    parser.add_argument("--stop", action="store_true", help="stop them instead, for longer than their leases")
    parser.add_argument("--sweep", type=int, default=0, help="kill single workers at each N-th of their steps instead")
    parser.add_argument("--seed", type=int, default=0, help="what the instants are drawn from")
    parser.add_argument("--at", default="", help="the address of a Bluesky PDS that runs")
    parser.add_argument(
        "--server", default="", help="the address of a PostgreSQL database; new ones are made beside it"
    )
    return parser


def run(*, quick: bool, chosen: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """The trials, one after the other."""
    rounds = chosen.rounds or (_QUICK if quick else _ROUNDS)
    told: dict[str, dict[str, Any]] = {}
    for store in chosen.store or _STORES:
        with _one_authority(), _databases(store, chosen.server) as database:
            for platform in chosen.platform or _KINDS:
                with _hall(platform, database(), chosen.at) as hall:
                    how = {name: getattr(chosen, name) for name in ("workers", "stop", "sweep")}
                    trial = Trial(hall=hall, rounds=rounds, chance=random.Random(chosen.seed), **how)
                    told[f"{platform}, {store}"] = asdict(trial.run())
    return told


def table(figures: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The figures, a line a trial."""
    names = [one.name for one in fields(Told)]
    yield " | ".join(["trial".ljust(20), *names])
    for trial, values in figures.items():
        yield " | ".join([trial.ljust(20), *(str(values[name]).rjust(len(name)) for name in names)])


@contextmanager
def _one_authority() -> Iterator[None]:
    """Nothing here is encrypted, and each worker would read all the authorities of the system, longer than it sends."""
    one = ssl.create_default_context().get_ca_certs(binary_form=True)[0]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "authority.pem"
        file.write_text(ssl.DER_cert_to_PEM_cert(one), "ascii")
        os.environ["SSL_CERT_FILE"] = str(file)
        try:
            yield
        finally:
            del os.environ["SSL_CERT_FILE"]


@contextmanager
def _databases(store: str, address: str) -> Iterator[Callable[[], str]]:
    if store == "sqlite":
        yield str
    elif address:
        yield lambda: _beside(address)
    else:
        with running() as server:
            yield server.database


def _beside(address: str) -> str:
    name = f"t{secrets.token_hex(6)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{address.rpartition('/')[0]}/{name}"


@contextmanager
def _hall(platform: str, store: str, pds: str) -> Iterator[Hall]:
    kind = _KINDS.get(platform, platform)
    own = serving(keys=kind == "mastodon", drop=_DROPS.get(kind, 0.0), slow=_SLOW)
    server: AbstractContextManager[str] = nullcontext(pds) if platform == "bluesky" else own
    with tempfile.TemporaryDirectory() as folder, server as address:
        handles = [_account(pds)] if platform == "bluesky" else HANDLES
        yield Hall(folder=Path(folder), kind=kind, address=address, store=store, handles=handles)


def _account(pds: str) -> str:
    name = f"acak-{uuid.uuid4().hex[:8]}.test"
    body = {"email": f"{name}@example.com", "handle": name, "password": SECRET}
    httpx.post(f"{pds}/xrpc/com.atproto.server.createAccount", json=body, timeout=30).raise_for_status()
    return name
