"""Whatever size a picture has, its copy keeps to every limit, and shows all of it."""

from hypothesis import given
from hypothesis import strategies as st

from govpr.content.rules import Files
from govpr.media.sizes import layout

SIDES = st.integers(1, 9_000)
SPANS = st.tuples(st.integers(1, 400), st.integers(401, 4_000))
RATIOS = st.tuples(st.floats(0.1, 1.0), st.floats(1.01, 4.0))


@given(
    st.tuples(SIDES, SIDES),
    st.none() | SPANS,
    st.none() | SPANS,
    st.none() | RATIOS,
    st.none() | st.integers(200_000, 4_000_000),
    st.sampled_from([1, 2]),
)
def test_a_layout_keeps_to_every_limit(
    size: tuple[int, int],
    width: tuple[int, int] | None,
    height: tuple[int, int] | None,
    ratio: tuple[float, float] | None,
    pixels: int | None,
    step: int,
) -> None:
    files = Files(most=1, width=width, height=height, ratio=ratio, pixels=pixels)
    found = layout(size, files, step=step)
    if found is None:
        return
    assert found.width % step == found.height % step == 0
    assert width is None or width[0] <= found.width <= width[1]
    assert height is None or height[0] <= found.height <= height[1]
    assert ratio is None or ratio[0] <= found.width / found.height <= ratio[1]
    assert pixels is None or found.width * found.height <= pixels
    assert 1 <= found.inner[0] <= found.width
    assert 1 <= found.inner[1] <= found.height
    scale = min(found.width / size[0], found.height / size[1])
    assert all(abs(side * scale - inner) <= 1.5 for side, inner in zip(size, found.inner, strict=True))


@given(st.tuples(st.integers(2, 9_000), st.integers(2, 9_000)), RATIOS)
def test_there_is_one_where_only_the_shape_is_limited(size: tuple[int, int], ratio: tuple[float, float]) -> None:
    found = layout(size, Files(most=1, ratio=ratio))
    assert found is not None
    assert found.width * found.height <= size[0] * size[1] * max(1 / ratio[0], ratio[1], 9_000)
