"""Planning millions of posts, against a bare executemany of the same rows into the same tables in the same run.

Four million officers with one account each, one message in three variants. The officers are put into the database by
hand; `plan` and the bare peer run in processes of their own, so that each has its own peak of memory. Due posts are
looked for among all of them, queued and approved, with a hundred due ones of official accounts in between.
"""

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from govpr import Workspace
from govpr.models import DeliveryState
from govpr.storage import outbox
from govpr.storage.database import Database

OFFICIAL = 100
_BATCH = 10_000
_NOW = datetime(2026, 11, 2, tzinfo=UTC)
_PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL")
_AGENCY = """
govpr = 1
[agency]
id = "bangsa"
name = "Kementerian Bangsa"
units = [{ id = "humas", name = "Humas" }]
"""
_ACCOUNT = '\n[[accounts]]\nid = "kanal-{n}"\nplatform = "newsroom"\nhandle = "kanal-{n}"\nagency = "bangsa"\n'
_CAMPAIGN = """
govpr = 1
[campaign]
id = "nasional"
title = "Siaga banjir"
agency = "bangsa"
goal = "Warga tahu apa yang harus dilakukan"
audience = "Warga"
author = "penulis"
starts = 2026-11-01
ends = 2026-11-30
[campaign.participants]
units = ["humas"]
accounts = [{accounts}]
[[campaign.messages]]
id = "siaga"
title = "Siaga banjir"
links = ["https://siaga.example.go.id/peta"]
[[campaign.messages.variants]]
id = "a"
text = "Warga di bantaran sungai diminta siaga banjir mulai malam ini. Pindahkan barang berharga ke lantai atas."
[[campaign.messages.variants]]
id = "b"
text = "Hujan lebat diperkirakan turun sampai besok pagi. Simpan nomor darurat 112, dan periksa saluran air."
[[campaign.messages.variants]]
id = "c"
text = "Air naik? Matikan listrik, bawa surat penting, ikuti petugas ke tempat yang aman. Peta pengungsian ada di sini."
[[campaign.waves]]
id = "pertama"
at = 2026-11-03T07:00:00+07:00
spread = "10h"
messages = ["siaga"]
"""


def run(*, quick: bool) -> dict[str, Any]:
    """Everything that is measured.

    Args:
        quick: A fortieth of the officers.
    """
    count = 100_000 if quick else 4_000_000
    with tempfile.TemporaryDirectory(dir=os.environ.get("GOVPR_BENCH_DIR")) as folder:
        place = Path(folder)
        made = place / "ws"
        _found(made, place, count)
        shutil.copy(made / "govpr.db", place / "bare.db")
        plan = _apart("plan", made)
        again = _apart("plan", made)
        bare = _apart("bare", made, place / "bare.db")
        figures = {
            "posts": plan["posts"],
            "planned posts a second": round(plan["posts"] / plan["seconds"]),
            "bare executemany, posts a second": round(bare["posts"] / bare["seconds"]),
            "planning, of the bare rate (0.4 wanted)": round(bare["seconds"] / plan["seconds"], 3),
            "peak memory of planning, MB (500 allowed)": plan["peak"],
            "planning again without a change, posts a second": round(again["posts"] / again["seconds"]),
            "approved posts a second": round(_approved(made, plan["seal"])),
        }
        return figures | _due(made / "govpr.db")


