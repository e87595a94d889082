"""The settings of a workspace: `govpr.toml`, read once into a frozen value."""

import tomllib
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Any

from attrs import field, fields, frozen

from govpr.errors import InvalidFile, Problem

FILE = "govpr.toml"
FORMAT = 1


@frozen(kw_only=True)
class Labels:
    """Disclosure labels by language; `{agency}` stands for the agency's short name.

    Args:
        official: On accounts of the agency.
        personal: On accounts of officers.
    """

    official: Mapping[str, str] = field(
        factory=lambda: {"id": "Akun resmi {agency}", "en": "Official account of {agency}"}
    )
    personal: Mapping[str, str] = field(
        factory=lambda: {
            "id": "Saya pegawai {agency}, ini akun pribadi",
            "en": "I work for {agency}, this is my own account",
        }
    )


@frozen(kw_only=True)
class Quiet:
    """When nothing is posted.

    Args:
        start: From this hour, in the zone of each account.
        end: Until this hour; before `start` means the next morning. Equal means never quiet.
        holidays: Whether a post on an Indonesian public holiday is a warning.
    """

    start: time = time(21)
    end: time = time(6)
    holidays: bool = True


@frozen(kw_only=True)
class SiteSettings:
    """The newsroom.

    Args:
        title: Its title.
        url: Where it will be served.
        description: What it is, in a sentence.
    """

    title: str = "Ruang berita"
    url: str = "https://example.go.id/newsroom"
    description: str = ""


@frozen(kw_only=True)
class Caps:
    """What protects the public and the platforms from too much.

    Args:
        identical: On how many accounts of one platform the same wording may stand.
        similarity: From which likeness on two wordings count as the same, between 0 and 1.
        gap: Minutes between two posts of one account; closer ones are a warning.
        attempts: How many times a delivery is tried before it counts as failed.
    """

    identical: int = 4
    similarity: float = 0.85
    gap: int = 15
    attempts: int = 8


@frozen(kw_only=True)
class DatabaseSettings:
    """One hoax database, as a workspace uses it.

    Args:
        name: What the workspace calls it.
        kind: The adapter: an entry point in `govpr.hoaxes`, as `wordpress`.
        url: Where it is, for adapters that serve many places.
        credential: A reference to its key, as `env:MAFINDO_KEY`, or "".
        language: BCP 47 tag of what it holds, or "" to guess.
        publisher: Who checks, where entries do not say.
        licence: Terms of use, where the adapter does not know them.
        attribution: The words that the licence wants beside each entry.
        independent: False where the publisher is the government itself.
        options: What a single adapter understands besides, as `feed`.
    """

    name: str
    kind: str
    url: str = ""
    credential: str = ""
    language: str = ""
    publisher: str = ""
    licence: str = ""
    attribution: str = ""
    independent: bool = True
    options: Mapping[str, str] = field(factory=dict)


@frozen(kw_only=True)
class Settings:
    """Everything that a workspace lets its owners choose.

    Args:
        agency: The id of the agency that the workspace belongs to.
        language: Language of what people see: `id` or `en`.
        live: Whether posts may leave this machine. Off until somebody switches it on.
        labels: Disclosure labels.
        quiet: Quiet hours.
        newsroom: The newsroom.
        caps: Limits of our own.
        platforms: Which installed platforms may be loaded, or None for all.
    """

    agency: str = ""
    language: str = "id"
    live: bool = False
    labels: Labels = Labels()
    quiet: Quiet = Quiet()
    newsroom: SiteSettings = SiteSettings()
    caps: Caps = Caps()
    platforms: tuple[str, ...] | None = None


def read_settings(path: Path) -> Settings:
    """Read `govpr.toml`.

    Raises:
        InvalidFile: Lists everything that is wrong with it.
    """
    try:
        return parse_settings(path.read_text(encoding="utf-8-sig"), name=path.name)
    except FileNotFoundError:
        raise InvalidFile(
            (Problem("", "is not there", f"make a workspace with: govpr init {path.parent}"),), str(path)
        ) from None
    except UnicodeDecodeError:
        raise InvalidFile((Problem("", "is not UTF-8 text", "save it as UTF-8"),), str(path)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file can have this name"
        raise InvalidFile((Problem("", f"cannot be read: {reason}", "check its name and place"),), str(path)) from None


def parse_settings(text: str, *, name: str = FILE) -> Settings:
    r"""Settings from TOML text.

    Raises:
        InvalidFile: Lists everything that is wrong with it.

    Example:
        >>> parse_settings("govpr = 1\nagency = 'komdigi'\n[caps]\nidentical = 2").caps.identical
        2
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidFile((Problem("", f"is no TOML: {error}", "mend that line"),), name) from None
    except (ValueError, RecursionError):
        what = "is no TOML: a value in it is too long, too deep or no real date"
        raise InvalidFile((Problem("", what, "write it simpler"),), name) from None
    problems: list[Problem] = []
    version = data.pop("govpr", None)
    if type(version) is not int or version != FORMAT:
        problems.append(Problem("govpr", "is missing or of another version", f"begin the file with govpr = {FORMAT}"))
    settings: Settings = _table(Settings, data, "", problems)
    if problems:
        raise InvalidFile(problems, name)
    return settings


def _table(kind: Any, data: Mapping[str, Any], path: str, problems: list[Problem]) -> Any:
    known = {attribute.name: attribute for attribute in fields(kind)}
    choices = f"use one of {', '.join(sorted(known))}"
    problems.extend(
        Problem(f"{path}{name}", "is not a setting", choices) for name in sorted(data.keys() - known.keys())
    )
    values = {}
    for name in data.keys() & known.keys():
        value = _value(known[name].type, data[name], f"{path}{name}", problems)
        if value is not None:
            values[name] = value
    return kind(**values)


def _value(kind: Any, value: Any, path: str, problems: list[Problem]) -> Any:
    if hasattr(kind, "__attrs_attrs__"):
        if isinstance(value, Mapping):
            return _table(kind, value, f"{path}.", problems)
        problems.append(Problem(path, "is not a table", f"write [{path}] and its settings below"))
        return None
    try:
        return _PLAIN[kind](value)
    except (TypeError, ValueError):
        problems.append(Problem(path, f"is {value!r}", f"write {_WANTED[kind]}"))
        return None


def _exactly(kind: type) -> Any:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError
        return value

    return read


def _hour(value: Any) -> time:
    return value if isinstance(value, time) else time.fromisoformat(value)


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise TypeError
    return tuple(value)


def _words(value: Any) -> Mapping[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
        raise TypeError
    return dict(value)


def _share(value: Any) -> float:
    if isinstance(value, bool) or not 0 <= value <= 1:
        raise ValueError
    return float(value)


_PLAIN: Mapping[Any, Any] = {
    str: _exactly(str),
    int: _exactly(int),
    bool: _exactly(bool),
    float: _share,
    time: _hour,
    Mapping[str, str]: _words,
    tuple[str, ...] | None: _names,
}
_WANTED: Mapping[Any, str] = {
    str: "text in quotes",
    int: "a whole number",
    bool: "true or false",
    float: "a number between 0 and 1",
    time: "an hour such as 21:00",
    Mapping[str, str]: 'a label for each language, such as id = "Akun resmi {agency}"',
    tuple[str, ...] | None: 'a list of names, such as ["newsroom"]',
}
