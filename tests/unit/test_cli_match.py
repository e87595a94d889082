"""`govpr hoax match`: in the order of the queries, whatever the number of processes; whole or not at all."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

import psutil
import pytest

from govpr import Workspace

GOVPR = [sys.executable, "-m", "govpr", "hoax", "match"]
CLAIMS = ["Bank kota tutup sebulan", "Vaksin mengandung cip pelacak", "Harga beras naik sepuluh kali lipat"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with three hoaxes; for reading only."""
    folder = tmp_path_factory.mktemp("match") / "desk"
    claims = folder.parent / "claims.jsonl"
    write(claims, [{"cid": f"c{place}", "text": text, "verdict": "SALAH"} for place, text in enumerate(CLAIMS)])
    with Workspace.init(folder) as workspace:
        workspace.hoaxes.load(claims)
    return folder


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    """Two hundred texts, which take turns at the claims."""
    path = tmp_path / "queries.jsonl"
    write(path, [{"qid": f"q{place}", "text": f"kata tetangga {CLAIMS[place % 3]}, benarkah"} for place in range(200)])
    return path


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def run(desk: Path, *arguments: object, **options: Any) -> "subprocess.CompletedProcess[bytes]":
    command = [*GOVPR, *map(str, arguments), "--workspace", str(desk)]
    return subprocess.run(command, capture_output=True, check=False, timeout=60, **options)


def rows(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.splitlines()]


def test_rows_are_the_same_whatever_the_number_of_processes(desk: Path, queries: Path, tmp_path: Path) -> None:
    made = []
    for workers in (1, 2):
        out = tmp_path / f"{workers}.jsonl"
        done = run(desk, "--queries", queries, "--out", out, "--workers", workers, "--top", 2)
        assert (done.returncode, done.stderr) == (0, b"")
        made.append(rows(out.read_bytes()))
    assert made[0] == made[1]
    assert list(dict.fromkeys(row["qid"] for row in made[0])) == [f"q{place}" for place in range(200)]
    assert all(set(row) == {"qid", "cid", "rank", "score"} for row in made[0])
    firsts = {row["qid"]: row["cid"] for row in made[0] if row["rank"] == 1}
    assert firsts == {f"q{place}": f"c{place % 3}" for place in range(200)}


def test_rows_go_through_pipes(desk: Path, queries: Path) -> None:
    with queries.open("rb") as file:
        piped = run(desk, "--queries", "-", "--out", "-", "--workers", 1, stdin=file)
    assert (piped.returncode, piped.stderr) == (0, b"")
    assert {row["qid"] for row in rows(piped.stdout)} == {f"q{place}" for place in range(200)}