def _found(made: Path, place: Path, count: int) -> None:
    """A workspace with officers, put in by hand."""
    accounts = [f"kanal-{n}" for n in range(OFFICIAL)]
    (place / "agency.toml").write_text(_AGENCY + "".join(_ACCOUNT.format(n=n) for n in range(OFFICIAL)), "utf-8")
    campaign = _CAMPAIGN.replace("{accounts}", ", ".join(f'"{name}"' for name in accounts))
    (place / "campaign.toml").write_text(campaign, "utf-8")
    (place / "officers.csv").write_text("id,name,unit\nketua,Ketua,humas\npenulis,Penulis,humas\n", "utf-8")
    Workspace.init(made, agency=place / "agency.toml").close()
    settings = made / "govpr.toml"
    settings.write_text(settings.read_text("utf-8").replace("identical = 4", "identical = 10_000_000"), "utf-8")
    with Workspace.open(made) as ws:
        ws.officers.load(place / "officers.csv")
    with closing(sqlite3.connect(made / "govpr.db")) as database:
        database.executemany("INSERT INTO officers VALUES (?, NULL, 'humas', ?)", _officers(count))
        database.executemany("INSERT INTO accounts VALUES (?, 'mastodon', ?, ?)", _accounts(count))
        database.executemany("INSERT INTO consents VALUES (?, ?, 'share-kit', ?)", _consents(count))
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with Workspace.open(made) as ws:
        ws.campaigns.load(place / "campaign.toml")
    with closing(sqlite3.connect(made / "govpr.db")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _officers(count: int) -> Iterator[tuple[str, str]]:
    zones = (("ID-JB", "Asia/Jakarta"), ("ID-BA", "Asia/Makassar"), ("ID-PA", "Asia/Jayapura"))
    for n in range(count):
        region, zone = zones[n % 3]
        data = {
            "id": f"asn-{n:07}",
            "name": f"Pegawai {n} (contoh)",
            "unit": "humas",
            "languages": ["id"],
            "region": region,
            "zone": zone,
            "training": [{"course": "Dasar", "completed": "2026-01-05"}],
            "badge": {"number": f"B-{n}", "issued": "2026-01-06"},
        }
        yield f"asn-{n:07}", json.dumps(data)


def _accounts(count: int) -> Iterator[tuple[str, str, str]]:
    for n in range(count):
        data = {
            "id": f"asn-{n:07}-mastodon",
            "platform": "mastodon",
            "handle": f"@asn{n}@sosial.example.go.id",
            "ownership": "personal",
            "agency": "bangsa",
            "options": {},
            "officer": f"asn-{n:07}",
            "server": "https://sosial.example.go.id",
        }
        yield f"asn-{n:07}-mastodon", f"asn-{n:07}", json.dumps(data)


def _consents(count: int) -> Iterator[tuple[str, str, str]]:
    for n in range(count):
        officer, account = f"asn-{n:07}", f"asn-{n:07}-mastodon"
        given = f"2026-01-07T08:{n // 60 % 60:02}:{n % 60:02}+07:00"
        data = {"officer": officer, "account": account, "purpose": "share-kit", "version": "1", "given": given}
        yield officer, account, json.dumps(data)


def _apart(what: str, *places: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.planning", what, *map(str, places)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _planned(place: str) -> dict[str, Any]:
    with Workspace.open(place) as ws:
        begun = time.perf_counter()
        told = ws.plan_stream("nasional", progress=_seen)
        return {"posts": told.posts, "seconds": time.perf_counter() - begun, "seal": told.seal}


def _seen(done: int, total: int | None) -> None:
    if os.environ.get("GOVPR_BENCH_LOUD"):
        print(done, "of", total, file=sys.stderr)


def _bare(source: str, target: str) -> dict[str, Any]:
    """The same rows as they were planned, in the order of accounts, committed as often; reading them is not counted."""
    spent, count = 0.0, 0
    with closing(sqlite3.connect(f"{source}/govpr.db")) as old, closing(sqlite3.connect(target)) as new:
        for pragma in _PRAGMAS:
            new.execute(f"PRAGMA {pragma}")
        posts = old.execute("SELECT * FROM posts ORDER BY account")
        deliveries = old.execute(
            "SELECT deliveries.* FROM posts JOIN deliveries ON post = posts.id ORDER BY posts.account"
        )
        while some := list(islice(posts, _BATCH)):
            queued = list(islice(deliveries, _BATCH))
            begun = time.perf_counter()
            new.executemany(f"INSERT INTO posts VALUES ({', '.join('?' * len(some[0]))})", some)
            new.executemany(f"INSERT INTO deliveries VALUES ({', '.join('?' * len(queued[0]))})", queued)
            new.commit()
            spent, count = spent + time.perf_counter() - begun, count + len(some)
    return {"posts": count, "seconds": spent}


def _approved(made: Path, seal: str) -> float:
    with Workspace.open(made) as ws:
        begun = time.perf_counter()
        done = ws.approve_stream("nasional", seal, by="ketua")
        return done.posts / (time.perf_counter() - begun)


def _due(place: Path) -> dict[str, Any]:
    """How long it takes to find what is due; once with everything in the future, once with everybody's posts due."""
    found: dict[str, Any] = {}
    with closing(sqlite3.connect(place)) as database:
        some = "SELECT deliveries.post FROM deliveries JOIN accounts ON accounts.id = account WHERE officer IS NULL"
        database.execute(f"UPDATE deliveries SET due = '2026-11-01T00:00:00.000000+00:00' WHERE post IN ({some})")
        database.commit()
        found["queued"] = database.execute(
            "SELECT count(*) FROM deliveries WHERE state = ?", (DeliveryState.APPROVED.value,)
        ).fetchone()[0]
    database_of = Database.open(place)
    for name, now in (("due posts found, ms (5 allowed)", _NOW), ("the same, with all officers' posts due too", None)):
        moment = now or datetime(2026, 12, 1, tzinfo=UTC)
        times = []
        for _ in range(21):
            begun = time.perf_counter()
            with database_of.read() as connection:
                ready = outbox.due(connection, moment, platforms=["newsroom", "mastodon"], lookable=[], limit=50)
            times.append((time.perf_counter() - begun) * 1000)
            assert len(ready) == 50  # noqa: PLR2004
        found[name] = round(median(times), 2)
    database_of.close()
    return found


if __name__ == "__main__":
    did = _planned(sys.argv[2]) if sys.argv[1] == "plan" else _bare(sys.argv[2], sys.argv[3])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(did | {"peak": peak}))
