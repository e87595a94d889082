"""The page of log events has every event of the source, with its logger, level and fields, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import define, field

ROOT = Path(__file__).parents[2]
LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}


@define
class Event:
    loggers: set[str] = field(factory=set)
    levels: set[str] = field(factory=set)
    fields: set[str] = field(factory=set)


def called(node: ast.AST, names: set[str]) -> Iterator[tuple[str, ast.Call]]:
    """Calls of methods with these names, each with the name of what it is called on."""
    for call in ast.walk(node):
        match call:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if attr in names:
                yield name, call


def keywords(call: ast.Call) -> set[str]:
    assert all(word.arg for word in call.keywords), f"line {call.lineno}: fields are named one by one"
    return {word.arg for word in call.keywords if word.arg}


def bound(function: ast.AST) -> dict[str, set[str]]:
    """The loggers that a function binds fields to, by name."""
    found = {"log": set[str]()}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            for name, call in called(node.value, {"bind"}):
                assert name == "log"
                found[node.targets[0].id] = keywords(call)
    return found


def events() -> dict[str, Event]:
    found: dict[str, Event] = {}
    for path in sorted((ROOT / "src" / "govpr").rglob("*.py")):
        text = path.read_text("utf-8")
        named = re.search(r'^log = get_logger\("([a-z.]+)"\)$', text, re.MULTILINE)
        if named is None:
            assert "get_logger(" not in text or path.name == "logs.py", f"{path.name}: write log = get_logger(NAME)"
            continue
        for function in ast.walk(ast.parse(text)):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            known = bound(function)
            for name, call in called(function, LEVELS):
                if name not in known:
                    continue
                first = call.args[0]
                assert isinstance(first, ast.Constant), f"{path.name}:{call.lineno}: an event has a plain name"
                event = found.setdefault(str(first.value), Event())
                event.loggers.add(named[1])
                event.levels.add(call.func.attr if isinstance(call.func, ast.Attribute) else "")
                event.fields |= keywords(call) | known[name]
    return found


def documented(language: str) -> dict[str, Event]:
    page = (ROOT / "docs" / "reference" / f"events.{language}.md").read_text("utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| `")]
    quoted = [[set(re.findall(r"`([\w.]+)`", cell)) for cell in row] for row in rows]
    return {
        name: Event(loggers, {row[2]}, fields)
        for row, ((name,), loggers, _, fields, *_rest) in zip(rows, quoted, strict=True)
    }


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_event_is_documented_with_its_fields(language: str) -> None:
    assert documented(language) == events()


def test_names_are_of_one_form() -> None:
    assert len(events()) > 8
    assert [name for name in events() if not re.fullmatch(r"[a-z]+\.[a-z]+(_[a-z]+)*", name)] == []
