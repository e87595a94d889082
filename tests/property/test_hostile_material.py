"""Pictures and archives from strangers: whatever the bytes are, they are read or refused, never anything else."""

import io
from datetime import UTC, datetime

import numpy as np
from benchmarks._pictures import texture
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from govpr.errors import InputError, InvalidFile
from govpr.hoaxes.evidence import Exchange, read_archive, write_archive
from govpr.hoaxes.images.marks import marks_of, packed, unpacked
from govpr.hoaxes.images.reading import picture_of
from govpr.hoaxes.images.regions import WHOLE, trimmed
from govpr.http.calls import Call, Reply

AT = datetime(2026, 11, 3, 9, tzinfo=UTC)


def encoded(kind: str) -> bytes:
    kept = io.BytesIO()
    texture(np.random.default_rng(1)).resize((40, 30)).save(kept, kind)
    return kept.getvalue()


FILES = {kind: encoded(kind) for kind in ("PNG", "JPEG", "GIF", "BMP", "WEBP")}
CHANGES = st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=12)


def damaged(data: bytes, changes: list[tuple[int, int]], length: int) -> bytes:
    changed = bytearray(data)
    for place, value in changes:
        changed[place % len(changed)] = value
    return bytes(changed[: max(1, length)])


@settings(max_examples=150)
@given(kind=st.sampled_from(sorted(FILES)), changes=CHANGES, length=st.integers(0, 8000))
def test_damaged_pictures_are_read_or_refused(kind: str, changes: list[tuple[int, int]], length: int) -> None:
    try:
        picture = picture_of(damaged(FILES[kind], changes, length))
    except InvalidFile:
        return
    assert picture.grey.size == (256, 256)
    assert len(marks_of(picture).hashes) == len(marks_of(picture).parts)


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_no_picture(data: bytes) -> None:
    try:
        picture_of(data)
    except InvalidFile:
        return
    assert data[:2] in (b"BM", b"GI")


@given(seed=st.integers(0, 10_000), level=st.integers(0, 255), bar=st.integers(0, 60))
def test_what_is_trimmed_is_a_part_and_never_a_sliver(seed: int, level: int, bar: int) -> None:
    grey = np.random.default_rng(seed).integers(0, 256, (256, 256)).astype(np.uint8)
    grey[:bar] = level
    left, top, right, bottom = box = trimmed(grey)
    assert 0 <= left < right <= 1
    assert 0 <= top < bottom <= 1
    assert (right - left) * (bottom - top) >= 0.16
    assert box == WHOLE if bar < 5 else abs(top - bar / 256) < 0.02


@given(seed=st.integers(0, 50))
def test_marks_survive_the_store(seed: int) -> None:
    image = Image.fromarray(np.random.default_rng(seed).integers(0, 256, (30, 40, 3)).astype(np.uint8))
    kept = io.BytesIO()
    image.save(kept, "PNG")
    marks = marks_of(picture_of(kept.getvalue()))
    again = unpacked(packed(marks))
    assert again.trim == marks.trim
    assert np.array_equal(again.hashes, marks.hashes)
    assert np.array_equal(again.little, marks.little)


@given(
    body=st.binary(max_size=2000),
    headers=st.dictionaries(st.from_regex(r"[a-z][a-z-]{0,10}", fullmatch=True), st.text(max_size=20), max_size=4),
)
def test_what_is_archived_is_read_back(body: bytes, headers: dict[str, str]) -> None:
    plain = {name: "".join(one for one in value if one.isprintable()) for name, value in headers.items()}
    step = Exchange(Call("GET", "https://bps.example/1"), Reply(200, plain, body, at=AT))
    copy, data = write_archive("https://bps.example/1", (step,))
    (read,) = read_archive(data)
    assert (read.body, read.digest, read.sound, read.refers) == (body, copy.digest, True, False)
    _, later = write_archive("https://bps.example/1", (step,), copy)
    (reference,) = read_archive(later)
    assert (reference.body, reference.digest, reference.refers) == (b"", copy.digest, True)


@settings(max_examples=150)
@given(changes=CHANGES, length=st.integers(0, 3000))
def test_damaged_archives_are_read_or_refused(changes: list[tuple[int, int]], length: int) -> None:
    step = Exchange(Call("GET", "https://bps.example/1"), Reply(200, {}, b"Inflasi 2,1 persen" * 9, at=AT))
    _, data = write_archive("https://bps.example/1", (step,))
    try:
        records = read_archive(damaged(data, changes, length))
    except InputError:
        return
    assert all(isinstance(record.body, bytes) for record in records)
