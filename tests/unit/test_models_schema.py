"""The JSON Schemas of files and models: valid schemas, that accept what is right and refuse what is wrong."""

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.strategies import EVERY_MODEL

import govpr.demo
from govpr.errors import NotFound
from govpr.models import Account, Officer
from govpr.models.schema import SCHEMAS, file_schema, json_schema

DEMO = Path(govpr.demo.__file__).parent / "data"


def demo(name: str) -> Any:
    """A file of the demo, as the JSON that an editor or another program would check."""
    data = tomllib.loads((DEMO / f"{name}.toml").read_text(encoding="utf-8"))
    return json.loads(json.dumps(data, default=lambda moment: moment.isoformat()))


def errors(schema: dict[str, Any], data: Any) -> list[str]:
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_demos_files_fit_their_schemas(name: str) -> None:
    schema = file_schema(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert errors(schema, demo(name)) == []


@pytest.mark.parametrize("kind", EVERY_MODEL, ids=lambda kind: kind.__name__)
def test_every_model_has_a_schema_that_describes_its_fields(kind: type) -> None:
    schema = json_schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["description"].endswith(".")
    missing = [name for name, field in schema["properties"].items() if not field.get("description")]
    assert missing == []


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"id": "Bukan Slug"}, "$.campaign.id"),
        ({"starts": "1 Desember"}, "$.campaign.starts"),
        ({"titel": "x"}, "$.campaign"),
        ({"messages": []}, "$.campaign.messages"),
        ({"variables": {"a": 1}}, "$.campaign.variables.a"),
        ({"waves": [{"id": "a", "at": "pagi", "messages": ["a"]}]}, "$.campaign.waves[0].at"),
        ({"messages": [{"id": "a", "title": "A", "kind": "servis", "variants": []}]}, "$.campaign.messages[0].kind"),
    ],
)
def test_wrong_files_are_refused_at_the_right_place(change: dict[str, Any], path: str) -> None:
    document = demo("campaign")
    document["campaign"] |= change
    assert [error for error in errors(file_schema("campaign"), document) if error.startswith(f"{path}: ")]


def test_the_version_and_the_first_table_are_required() -> None:
    assert len(errors(file_schema("agency"), {})) == 2
    assert errors(file_schema("agency"), {"govpr": 2, "agency": {"id": "a", "name": "A"}}) == [
        "$.govpr: 1 was expected"
    ]


def test_a_civil_servants_number_is_in_no_schema() -> None:
    assert "number" not in json_schema(Officer)["properties"]
    assert "OfficerNumber" not in json.dumps(json_schema(Officer))


def test_defaults_are_told() -> None:
    assert json_schema(Account)["properties"]["ownership"]["default"] == "official"


def test_an_unknown_file_is_named_with_those_there_are() -> None:
    with pytest.raises(NotFound, match="campaign, agency, programmes"):
        file_schema("officers")
