"""One row of the officers' CSV file: an officer, with accounts and consents."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

from attrs import field, frozen

from govpr.errors import InputError, Problem
from govpr.identifiers import NumberKind, OfficerNumber
from govpr.models import Account, Agency, Badge, Consent, Officer, Ownership, Training
from govpr.models.converter import from_data
from govpr.models.regions import zone_of
from govpr.platforms.handles import Handles

REQUIRED = ("id", "name", "unit")
COLUMNS = (
    *REQUIRED,
    *("number", "kind", "languages", "region", "zone", "course", "completed"),
    *("badge", "badge_issued", "badge_expires", "accounts", "consent", "consent_version"),
)
PURPOSE = "share-kit"
_TRAINING = {"course": "course", "completed": "completed"}
_BADGE = {"number": "badge", "issued": "badge_issued", "expires": "badge_expires"}
_CONSENT = {"given": "consent", "version": "consent_version"}
_READ = frozenset({"number", "badge", "training"})
_LONG_NUMBER = re.compile(r"\d(?:[\s.\-]*\d){11,}")

T = TypeVar("T")
Row = tuple[int, Mapping[str, str]]
Naming: TypeAlias = Callable[[str], Handles | None]
"""How a platform's handles are written, by its name; None where they name no server."""


@frozen(kw_only=True)
class Person:
    """What one row says.

    Args:
        line: The line on which the row begins.
        officer: The officer.
        accounts: The officer's own accounts.
        consents: One for each account, where the row has a consent.
    """

    line: int
    officer: Officer
    accounts: tuple[Account, ...] = field(default=())
    consents: tuple[Consent, ...] = field(default=())


@frozen
class _Cells:
    """A row on its way: its cells by column, and the problems that they had."""

    line: int
    values: Mapping[str, str]
    problems: list[Problem]

    def get(self, column: str) -> str:
        return self.values.get(column, "")

    def refuse(self, column: str, message: str, advice: str) -> None:
        """Add a problem. A number may stand in any cell by mistake, so none is repeated."""
        self.problems.append(Problem(column, masked(message), masked(advice), self.line))

    def model(self, kind: type[T], data: Mapping[str, Any], columns: Mapping[str, str], column: str = "") -> T | None:
        """A model made of cells, or None with its problems added under the columns that they came from."""
        try:
            return from_data(data, kind)
        except InputError as error:
            for problem in error.problems:
                name = problem.path.partition("[")[0]
                self.refuse(columns.get(name, column or name), problem.message, problem.advice)
            return None

    def made(self, kind: type[T], data: Mapping[str, Any], column: str = "") -> T | None:
        """A model whose fields need no reading: made at once, and read as any other only to say what is wrong."""
        try:
            return kind(**data)
        except (InputError, TypeError):
            return self.model(kind, {key: value for key, value in data.items() if key not in _READ}, {}, column)


@lru_cache(maxsize=4_096)
def _course(course: str, completed: str) -> Training:
    """A training: thousands of officers finished the same course on the same day."""
    return from_data({"course": course, "completed": completed}, Training)


def masked(text: str) -> str:
    """The text without anything that could be a civil servant's number.

    Example:
        >>> masked("is '198609262015051001'"), masked("is '2026-10-05'")
        ("is '...'", "is '2026-10-05'")
    """
    return _LONG_NUMBER.sub("...", text)


def read_row(row: Row, agency: Agency, problems: list[Problem], naming: Naming) -> Person | None:
    """What a row says.

    Args:
        row: Its line, and its cells by column.
        agency: Whose officer it is.
        problems: Gathers what is wrong with it.
        naming: How handles are written.

    Returns:
        None where anything is wrong.
    """
    before = len(problems)
    cells = _Cells(*row, problems)
    officer = _officer(cells, agency)
    accounts = tuple(_accounts(cells, agency, naming))
    consents = tuple(_consents(cells, accounts))
    if officer is None or len(problems) > before:
        return None
    return Person(line=cells.line, officer=officer, accounts=accounts, consents=consents)


