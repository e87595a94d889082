"""Pictures: what is found again after its way through chats, what is found wrongly, and how fast among a million.

The peer in the same run is plain pHash of the whole picture (ImageHash, 64 bits, 10 may differ), brute force.
"""

import resource
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks._pictures import HARD, KINDS, VARIANTS, made, photos
from govpr.hoaxes.images.lookup import Hashes, gathered, joined, mapped, pieces
from govpr.hoaxes.images.marks import HASHES, Marks, marks_of, views_of
from govpr.hoaxes.images.matching import PictureDecision, Resemblance, resemblances
from govpr.hoaxes.images.reading import Picture
from govpr.text.files import write_pieces

Figures = dict[str, float | int]
_PEER = 10


def run(*, quick: bool) -> Figures:
    originals = [picture for _, picture in made(KINDS, 40 if quick else 160, seed=11)] + photos()
    pages = [picture for _, picture in made(HARD, 10 if quick else 40, seed=12)]
    charts = {"plot": KINDS["plot"]}
    groups = {
        "pictures": {name: make for name, make in KINDS.items() if name not in charts},
        "charts": charts,
        "pages": HARD,
    }
    others = {
        name: [reduced(picture) for _, picture in made(kinds, 20 if quick else 300, seed=13)]
        for name, kinds in groups.items()
    }
    known = {number: marks_of(reduced(picture)) for number, picture in enumerate([*originals, *pages], 1)}
    peer = [plain(reduced(picture)) for picture in (*originals, *pages)]
    figures: Figures = {
        "pictures": len(originals),
        "pages of text": len(pages),
        "distractors of each kind": len(others["pages"]),
    }
    with tempfile.TemporaryDirectory() as folder:
        hashes, opening = a_million(known, Path(folder) / "index", 100_000 if quick else 1_000_000)
        figures |= opening
        figures |= recall("", originals, 0, hashes, known, peer)
        figures |= recall("pages: ", pages, len(originals), hashes, known, peer)
        for name, group in others.items():
            figures |= false_positives(name, group, hashes, known, peer)
        asked = [one for group in others.values() for one in group[:34]]
        figures |= speed(asked, hashes, known)
        figures |= among_a_million_pictures(asked, Path(folder) / "large", 100_000 if quick else 1_000_000)
    figures["peak memory, MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return figures


def reduced(picture: Image.Image) -> Picture:
    """A picture as `read_picture` gives it, without the way through a file."""
    grey = picture.convert("L").resize((256, 256), Image.Resampling.BOX)
    return Picture("", "", picture.width, picture.height, "", grey)


def plain(picture: Picture) -> imagehash.ImageHash:
    return imagehash.phash(picture.grey)


def a_million(known: Mapping[int, Marks], path: Path, count: int) -> tuple[Hashes, Figures]:
    """The known pictures among random ones: `count` hashes in all, in a file that is opened again."""
    real = gathered((number, marks.hashes.tobytes()) for number, marks in known.items())
    more = count // HASHES - len(known)
    rng = np.random.default_rng(4)
    noise = Hashes(np.arange(1, more + 1) + real.last, np.frombuffer(rng.bytes(more * HASHES * 8), dtype="<u8"))
    write_pieces(path, pieces(joined(real, noise)))
    began = perf_counter()
    opened = mapped(path)
    took = (perf_counter() - began) * 1000
    if opened is None:
        raise RuntimeError("the file of hashes cannot be read")
    size = round(path.stat().st_size / 1e6, 1)
    return opened, {"hashes": len(opened.values), "file, MB": size, "open, ms": round(took, 2)}


def found(picture: Picture, hashes: Hashes, known: Mapping[int, Marks]) -> tuple[Resemblance, ...]:
    return resemblances(picture, hashes.near, lambda numbers: {one: known[one] for one in numbers if one in known})


def recall(
    kind: str,
    pictures: Sequence[Image.Image],
    before: int,
    hashes: Hashes,
    known: Mapping[int, Marks],
    peer: Sequence[imagehash.ImageHash],
) -> Figures:
    figures: Figures = {}
    for name, change in VARIANTS.items():
        same = similar = plainly = 0
        for number, picture in enumerate(pictures, before + 1):
            changed = reduced(change(picture, np.random.default_rng(number)))
            mine = [one.decision for one in found(changed, hashes, known) if one.number == number]
            same += PictureDecision.SAME in mine
            similar += bool(mine)
            plainly += plain(changed) - peer[number - 1] <= _PEER
        count = len(pictures)
        figures[f"{kind}{name}: same"] = round(same / count, 3)
        figures[f"{kind}{name}: same or similar"] = round(similar / count, 3)
        figures[f"{kind}{name}: plain pHash"] = round(plainly / count, 3)
    return figures


def false_positives(
    kind: str,
    others: Sequence[Picture],
    hashes: Hashes,
    known: Mapping[int, Marks],
    peer: Sequence[imagehash.ImageHash],
) -> Figures:
    """How many pictures that nobody knows are taken for known ones."""
    decided = [{one.decision for one in found(picture, hashes, known)} for picture in others]
    plainly = sum(any(plain(picture) - one <= _PEER for one in peer) for picture in others)
    return {
        f"false, {kind}: same": sum(PictureDecision.SAME in one for one in decided),
        f"false, {kind}: similar": sum(one == {PictureDecision.SIMILAR} for one in decided),
        f"false, {kind}: plain pHash": plainly,
    }


def speed(asked: Sequence[Picture], hashes: Hashes, known: Mapping[int, Marks]) -> Figures:
    rng = np.random.default_rng(5)
    wide = rng.integers(0, 2, (len(hashes.values), 64), dtype=np.uint8).astype(bool)
    bits = [plain(picture).hash.ravel() for picture in asked[:30]]
    timed = {
        "one hash": [took(hashes.near, [number]) for number in range(len(asked))],
        "all views of a picture": [took(hashes.near, [view.hash for view in views_of(one)]) for one in asked],
        "views and decision": [took(found, one, hashes, known) for one in asked],
        "plain pHash in numpy, one hash": [took(compared, wide, one) for one in bits],
    }
    figures: Figures = {}
    for name, times in timed.items():
        figures[f"{name}: p50 ms"] = round(median(times), 2)
        figures[f"{name}: p99 ms"] = round(quantiles(times, n=100)[98], 2)
    return figures


def among_a_million_pictures(asked: Sequence[Picture], path: Path, count: int) -> Figures:
    """The same look-up where each picture has all of its hashes."""
    rng = np.random.default_rng(6)
    values = np.frombuffer(rng.bytes(count * HASHES * 8), dtype="<u8")
    write_pieces(path, pieces(Hashes(np.arange(1, count + 1), values)))
    opened = mapped(path)
    if opened is None:
        raise RuntimeError("the file of hashes cannot be read")
    times = [took(opened.near, [view.hash for view in views_of(one)]) for one in asked[:50]]
    return {
        "many pictures": count,
        "many pictures, all views: p50 ms": round(median(times), 1),
        "many pictures, all views: p99 ms": round(quantiles(times, n=100)[98], 1),
    }


def compared(wide: NDArray[np.bool_], one: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero((wide != one).sum(axis=1) <= _PEER))


def took(work: Callable[..., object], *given: object) -> float:
    began = perf_counter()
    work(*given)
    return (perf_counter() - began) * 1000
