"""Files and streams of texts to match: what is refused, and how little memory they take."""

import io
import json
import subprocess
import sys
import tracemalloc
from itertools import count
from pathlib import Path

import pytest

from govpr.errors import InvalidFile
from govpr.hoaxes.queries import checked_queries, query_lines, read_queries
from govpr.hoaxes.runs import Ranking, matched

ROW = {"qid": "q{}", "text": "Bank kota tutup selama sebulan karena gangguan jaringan, kata pesan yang beredar"}


def written(path: Path, count: int, last: str = "", times: int = 1) -> Path:
    line = json.dumps(ROW | {"text": ROW["text"] * times}) + "\n"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(line.replace("{}", str(place)) for place in range(count))
        file.write(last)
    return path


def peak(path: Path) -> int:
    """The most memory, in bytes, of a process that reads a file to its end."""
    code = "import resource, sys; from govpr.hoaxes.queries import checked_queries\n"
    code += "for _ in checked_queries(sys.argv[1]): pass\n"
    code += "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """The sieve takes a tenth of the file, and at most 16 MB."""
    small, large = (written(tmp_path / f"{count}.jsonl", count, times=25) for count in (4_000, 16_000))
    grown = large.stat().st_size - small.stat().st_size
    assert grown > 20_000_000
    assert peak(large) - peak(small) < 0.25 * grown


def test_a_name_that_comes_again_is_found_however_far_apart(tmp_path: Path) -> None:
    again = written(tmp_path / "a.jsonl", 20_000, '{"qid": "q3", "text": "a"}\n{"qid": " q3 ", "text": "b"}\n')
    with pytest.raises(InvalidFile) as refused:
        checked_queries(again)
    assert [(problem.path, problem.line) for problem in refused.value.problems] == [("qid", 20_001), ("qid", 20_002)]


def test_no_name_is_taken_for_another(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", 30_000)
    queries = checked_queries(path)
    assert queries.count == 30_000
    assert next(iter(queries))["qid"] == next(iter(queries))["qid"] == "q0"


def test_a_hundred_problems_are_enough(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("[]\n" * 5_000, "utf-8")
    with pytest.raises(InvalidFile) as refused:
        read_queries(path)
    assert [problem.line for problem in refused.value.problems] == list(range(1, 101))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_with_a_mark_are_known(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"qid": "1", "text": "é\u2028x"}\r\n\r\n{"qid": 2, "text": "b", "lang": "en"}'.encode(encoding))
    expected = ({"qid": "1", "text": "é\u2028x", "lang": ""}, {"qid": "2", "text": "b", "lang": "en"})
    assert read_queries(path) == expected
    assert tuple(query_lines(io.BytesIO(path.read_bytes()))) == expected


def test_a_line_without_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"qid": "1", "text": "a"}\n')
        file.truncate(50_000_000)
    tracemalloc.start()
    try:
        with path.open("rb") as file, pytest.raises(InvalidFile, match="longer than 1,000,000 characters"):
            list(query_lines(file))
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("workers", "most"), [(1, 1), (2, 256)])
def test_a_stream_is_taken_as_rows_are_taken(tmp_path: Path, workers: int, most: int) -> None:
    taken = count()
    endless = ({"qid": str(place), "text": "bank"} for place in taken)
    rows = matched(endless, Ranking(tmp_path / "index", 1), workers)
    assert next(rows) == []
    rows.close()
    assert next(taken) <= most


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="cannot be read"):
        checked_queries(tmp_path / "none.jsonl")
