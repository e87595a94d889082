"""The tables `[[hooks]]` of `govpr.toml`: who is told what becomes of posts. Neither address nor secret is repeated."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from attrs import field, frozen

from govpr.errors import Problem

_REFERENCES = ("env:", "file:", "keyring:")


class HookEvent(StrEnum):
    """What a hook is told of."""

    DELIVERED = "delivered"
    REFUSED = "refused"
    IN_DOUBT = "in_doubt"
    FAILED = "failed"


@frozen(kw_only=True)
class HookSettings:
    """An address that is told what becomes of posts.

    Args:
        url: The address; it is in no repr.
        secret: A reference to the key that signs, as `env:HOOK_SECRET`.
        events: What it is told of.
    """

    url: str = field(repr=False)
    secret: str
    events: tuple[HookEvent, ...] = tuple(HookEvent)

    @property
    def host(self) -> str:
        """What may be shown of the address."""
        return urlsplit(self.url).hostname or ""


def hook_tables(data: Any, path: str, problems: list[Problem]) -> tuple[HookSettings, ...]:
    """The hooks that a file names.

    Args:
        data: What the file says.
        path: Where it stands.
        problems: What is wrong is added here.
    """
    if not isinstance(data, list) or not all(isinstance(table, Mapping) for table in data):
        problems.append(Problem(path, "is no list of tables", f"write [[{path}]] and its settings below"))
        return ()
    wrong = [problem for place, table in enumerate(data) for problem in _about(table, f"{path}[{place}]")]
    urls = [table.get("url") for table in data]
    wrong += [
        Problem(f"{path}[{place}].url", "is named before", "write one [[hooks]] with all its events")
        for place, url in enumerate(urls)
        if url in urls[:place]
    ]
    problems.extend(wrong)
    return () if wrong else tuple(_hook(table) for table in data)


def _hook(table: Mapping[str, Any]) -> HookSettings:
    events = tuple(HookEvent(name) for name in table["events"]) if "events" in table else tuple(HookEvent)
    return HookSettings(url=table["url"], secret=table["secret"], events=events)


def _about(table: Mapping[str, Any], place: str) -> Iterator[Problem]:
    for name in sorted(table.keys() - {"url", "secret", "events"}):
        yield Problem(f"{place}.{name}", "is not a setting", "use one of events, secret, url")
    if not _is_address(table.get("url")):
        what = "is no address that can be called"
        advice = "write https://... without a name, a password or a query: the signature proves who sends"
        yield Problem(f"{place}.url", what, f"{advice}; http on this machine only")
    secret = table.get("secret")
    if not isinstance(secret, str) or not secret.startswith(_REFERENCES):
        advice = "write env:NAME, file:PATH or keyring:SERVICE/NAME, never the secret itself"
        yield Problem(f"{place}.secret", "is no reference", advice)
    events = table.get("events", [HookEvent.DELIVERED])
    if not isinstance(events, list) or not events or not all(event in list(HookEvent) for event in events):
        yield Problem(f"{place}.events", "is no list of events", f"write some of {', '.join(HookEvent)}")


def _is_address(url: Any) -> bool:
    """Whether a call may go to it, and none of its parts is meant for secrets: HTTP libraries write addresses down."""
    try:
        parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
        host = parts.hostname or ""
    except ValueError:
        return False
    here = parts.scheme == "http" and host in {"localhost", "127.0.0.1", "::1"}
    return (parts.scheme == "https" or here) and bool(host) and "@" not in parts.netloc and not parts.query
