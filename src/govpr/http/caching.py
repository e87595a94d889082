"""Answers that need not be asked for again (RFC 9111, a private cache): what is kept, how long, how it is renewed.

It stands above the place where credentials are put on a call, so that no key is ever in what is kept, and an entry is
found by the digest of its address, so that nobody reads there what was searched.
"""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

from attrs import evolve, field, frozen

from govpr.http.calls import Call, Effect, Reply

_LONGEST = 16 * 1024 * 1024
_DIGITS = 9
_CONDITIONS = frozenset({"if-none-match", "if-modified-since", "range"})
_DROPPED = frozenset({"set-cookie", "www-authenticate", "content-length", "content-encoding", "transfer-encoding"})
_OK, _UNCHANGED = 200, 304


@frozen
class Kept:
    """An answer that was kept.

    Args:
        headers: Its headers, names in lower case.
        body: Its bytes.
        at: When it came, or was last found to be the newest.
    """

    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    at: datetime


class Shelf(Protocol):
    """Where answers are kept; trouble with it must not stop a call."""

    def get(self, key: str) -> Kept | None:
        """What is kept under a key."""

    def put(self, key: str, kept: Kept) -> None:
        """Keep an answer in place of what was kept under the key."""


def key_of(call: Call, name: str) -> str | None:
    """What an answer is found by, or None for a call whose answer is never kept.

    Args:
        call: The call, before anything signs it.
        name: Whose call: two with different credentials may be told different things.

    Example:
        >>> key_of(Call("POST", "https://hoaks.example/cari"), "a") is None
        True
    """
    names = {header.lower() for header in call.headers}
    if call.method != "GET" or call.effect is not Effect.SAFE or call.body is not None or names & _CONDITIONS:
        return None
    asked = json.dumps([name, call.url, sorted(call.headers.items())])
    return hashlib.sha256(asked.encode()).hexdigest()


def fresh(kept: Kept, now: datetime) -> bool:
    """Whether the service said that an answer still holds (RFC 9111, 4.2).

    Args:
        kept: The answer.
        now: The time.

    Example:
        >>> noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
        >>> fresh(Kept({"cache-control": "max-age=60"}, b"", noon), noon), fresh(Kept({}, b"", noon), noon)
        (True, False)
    """
    age = (now - kept.at).total_seconds() + (_seconds(kept.headers.get("age", "")) or 0)
    return 0 <= age < _lifetime(kept)


def conditional(call: Call, kept: Kept | None) -> Call:
    """The call that asks whether an answer is still the newest (RFC 9110, 13.1).

    Args:
        call: What was asked.
        kept: What was answered, or None where nothing is kept: then it is the call itself.
    """
    if kept is None:
        return call
    wanted = {"If-None-Match": kept.headers.get("etag"), "If-Modified-Since": kept.headers.get("last-modified")}
    return evolve(call, headers={**call.headers, **{name: value for name, value in wanted.items() if value}})


def learned(reply: Reply, kept: Kept | None, now: datetime) -> tuple[Reply, Kept | None]:
    """What an answer comes to.

    Args:
        reply: What the service said.
        kept: What was kept before.
        now: The time.

    Returns:
        The answer for whoever asked, and what is to be kept of it, if anything.
    """
    if reply.status == _UNCHANGED and kept is not None:
        renewed = Kept({**kept.headers, **_lasting(reply.headers)}, kept.body, now)
        return evolve(reply, status=_OK, headers=renewed.headers, body=renewed.body), renewed
    found = Kept(_lasting(reply.headers), reply.body, now)
    return reply, found if reply.status == _OK and _worth_keeping(found) else None


@frozen(kw_only=True)
class Cache:
    """Answers of one service.

    Args:
        name: The service, as a workspace calls it.
        shelf: Where they are kept.
        clock: Gives the time, aware.
        always_ask: Whether the service is asked even about answers that still hold: for reading a list page by page,
            where an old page beside a new one would hide an entry.
    """

    name: str
    shelf: Shelf
    clock: Callable[[], datetime]
    always_ask: bool = False

    def send(self, call: Call, send: Callable[[Call], Reply]) -> tuple[Reply, bool]:
        """Answer a call from what is kept, or ask.

        Args:
            call: The call.
            send: Asks the service.

        Returns:
            The answer, and whether the service was left in peace.
        """
        key = key_of(call, self.name)
        if key is None:
            return send(call), False
        kept = self.shelf.get(key)
        if kept is not None and self._holds(kept):
            return self._from(kept, call), True
        reply, found = learned(send(conditional(call, kept)), kept, self.clock())
        if found is not None:
            self.shelf.put(key, found)
        return reply, False

    async def asend(self, call: Call, send: Callable[[Call], Awaitable[Reply]]) -> tuple[Reply, bool]:
        """As `send`, awaited; the shelf is read and filled in a thread.

        Args:
            call: The call.
            send: Asks the service.

        Returns:
            The answer, and whether the service was left in peace.
        """
        key = key_of(call, self.name)
        if key is None:
            return await send(call), False
        kept = await asyncio.to_thread(self.shelf.get, key)
        if kept is not None and self._holds(kept):
            return self._from(kept, call), True
        reply, found = learned(await send(conditional(call, kept)), kept, self.clock())
        if found is not None:
            await asyncio.to_thread(self.shelf.put, key, found)
        return reply, False

    def _holds(self, kept: Kept) -> bool:
        return not self.always_ask and fresh(kept, self.clock())

    def _from(self, kept: Kept, call: Call) -> Reply:
        url = call.url.partition("?")[0]
        return Reply(_OK, headers=kept.headers, body=kept.body, url=url, effect=call.effect, at=self.clock())


def _worth_keeping(kept: Kept) -> bool:
    said = _said(kept)
    validated = "etag" in kept.headers or "last-modified" in kept.headers
    allowed = "no-store" not in said and kept.headers.get("vary", "").strip() != "*" and len(kept.body) <= _LONGEST
    return allowed and (validated or _lifetime(kept) > 0)


def _lifetime(kept: Kept) -> float:
    """Seconds for which the service said that an answer holds; nothing is guessed where it did not say."""
    said = _said(kept)
    if "no-cache" in said:
        return 0.0
    if "max-age" in said:
        return _seconds(said["max-age"]) or 0.0
    expires, sent = (_moment(kept.headers.get(name, "")) for name in ("expires", "date"))
    return 0.0 if expires is None else (expires - (sent or kept.at)).total_seconds()


def _said(kept: Kept) -> Mapping[str, str]:
    parts = (part.strip().partition("=") for part in kept.headers.get("cache-control", "").lower().split(","))
    return {name.strip(): value.strip(' "') for name, _, value in parts}


def _seconds(text: str) -> float | None:
    return float(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _lasting(headers: Mapping[str, str]) -> Mapping[str, str]:
    return {name: value for name, value in headers.items() if name not in _DROPPED}
