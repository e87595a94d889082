"""The pages say what the code does: nothing is left out, nothing is invented, and both languages have everything."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import attrs
import pytest
from cyclopts import App
from tests.docs.limits_table import WORDS, platforms, tables, written

from govpr import errors, models, plugins
from govpr.campaigns.officer_rows import COLUMNS
from govpr.cli import app
from govpr.settings import Settings
from govpr.workspace import Delivered

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
LANGUAGES = ("id", "en")
EVERYWHERE = {"--workspace", "-w", "--json", "--help", "-h", "--version"}


def page(name: str, language: str) -> str:
    return (ROOT / "docs" / f"{name}.{language}.md").read_text("utf-8")


def blocks(text: str, info: str) -> list[str]:
    return re.findall(rf"^```{re.escape(info)}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(of: App, words: tuple[str, ...] = ("govpr",)) -> Iterator[tuple[str, App]]:
    for name in of:
        if name.startswith("-"):
            continue
        inner = of[name]
        deeper = list(commands(inner, (*words, name)))
        yield from deeper
        if inner.default_command is not None:
            yield " ".join((*words, name)), inner


def test_every_page_is_there_in_both_languages() -> None:
    stems = {
        language: {p.name.removesuffix(f".{language}.md") for p in PAGES if p.name.endswith(f".{language}.md")}
        for language in LANGUAGES
    }
    assert stems["id"] == stems["en"]
    assert len(PAGES) == sum(len(list((ROOT / "docs").rglob(f"*.{language}.md"))) for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_option_is_documented(language: str) -> None:
    rows = [line for line in page("reference/cli", language).splitlines() if line.startswith("| `govpr ")]
    known = dict(commands(app))
    documented = {row: re.match(r"\| `(govpr(?: [a-z]+){1,3})", row) for row in rows}
    names = {match[1]: row for row, match in documented.items() if match}
    assert set(names) == set(known)
    for name, command in known.items():
        options = {option for argument in command.assemble_argument_collection() for option in argument.names}
        wanted = {option for option in options if option.startswith("--") and not option.startswith("--no-")}
        assert set(re.findall(r"`(--[a-z-]+)`", names[name])) == wanted - EVERYWHERE, name


@pytest.mark.parametrize("path", [ROOT / "README.md", *PAGES], ids=lambda path: path.name)
def test_commands_in_pages_exist(path: Path) -> None:
    for block in blocks(path.read_text("utf-8"), "console"):
        for line in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
            words = shlex.split(line)
            assert words[0] in {"govpr", "cd"}, line
            if words[0] == "govpr":
                app.parse_args(words[1:], exit_on_error=False, print_error=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_of_the_files_is_documented(language: str) -> None:
    said = set(re.findall(r"`([a-z_.]+)`", page("reference/files", language)))
    kinds = (
        models.Agency,
        models.Alias,
        models.Unit,
        models.Account,
        models.Programme,
        models.Achievement,
        models.Narrative,
        models.Source,
        models.Campaign,
        models.Participants,
        models.Message,
        models.Media,
        models.Variant,
        models.Wave,
        models.Fallback,
    )
    fields = {field.name for kind in kinds for field in attrs.fields(kind)}
    assert fields | set(COLUMNS) | set(_settings(Settings)) <= said


def _settings(kind: type, prefix: str = "") -> Iterator[str]:
    for field in attrs.fields(kind):
        if attrs.has(field.type):
            yield from _settings(field.type, f"{field.name}.")
        else:
            yield prefix + field.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_error_tree_and_the_outcomes_are_documented(language: str) -> None:
    text = page("reference/errors", language)
    tree = blocks(text, "text")[0]
    for name, kind in vars(errors).items():
        if isinstance(kind, type) and issubclass(kind, errors.GovprError):
            assert re.search(rf"\b{name}\b", tree), name
        if isinstance(kind, type) and issubclass(kind, errors.DeliveryError) and kind is not errors.DeliveryError:
            assert re.search(rf"\b{name} +{kind.outcome}\b", tree), name
    words = [*(field.name for field in attrs.fields(Delivered)), *models.DeliveryState]
    assert not [word for word in words if f"`{word}`" not in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_is_documented(language: str) -> None:
    text = page("reference/errors", language)
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src" / "govpr").rglob("*.py"))
    codes = set(re.findall(r'(?:code=|report\(\s*|_finding\()"([a-z]+\.[a-z-]+)"', source))
    assert len(codes) > 15
    assert not [code for code in codes if f"`{code}`" not in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_limits_are_those_of_the_platforms(language: str) -> None:
    text = page("reference/limits", language)
    assert written(text, language) == text, "the platforms' rules have changed: run just limits"


def test_every_platform_of_ours_is_in_the_limits() -> None:
    found = platforms()
    assert len(found) > 10
    ours = {point.name for point in entry_points(group=plugins.PLATFORMS) if point.value.startswith("govpr.")}
    assert ours <= set(found)
    assert all(f"| `{name}` |" in table for table in tables("en").values() for name in found)
    for platform in found.values():
        assert platform.rules.source, f"{platform.name} does not say where its limits are documented"
        counted = f"{platform.rules.text.limit} {WORDS['en'][platform.rules.text.count]}"
        assert counted in tables("en")["text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_adapter_in_the_guide_is_the_example(language: str) -> None:
    text = page("how-to/write-an-adapter", language)
    warta = ROOT / "examples" / "warta"
    assert blocks(text, "python")[0] == (warta / "src" / "govpr_warta" / "__init__.py").read_text("utf-8")
    assert blocks(text, 'python title="tests/test_warta.py"') == [
        (warta / "tests" / "test_warta.py").read_text("utf-8")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_dependency_is_argued_for(language: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"[<>=\[;]", line)[0] for line in project["dependencies"]}
    text = page("explanation/dependencies", language).lower()
    assert not [name for name in names if f"[{name}" not in text and f"| {name} |" not in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_floors_are_those_that_are_held(language: str) -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    drawn = blocks(page("explanation/architecture", language), "text")[1].splitlines()
    floors = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    assert [line.split("  ")[0] for line in drawn] == [floor for floor in floors if not floor.startswith("__")]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "examples/README.md"])
def test_links_of_loose_pages_lead_somewhere(name: str) -> None:
    path = ROOT / name
    targets = [link for link in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")) if "://" not in link]
    assert targets
    assert not [target for target in targets if not (path.parent / target).exists()]


def test_the_readme_has_both_commands() -> None:
    shell = blocks((ROOT / "README.md").read_text("utf-8"), "sh")
    assert shell[0] == "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/govpr demo\n"
    assert shell[1] == 'python3 -m venv .venv && .venv/bin/pip install -e ".[test]" && .venv/bin/pytest\n'
