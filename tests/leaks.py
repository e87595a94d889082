"""What no log line and no printed line may hold, looked for in every one that the suite makes.

Each record of govpr's and httpx's loggers, whatever is printed by a test, and the output of each process that a test
runs is searched for secrets of the tests, numbers shaped like a NIP, and what stands before tokens in headers.
"""

import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from attrs import define, field

_MARKS = re.compile(
    r"rahasia|s3cr3t|Bearer [\w.~+/-]{4}|Basic [\w+/]{8}|whsec_[\w+/]{8}"
    r"|(?<![\w-])(?:19|20)\d\d[ .-]?(?:0[1-9]|1[0-2])[ .-]?(?:0[1-9]|[12]\d|3[01])[ .-]?"  # a NIP: born,
    r"(?:19|20)\d\d[ .-]?(?:0[1-9]|1[0-2])[ .-]?[12][ .-]?\d{3}(?![\w-])"  # appointed, sex, serial
)
_PLAIN = re.compile(r"GOVPR_|PYTHON|PATH$|HOME$|COLUMNS$|LINES$|TERM$|TZ$|NO_COLOR$|LANG|LC_")
_SHORTEST = 5
ALLOWED = {
    "tests/unit/test_leaks.py": "shows that what leaks is found",
}
"""Tests whose lines may hold such a thing, by the beginning of their ids, each with its reason."""


def secrets_in(line: str, known: frozenset[str] | set[str] = frozenset()) -> Iterator[str]:
    """What a line holds that it must not.

    Args:
        line: A line, or several.
        known: Secrets that are known word for word.
    """
    yield from (match[0] for match in _MARKS.finditer(line))
    yield from (secret for secret in known if secret in line)


@define
class Watch:
    """Everything that leaked so far, each with the test that let it.

    Args:
        known: Values that tests put into the environment as credentials.
        found: Where something leaked; never what.
        lines: How many lines were looked at.
    """

    known: set[str] = field(factory=set, repr=False)
    found: list[str] = field(factory=list)
    lines: int = 0

    def learn(self, name: str, value: str) -> None:
        """Take what a test sets in the environment for a secret, unless the name says otherwise."""
        if len(value) >= _SHORTEST and not _PLAIN.match(name):
            self.known.add(value)

    def look(self, text: str, place: str, test: str = "") -> None:
        """Search what was logged or printed.

        Args:
            text: The text.
            place: Where it came out.
            test: The id of the test; the one that runs where it is left out.
        """
        if not text:
            return
        self.lines += text.count("\n") + 1
        test = test or os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
        if any(test.startswith(allowed) for allowed in ALLOWED):
            return
        for secret in secrets_in(text, self.known):
            begins = text.index(secret)
            around = text[max(0, begins - 60) : begins].splitlines()[-1:]
            self.found.append(f"{place} of {test}: {''.join(around)}***")


class Listener(logging.Handler):
    """Looks at every log record, with its fields."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def emit(self, record: logging.LogRecord) -> None:
        fields = {name: value for name, value in vars(record).items() if name not in _OWN}
        trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        self._watch.look(f"{record.getMessage()} {fields} {trace}", f"a record of {record.name}")


_OWN = frozenset(vars(logging.makeLogRecord({})))
_LEVELS = {"govpr": logging.DEBUG, "httpx": logging.INFO}


@contextmanager
def listening(watch: Watch) -> Iterator[None]:
    """Look at log records for the length of a `with` block."""
    listener, before = Listener(watch), {name: logging.getLogger(name).level for name in _LEVELS}
    for name, level in _LEVELS.items():
        logging.getLogger(name).addHandler(listener)
        logging.getLogger(name).setLevel(level)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).removeHandler(listener)
            logging.getLogger(name).setLevel(level)


def looked_at(watch: Watch, call: Callable[..., Any]) -> Callable[..., Any]:
    """The same function; each text that it gives is looked at.

    Args:
        watch: What keeps the findings.
        call: A function that gives what was printed: output and errors.
    """

    def run(*args: Any, **options: Any) -> Any:
        result = call(*args, **options)
        for said in result:
            text = said.decode(errors="replace") if isinstance(said, bytes) else said
            watch.look(text or "", f"what {call.__qualname__} gave")
        return result

    return run