def test_a_row_comes_out_before_the_next_query_goes_in(desk: Path) -> None:
    command = [*GOVPR, "--queries", "-", "--out", "-", "--workers", "1", "--workspace", str(desk)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin
        assert running.stdout
        for place, claim in enumerate(CLAIMS):
            running.stdin.write(json.dumps({"qid": place, "text": claim}).encode() + b"\n")
            running.stdin.flush()
            row = json.loads(running.stdout.readline())
            while row["qid"] != str(place):
                row = json.loads(running.stdout.readline())
            assert row["cid"] == f"c{place}"
        running.stdin.close()
    assert running.returncode == 0


def test_decisions_say_nothing_where_nothing_is_found(desk: Path, tmp_path: Path) -> None:
    asked, out = tmp_path / "asked.jsonl", tmp_path / "out.jsonl"
    write(asked, [{"qid": "a", "text": CLAIMS[0]}, {"qid": "b", "text": "Semut berjalan pelan"}])
    done = run(desk, "--queries", asked, "--out", out, "--decide", "--json")
    assert json.loads(done.stdout)["rows"] == 2
    same, nothing = rows(out.read_bytes())
    assert (same["qid"], same["cid"], same["decision"]) == ("a", "c0", "same")
    assert same["probability"] > nothing["probability"]
    assert (nothing["qid"], nothing["cid"], nothing["decision"]) == ("b", None, "nothing")


def test_a_wrong_file_is_told_whole_and_nothing_is_written(desk: Path, tmp_path: Path) -> None:
    asked, out = tmp_path / "asked.jsonl", tmp_path / "out.jsonl"
    lines = [b'{"qid": "1", "text": "a"}', b"[]", b'{"qid": "1", "text": "b"}', b'{"text": " "}', b'{"qid": "2\xff"}']
    asked.write_bytes(b"\n".join(lines))
    out.write_text("what was there before")
    done = run(desk, "--queries", asked, "--out", out, "--json")
    problems = json.loads(done.stderr)["problems"]
    assert done.returncode == 2
    assert [problem["line"] for problem in problems] == [2, 3, 4, 4, 5]
    assert out.read_text() == "what was there before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["asked.jsonl", "out.jsonl"]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_wrong_line_of_a_stream_is_named_and_nothing_is_half_written(
    desk: Path, queries: Path, tmp_path: Path, workers: int
) -> None:
    out, stream = tmp_path / "out.jsonl", queries.read_bytes() + b'{"qid": "q7"}\n'
    done = run(desk, "--queries", "-", "--out", out, "--workers", workers, input=stream)
    assert done.returncode == 2
    assert b"line 201: text is missing" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["queries.jsonl"]


def test_standard_output_is_rows_or_a_document(desk: Path, queries: Path) -> None:
    done = run(desk, "--queries", queries, "--out", "-", "--json")
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.fixture
def midway(desk: Path, tmp_path: Path) -> "Iterator[subprocess.Popen[bytes]]":
    """A run with two processes whose standard input stays open, in a group of its own, as a terminal starts it."""
    command = [*GOVPR, "--queries", "-", "--out", str(tmp_path / "out.jsonl"), "--workers", "2"]
    pipe = subprocess.PIPE
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite in the background may not hear Ctrl-C
    with subprocess.Popen(
        [*command, "--workspace", str(desk)], bufsize=0, stdin=pipe, stderr=pipe, start_new_session=True
    ) as running:
        signal.signal(signal.SIGINT, heard)
        yield running


def feed(running: "subprocess.Popen[bytes]", start: int) -> int:
    assert running.stdin
    rows = [{"qid": place, "text": CLAIMS[place % 3]} for place in range(start, start + 200)]
    running.stdin.write("".join(json.dumps(row) + "\n" for row in rows).encode())
    return start + 200


def helpers(running: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    """Its worker processes, once there are as many as it may have."""
    until = monotonic() + 30
    while monotonic() < until:
        found = psutil.Process(running.pid).children(recursive=True)
        working = [one for one in found if "spawn_main" in " ".join(one.cmdline())]
        if len(working) == 2:
            return working
    raise AssertionError("the processes did not start")


def test_ctrl_c_ends_it_quietly(midway: "subprocess.Popen[bytes]", tmp_path: Path) -> None:
    feed(midway, 0)
    working = helpers(midway)
    os.killpg(midway.pid, signal.SIGINT)
    _, err = midway.communicate(timeout=30)
    assert (midway.returncode, err) == (130, b"")
    assert psutil.wait_procs(working, timeout=10)[1] == []
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_dies_ends_it_with_an_error(midway: "subprocess.Popen[bytes]", tmp_path: Path) -> None:
    sent = feed(midway, 0)
    working = helpers(midway)
    working[0].kill()
    with suppress(BrokenPipeError):
        while midway.poll() is None and sent < 100_000:
            sent = feed(midway, sent)
    assert midway.wait(timeout=30) == 5
    assert midway.stderr
    err = midway.stderr.read()
    assert b"use fewer workers" in err
    assert b"Traceback" not in err
    assert psutil.wait_procs(working, timeout=10)[1] == []
    assert list(tmp_path.iterdir()) == []
