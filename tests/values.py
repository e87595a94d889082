# ruff: noqa: DTZ001  (hypothesis takes bounds without a zone)
"""Hypothesis strategies for the small things that models are made of, and for plain data of any shape."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from govpr.models.regions import ZONES

WIB = timezone(timedelta(hours=7))

slugs = st.from_regex(r"[a-z](?:[a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
words = st.text(max_size=12)
filled = st.text(min_size=1, max_size=12).filter(str.strip)
plain = st.from_regex(r"[A-Za-z][A-Za-z ]{0,20}[a-z]", fullmatch=True)
days = st.dates(date(1990, 1, 1), date(2099, 12, 31))
moments = st.datetimes(
    datetime(1990, 1, 2), datetime(2099, 12, 30), timezones=st.sampled_from([UTC, WIB, ZoneInfo("Asia/Jayapura")])
)
spans = st.timedeltas(timedelta(), timedelta(days=400))
languages = st.sampled_from(["id", "en", "jv", "su", "zh-Hant", "min"])
regions = st.sampled_from(["ID", *ZONES])
zones = st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "UTC"])
addresses = st.builds("https://{}.go.id/{}".format, slugs, slugs)
hashes = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)
counts = st.integers(0, 10**9)
cid = st.builds("{}-{}".format, slugs, st.integers(1, 99999))


def several(of: st.SearchStrategy[Any], least: int = 0, most: int = 2) -> st.SearchStrategy[Any]:
    """A tuple of values."""
    return st.lists(of, min_size=least, max_size=most).map(tuple)


def named(of: st.SearchStrategy[Any], least: int = 0, most: int = 2) -> st.SearchStrategy[Any]:
    """A tuple of models, each with its own id."""
    return st.lists(of, min_size=least, max_size=most, unique_by=lambda model: model.id).map(tuple)


def maybe(of: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value or None."""
    return st.none() | of


def in_order(first: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Two values, the second perhaps None, never before the first."""
    return (
        st.tuples(first, first).map(sorted).flatmap(lambda pair: st.tuples(st.just(pair[0]), maybe(st.just(pair[1]))))
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words | days | moments,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=10,
)
"""Plain data of any shape."""


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """An invented NIP that keeps all the rules."""
    born, appointed = (
        draw(st.dates(date(1940, 1, 1), date(2005, 12, 31))),
        draw(st.dates(date(1970, 1, 1), date(2030, 1, 1))),
    )
    return f"{born:%Y%m%d}{appointed:%Y%m}{draw(st.sampled_from('12'))}{draw(st.integers(1, 999)):03}"


@st.composite
def bent(draw: st.DrawFn, data: Any) -> Any:
    """Valid plain data with one thing in it changed, removed or added."""
    if isinstance(data, dict) and data and draw(st.booleans()):
        key = draw(st.sampled_from(sorted(data)))
        return {**data, key: draw(bent(data[key]))}
    if isinstance(data, list) and data and draw(st.booleans()):
        place = draw(st.integers(0, len(data) - 1))
        return [*data[:place], draw(bent(data[place])), *data[place + 1 :]]
    if isinstance(data, dict):
        without = {key: item for key, item in data.items() if key != draw(st.sampled_from(sorted(data) or [""]))}
        return draw(st.sampled_from([without, {**data, draw(slugs): draw(json_values)}]))
    return draw(json_values)
