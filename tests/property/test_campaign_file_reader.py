"""Whatever stands in a campaign file: a campaign, or problems that say what to do. What is read, the schema accepts."""

import json
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import campaigns
from tests.values import bent, json_values

from govpr.campaigns.reader import parse_campaign, read_campaign
from govpr.campaigns.toml_lines import line_of, lines_of
from govpr.errors import InvalidFile
from govpr.models import Campaign
from govpr.models.converter import to_data
from govpr.models.schema import file_schema

VALIDATOR = jsonschema.Draft202012Validator(
    file_schema("campaign"), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
HEADER = 'govpr = 1\n[campaign]\nid = "a"\n'
keys = st.from_regex(r"[a-z]{1,5}", fullmatch=True) | st.text(min_size=1, max_size=4).filter(
    lambda key: not set(key) & set(".[]")
)
fragments = st.lists(
    st.sampled_from(
        ['"', "'", '"""', "[", "]", "[[", "]]", "{", "}", "=", ".", ",", "#", "\n", "\\", "a", "campaign", "1"]
    ),
    max_size=30,
).map("".join)
tables = st.recursive(
    st.text(max_size=8) | st.integers(0, 99) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=12,
)


def without_media(campaign: Campaign) -> dict[str, Any]:
    """A campaign's file as data; its media would have to lie beside it."""
    bare = attrs.evolve(campaign, messages=tuple(attrs.evolve(message, media=()) for message in campaign.messages))
    return {"govpr": 1, "campaign": to_data(bare)}


def read_or_explained(read: Callable[[], Campaign]) -> Campaign | None:
    try:
        return read()
    except InvalidFile as error:
        problems = error.problems
    assert problems
    assert all(problem.message and problem.advice for problem in problems)
    return None


@settings(max_examples=40, deadline=None)
@given(campaigns())
def test_a_campaign_written_as_a_file_is_read_again_and_fits_the_schema(campaign: Campaign) -> None:
    data = without_media(campaign)
    again = parse_campaign(tomli_w.dumps(data), name="x", folder=Path("absent"))
    assert {"govpr": 1, "campaign": to_data(again)} == data
    VALIDATOR.validate(data)


@settings(max_examples=40, deadline=None)
@given(st.data(), campaigns())
def test_a_bent_file_is_read_or_explained_and_the_schema_accepts_what_is_read(
    data: st.DataObject, campaign: Campaign
) -> None:
    written = data.draw(bent(without_media(campaign)))
    try:
        text = tomli_w.dumps(written)
    except (TypeError, AttributeError, ValueError):  # null, or no table at all: no TOML can say it
        return
    if read_or_explained(lambda: parse_campaign(text, name="x", folder=Path("absent"))) is not None:
        VALIDATOR.validate(json.loads(json.dumps(tomllib.loads(text), default=lambda moment: moment.isoformat())))


@given(st.text() | fragments | json_values.map(str))
def test_no_text_crashes_the_reader(text: str) -> None:
    for content in (text, HEADER + text):
        assert read_or_explained(partial(parse_campaign, content, name="x", folder=Path("absent"))) is None
        assert all(1 <= line <= content.count("\n") + 1 for line in lines_of(content).values())


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_bytes(content)
    assert read_or_explained(lambda: read_campaign(file)) is None


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 100_000, "a." * 50_000 + "b = 1", "a = " + "9" * 5000, "a = 0001-01-00"]
)
def test_extreme_files_are_refused_with_a_reason(text: str) -> None:
    assert read_or_explained(lambda: parse_campaign(text, name="x", folder=Path("absent"))) is None


def leaves(data: Any, path: str) -> list[str]:
    """The paths of everything in a document."""
    if isinstance(data, dict):
        inner = [leaf for key, item in data.items() for leaf in leaves(item, f"{path}.{key}" if path else key)]
    elif isinstance(data, list):
        inner = [leaf for place, item in enumerate(data) for leaf in leaves(item, f"{path}[{place}]")]
    else:
        inner = []
    return [path, *inner] if path else inner


@given(st.dictionaries(keys, tables, max_size=4), st.booleans())
def test_every_path_of_a_document_has_a_line_that_bears_its_last_key(data: dict[str, Any], multiline: bool) -> None:
    text = tomli_w.dumps(data, multiline_strings=multiline)
    lines, written = lines_of(text), text.split("\n")
    for path in leaves(data, ""):
        assert path in lines, path
        key = path.rpartition(".")[2].partition("[")[0]
        if key.isalnum() and key.isascii() and not path.endswith("]"):
            assert key in written[lines[path] - 1]
    assert all(1 <= line <= len(written) for line in lines.values())


@given(st.lists(st.sampled_from(["banjir", "gempa", "angin"]), min_size=1, max_size=6), st.integers(0, 4))
def test_tables_and_members_stand_on_the_lines_they_were_written_on(names: list[str], blank: int) -> None:
    rows, expected = [], {}
    for place, name in enumerate(names):
        rows += [""] * blank + ["# [[campaign.waves]]", "[[campaign.waves]]", f'id = "{name}" # [', "messages = ["]
        expected[f"campaign.waves[{place}]"] = len(rows) - 2
        expected[f"campaign.waves[{place}].id"] = len(rows) - 1
        rows += ['  "a",', "  '''\n]\n''',", '  "b"', "]"]
        expected[f"campaign.waves[{place}].messages[0]"] = len(rows) - 3
        rows = "\n".join(rows).split("\n")
        expected[f"campaign.waves[{place}].messages[2]"] = len(rows) - 1
    lines = lines_of("\n".join(rows))
    assert {path: lines.get(path) for path in expected} == expected
    assert line_of("campaign.waves[0].at.hour", lines) == expected["campaign.waves[0]"]
