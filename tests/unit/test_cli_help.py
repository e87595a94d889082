"""Every command has help and an example, and the examples are commands that exist."""

import shlex
from collections.abc import Iterator
from itertools import takewhile

import pytest
from cyclopts import App

from govpr.cli import COMMANDS, app, main


def commands(group: App, names: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command, groups left out."""
    below = [name for name in group if not name.startswith("-")]
    if not below:
        yield names
    for name in below:
        yield from commands(group[name], (*names, name))


ALL = sorted(commands(app))


def command(words: tuple[str, ...]) -> App:
    found = app
    for word in words:
        found = found[word]
    return found


def shell_words(line: str) -> Iterator[str]:
    """As a shell splits them, its operators apart."""
    words = shlex.shlex(line, posix=True, punctuation_chars=True)
    words.whitespace_split = True
    yield from words


def help_of(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    assert main([*words, "--help"]) == 0
    return capsys.readouterr().out


def test_the_command_line_has_what_it_promises() -> None:
    assert {words[0] for words in ALL} == set(COMMANDS)
    assert {
        ("officers", "withdraw"),
        ("campaign", "schema"),
        ("hoax", "match"),
        ("platforms", "show"),
        ("plan",),
        ("audit",),
    } <= set(ALL)


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_command_has_help_json_and_an_example(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    told = help_of(words, capsys)
    assert "--json" in told
    examples = told.partition("Examples:")[2]
    assert f"govpr {' '.join(words)}" in examples
    summary = told.split("\n\n")[1].strip()
    assert len(summary) > 10
    assert summary[0].isupper()


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_option_is_explained(words: tuple[str, ...]) -> None:
    arguments = command(words).assemble_argument_collection(parse_docstring=True)
    assert [argument.name for argument in arguments if not argument.parameter.help] == []


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_example_can_be_parsed(words: tuple[str, ...]) -> None:
    examples = [line.partition("govpr ")[2] for line in str(command(words).help_epilogue).splitlines()[2:]]
    assert examples
    for example in examples:
        tokens = list(takewhile(lambda token: token not in {">", "<", "&&"}, shell_words(example)))
        found, _bound, _ignored = app.parse_args(tokens, exit_on_error=False, print_error=False)
        assert found.__module__.startswith("govpr.cli.")


def test_help_tells_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    told = " ".join(help_of((), capsys).split())
    assert "Exit codes: 0 done; 1 done, and something needs a person; 2 bad input or usage" in told
