"""Vectors of claims, kept in a file beside the index: each text is embedded once. The file can be deleted any time."""

import sqlite3
from collections.abc import Collection, Sequence
from contextlib import closing
from hashlib import blake2b
from pathlib import Path

import numpy as np

from govpr.hoaxes.embedding.encoder import Numbers
from govpr.hoaxes.embedding.loading import Embedder
from govpr.hoaxes.embedding.meanings import meanings

_MOST = 500_000
"""Of all-MiniLM-L6-v2 that is some 400 megabytes."""
_WAIT = 5.0
_AT_ONCE = 500


class Remembered:
    """An embedder that looks its vectors up first.

    Args:
        embedder: Makes the vectors that are not known.
        path: The file; one that cannot be used is done without.
        most: How many vectors it holds at most; the oldest go.
    """

    def __init__(self, embedder: Embedder, path: Path, most: int = _MOST) -> None:
        self.name = embedder.name
        self._embedder, self._path, self._most = embedder, path, most

    def embed(self, texts: Sequence[str]) -> Numbers:
        """One row of length one for each text.

        Args:
            texts: The texts of claims: what is embedded is kept, so never what citizens write.
        """
        keys = [self._key(text) for text in texts]
        known = self._read(keys)
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            made = dict(zip(new, self._embedder.embed(list(new.values())), strict=True))
            self._write(made)
            known |= made
        return np.array([known[key] for key in keys], np.float32) if keys else np.empty((0, 0), np.float32)

    def nearest(self, vector: Numbers, top: int, without: Collection[str] = ()) -> Sequence[str]:
        """The cids of the claims that mean most nearly the same; none where `gather` did not make their file.

        Args:
            vector: Of a text.
            top: How many at most.
            without: Cids that are looked past.
        """
        found = meanings(self._path.parent, self.name)
        return found.nearest(vector, top, without) if found else ()

    def _key(self, text: str) -> bytes:
        return blake2b(f"{self.name}\n{text}".encode("utf-8", "replace"), digest_size=16).digest()

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, Numbers]:
        found: dict[bytes, Numbers] = {}
        try:
            with closing(self._connect()) as connection:
                for start in range(0, len(keys), _AT_ONCE):
                    some = keys[start : start + _AT_ONCE]
                    marks = ",".join("?" * len(some))
                    rows = connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", some)  # noqa: S608  (only question marks)
                    found |= {key: np.frombuffer(vector, "<f2").astype(np.float32) for key, vector in rows}
        except sqlite3.Error:
            return {}
        return found

    def _write(self, made: dict[bytes, Numbers]) -> None:
        rows = [(key, vector.astype("<f2").tobytes()) for key, vector in made.items()]
        try:
            with closing(self._connect()) as connection, connection:
                connection.executemany("INSERT OR IGNORE INTO vectors (key, vector) VALUES (?, ?)", rows)
                connection.execute("DELETE FROM vectors WHERE id <= (SELECT max(id) FROM vectors) - ?", (self._most,))
        except sqlite3.Error:
            return  # another process is writing, or the disk is full: it is made again next time

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_WAIT)
        connection.execute(
            "CREATE TABLE IF NOT EXISTS vectors"
            " (id INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL, vector BLOB NOT NULL)"
        )
        return connection