def _officer(cells: _Cells, agency: Agency) -> Officer | None:
    region = cells.get("region") or "ID"
    data = {
        **{name: cells.get(name) for name in REQUIRED},
        "languages": tuple(cells.get("languages").split()) or ("id",),
        "region": region,
        "zone": cells.get("zone") or zone_of(region),
    }
    parts = _Cells(cells.line, cells.values, [])
    number, badge = _number(parts), _part(parts, Badge, _BADGE)
    training = _training(parts)
    whole = {**data, "number": number, "badge": badge, "training": (training,) if training else ()}
    officer = cells.made(Officer, whole)
    if _LONG_NUMBER.search(cells.get("id")):
        cells.refuse("id", "looks like a civil servant's number", "choose a short name, such as ayu")
    known = [unit.id for unit in agency.units]
    if cells.get("unit") not in known:
        advice = f"write one of {', '.join(known)}" if known else "give agency.toml a unit, then load it again"
        cells.refuse("unit", f"is {cells.get('unit')!r}, which {agency.id} lacks", advice)
    cells.problems.extend(parts.problems)
    return officer


def _part(cells: _Cells, kind: type[T], columns: Mapping[str, str]) -> T | None:
    """A training or badge, where the row has any cell of it."""
    data = {name: cells.get(column) for name, column in columns.items() if cells.get(column)}
    return cells.model(kind, data, columns) if data else None


def _training(cells: _Cells) -> Training | None:
    course, completed = cells.get("course"), cells.get("completed")
    try:
        return _course(course, completed) if course and completed else _part(cells, Training, _TRAINING)
    except InputError:
        return _part(cells, Training, _TRAINING)


def _number(cells: _Cells) -> OfficerNumber | None:
    kind = cells.get("kind").lower() or NumberKind.NIP.value
    if kind not in set(NumberKind):
        cells.refuse("kind", f"is {kind!r}", f"write one of {', '.join(NumberKind)}")
        return None
    if not cells.get("number"):
        return None
    try:
        return OfficerNumber.parse(cells.get("number"), kind)
    except InputError as error:
        for problem in error.problems:
            cells.refuse("number", problem.message, problem.advice)
        return None


def _accounts(cells: _Cells, agency: Agency, naming: Naming) -> Iterator[Account]:
    taken: set[str] = set()
    for written in cells.get("accounts").split():
        platform, _, handle = written.partition(":")
        if not platform or not handle:
            cells.refuse("accounts", f"has {written!r}", "write platform:handle, with blanks between accounts")
        elif platform in taken:
            cells.refuse("accounts", f"has two accounts on {platform}", "keep one of them")
        elif (account := _account(cells, agency, platform, handle, naming(platform))) is not None:
            yield account
        taken.add(platform)


def _account(cells: _Cells, agency: Agency, platform: str, handle: str, handles: Handles | None) -> Account | None:
    server = handles.server(handle) if handles else None
    if handles and server is None:
        cells.refuse("accounts", f"has {handle!r}", f"write the handle in full: {platform}:{handles.example}")
        return None
    data = {
        "id": f"{cells.get('id')}-{platform}",
        "platform": platform,
        "handle": handle,
        "ownership": Ownership.PERSONAL,
        "agency": agency.id,
        "officer": cells.get("id"),
        "server": server,
    }
    return cells.made(Account, data, "accounts")


def _consents(cells: _Cells, accounts: tuple[Account, ...]) -> Iterator[Consent]:
    if not cells.get("consent"):
        return
    if not cells.get("accounts"):
        cells.refuse("consent", "is for no account", "name the account in the column accounts")
    shared = {"officer": cells.get("id"), "purpose": PURPOSE, "given": cells.get("consent")}
    for account in accounts:
        data = {**shared, "account": account.id, "version": cells.get("consent_version") or "1"}
        consent = cells.model(Consent, data, _CONSENT)
        if consent is None:
            return  # the same cell is wrong for every account
        yield consent
