"""Texts to match: JSON lines, read one by one, so that a file or a pipe of any length fits."""

import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

from attrs import field, frozen

from govpr.errors import InvalidFile, Problem

Query: TypeAlias = Mapping[str, str]
"""`qid`, `text`, and `lang`, which is "" where the language is to be guessed."""
_LONGEST = 1_000_000
_LISTED = 100
_REMEMBERED = 100_000
_HALF_BYTES = frozenset(map(chr, range(0xDC80, 0xDD00)))


@frozen
class Queries:
    """The texts of a file that was found to be right; each turn reads it again.

    Args:
        path: The file.
        count: How many there are.
    """

    path: Path
    count: int

    def __iter__(self) -> Iterator[Query]:
        with _opened(self.path) as file:
            yield from query_lines(file, str(self.path))


def read_queries(path: Path | str) -> tuple[Query, ...]:
    """Read texts to match: JSON lines with `qid`, `text` and perhaps `lang`.

    Args:
        path: The file, in UTF-8 (or UTF-16 with its mark).

    Raises:
        InvalidFile: Lists every line that cannot be used.
    """
    return tuple(checked_queries(path))


def checked_queries(path: Path | str) -> Queries:
    """Read a file of texts once to check it; what comes back reads it again, line by line, in constant memory.

    Args:
        path: The file, in UTF-8 (or UTF-16 with its mark).

    Raises:
        InvalidFile: Lists the lines that cannot be used, the first hundred of them.
    """
    file = Path(path)
    sieve, suspects, problems, count = _Sieve.of(file), set[str](), list[Problem](), 0
    for _, said in _read(file):
        if isinstance(said, list):
            problems += said[: _LISTED - len(problems)]
        else:
            count += 1
            if sieve.add(said["qid"]):
                suspects.add(said["qid"])
    if suspects:
        problems += islice(_repeated(file, suspects), _LISTED - len(problems))
    if problems:
        raise InvalidFile(sorted(problems, key=lambda problem: problem.line or 0), str(path))
    return Queries(file, count)


def query_lines(file: BinaryIO, name: str = "") -> Iterator[Query]:
    """The texts of a stream as they come, such as standard input; the first wrong line ends it.

    A `qid` that comes again is found among the last hundred thousand.

    Args:
        file: An open stream of bytes.
        name: What errors call it.

    Raises:
        InvalidFile: A line cannot be used; those before it were given.
    """
    recent: dict[str, None] = {}
    for number, said in _parsed(file):
        problems = said if isinstance(said, list) else _again(said["qid"], number) if said["qid"] in recent else []
        if problems or isinstance(said, list):
            raise InvalidFile(problems, name)
        recent[said["qid"]] = None
        if len(recent) > _REMEMBERED:
            del recent[next(iter(recent))]
        yield said


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file can have this name"
        raise InvalidFile([Problem("", f"cannot be read: {reason}", "check the path")], str(path)) from None


def _read(path: Path) -> Iterator[tuple[int, Query | list[Problem]]]:
    with _opened(path) as file:
        yield from _parsed(file)


def _repeated(path: Path, suspects: set[str]) -> Iterator[Problem]:
    """The sieve may be wrong about a name, so those that it holds back are counted."""
    seen: Counter[str] = Counter()
    for number, said in _read(path):
        if isinstance(said, list) or said["qid"] not in suspects:
            continue
        seen[said["qid"]] += 1
        if seen[said["qid"]] > 1:
            yield from _again(said["qid"], number)


def _parsed(file: BinaryIO) -> Iterator[tuple[int, Query | list[Problem]]]:
    for number, line in enumerate(_lines(file), start=1):
        if line.strip():
            yield number, _query(line, number)


def _lines(file: BinaryIO) -> Iterator[str]:
    """Lines no longer than the longest and one; what is no UTF-8 comes as half characters."""
    buffered = file if isinstance(file, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", file))
    wide = buffered.peek(2)[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = io.TextIOWrapper(buffered, "utf-16" if wide else "utf-8-sig", "replace" if wide else "surrogateescape", "\n")
    try:
        while line := text.readline(_LONGEST + 1):
            yield line
    finally:
        text.detach()  # it is not ours to close
        if buffered is not file:
            buffered.detach()


def _query(line: str, number: int) -> Query | list[Problem]:
    if len(line) > _LONGEST and not line.endswith("\n"):
        return [Problem("", f"is longer than {_LONGEST:,} characters", "match a part of the text", number)]
    if not line.isascii() and not _HALF_BYTES.isdisjoint(line):
        return [Problem("", "is no UTF-8 text", "save the file as UTF-8", number)]
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        return [Problem("", "is no JSON object", 'write {"qid": ..., "text": ...} on one line', number)]
    wrong = [name for name in ("qid", "text") if not _filled(row.get(name))]
    if wrong:
        return [Problem(name, "is missing", "write it as text in quotes", number) for name in wrong]
    return {"qid": str(row["qid"]).strip(), "text": str(row["text"]), "lang": str(row.get("lang") or "")}


def _again(qid: str, number: int) -> list[Problem]:
    return [Problem("qid", f"is {qid!r} again", "give each query its own", number)]


def _filled(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and bool(str(value).strip())


@frozen
class _Sieve:
    """Remembers names in little room: it never forgets one, and takes about one in a thousand others for known."""

    _bits: bytearray = field(repr=False)

    @classmethod
    def of(cls, path: Path) -> "_Sieve":
        """As large as the file needs, at most 16 MB, which serves ten million names."""
        try:
            size = path.stat().st_size
        except (OSError, ValueError):
            size = 0
        return cls(bytearray(min(1 << 24, max(1 << 12, size // 10))))

    def add(self, name: str) -> bool:
        """Whether the name may have been added before."""
        digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=32).digest()
        known = True
        for start in range(0, 32, 8):
            place, bit = divmod(int.from_bytes(digest[start : start + 8], "little") % (len(self._bits) * 8), 8)
            known = known and bool(self._bits[place] >> bit & 1)
            self._bits[place] |= 1 << bit
        return known
